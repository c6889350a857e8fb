/** One call of a client: it took effect at one moment between `from` and `to`, if it did at all. */
export interface Call {
  readonly from: number;
  /** Infinity: never answered, or answered "unknown". Such a call may take effect at any time from `from` on, or never. */
  readonly to: number;
  /** The calls of one lane take effect in the order in which they stand in the history; empty: no lane. */
  readonly lane: string;
}

/** What the object under test does, one call at a time. States are compared as strings. */
export interface Model<C extends Call> {
  readonly initial: string;
  /** The state after the call, or null: what was answered cannot come of this state. */
  apply(state: string, call: C): string | null;
}

export type Verdict<C> =
  | { readonly kind: 'linearizable'; readonly order: readonly C[] }
  /** `order` explains the most; none of `stuck` can come next. */
  | { readonly kind: 'wrong' | 'undecided'; readonly order: readonly C[]; readonly stuck: readonly C[] };

/** States looked at before a search is given up. */
const STEPS = 2_000_000;

/** A call and where it stands: `index` by time of call, among those that were answered or those that were not. */
interface Node<C> {
  readonly call: C;
  readonly index: number;
  readonly lane: Lane;
  /** Its place in its lane. */
  readonly place: number;
  /** The last one before it in its lane that was answered: it comes first. */
  readonly after: Node<C> | null;
  done: boolean;
}

interface Lane {
  /** The last place that took effect; -1: none. */
  last: number;
}

interface Frame<C> {
  readonly state: string;
  readonly candidates: readonly Node<C>[];
  next: number;
  /** What led here, and the last place of its lane before. */
  readonly placed: Node<C> | null;
  readonly laneWas: number;
}

/**
 * Looks for one order of the calls that agrees with their times, with the lanes and with the model (Wing and Gong,
 * "Testing and verifying concurrent objects", 1993), and never tries the same calls in the same state again (Lowe, "Testing
 * for linearizability", 2017). Linearizability is local: the history of each key is searched by itself (Herlihy and Wing).
 *
 * Calls without an answer are tried last, when nothing answered can come next: most of them are needed only where a read
 * shows them.
 */
export function linearize<C extends Call>(model: Model<C>, history: readonly C[], steps = STEPS): Verdict<C> {
  return new Search(model, history).run(steps);
}

class Search<C extends Call> {
  readonly #answered: Node<C>[] = [];
  readonly #unanswered: Node<C>[] = [];
  readonly #seen = new Set<string>();
  readonly #frames: Frame<C>[] = [];
  /** The first answered call that is not placed. */
  #base = 0;
  #best: { order: readonly C[]; stuck: readonly C[] } = { order: [], stuck: [] };

  constructor(
    private readonly model: Model<C>,
    history: readonly C[],
  ) {
    const lanes = new Map<string, { lane: Lane; places: number; answered: Node<C> | null }>();
    for (const call of [...history].sort((a, b) => a.from - b.from)) {
      const known = call.lane === '' ? undefined : lanes.get(call.lane);
      const queue = known ?? { lane: { last: -1 }, places: 0, answered: null };
      if (known === undefined && call.lane !== '') lanes.set(call.lane, queue);
      const list = call.to === Infinity ? this.#unanswered : this.#answered;
      const { lane, answered: after } = queue;
      const node: Node<C> = { call, index: list.length, lane, place: queue.places++, after, done: false };
      list.push(node);
      if (call.to < Infinity) queue.answered = node;
    }
  }

  run(steps: number): Verdict<C> {
    this.#enter(this.model.initial, null, -1);
    for (let left = steps; left > 0; left--) {
      if (this.#base === this.#answered.length) return { kind: 'linearizable', order: this.#order() };
      const frame = this.#frames.at(-1);
      if (frame === undefined) return { kind: 'wrong', ...this.#best };
      const node = frame.candidates[frame.next++];
      if (node === undefined) this.#leave();
      else this.#try(frame.state, node);
    }
    this.#remember();
    return { kind: 'undecided', ...this.#best };
  }

  #try(state: string, node: Node<C>): void {
    const after = this.model.apply(state, node.call);
    if (after === null) return;
    const laneWas = node.lane.last;
    this.#place(node, true, node.place);
    const key = this.#key(after);
    if (this.#seen.has(key)) {
      this.#place(node, false, laneWas);
      return;
    }
    this.#seen.add(key);
    this.#enter(after, node, laneWas);
  }

  #enter(state: string, placed: Node<C> | null, laneWas: number): void {
    this.#frames.push({ state, candidates: this.#candidates(), next: 0, placed, laneWas });
  }

  #leave(): void {
    this.#remember();
    const frame = this.#frames.pop();
    if (frame?.placed) this.#place(frame.placed, false, frame.laneWas);
  }

  /** A dead end is what there is to tell, if none is further away. */
  #remember(): void {
    const end = this.#frames.at(-1);
    const isFurther = this.#frames.length > this.#best.order.length + 1 || this.#best.stuck.length === 0;
    if (end === undefined || !isFurther) return;
    const stuck = end.candidates.map(({ call }) => call).filter(({ to }) => to < Infinity);
    this.#best = { order: this.#order(), stuck };
  }

  #place(node: Node<C>, done: boolean, last: number): void {
    node.done = done;
    node.lane.last = last;
    if (node.call.to === Infinity) return;
    if (!done) this.#base = Math.min(this.#base, node.index);
    while (this.#answered[this.#base]?.done === true) this.#base++;
  }

  /** Calls that may come next: those that began before any other that is not placed had ended. The first to end first. */
  #candidates(): Node<C>[] {
    let horizon = Infinity;
    const answered: Node<C>[] = [];
    for (let at = this.#base; at < this.#answered.length; at++) {
      const node = this.#answered[at] as Node<C>;
      if (node.call.from > horizon) break;
      if (node.done) continue;
      horizon = Math.min(horizon, node.call.to);
      answered.push(node);
    }
    answered.sort((a, b) => a.call.to - b.call.to);
    const unanswered: Node<C>[] = [];
    for (const node of this.#unanswered) {
      if (node.call.from > horizon) break;
      if (!node.done) unanswered.push(node);
    }
    return [...answered, ...unanswered].filter(({ lane, place, after }) => {
      return lane.last < place && (after === null || after.done);
    });
  }

  #key(state: string): string {
    const done: number[] = [];
    // Beyond the first answered call that is missing, only calls that it overlaps can be placed.
    const horizon = this.#answered[this.#base]?.call.to ?? Infinity;
    for (let at = this.#base; at < this.#answered.length; at++) {
      const node = this.#answered[at] as Node<C>;
      if (node.call.from > horizon) break;
      if (node.done) done.push(at);
    }
    for (const node of this.#unanswered) if (node.done) done.push(-1 - node.index);
    return `${this.#base}:${done.join()}:${state}`;
  }

  #order(): C[] {
    return this.#frames.flatMap(({ placed }) => (placed === null ? [] : [placed.call]));
  }
}
