/** When somebody looked: the serial of the last change by then, and what counted as now (milliseconds since the epoch). */
export interface Mark {
  readonly serial: number;
  readonly now: number;
}

/** The end of a key. */
export interface Departure {
  readonly serial: number;
  /** Of a key whose time had come, milliseconds since the epoch; 0: it was removed. */
  readonly deadline: number;
}

/** Names that a database remembers, and their bytes. */
const NAMES = 8_192;
const NAME_BYTES = 1 << 20;

/**
 * The keys that left a database, those that left last: whoever watches a key that is not there can be told whether it was
 * there in between. Part of the state. Invariant: every name that left after the floor is in here, in order of serial.
 */
export class Departures {
  #floor = 0;
  #bytes = 0;
  readonly #byName = new Map<string, Departure>();

  constructor(
    private readonly names = NAMES,
    private readonly nameBytes = NAME_BYTES,
  ) {}

  /** What left at or before this serial may be forgotten. */
  get floor(): number {
    return this.#floor;
  }

  /** In order of serial, as they are now. */
  entries(): [name: string, departure: Departure][] {
    return [...this.#byName];
  }

  /** Serials come in rising order. */
  add(name: string, departure: Departure): void {
    if (!this.#byName.delete(name)) this.#bytes += name.length;
    this.#byName.set(name, departure);
    while (this.#byName.size > this.names || this.#bytes > this.nameBytes) this.#forgetFirst();
  }

  /** All keys of a table left at once; `names` is asked for only if they can all be remembered. */
  addAll(count: number, names: () => Iterable<string>, serial: number): void {
    if (count > this.names) this.forgetUpTo(serial);
    else for (const name of names()) this.add(name, { serial, deadline: 0 });
  }

  /** Begins anew: nothing is known of what happened until then. */
  forgetUpTo(serial: number): void {
    this.#byName.clear();
    this.#bytes = 0;
    this.#floor = serial;
  }

  /**
   * Whether a key that is not there may have been there after the mark. One whose time had come by then was not there
   * for him who looked.
   */
  isSince(name: string, mark: Mark): boolean {
    const departure = this.#byName.get(name);
    if (departure === undefined) return this.#floor > mark.serial;
    const { serial, deadline } = departure;
    return serial > mark.serial && (deadline === 0 || deadline > mark.now);
  }

  #forgetFirst(): void {
    for (const [name, { serial }] of this.#byName) {
      this.#byName.delete(name);
      this.#bytes -= name.length;
      this.#floor = serial;
      return;
    }
  }
}
