/** A source of 32 random bits, handed in so that a run can be repeated from its seed. */
export interface Random {
  /** An integer from 0 to 2^32 - 1. */
  next(): number;
}

/**
 * Marsaglia's xorshift128 (2003), seeded by a Weyl sequence. Fast and repeatable; not for secrets.
 * The machine makes one from the seed of each log entry, so that SPOP takes the same element on every node.
 */
export class SeededRandom implements Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: number) {
    let state = seed | 0;
    const mixed = (): number => {
      state = (state + 0x9e3779b9) | 0;
      let z = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
      return z ^ (z >>> 16);
    };
    this.#a = mixed();
    this.#b = mixed();
    this.#c = mixed();
    this.#d = mixed() | 1; // never all zero
  }

  next(): number {
    const t = this.#a ^ (this.#a << 11);
    this.#a = this.#b;
    this.#b = this.#c;
    this.#c = this.#d;
    this.#d = this.#d ^ (this.#d >>> 19) ^ t ^ (t >>> 8);
    return this.#d >>> 0;
  }
}

/** An integer from 0 to `bound` - 1; `bound` at most 2^32. The bias is below bound / 2^32. */
export function below(random: Random, bound: number): number {
  return Math.floor((random.next() / 0x1_0000_0000) * bound);
}

/** 128 bits as 32 hexadecimal digits. `next32` gives 32 random bits. */
export function randomHex(next32: () => number): string {
  let text = '';
  while (text.length < 32) text += (next32() >>> 0).toString(16).padStart(8, '0');
  return text;
}
