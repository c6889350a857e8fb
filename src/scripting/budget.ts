import { LuaError } from './lua-error.js';

/** Instructions between two looks at the budget. */
export const HOOK_INSTRUCTIONS = 1000;
/** Bytes taken from memory that count as one instruction. */
const BYTES_A_UNIT = 64;
/** Blocks above this make every instruction dearer: one that compares or converts a string reads all of it. */
const FREE_BLOCK_BYTES = 4096;
const BLOCK_BYTES_A_UNIT = 1024;
/** Blocks of one size, up to FREE_BLOCK_BYTES, that cost nothing more: Lua may have to look at all its strings of a length. */
const FREE_BLOCKS = 65_536;
const BLOCKS_A_UNIT = 16;
/** What the memory of a script may grow to. */
export const MEMORY_BYTES = 128 * 1024 * 1024;

export const SPENT = 'script exceeded its budget, see script-instruction-budget';

/**
 * What a script may still do, in units of about one Lua instruction. It is counted, never timed: a script ends at the
 * same instruction on every node. Once spent it stays spent, whatever the script catches.
 */
export class Budget {
  /** Of the objects of Lua, in bytes. */
  live = 0;
  #left = 0;
  /** The largest block taken. */
  #largest = 0;
  /** Blocks by size. */
  readonly #blocks = new Int32Array(FREE_BLOCK_BYTES + 1);
  /** While the host prepares a script or reads its result nothing is refused. */
  isCounting = false;

  begin(units: number): void {
    this.#left = units;
    this.#largest = 0;
    this.#blocks.fill(0);
    this.isCounting = true;
  }

  get isSpent(): boolean {
    return this.#left < 0;
  }

  charge(units: number): void {
    if (!this.isCounting) return;
    this.#left -= units;
    if (this.#left < 0) throw new LuaError(SPENT);
  }

  /** For steps that compare values. */
  chargeComparisons(count: number): void {
    this.charge(count * this.#comparison);
  }

  get #comparison(): number {
    return 1 + Math.floor(this.#largest / BLOCK_BYTES_A_UNIT);
  }

  /** To be called every HOOK_INSTRUCTIONS instructions. True: that was the last one. */
  instructionsPassed(): boolean {
    this.#left -= HOOK_INSTRUCTIONS * this.#comparison;
    return this.#left < 0;
  }

  /** Whether a block of `before` bytes (0: none yet) may become one of `after`. */
  take(before: number, after: number): boolean {
    const growth = after - before;
    if (this.isCounting) {
      if (growth > 0 && !this.#mayGrow(growth)) return false;
      if (after <= FREE_BLOCK_BYTES && before <= FREE_BLOCK_BYTES) {
        if (before === 0) this.#count(after);
        else if (after === 0) this.#blocks[before]! -= 1;
      } else if (before === 0 && after > this.#largest) this.#largest = after;
    }
    this.live += growth;
    return true;
  }

  #mayGrow(bytes: number): boolean {
    this.#left -= bytes / BYTES_A_UNIT;
    return this.#left >= 0 && this.live + bytes <= MEMORY_BYTES;
  }

  #count(size: number): void {
    const count = (this.#blocks[size]! += 1);
    if (count > FREE_BLOCKS) this.#left -= (count - FREE_BLOCKS) / BLOCKS_A_UNIT;
  }
}
