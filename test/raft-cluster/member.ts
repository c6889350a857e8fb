import { type Configuration, configurationIn, type SnapshotMeta } from '../../src/base/configuration.js';
import type { Entry, HardState, MemberId, RaftMessage } from '../../src/base/raft-message.js';
import type { Random } from '../../src/base/random.js';
import { Raft } from '../../src/raft/raft.js';
import type {
  FenceResult,
  Load,
  LogPosition,
  Persist,
  RaftLimits,
  RaftTiming,
  Ready,
  TermSpan,
} from '../../src/raft/types.js';

export interface MemberOptions {
  readonly id: MemberId;
  readonly uuid: string;
  /** Without members: a node that is to be added to a cluster. */
  readonly bootstrap: Configuration;
  readonly timing: RaftTiming;
  readonly limits: RaftLimits;
  readonly random: Random;
  /** Called as each message leaves. */
  readonly send: (message: RaftMessage) => void;
  /** Called with each Ready, before anything in it is done. */
  readonly onReady?: (ready: Ready) => void;
}

/** The state of the machine is here all that it has applied. */
export interface Snapshot {
  readonly meta: SnapshotMeta;
  readonly applied: readonly Entry[];
}

/** A core with a driver and a disk in memory. A crash loses what was not synced. */
export class Member {
  readonly id: MemberId;
  uuid: string;
  raft: Raft;
  /** What is synced: the log behind `base`. */
  disk: Entry[] = [];
  base: LogPosition = { index: 0, term: 0 };
  hardState: HardState = { term: 0, vote: null, commit: 0 };
  snapshot: Snapshot | null = null;
  /** The write in flight, and what must not leave before it is synced. */
  write: Persist | null = null;
  parked: RaftMessage[] = [];
  loads: Load[] = [];
  /** Peers that wait for a snapshot of this member. */
  wanted: MemberId[] = [];
  /** What the machine has applied, from the very first entry on. */
  applied: Entry[] = [];
  readonly fences: FenceResult[] = [];
  alive = true;
  readonly #options: MemberOptions;
  #bootstrap: Configuration;

  constructor(options: MemberOptions, now: number) {
    this.id = options.id;
    this.uuid = options.uuid;
    this.#bootstrap = options.bootstrap;
    this.#options = options;
    this.raft = this.#start(now);
  }

  #start(now: number): Raft {
    const terms: TermSpan[] = [];
    for (const { index, term } of this.disk) if (terms.at(-1)?.term !== term) terms.push({ index, term });
    const { timing, limits, random } = this.#options;
    const { id, uuid, base, hardState, snapshot } = this;
    const lastIndex = base.index + this.disk.length;
    const configurations = this.disk.filter(({ kind }) => kind === 'configuration').map(configurationIn);
    const log = { firstIndex: base.index + 1, baseTerm: base.term, lastIndex, terms, configurations };
    this.applied = [...(snapshot?.applied ?? [])];
    return new Raft({
      id,
      uuid,
      bootstrap: this.#bootstrap,
      hardState,
      snapshot: snapshot?.meta ?? null,
      log,
      random,
      timing,
      limits,
      now,
    });
  }

  /** What the disk holds at `index`. */
  entryAt(index: number): Entry | undefined {
    return this.disk[index - this.base.index - 1];
  }

  get lastOnDisk(): number {
    return this.base.index + this.disk.length;
  }

  crash(): void {
    this.alive = false;
    this.write = null;
    this.parked = [];
    this.loads = [];
    this.wanted = [];
    this.applied = [];
  }

  /** Dead, it comes back with an empty disk: another node under the same id. */
  wipe(uuid: string): void {
    this.uuid = uuid;
    this.#bootstrap = { index: 0, term: 0, members: [], lastNumber: 0 };
    this.base = { index: 0, term: 0 };
    this.disk = [];
    this.snapshot = null;
    this.hardState = { term: 0, vote: null, commit: 0 };
  }

  /** Dead, it has lost `count` entries at the end of its log, though they were synced: it comes back in doubt. */
  tear(count: number): void {
    this.disk = this.disk.slice(0, Math.max(0, this.disk.length - count));
    const commit = Math.min(this.hardState.commit, this.lastOnDisk);
    this.hardState = { ...this.hardState, commit, doubtful: true };
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
      this.wanted.push(...ready.snapshots);
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
    if (write.reset !== undefined) {
      this.base = write.reset;
      this.disk = [];
    }
    const last = write.entries.at(-1);
    if (write.entries.length > 0) {
      const kept = this.disk.filter(entry => entry.index < write.entries[0]!.index);
      // A write that was handed out before a compaction may hold entries that are compacted.
      this.disk = [...kept, ...write.entries.filter(entry => entry.index > this.base.index)];
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
    for (const { peer, from, to } of loads) {
      const found = this.disk.filter(({ index }) => index >= from && index <= to);
      this.raft.loaded(peer, found.slice(0, 2));
    }
  }

  /** Makes a snapshot of all that is applied. */
  takeSnapshot(): void {
    const last = this.applied.at(-1);
    if (last === undefined) return;
    const changes = this.applied.filter(({ kind }) => kind === 'configuration');
    const configuration = changes.length > 0 ? configurationIn(changes.at(-1)!) : this.#bootstrap;
    const meta = { index: last.index, term: last.term, configuration };
    this.snapshot = { meta, applied: [...this.applied] };
  }

  /** Forgets the log up to `index`, as far as it is in the snapshot and on the disk. */
  compact(index: number): void {
    const to = Math.min(index, this.snapshot?.meta.index ?? 0, this.raft.persistedIndex);
    const last = this.entryAt(to);
    if (last === undefined) return;
    this.raft.compact(to);
    this.base = { index: last.index, term: last.term };
    this.disk = this.disk.filter(entry => entry.index > to);
  }

  /** A snapshot has arrived. `crash`: the process ends when it is on the disk, before the core hears of it. */
  install(snapshot: Snapshot, now: number, crash = false): void {
    if (snapshot.meta.index <= this.raft.commitIndex) return;
    this.snapshot = snapshot;
    if (crash) {
      this.crash();
      return;
    }
    this.applied = [...snapshot.applied];
    this.raft.installed(snapshot.meta, now);
  }

  #apply(commit: number): void {
    while (this.applied.length < commit) {
      const from = this.applied.length + 1;
      const entries = this.raft.entries(from, commit, 1000) ?? this.#read(from, commit);
      if (entries[0]?.index !== from) throw new Error(`entry ${from} is neither in memory nor on the disk`);
      this.applied.push(...entries);
    }
    this.raft.applied(commit);
  }

  #read(from: number, to: number): Entry[] {
    const last = Math.min(to, this.raft.cachedFrom - 1);
    return this.disk.filter(({ index }) => index >= from && index <= last);
  }
}
