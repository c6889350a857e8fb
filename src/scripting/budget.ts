import { LuaError } from './lua-error.js';

/** What metered code counts in the time of one instruction of Lua. */
const TICKS_A_UNIT = 28;
/** The meter is a word of 32 bits: it is given the budget in parts. */
const MOST_TICKS = 2 ** 30;
/** A block taken from memory costs this, and its bytes. */
const BLOCK_UNITS = 6;
const BYTES_A_UNIT = 32;
/** What the memory of a script may grow to. */
export const MEMORY_BYTES = 128 * 1024 * 1024;

export const SPENT = 'script exceeded its budget, see script-instruction-budget';

/** Ends a script wherever it is: nothing in Lua can catch it, for it is no error of Lua. */
export class BudgetSpent extends Error {
  constructor() {
    super(SPENT);
  }
}

/** Where metered code counts down; below zero it asks for more. */
export interface Meter {
  ticks: number;
}

/**
 * What a script may still do, in units of about one Lua instruction. It is counted, never timed: a script ends at the
 * same place on every node. Compiled code counts for itself, see `metered`; JavaScript charges what it does.
 */
export class Budget {
  /** Of the objects of Lua, in bytes. */
  live = 0;
  /** Units that were left when the last script ended. */
  left = 0;
  /** Ticks that the meter was not given yet. */
  #reserve = 0;
  #isCounting = false;

  constructor(private readonly meter: Meter) {}

  begin(units: number): void {
    this.#reserve = units * TICKS_A_UNIT;
    this.meter.ticks = 0;
    this.#isCounting = true;
    this.refill();
  }

  /** While the host prepares a script or reads its result nothing is refused. */
  end(): void {
    if (this.#isCounting) this.left = (this.#reserve + this.meter.ticks) / TICKS_A_UNIT;
    this.#isCounting = false;
    this.meter.ticks = MOST_TICKS;
  }

  /** @throws BudgetSpent */
  charge(units: number): void {
    if (!this.#isCounting) return;
    const ticks = Math.ceil(units * TICKS_A_UNIT);
    const left = this.meter.ticks - ticks;
    if (left >= 0) this.meter.ticks = left;
    else {
      this.#reserve += left;
      this.meter.ticks = 0;
      this.refill();
    }
  }

  /**
   * The meter has run out.
   * @throws BudgetSpent when there is no more
   */
  refill(): void {
    if (!this.#isCounting) {
      this.meter.ticks = MOST_TICKS;
      return;
    }
    const all = this.#reserve + this.meter.ticks;
    if (all < 0) throw new BudgetSpent();
    this.meter.ticks = Math.min(all, MOST_TICKS);
    this.#reserve = all - this.meter.ticks;
  }

  /** Whether a block of `before` bytes (0: none yet) may become one of `after`. */
  take(before: number, after: number): boolean {
    const growth = after - before;
    if (growth > 0 && this.#isCounting) {
      this.charge(BLOCK_UNITS + growth / BYTES_A_UNIT);
      if (this.live + growth > MEMORY_BYTES) return false;
    }
    this.live += growth;
    return true;
  }

  /** For a string that is built outside of Lua's memory. */
  checkLength(bytes: number): void {
    if (bytes > MEMORY_BYTES) throw new LuaError('not enough memory', 0);
  }
}
