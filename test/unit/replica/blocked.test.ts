import { expect } from 'chai';
import type { Item } from '../../../src/machine/payload.js';
import type { Request } from '../../../src/replica/api.js';
import { BlockedClients } from '../../../src/replica/blocked.js';
import { LaneState } from '../../../src/replica/lane.js';
import type { Reply } from '../../../src/resp/reply.js';

class World {
  now = 1_000;
  readonly proposed: Item[] = [];
  readonly blocked = new BlockedClients({
    now: () => this.now,
    clientTimeout: () => 5_000,
    propose: item => this.proposed.push(item),
  });
  givenBack = 0;

  request(lane: LaneState, replies: Reply[]): Request {
    const done = (reply: Reply): number => replies.push(reply);
    return { lane, argv: ['BLPOP', 'q', '1'], db: 0, kind: 'write', done, lost: () => replies.push('lost') };
  }

  /** A client in BLPOP. */
  block(lane: LaneState, timeout: number): Reply[] {
    const replies: Reply[] = [];
    this.blocked.add(lane, this.request(lane, replies), timeout);
    return replies;
  }

  serve(lane: LaneState): void {
    this.blocked.served(lane.id, 'x', () => this.givenBack++);
  }

  tick(now: number): void {
    this.now = now;
    this.blocked.tick(now);
  }

  reasons(): unknown[] {
    return this.proposed.map(item => ('unblock' in item ? item.unblock : item));
  }
}

