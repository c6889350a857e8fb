const MULTIPLIER = 0x5_deec_e66dn;
const INCREMENT = 0xbn;
const MASK = (1n << 48n) - 1n;
/** The low 16 bits of a seeded state. */
const SEED_LOW = 0x330en;
const MAX = 2 ** 31 - 1;

/** The generator behind `math.random` in Redis: drand48's, with 31 bits of its state at a time. */
export class RedisRandom {
  #state = SEED_LOW;

  seed(value: number): void {
    const whole = Number.isFinite(value) ? Math.trunc(value) : 0;
    this.#state = (BigInt.asUintN(32, BigInt(whole)) << 16n) | SEED_LOW;
  }

  /** From 0 to below 1. */
  fraction(): number {
    this.#state = (this.#state * MULTIPLIER + INCREMENT) & MASK;
    return (Number(this.#state >> 17n) % MAX) / MAX;
  }
}
