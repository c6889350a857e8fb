import type { Entry, HardState, MemberId, RaftMessage } from '../../src/base/raft-message.js';
import type { Random } from '../../src/base/random.js';
import { Raft } from '../../src/raft/raft.js';
import type {
  FenceResult,
  Load,
  Persist,
  RaftLimits,
  RaftTiming,
  Ready,
  TermSpan,
} from '../../src/raft/types.js';

export interface MemberOptions {
  readonly id: MemberId;
  readonly voters: readonly MemberId[];
  readonly timing: RaftTiming;
  readonly limits: RaftLimits;
  readonly random: Random;
  /** Called as each message leaves. */
  readonly send: (message: RaftMessage) => void;
  /** Called with each Ready, before anything in it is done. */
  readonly onReady?: (ready: Ready) => void;
}

/** A core with a driver and a disk in memory. A crash loses what was not synced. */
export class Member {
  readonly id: MemberId;
  raft: Raft;
  /** What is synced. `disk[i]` has index i + 1. */
  disk: Entry[] = [];
  hardState: HardState = { term: 0, vote: null, commit: 0 };
  /** The write in flight, and what must not leave before it is synced. */
  write: Persist | null = null;
  parked: RaftMessage[] = [];
  loads: Load[] = [];
  /** What the machine has applied since the last start. */
  applied: Entry[] = [];
  readonly fences: FenceResult[] = [];
  alive = true;
  readonly #options: MemberOptions;

  constructor(options: MemberOptions, now: number) {
    this.id = options.id;
    this.#options = options;
    this.raft = this.#start(now);
  }

  #start(now: number): Raft {
    const terms: TermSpan[] = [];
    for (const { index, term } of this.disk) if (terms.at(-1)?.term !== term) terms.push({ index, term });
    const { id, voters, timing, limits, random } = this.#options;
    const log = { firstIndex: 1, lastIndex: this.disk.length, terms };
    return new Raft({ id, voters, hardState: this.hardState, log, random, timing, limits, now });
  }

  crash(): void {
    this.alive = false;
    this.write = null;
    this.parked = [];
    this.loads = [];
    this.applied = [];
  }

  restart(now: number): void {
    this.alive = true;
    this.raft = this.#start(now);
  }

  /** Takes all that the core has ready. */
  pump(): boolean {
    let some = false;
    for (let ready = this.raft.ready(); ready !== null; ready = this.raft.ready()) {
      some = true;
      this.#options.onReady?.(ready);
      if (ready.persist !== null) {
        if (this.write !== null) throw new Error('two writes in flight');
        this.write = ready.persist;
      } else if (ready.afterPersist.length > 0 && this.write === null) {
        throw new Error('messages wait for a write that is not in flight');
      }
      this.parked.push(...ready.afterPersist);
      this.#apply(ready.commitIndex);
      this.loads.push(...ready.loads);
      this.fences.push(...ready.fences);
      for (const message of ready.messages) this.#options.send(message);
    }
    return some;
  }

  /** Syncs the write in flight. */
  sync(): void {
    const write = this.write!;
    this.write = null;
    if (write.hardState !== undefined) this.hardState = write.hardState;
    const last = write.entries.at(-1);
    if (write.entries.length > 0) {
      this.disk = [...this.disk.slice(0, write.entries[0]!.index - 1), ...write.entries];
    }
    const parked = this.parked;
    this.parked = [];
    this.raft.persisted(last?.index ?? 0, last?.term ?? 0);
    for (const message of parked) this.#options.send(message);
  }

  /** Answers the loads from the disk. */
  answerLoads(): void {
    const loads = this.loads;
    this.loads = [];
    for (const { peer, from, to } of loads) this.raft.loaded(peer, this.disk.slice(from - 1, to).slice(0, 2));
  }

  #apply(commit: number): void {
    while (this.applied.length < commit) {
      const from = this.applied.length + 1;
      const entries =
        this.raft.entries(from, commit, 1000) ??
        this.disk.slice(from - 1, Math.min(commit, this.raft.cachedFrom - 1));
      if (entries.length === 0) throw new Error(`entry ${from} is neither in memory nor on the disk`);
      this.applied.push(...entries);
    }
    this.raft.applied(commit);
  }
}
