import type { Chunk } from './chunk.js';

/** Chunks in one run; a run that outgrows it is split, so that no insert in the middle moves more than this. */
export const RUN_CHUNKS = 512;

/** Neighbouring chunks under one roof: skipping a run skips up to 65,536 elements. */
export class Run {
  /** Elements. */
  count = 0;

  /** `epoch`: of the list in which it is made; only in that one it may be changed. */
  constructor(
    readonly epoch: number,
    readonly chunks: Chunk[],
  ) {
    for (const chunk of chunks) this.count += chunk.items.length;
  }

  /** This run, or a copy of it that may be changed in `epoch`; its chunks are shared. */
  in(epoch: number): Run {
    return this.epoch === epoch ? this : new Run(epoch, this.chunks.slice());
  }

  /** The chunk at `at`, after a copy took its place if it was older than this run. */
  own(at: number): Chunk {
    return (this.chunks[at] = (this.chunks[at] as Chunk).in(this.epoch));
  }

  /** Joins small neighbours after many elements were taken out here and there; what is empty goes. */
  compact(): Run {
    const kept: Chunk[] = [];
    for (const chunk of this.chunks) {
      const before = kept.at(-1);
      if (before?.isHalfFullWith(chunk)) (kept[kept.length - 1] = before.in(this.epoch)).join(chunk);
      else if (chunk.items.length > 0) kept.push(chunk);
    }
    return new Run(this.epoch, kept);
  }
}
