import { type Configuration, configurationIn, type SnapshotMeta } from '../../base/configuration.js';
import type { Entry } from '../../base/raft-message.js';
import type { Logger } from '../../ports/logger.js';
import type { LogStore } from '../../ports/log-store.js';
import type { SnapshotReading, SnapshotStore, SnapshotWriting } from '../../ports/snapshot-store.js';
import type { Raft } from '../../raft/raft.js';
import type { Channel, LogKeep, SnapshotAnswer, SnapshotWord } from '../channel.js';
import type { Feeder } from './feeder.js';
import type { LogSizes } from './log-sizes.js';

export interface SnapshotsEnvironment {
  readonly raft: Raft;
  readonly store: SnapshotStore;
  readonly log: LogStore;
  readonly sizes: LogSizes;
  readonly feeder: Feeder;
  readonly machine: Channel<SnapshotAnswer>;
  readonly bootstrap: Configuration;
  /** What the machine half makes of this entry, and of all behind it, is not to be trusted; null: it is. */
  readonly distrusted: number | null;
  /** The members whose log is kept for them: those that are heard of, and what they hold; and those on their way. */
  needed(): number;
  /** The first stamp of this node's own term must not be before any that the machine saw. */
  sawStamp(stamp: number): void;
  /** Another snapshot is the newest one, perhaps. */
  saved(): void;
  now(): number;
  readonly logger: Logger;
  failed(error: Error): void;
}

/**
 * The snapshots of this node: the machine half's go to the disk, the newest one goes back to it at the start, and one of
 * a leader does when it has come in. Behind a snapshot on disk the log is compacted.
 */
export class Snapshots {
  /** The machine half's own. */
  #own: SnapshotWriting | null = null;
  /** The last of it is on its way to the disk: too late to give it up. */
  #isFinishing = false;
  /** On its way to the machine half. */
  #restoring: { readonly reading: SnapshotReading; next: number; readonly done: () => void } | null = null;
  #compacting = false;
  /** Only a peer's snapshot that covers this entry may go into the machine; null: there is no such need. */
  #wanted: number | null;

  /** That of the newest snapshot, and those behind it which are committed. */
  #configurations: Configuration[];

  constructor(private readonly parts: SnapshotsEnvironment) {
    const { distrusted, raft } = parts;
    this.#wanted = distrusted === null ? null : Math.max(distrusted, raft.firstIndex - 1);
    this.#configurations = [parts.store.current?.meta.configuration ?? parts.bootstrap];
  }

  /** Committed entries are on their way to the machine half. */
  fed(entries: readonly Entry[]): void {
    for (const entry of entries)
      if (entry.kind === 'configuration') this.#configurations.push(configurationIn(entry));
  }

