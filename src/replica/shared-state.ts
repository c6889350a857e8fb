/** Numbers that one thread writes and another reads, all of one moment. */
class Figures<Name extends string> {
  readonly #turn: Int32Array;
  readonly #values: Float64Array;
  readonly #current: Record<Name, number>;

  constructor(
    memory: SharedArrayBuffer,
    offset: number,
    private readonly names: readonly Name[],
  ) {
    this.#turn = new Int32Array(memory, offset, 1);
    this.#values = new Float64Array(memory, offset + 8, names.length);
    this.#current = Object.fromEntries(names.map(name => [name, 0])) as Record<Name, number>;
  }

  static bytes(names: readonly string[]): number {
    return 8 + 8 * names.length;
  }

  /** In the order of the names. An odd turn means that a write is under way; Atomics order the plain accesses between them. */
  write(...figures: number[]): void {
    Atomics.add(this.#turn, 0, 1);
    for (let at = 0; at < figures.length; at++) this.#values[at] = figures[at] as number;
    Atomics.add(this.#turn, 0, 1);
  }

  /** The same object each time. */
  read(): Readonly<Record<Name, number>> {
    for (;;) {
      const before = Atomics.load(this.#turn, 0);
      for (let at = 0; at < this.names.length; at++) {
        this.#current[this.names[at] as Name] = this.#values[at] as number;
      }
      if (before % 2 === 0 && Atomics.load(this.#turn, 0) === before) return this.#current;
    }
  }
}

const CONSENSUS = [
  'term',
  'commitIndex',
  'firstIndex',
  'lastIndex',
  'persistedIndex',
  /** The lease: from the sending of the heartbeats that a majority answered, to its end. Monotonic milliseconds; 0: none. */
  'leaseFrom',
  'leaseEnd',
  /** A leader's stamps: `stampBase` at `stampBaseAt` (monotonic), from there on at `stampRate`; never below `lastStamp`. */
  'stampBase',
  'stampBaseAt',
  'stampRate',
  'lastStamp',
] as const;
export type ConsensusFigures = Readonly<Record<(typeof CONSENSUS)[number], number>>;

const MACHINE = [
  'appliedIndex',
  /** When the machine half last looked at its timers: monotonic milliseconds. */
  'aliveAt',
] as const;

/** What each half of a node must know of the other at once, without a message. */
export class SharedState {
  readonly consensus: Figures<(typeof CONSENSUS)[number]>;
  readonly machine: Figures<(typeof MACHINE)[number]>;

  constructor(readonly memory: SharedArrayBuffer = SharedState.allocate()) {
    this.consensus = new Figures(memory, 0, CONSENSUS);
    this.machine = new Figures(memory, Figures.bytes(CONSENSUS), MACHINE);
  }

  private static allocate(): SharedArrayBuffer {
    return new SharedArrayBuffer(Figures.bytes(CONSENSUS) + Figures.bytes(MACHINE));
  }
}
