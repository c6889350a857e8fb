import { assert } from '../../../src/base/assert.js';
import type { SnapshotMeta } from '../../../src/base/configuration.js';
import type {
  SnapshotReading,
  SnapshotStore,
  SnapshotWriting,
  StoredSnapshot,
} from '../../../src/ports/snapshot-store.js';
import type { Sync } from './memory-log-store.js';

/** What survives a crash: the snapshot that was current. */
export class MemorySnapshots {
  current: { readonly snapshot: StoredSnapshot; readonly chunks: readonly Uint8Array[] } | null = null;

  open(sync: Sync): MemorySnapshotStore {
    return new MemorySnapshotStore(this, sync);
  }
}

/** A snapshot store that forgets in a crash what was not finished. */
export class MemorySnapshotStore implements SnapshotStore {
  #failure: Error | null = null;
  #writing: SnapshotWriting | null = null;

  constructor(
    private readonly disk: MemorySnapshots,
    private readonly sync: Sync,
  ) {}

  get current(): StoredSnapshot | null {
    return this.disk.current?.snapshot ?? null;
  }

  begin(meta: SnapshotMeta): SnapshotWriting {
    assert(this.#writing === null, 'one snapshot is written at a time');
    const chunks: Uint8Array[] = [];
    let ended = false;
    const end = (): void => {
      ended = true;
      this.#writing = null;
    };
    const writing: SnapshotWriting = {
      meta,
      get chunks() {
        return chunks.length;
      },
      add: (chunk, done) => {
        assert(!ended, 'a snapshot that has ended gets no more chunks');
        chunks.push(Uint8Array.from(chunk));
        this.sync(() => done(this.#failure));
      },
      finish: done => {
        const bytes = chunks.reduce((sum, { length }) => sum + length, 0);
        const snapshot = { meta, chunks: chunks.length, bytes };
        ended = true;
        this.sync(() => {
          if (this.#failure === null) this.disk.current = { snapshot, chunks };
          end();
          done(this.#failure, snapshot);
        });
      },
      abandon: () => {
        if (!ended) end();
      },
    };
    this.#writing = writing;
    return writing;
  }

  open(): SnapshotReading | null {
    const { current } = this.disk;
    if (current === null) return null;
    return {
      snapshot: current.snapshot,
      read: (chunk, done) => this.sync(() => done(this.#failure, current.chunks[chunk] ?? Buffer.alloc(0))),
      close: () => undefined,
    };
  }

  close(done: (error: Error | null) => void): void {
    this.crash();
    this.sync(() => done(null));
  }

  /** The process dies: nothing that is in flight is on the disk. */
  crash(): void {
    this.#failure ??= new Error('the store is closed');
  }
}