describe('BlockedClients', () => {
  it('counts the time from when the client began to wait', () => {
    const world = new World();
    world.block(new LaneState(1), 500);
    world.tick(1_499);
    expect(world.reasons()).to.deep.equal([]);
    world.tick(1_500);
    expect(world.reasons()).to.deep.equal(['timeout']);
  });

  it('tells the client what the log says: nil, or what an earlier entry gave it', () => {
    const world = new World();
    const lanes = [new LaneState(1), new LaneState(2)] as const;
    const replies = lanes.map(lane => world.block(lane, 500));
    world.tick(1_500);
    world.blocked.ended(1, null);
    world.serve(lanes[1]);
    world.blocked.ended(2, null);
    expect(replies).to.deep.equal([[null], ['x']]);
    expect(world.blocked.count).to.equal(0);
  });

  it('closes the socket when no majority says what became of it, and gives back what comes later, once', () => {
    const world = new World();
    const lane = new LaneState(1);
    const replies = world.block(lane, 500);
    world.tick(1_500);
    world.tick(6_499);
    expect(replies).to.deep.equal([]);
    world.tick(6_500);
    expect(replies).to.deep.equal(['lost']);
    world.serve(lane);
    world.serve(lane);
    expect([replies, world.givenBack]).to.deep.equal([['lost'], 1]);
  });

  it('takes the waiter of a closed connection out, and gives back what it is given until then', () => {
    const world = new World();
    const lane = new LaneState(1);
    const replies = world.block(lane, 0);
    lane.closed = true;
    world.blocked.leave(lane);
    expect(world.reasons()).to.deep.equal(['gone']);
    world.serve(lane);
    expect([replies, world.givenBack]).to.deep.equal([[], 1]);
  });

  it('takes out at once who was closed before its command was applied', () => {
    const world = new World();
    const lane = new LaneState(1);
    lane.closed = true;
    world.block(lane, 0);
    expect(world.reasons()).to.deep.equal(['gone']);
  });

  it('gives back what a waiter got whose client was told "unknown"', () => {
    const world = new World();
    const lane = new LaneState(1);
    world.blocked.addUnheard(lane);
    expect(world.proposed).to.deep.equal([]); // its end was proposed when the client was told
    world.serve(lane);
    expect([world.givenBack, world.blocked.count]).to.deep.equal([1, 0]);
  });

  it('forgets waiters of an earlier life, as its log is read again', () => {
    const world = new World();
    world.serve(new LaneState(9));
    world.blocked.ended(9, null);
    expect(world.givenBack).to.equal(0);
  });

  describe('CLIENT UNBLOCK', () => {
    const unblock = (world: World, lane: LaneState, withError = false): boolean[] => {
      const answers: boolean[] = [];
      world.blocked.unblock(lane, withError, unblocked => answers.push(unblocked));
      return answers;
    };

    it('says yes when it ended the wait, no when the client was served before', () => {
      const world = new World();
      const lanes = [new LaneState(1), new LaneState(2)] as const;
      for (const lane of lanes) world.block(lane, 0);
      const answers = lanes.map(lane => unblock(world, lane, true));
      world.blocked.ended(1, null);
      world.serve(lanes[1]);
      expect(answers).to.deep.equal([[true], [false]]);
      expect(world.reasons()).to.deep.equal(['error', 'error']);
    });

    it('is no end by time: patience ends when the time of the client does', () => {
      const world = new World();
      const lane = new LaneState(1);
      const replies = world.block(lane, 500);
      unblock(world, lane);
      world.tick(1_500);
      expect(replies).to.deep.equal([]);
      world.tick(6_500);
      expect(replies).to.deep.equal(['lost']);
    });

    it('holds for a client that rejoined', () => {
      const world = new World();
      const lane = new LaneState(1);
      world.block(lane, 0);
      const answers = unblock(world, lane, true);
      const [again] = world.blocked.rejoin();
      world.blocked.add(lane, again as Request, 0); // the order stood before it in the log, and found nobody
      expect(world.reasons()).to.deep.equal(['error', 'error']);
      world.blocked.ended(1, null);
      expect(answers).to.deep.equal([true]);
    });
  });

  describe('at the end of the incarnation', () => {
    it('rejoins in order of arrival, each once, and its time runs on', () => {
      const world = new World();
      const lanes = [new LaneState(1), new LaneState(2)];
      const replies = lanes.map(lane => world.block(lane, 2_000));
      const again = world.blocked.rejoin();
      expect(again.map(({ lane }) => lane)).to.deep.equal(lanes);
      expect(world.blocked.rejoin()).to.deep.equal([]); // ended again before they were back in line
      world.now = 2_500;
      for (const [at, lane] of lanes.entries()) world.blocked.add(lane, again[at] as Request, 2_000);
      world.tick(3_000);
      expect(world.reasons()).to.deep.equal(['timeout', 'timeout']);
      world.blocked.ended(1, null);
      expect(replies).to.deep.equal([[null], []]);
      expect(world.blocked.rejoin()).to.have.length(1);
    });

    it('puts the command as the machine held it: what `$` meant then is not what it would mean now', () => {
      const world = new World();
      const lane = new LaneState(1);
      const settled = ['xread', 'block', '0', 'streams', 's', '5-0'];
      world.blocked.add(lane, world.request(lane, []), 0, settled);
      expect(world.blocked.rejoin().map(({ argv }) => argv)).to.deep.equal([settled]);
    });

    it('proposes the end by time again for who rejoins behind it', () => {
      const world = new World();
      const lane = new LaneState(1);
      world.block(lane, 500);
      world.tick(1_500);
      const [again] = world.blocked.rejoin();
      world.blocked.add(lane, again as Request, 500);
      expect(world.reasons()).to.deep.equal(['timeout', 'timeout']);
    });

    it('is over for who is served at once when it rejoins', () => {
      const world = new World();
      const lane = new LaneState(1);
      const replies = world.block(lane, 500);
      const [again] = world.blocked.rejoin();
      again?.done('y');
      expect([replies, world.blocked.count]).to.deep.equal([['y'], 0]);
      world.tick(10_000);
      expect(replies).to.deep.equal(['y']);
    });

    it('forgets who is gone, before it and on the way back into the line', () => {
      const world = new World();
      const lanes = [new LaneState(1), new LaneState(2)] as const;
      const replies = lanes.map(lane => world.block(lane, 0));
      lanes[0].closed = true;
      world.blocked.leave(lanes[0]);
      const again = world.blocked.rejoin();
      expect(again).to.have.length(1);
      lanes[1].closed = true;
      world.blocked.leave(lanes[1]);
      expect(world.blocked.count).to.equal(0);
      world.blocked.add(lanes[1], again[0] as Request, 0); // it blocked again
      expect(world.reasons()).to.deep.equal(['gone', 'gone']);
      world.serve(lanes[1]);
      expect([replies, world.givenBack]).to.deep.equal([[[], []], 1]);
    });
  });
});