  #configurationAt(index: number): Configuration {
    const at = this.#configurations.findLastIndex(configuration => configuration.index <= index);
    this.#configurations = this.#configurations.slice(Math.max(at, 0)); // snapshots are of later and later entries
    return this.#configurations[0] as Configuration;
  }

  /** The machine half waits for a peer's snapshot: it can do nothing for anybody. */
  get isWaiting(): boolean {
    return this.#wanted !== null;
  }

  /** Of the newest one on disk; 0: there is none. */
  get index(): number {
    return this.parts.store.current?.meta.index ?? 0;
  }

  /** The machine half begins with the newest snapshot, or with nothing. */
  start(): void {
    if (this.#wanted !== null) this.parts.machine.post({ type: 'wanted', index: this.#wanted });
    else if (this.parts.store.current !== null) this.restore(() => undefined);
    else {
      this.parts.machine.post({ type: 'restore', index: 0, chunks: 0 });
      this.parts.feeder.resume(0);
    }
  }

  receive(word: Exclude<SnapshotWord, { type: 'send' }>): void {
    switch (word.type) {
      case 'snapshot':
        this.#begin(word.index, word.term);
        break;
      case 'chunk':
        this.#own?.add(word.bytes, error => {
          if (error !== null) this.parts.failed(error);
          else if (this.#own !== null) this.parts.machine.post({ type: 'chunkSaved' });
        });
        break;
      case 'snapshotEnd':
        this.#finish(word.keep);
        break;
      case 'snapshotGivenUp':
        this.#own?.abandon();
        this.#own = null;
        break;
      case 'restored':
        this.#restored(word.index, word.stamp);
    }
  }

  // ---- of this node ------------------------------------------------------------------------------------------------

  #begin(index: number, term: number): void {
    if (this.#restoring !== null || this.#isReceiving || this.#isFinishing) {
      this.parts.machine.post({ type: 'snapshotRefused' });
      return;
    }
    this.#own = this.parts.store.begin({ index, term, configuration: this.#configurationAt(index) });
  }

  #finish(keep: LogKeep): void {
    const own = this.#own;
    if (own === null) return;
    this.#own = null;
    this.#isFinishing = true;
    own.finish((error, { meta, bytes }) => {
      this.#isFinishing = false;
      if (error !== null) {
        this.parts.failed(error);
        return;
      }
      this.parts.logger.info({ index: meta.index, term: meta.term, bytes }, 'a snapshot is on disk');
      this.parts.saved();
      this.parts.machine.post({ type: 'snapshotSaved', index: meta.index, bytes });
      this.#compact(Math.min(meta.index, this.parts.raft.commitIndex), keep);
    });
  }

  /** `covered`: by a snapshot on disk. Keeps a tail for members that are a little behind, and a longer one for those that are heard of. */
  #compact(covered: number, { tail, origin }: LogKeep): void {
    const { raft, log, sizes } = this.parts;
    raft.applied(covered); // what was saved was applied before
    const kept = Math.max(Math.min(this.parts.needed(), sizes.keeping(tail)), sizes.keeping(origin));
    const upTo = Math.min(kept, covered, raft.persistedIndex);
    if (this.#compacting || upTo < raft.firstIndex) return;
    this.#compacting = true;
    raft.compact(upTo);
    sizes.compacted(upTo);
    log.compact(upTo, error => {
      this.#compacting = false;
      if (error !== null) this.parts.failed(error);
      else this.parts.logger.info({ upTo, snapshot: covered }, 'the log was compacted behind a snapshot');
    });
  }

  // ---- of a leader -------------------------------------------------------------------------------------------------

  /** A snapshot of a leader is coming in. */
  #isReceiving = false;

  /** A snapshot that ends there brings something that this node does not have. */
  needs(index: number): boolean {
    return this.#wanted === null ? index > this.parts.raft.commitIndex : index >= this.#wanted;
  }

  /** Makes room for one that comes in; null: there is none now, or what it holds is committed here. */
  receiveInto(meta: SnapshotMeta): SnapshotWriting | null {
    if (this.#restoring !== null || this.#isFinishing || !this.needs(meta.index)) return null;
    if (this.#own !== null) {
      this.#own.abandon();
      this.#own = null;
      this.parts.machine.post({ type: 'snapshotRefused' });
    }
    this.#isReceiving = true;
    this.parts.logger.info({ index: meta.index, term: meta.term }, 'a snapshot of another member comes in');
    return this.parts.store.begin(meta);
  }

  /** It came in, or never will. */
  received(): void {
    this.#isReceiving = false;
    this.parts.saved();
  }

  // ---- to the machine half -----------------------------------------------------------------------------------------

  /** The newest snapshot takes the place of what the machine has; `done` when it did. */
  restore(done: () => void): void {
    const reading = this.parts.store.open();
    if (reading === null) return;
    this.parts.feeder.pause();
    const { meta, chunks } = reading.snapshot;
    this.#restoring = { reading, next: 0, done };
    this.parts.machine.post({ type: 'restore', index: meta.index, chunks });
    this.#sendChunk();
  }

  #sendChunk(): void {
    const restoring = this.#restoring;
    restoring?.reading.read(restoring.next++, (error, bytes) => {
      if (error !== null) this.parts.failed(error);
      else this.parts.machine.post({ type: 'restoreChunk', bytes });
    });
  }

  #restored(index: number, stamp: number): void {
    const restoring = this.#restoring;
    if (restoring === null) return;
    if (index === 0) {
      this.#sendChunk();
      return;
    }
    this.#restoring = null;
    this.#wanted = null;
    restoring.reading.close();
    const { raft, feeder } = this.parts;
    this.#configurations = [restoring.reading.snapshot.meta.configuration];
    // The core ignores it at the start, and where the log has come so far meanwhile.
    raft.installed(restoring.reading.snapshot.meta, this.parts.now());
    raft.applied(index);
    this.parts.sawStamp(stamp);
    feeder.resume(index);
    this.parts.logger.info({ index }, 'the state of this node is that of the snapshot');
    restoring.done();
  }
}
