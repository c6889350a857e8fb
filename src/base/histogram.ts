/** Steps within each power of two: values are known to a sixteenth. */
const STEPS = 16;
/** 2^10 ns, about a microsecond: what is shorter is not told apart. */
const LOWEST = 10;
/** 2^43 ns, more than two hours. */
const HIGHEST = 43;
const POWERS = Float64Array.from({ length: HIGHEST + 1 }, (_, power) => 2 ** power);

/** How long something took, counted in steps that grow with the time. Fixed size: 2 KB. */
export class Histogram {
  readonly #counts = new Uint32Array((HIGHEST - LOWEST) * STEPS + 1);
  #total = 0;

  get total(): number {
    return this.#total;
  }

  /** Milliseconds, with fractions. */
  record(milliseconds: number): void {
    this.#total++;
    const at = slotOf(milliseconds * 1e6);
    this.#counts[at] = (this.#counts[at] as number) + 1;
  }

  /** The time in microseconds that `percent` of all did not pass. */
  percentile(percent: number): number {
    const wanted = Math.max(1, Math.ceil((percent / 100) * this.#total));
    let seen = 0;
    for (let at = 0; at < this.#counts.length; at++) {
      seen += this.#counts[at] as number;
      if (seen >= wanted) return upperBound(at) / 1000;
    }
    return 0;
  }

  /** For each power of two that has any: its end in whole microseconds, and how many took at most that long. */
  buckets(): [microseconds: number, count: number][] {
    const buckets: [number, number][] = [];
    let seen = 0;
    let shown = 0;
    for (let at = 0; at < this.#counts.length; at++) {
      seen += this.#counts[at] as number;
      if (at % STEPS !== 0 || seen === shown) continue;
      shown = seen;
      buckets.push([Math.floor(upperBound(at) / 1000), seen]);
    }
    return buckets;
  }
}

/** Slot 0 holds all up to 2^LOWEST; slot n * STEPS ends at 2^(LOWEST + n). */
function slotOf(nanoseconds: number): number {
  if (nanoseconds <= 2 ** LOWEST) return 0;
  if (nanoseconds >= 2 ** HIGHEST) return (HIGHEST - LOWEST) * STEPS;
  const power = powerOf(nanoseconds);
  const within = Math.ceil((nanoseconds / (POWERS[power] as number) - 1) * STEPS);
  return (power - LOWEST) * STEPS + within;
}

/** The whole part of the logarithm to base 2. Every command is timed: `Math.log2` is what it would cost most. */
function powerOf(value: number): number {
  return value < 2 ** 32 ? 31 - Math.clz32(value) : 63 - Math.clz32(value / 2 ** 32);
}

function upperBound(slot: number): number {
  return 2 ** (LOWEST + Math.floor(slot / STEPS)) * (1 + (slot % STEPS) / STEPS);
}
