import type { Machine } from '../machine/machine.js';
import type { SnapshotReader } from '../machine/snapshot/reader.js';
import type { SnapshotPlace } from '../machine/snapshot/records.js';
import type { Channel, SnapshotWord } from './channel.js';

export interface LoaderEnvironment {
  /** Nothing will come: the machine begins empty. */
  none(): void;
  /** The machine is as of this place now. */
  installed(place: SnapshotPlace): void;
  failed(error: Error): void;
}

/** Puts a snapshot from the disk into the machine, chunk by chunk, beside what it holds until the last one. */
export class SnapshotLoader {
  #reader: SnapshotReader | null = null;
  #left = 0;

  constructor(
    private readonly machine: Machine,
    private readonly consensus: Channel<SnapshotWord>,
    private readonly environment: LoaderEnvironment,
  ) {}

  begin(chunks: number): void {
    this.#left = chunks;
    if (chunks === 0) this.environment.none();
    else this.#reader = this.machine.beginRestore();
  }

  chunk(bytes: Uint8Array): void {
    const reader = this.#reader;
    if (reader === null) return;
    try {
      reader.add(bytes);
      if (--this.#left === 0) this.#finish(reader);
      else this.consensus.post({ type: 'restored', index: 0, stamp: 0 });
    } catch (error) {
      this.#reader = null;
      this.environment.failed(error as Error);
    }
  }

  #finish(reader: SnapshotReader): void {
    const { place, state } = reader.finish();
    this.#reader = null;
    this.machine.install(state);
    this.environment.installed(place);
    this.consensus.post({ type: 'restored', index: place.index, stamp: state.stamp });
  }
}
