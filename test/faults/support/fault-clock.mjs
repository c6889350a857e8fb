/** The wall clock of one thread, which shows what the fault socket says. All threads share the shift. */
export class FaultyClock {
  #shift;

  constructor(memory) {
    this.#shift = new BigInt64Array(memory);
    const now = Date.now;
    Date.now = () => now() + Number(Atomics.load(this.#shift, 0));
  }

  static allocate() {
    return new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
  }

  /** Milliseconds by which it is ahead from now on. */
  shift(ms) {
    Atomics.store(this.#shift, 0, BigInt(ms));
  }
}
