import type { BatchId } from '../../../src/base/peer-message.js';
import { decodeBody } from '../../../src/machine/payload.js';
import type { Request } from '../../../src/replica/api.js';
import type { LaneState } from '../../../src/replica/lane.js';
import { Proposer } from '../../../src/replica/proposer.js';
import { ErrorReply, type Reply } from '../../../src/resp/reply.js';

export const UUID = '0123456789abcdef0123456789abcdef';

/** A leader that can be taken away, and a clock. */
export class World {
  now = 0;
  readonly sent: { id: BatchId; argv: string[][] }[] = [];
  readonly sink = {
    leader: 'n1' as string | null,
    isAlone: false,
    accepts: true,
    propose: (id: BatchId, body: Uint8Array): boolean => {
      if (!this.sink.accepts) return false;
      const payload = decodeBody(body);
      const items = payload.kind === 'batch' ? payload.items : [];
      const argv = items.flatMap(item => {
        if ('argv' in item) return [[...item.argv]];
        return 'unblock' in item ? [['unblock', String(item.lane), item.unblock]] : [];
      });
      this.sent.push({ id, argv });
      return true;
    },
  };
  relieved = 0;
  readonly freed: LaneState[] = [];
  readonly proposer = new Proposer(UUID, 'n1', this.sink, {
    now: () => this.now,
    clientTimeout: () => 5_000,
    highestVersion: 1,
    laneFree: lane => this.freed.push(lane),
    relieved: () => this.relieved++,
    mayBlock: argv => argv[0] === 'BLPOP',
  });

  /** With its incarnation open. */
  static open(): World {
    const world = new World();
    world.proposer.begin(1);
    world.proposer.openApplied();
    world.sent.length = 0;
    return world;
  }

  write(lane: LaneState, ...argv: string[]): Reply[] {
    const replies: Reply[] = [];
    this.proposer.submit(request(lane, argv, replies), lane);
    return replies;
  }

  sequences(): number[] {
    return this.sent.map(({ id }) => id.sequence);
  }
}

export function request(lane: LaneState, argv: string[], replies: Reply[]): Request {
  return {
    lane,
    argv,
    db: 0,
    kind: 'write',
    done: reply => replies.push(reply),
    lost: () => replies.push('lost'),
  };
}

export function textOf(reply: Reply | undefined): string {
  return reply instanceof ErrorReply ? reply.text : `not an error: ${JSON.stringify(reply)}`;
}
