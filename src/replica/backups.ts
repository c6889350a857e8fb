import type { Machine } from '../machine/machine.js';
import type { SnapshotWriter } from '../machine/snapshot/writer.js';
import type { Applier } from './applier.js';

/** One that nobody goes on reading is given up after this: what changes meanwhile costs memory. Milliseconds. */
const IDLE_MS = 60_000;

/** A snapshot that a client reads chunk by chunk. One at a time: another takes the place of it. */
export class Backups {
  #writer: SnapshotWriter | null = null;
  #readAt = 0;

  constructor(
    private readonly machine: Pick<Machine, 'beginSnapshot'>,
    private readonly applier: Pick<Applier, 'applied' | 'term'>,
    private readonly now: () => number,
  ) {}

  /** Of the state as it is now. Answers the index of the last entry in it. */
  begin(): number {
    this.abandon();
    const { applied: index, term } = this.applier;
    this.#writer = this.machine.beginSnapshot({ group: 0, index, term });
    this.#readAt = this.now();
    return index;
  }

  /** The next chunk; null: that was the last; undefined: none was begun, or it was given up. */
  next(): Uint8Array | null | undefined {
    const writer = this.#writer;
    this.#readAt = this.now();
    if (writer === null) return undefined;
    while (!writer.ended) {
      const chunk = writer.step();
      if (chunk !== null) return chunk;
    }
    this.#writer = null;
    return null;
  }

  tick(now: number): void {
    if (now - this.#readAt > IDLE_MS) this.abandon();
  }

  abandon(): void {
    this.#writer?.abandon();
    this.#writer = null;
  }
}
