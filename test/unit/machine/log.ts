import { SeededRandom } from '../../../src/base/random.js';
import { Commands } from '../../../src/commands/table.js';
import { Machine } from '../../../src/machine/machine.js';
import type { LocalBatch, MachineObserver } from '../../../src/machine/observer.js';
import { encodeBody, type Item, type Payload, stampBody } from '../../../src/machine/payload.js';
import type { ApplyOutcome } from '../../../src/machine/sessions.js';
import { MACHINE_VERSION } from '../../../src/machine/version.js';
import type { Subscriber } from '../../../src/machine/subscriptions.js';
import { LuaEngine } from '../../../src/scripting/engine.js';
import {
  ErrorReply,
  KeyedReply,
  MapReply,
  NoReply,
  PairsReply,
  type Reply,
  SetReply,
  Status,
  Frames,
  Push,
} from '../../../src/resp/reply.js';

export const NODE_1 = '1'.repeat(32);
export const NODE_2 = '2'.repeat(32);
const START = 1_700_000_000_000;

/** What the observer was told, as plain data. */
export type Event =
  | { readonly served: number; readonly reply: unknown; readonly giveBack: readonly string[] | null }
  | { readonly ended: number; readonly reason: string; readonly reply: unknown };

/** A message as it reached a channel or a pattern, and how many clients that has. */
export interface Message {
  readonly kind: string;
  readonly name: string;
  readonly channel: string;
  readonly message: string;
  readonly count: number;
  readonly from: number;
}

/** A log that grows entry by entry, the machine that lives it, and what it said. */
export class Log {
  readonly entries: { index: number; data: Uint8Array }[] = [];
  readonly events: Event[] = [];
  readonly messages: Message[] = [];
  readonly ended: Subscriber[] = [];
  /** Keys that changed, while somebody tracks keys. */
  readonly changed: string[] = [];
  /** Of the last batch, as they are. */
  replies: Reply[] = [];
  /** What became of locks: `granted name token`. */
  readonly lockEvents: string[] = [];
  /** Handlers that broke an invariant. */
  readonly failures: { index: number; error: unknown }[] = [];
  readonly machine: Machine;
  readonly engine = new LuaEngine();
  stamp = START;
  #index = 0;
  readonly #sequences = new Map<string, number>();

  constructor(
    readonly commands = new Commands(),
    private readonly highestVersion = MACHINE_VERSION,
  ) {
    this.machine = new Machine(commands, this.observer(), this.engine, highestVersion);
    this.append({ kind: 'bootstrap', clusterId: 'c'.repeat(32), members: [], settings: [] });
    this.open(NODE_1, 1);
  }

  observer(): MachineObserver {
    return {
      served: (_uuid, lane, reply, giveBack) =>
        this.events.push({ served: lane, reply: plain(reply), giveBack }),
      waiterEnded: (_uuid, lane, reason, reply) =>
        this.events.push({ ended: lane, reason, reply: plain(reply) }),
      published: (topics, channel, message, from) =>
        this.messages.push(
          ...topics.map(({ kind, name, count }) => ({
            kind,
            name,
            channel,
            message,
            count,
            from: from.lane,
          })),
        ),
      subscriptionsEnded: (_uuid, subscribers) => this.ended.push(...subscribers),
      keysChanged: keys => this.changed.push(...keys),
      flushed: () => this.changed.push('everything'),
      lockChanged: ({ change, name, hold }) => this.lockEvents.push(`${change} ${name} ${hold.token}`),
      failed: (index, error) => this.failures.push({ index, error }),
    };
  }

  /** Events since the last call. */
  takeEvents(): Event[] {
    return this.events.splice(0);
  }

  append(payload: Payload, local: LocalBatch | null = null): ApplyOutcome {
    const data = stampBody(encodeBody(payload), this.stamp, this.#index * 7919);
    const entry = { index: (this.#index += 1), data };
    this.entries.push(entry);
    return this.machine.apply(entry.index, data, local);
  }

  open(uuid: string, incarnation: number, highestVersion = 1): ApplyOutcome {
    this.#sequences.set(`${uuid} ${incarnation}`, 0);
    return this.append({ kind: 'open', uuid, id: `n${uuid[0]}`, incarnation, highestVersion });
  }

  /** The next batch of node 1, incarnation 1; answers the replies of its items. */
  batch(...items: Item[]): unknown[] {
    return this.batchOf(NODE_1, 1, ...items);
  }

  batchOf(uuid: string, incarnation: number, ...items: Item[]): unknown[] {
    const node = `${uuid} ${incarnation}`;
    const sequence = (this.#sequences.get(node) ?? 0) + 1;
    this.#sequences.set(node, sequence);
    const replies: Reply[] = (this.replies = []);
    const outcome = this.append(
      { kind: 'batch', uuid, incarnation, sequence, items },
      {
        items,
        before: () => undefined,
        inside: (_position, _index, argv, db) =>
          this.machine.query(argv, db, this.stamp, new SeededRandom(1)),
        replied: (position, reply) => (replies[position] = reply),
      },
    );
    if (outcome !== 'applied') throw new Error(`the batch was ${outcome}`);
    return replies.map(plain);
  }

  /** One command of a client, in a batch of its own. */
  run(lane: number, ...argv: string[]): unknown {
    return this.batch(command(lane, ...argv))[0];
  }

  read(...argv: string[]): unknown {
    return plain(this.machine.query(argv, 0, this.stamp, new SeededRandom(1)));
  }

  /** Another machine that was given the same entries, none of them its own. */
  replay(): Machine {
    const machine = new Machine(
      this.commands,
      {
        served: () => undefined,
        waiterEnded: () => undefined,
        published: () => undefined,
        subscriptionsEnded: () => undefined,
        keysChanged: () => undefined,
        flushed: () => undefined,
        lockChanged: () => undefined,
        failed: () => undefined,
      },
      new LuaEngine(),
      this.highestVersion,
    );
    for (const { index, data } of this.entries) machine.apply(index, data, null);
    return machine;
  }
}

export function command(lane: number, ...argv: string[]): Item {
  return { lane, db: 0, argv };
}

/** A reply as literals that tests can compare with. */
export function plain(reply: Reply): unknown {
  if (reply instanceof Status) return `+${reply.text}`;
  if (reply instanceof ErrorReply) return `-${reply.text}`;
  if (reply instanceof Frames) return reply.frames.map(plain);
  if (reply instanceof Push) return reply.items.map(plain);
  if (reply instanceof NoReply) return 'no reply';
  if (Array.isArray(reply)) return reply.map(plain);
  if (reply instanceof MapReply) return { map: reply.pairs.map(plain) };
  if (reply instanceof PairsReply) return { pairs: reply.pairs.map(plain) };
  if (reply instanceof KeyedReply) return { keyed: reply.pairs.map(plain) };
  if (reply instanceof SetReply) return { set: reply.members.map(plain) };
  if (typeof reply === 'object' && reply !== null) return reply.constructor.name;
  return reply;
}
