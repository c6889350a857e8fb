import type { Machine } from '../machine/machine.js';
import type { SnapshotWriter } from '../machine/snapshot/writer.js';
import type { Channel, LogKeep, SnapshotWord } from './channel.js';
import type { SnapshotStatus } from './api.js';

/** Work at a time, and the time for everything else between two pieces. Milliseconds. */
const SLICE_MS = 2;
const PAUSE_MS = 1;
/** One that was refused is tried again after this. Milliseconds. */
const RETRY_MS = 10_000;

export interface TakerEnvironment {
  readonly machine: Machine;
  readonly consensus: Channel<SnapshotWord>;
  now(): number;
  /** Milliseconds since the epoch. */
  wall(): number;
  later(ms: number, run: () => void): void;
  /** The last entry that was applied. */
  place(): { readonly index: number; readonly term: number };
  /** Of the newest snapshot, and of the log behind it. */
  disk(): { readonly index: number; readonly logBytes: number };
  readonly settings: SnapshotSettings;
}

/** Read anew at each use. */
export interface SnapshotSettings {
  /** A log of so many bytes behind the newest snapshot asks for the next. */
  snapshotLogSize(): number;
  /** Milliseconds after which one is taken in any case, when anything was logged since; 0: never. */
  snapshotInterval(): number;
  logKeep(): LogKeep;
  /** Bytes of a chunk, when they are not to be as many as usual. */
  readonly chunkBytes?: number;
}

type Done = (error: string | null, index: number) => void;

const IN_PROGRESS = 'ERR Background save already in progress';
const REFUSED = 'ERR a snapshot of the leader is coming in';

/** Takes snapshots: by the size of the log, by time, and by order. One at a time, in slices, while commands go on. */
export class SnapshotTaker {
  #writer: SnapshotWriter | null = null;
  #index = 0;
  #startedAt = 0;
  #duration = 0;
  #ok = true;
  #waiting: Done[] = [];
  #notBefore = 0;
  #lastAt: number;
  #savedWall: number;
  #savedSerial = 0;

  constructor(private readonly environment: TakerEnvironment) {
    this.#lastAt = environment.now();
    this.#savedWall = environment.wall();
  }

  get status(): SnapshotStatus {
    const { environment } = this;
    return {
      inProgress: this.#index > 0,
      savedAt: this.#savedWall,
      ok: this.#ok,
      changes: environment.machine.keyspace.serial - this.#savedSerial,
      lastMs: this.#duration,
      currentMs: this.#index > 0 ? environment.now() - this.#startedAt : 0,
    };
  }

  /** Begins one as of the last entry applied; `done` when it is on disk. */
  take(done: Done): void {
    if (this.#index > 0) {
      done(IN_PROGRESS, 0);
      return;
    }
    const { machine, consensus, settings } = this.environment;
    const { index, term } = this.environment.place();
    if (index === 0) {
      done('ERR there is nothing to be saved yet', 0);
      return;
    }
    this.#index = index;
    this.#startedAt = this.#lastAt = this.environment.now();
    this.#waiting.push(done);
    this.#savedSerial = machine.keyspace.serial;
    this.#writer = machine.beginSnapshot({ group: 0, index, term }, settings.chunkBytes);
    consensus.post({ type: 'snapshot', index, term });
    this.#work();
  }

  tick(now: number): void {
    const { settings } = this.environment;
    if (this.#index > 0 || now < this.#notBefore) return;
    const { index, logBytes } = this.environment.disk();
    if (this.environment.place().index <= index) return;
    const interval = settings.snapshotInterval();
    const isDue = logBytes >= settings.snapshotLogSize() || (interval > 0 && now - this.#lastAt >= interval);
    if (isDue) this.take(() => undefined);
  }

  /** The last chunk is on disk. */
  chunkSaved(): void {
    this.environment.later(PAUSE_MS, () => this.#work());
  }

  saved(): void {
    this.#savedWall = this.environment.wall();
    this.#duration = this.environment.now() - this.#startedAt;
    this.#end(null);
  }

  refused(): void {
    this.#writer?.abandon();
    this.#notBefore = this.environment.now() + RETRY_MS;
    this.#end(REFUSED);
  }

  /** Another state takes the place of the one that it is of. */
  abandon(): void {
    if (this.#writer === null) return;
    this.environment.consensus.post({ type: 'snapshotGivenUp' });
    this.refused();
  }

  #work(): void {
    const { consensus, settings } = this.environment;
    const writer = this.#writer;
    if (writer === null) return;
    if (writer.ended) {
      this.#writer = null;
      consensus.post({ type: 'snapshotEnd', keep: settings.logKeep() });
      return;
    }
    for (const until = this.environment.now() + SLICE_MS; this.environment.now() < until; ) {
      const chunk = writer.step();
      if (chunk === null) continue;
      consensus.post({ type: 'chunk', bytes: chunk });
      return; // goes on when this one is on disk
    }
    this.environment.later(PAUSE_MS, () => this.#work());
  }

  #end(error: string | null): void {
    const index = this.#index;
    this.#index = 0;
    this.#writer = null;
    this.#ok = error === null;
    for (const done of this.#waiting.splice(0)) done(error, index);
  }
}
