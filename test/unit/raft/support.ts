import {
  bootstrapOf,
  type Configuration,
  type Member,
  type SnapshotMeta,
} from '../../../src/base/configuration.js';
import type { Entry, HardState, RaftMessage } from '../../../src/base/raft-message.js';
import { type ChangeRefusal, Raft, type RaftOptions, type Ready } from '../../../src/raft/raft.js';
import type { LogPosition, RaftLimits, TermSpan } from '../../../src/raft/types.js';

export const ELECTION_MS = 1000;
export const HEARTBEAT_MS = 100;

export interface Setup {
  readonly voters?: number;
  readonly hardState?: HardState;
  readonly configurations?: readonly Configuration[];
  /** The terms of the entries on the disk. */
  readonly log?: readonly number[];
  /** Compacted up to this place; the terms of `log` are of the entries behind it. */
  readonly base?: LogPosition;
  readonly snapshot?: SnapshotMeta;
  readonly bootstrap?: Configuration;
  readonly limits?: Partial<RaftLimits>;
  readonly lazyCommits?: boolean;
}

const START: LogPosition = { index: 0, term: 0 };

/** `n1` and so on. Here the uuid of a node is its id, unless a test says otherwise. */
export function nodes(count: number): { id: string; uuid: string; address: string }[] {
  return Array.from({ length: count }, (_, i) => {
    const id = `n${i + 1}`;
    return { id, uuid: id, address: `${id}:1` };
  });
}

/** Members by name: `n2` has a vote, `~n2` has none; `n2=x` has the uuid x. */
export function members(text: string): Member[] {
  return text.split(' ').map((word, i) => {
    const [id = '', uuid = id] = word.replace('~', '').split('=');
    return { id, uuid, address: `${id}:1`, votes: !word.startsWith('~'), number: i + 1 };
  });
}

export function membersAt(index: number, term: number, text: string): Configuration {
  const list = members(text);
  return { index, term, members: list, lastNumber: list.length };
}

/** A snapshot that ends with this entry. */
export function snapshotAt(index: number, term: number): SnapshotMeta {
  return { index, term, configuration: bootstrapOf(nodes(3)) };
}

export function entry(index: number, term: number, bytes = 1): Entry {
  return { index, term, kind: 'data', data: new Uint8Array(bytes) };
}

/** `n1` of a few voters. It draws the middle of the election timeouts: 1500 ms. */
export class Fixture {
  readonly raft: Raft;
  now = 0;
  /** All that has left, in order, since the last `sent()`. */
  #sent: RaftMessage[] = [];
  #parked: RaftMessage[] = [];
  readonly readies: Ready[] = [];
  #write: Ready['persist'] = null;

  constructor(setup: Setup = {}) {
    const { voters = 3, hardState, log = [], base = START, limits = {}, lazyCommits = false } = setup;
    const firstIndex = base.index + 1;
    const lastIndex = base.index + log.length;
    const terms: TermSpan[] = [];
    log.forEach((term, i) => {
      if (terms.at(-1)?.term !== term) terms.push({ index: firstIndex + i, term });
    });
    const options: RaftOptions = {
      id: 'n1',
      uuid: 'n1',
      bootstrap: setup.bootstrap ?? bootstrapOf(nodes(voters)),
      hardState: hardState ?? { term: log.at(-1) ?? 0, vote: null, commit: base.index },
      snapshot: setup.snapshot ?? null,
      log: { firstIndex, baseTerm: base.term, lastIndex, terms, configurations: setup.configurations ?? [] },
      random: { next: () => 0x8000_0000 },
      timing: { heartbeatMs: HEARTBEAT_MS, electionMs: ELECTION_MS, driftBound: 0.1 },
      limits: { inflightMessages: 4, inflightBytes: 1e6, appendBytes: 1e5, cacheBytes: 1e6, ...limits },
      lazyCommits,
      now: 0,
    };
    this.raft = new Raft(options);
  }

  /** Takes what is ready, without syncing anything. */
  take(): Ready[] {
    const taken: Ready[] = [];
    for (let ready = this.raft.ready(); ready !== null; ready = this.raft.ready()) {
      taken.push(ready);
      if (ready.persist !== null) this.#write = ready.persist;
      this.#sent.push(...ready.messages);
      this.#parked.push(...ready.afterPersist);
    }
    this.readies.push(...taken);
    return taken;
  }

  /** Takes what is ready and syncs it, until nothing is left. */
  settle(): void {
    this.take();
    while (this.#write !== null) this.sync();
  }

  sync(): void {
    const last = this.#write!.entries.at(-1);
    this.#write = null;
    this.raft.persisted(last?.index ?? 0, last?.term ?? 0);
    this.#sent.push(...this.#parked.splice(0));
    this.take();
  }

  /** What has left since the last call; `type` picks. */
  sent<T extends RaftMessage['type']>(type?: T): Extract<RaftMessage, { type: T }>[] {
    const sent = this.#sent;
    this.#sent = [];
    return sent.filter(message => type === undefined || message.type === type) as never;
  }

  /** A message from `n2` in the present term, unless told otherwise. */
  receive(message: Partial<RaftMessage> & Pick<RaftMessage, 'type'>): void {
    const defaults = {
      from: 'n2',
      uuid: message.from ?? 'n2',
      doubtful: false,
      to: 'n1',
      term: this.raft.term,
      pre: false,
      transfer: false,
      lastIndex: 0,
      lastTerm: 0,
      prevIndex: 0,
      prevTerm: 0,
      entries: [],
      commit: 0,
      round: 1,
      index: 0,
      hintIndex: 0,
      hintTerm: 0,
    };
    this.raft.step({ ...defaults, ...message } as unknown as RaftMessage, this.now);
  }

  /** Lets time pass in punctual ticks. */
  pass(ms: number): void {
    for (const end = this.now + ms; this.now < end; ) {
      this.now += 10;
      this.raft.tick(this.now);
    }
  }

  /** Becomes leader by the vote of n2 (and n3 of five). Its no-op is on its own disk only. */
  lead(): this {
    while (this.raft.role === 'follower') this.pass(10);
    for (const from of ['n2', 'n3']) {
      this.receive({ type: 'voteAnswer', from, pre: true, granted: true, term: this.raft.term + 1 });
      if (this.raft.role === 'candidate') break;
    }
    this.settle();
    for (const from of ['n2', 'n3']) {
      if (this.raft.role === 'candidate') this.receive({ type: 'voteAnswer', from, granted: true });
    }
    this.settle();
    this.sent();
    return this;
  }

  /** n2 acknowledges all that this leader has. */
  acknowledge(from = 'n2'): void {
    this.receive({ type: 'appendAnswer', from, success: true, index: this.raft.lastIndex });
    this.settle();
  }

  change(text: string): number | ChangeRefusal {
    return this.raft.changeMembers(members(text), this.now);
  }

  /** The members as the core has them, in the form of {@link members}. */
  get members(): string {
    return this.raft.configuration.members
      .map(({ id, uuid, votes }) => `${votes ? '' : '~'}${id}${uuid === id ? '' : `=${uuid}`}`)
      .join(' ');
  }

  propose(count = 1, bytes = 1): number | null {
    const data = Array.from({ length: count }, () => new Uint8Array(bytes));
    return this.raft.propose(data, this.now);
  }

  /** Answers of all fences taken so far, as `id:index`. */
  get fences(): string[] {
    return this.readies.flatMap(({ fences }) => fences.map(({ id, index }) => `${id}:${index}`));
  }
}
