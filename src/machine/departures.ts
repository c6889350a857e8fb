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

/** Stands between the one that left before it and the one that left after it. */
interface Remembered extends Departure {
  readonly name: string;
  before: Remembered | null;
  after: Remembered | null;
}

/**
 * The keys that left a database, those that left last: whoever watches a key that is not there can be told whether it was
 * there in between. Part of the state. Invariant: every name that left after the floor is in here, in order of serial.
 */
export class Departures {
  #floor = 0;
  #bytes = 0;
  readonly #byName = new Map<string, Remembered>();
  /** A list of its own: the first entry of a map that loses its first ones all the time is a long way in. */
  #first: Remembered | null = null;
  #last: Remembered | null = null;

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
    const entries: [string, Departure][] = [];
    for (let each = this.#first; each !== null; each = each.after) {
      entries.push([each.name, { serial: each.serial, deadline: each.deadline }]);
    }
    return entries;
  }

  /** Serials come in rising order. */
  add(name: string, { serial, deadline }: Departure): void {
    const earlier = this.#byName.get(name);
    if (earlier !== undefined) this.#drop(earlier);
    const last = { name, serial, deadline, before: this.#last, after: null };
    if (this.#last === null) this.#first = last;
    else this.#last.after = last;
    this.#last = last;
    this.#byName.set(name, last);
    this.#bytes += name.length;
    while (this.#first !== null && (this.#byName.size > this.names || this.#bytes > this.nameBytes)) {
      this.#floor = this.#first.serial;
      this.#drop(this.#first);
    }
  }

  #drop(each: Remembered): void {
    const { name, before, after } = each;
    if (before === null) this.#first = after;
    else before.after = after;
    if (after === null) this.#last = before;
    else after.before = before;
    this.#byName.delete(name);
    this.#bytes -= name.length;
  }

  /** All keys of a table left at once; `names` is asked for only if they can all be remembered. */
  addAll(count: number, names: () => Iterable<string>, serial: number): void {
    if (count > this.names) this.forgetUpTo(serial);
    else for (const name of names()) this.add(name, { serial, deadline: 0 });
  }

  /** Begins anew: nothing is known of what happened until then. */
  forgetUpTo(serial: number): void {
    this.#byName.clear();
    this.#first = this.#last = null;
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
}
