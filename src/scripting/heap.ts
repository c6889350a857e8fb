import type { LuaModule, Pointer } from './lua-module.js';

/** Blocks up to this size come in steps of 16 bytes; above, in four steps from one power of two to the next. */
const SMALL_BYTES = 512;
const STEP_BYTES = 16;
const STEPS = SMALL_BYTES / STEP_BYTES;
/** Of SMALL_BYTES. */
const SMALL_LOG = 9;
const CLASSES = 4 * (31 - SMALL_LOG) + STEPS + 1;
/** Where blocks may end, counted from the start: free blocks of one size do not become blocks of another. */
const HEAP_BYTES = 512 * 1024 * 1024;

/** What has to be kept to go back to a state of the heap. */
export interface HeapImage {
  readonly bytes: Uint8Array;
  readonly free: Int32Array;
}

/**
 * The memory in which Lua keeps its objects. All that it knows lies below its top and in one small list, so that a state
 * of it is copied, and put back, in one step; what lies above the top plays no part.
 */
export class Heap {
  /** By size class: the first free block, whose first word points to the next; 0: none. */
  readonly #free = new Int32Array(CLASSES);
  #top: Pointer;

  constructor(
    private readonly module: LuaModule,
    private readonly start: Pointer,
  ) {
    this.#top = start;
  }

  /** 0: there is no room. */
  allocate(size: number): Pointer {
    const block = classOf(size);
    const free = this.#free[block] as Pointer;
    if (free !== 0) {
      this.#free[block] = this.module.words[free >> 2] as Pointer;
      return free;
    }
    const at = this.#top;
    const end = at + sizeOf(block);
    if (end - this.start > HEAP_BYTES) return 0;
    this.module.reach(end);
    this.#top = end;
    return at;
  }

  release(at: Pointer, size: number): void {
    const block = classOf(size);
    this.module.words[at >> 2] = this.#free[block] as Pointer;
    this.#free[block] = at;
  }

  /** 0: there is no room; the block stays as it is. */
  resize(at: Pointer, before: number, after: number): Pointer {
    if (classOf(before) === classOf(after)) return at;
    const moved = this.allocate(after);
    if (moved === 0) return 0;
    this.module.bytes.copyWithin(moved, at, at + Math.min(before, after));
    this.release(at, before);
    return moved;
  }

  image(): HeapImage {
    return {
      bytes: Uint8Array.prototype.slice.call(this.module.bytes, this.start, this.#top),
      free: this.#free.slice(),
    };
  }

  restore({ bytes, free }: HeapImage): void {
    this.module.bytes.set(bytes, this.start);
    this.#free.set(free);
    this.#top = this.start + bytes.length;
  }
}

function classOf(size: number): number {
  if (size <= SMALL_BYTES) return (size + STEP_BYTES - 1) >>> 4;
  const log = 31 - Math.clz32(size - 1);
  return STEPS + (log - SMALL_LOG) * 4 + ((size - 1) >>> (log - 2)) - 3;
}

function sizeOf(block: number): number {
  if (block <= STEPS) return block * STEP_BYTES;
  const above = block - STEPS;
  return (4 + (above & 3)) << (SMALL_LOG + (above >> 2) - 2);
}
