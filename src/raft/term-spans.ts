import { assert } from '../base/assert.js';
import type { TermSpan } from './types.js';

/**
 * The term of every entry of the log, as runs. Terms never fall along a log, so a run is its first index and its term,
 * and the whole log costs as many runs as it has seen leaders.
 */
export class TermSpans {
  #spans: TermSpan[];

  constructor(spans: readonly TermSpan[]) {
    this.#spans = [...spans];
    for (let i = 1; i < spans.length; i++) {
      assert(spans[i - 1]!.index < spans[i]!.index, 'term spans are in order of index');
      assert(spans[i - 1]!.term < spans[i]!.term, 'terms grow along the log');
    }
  }

  /** The term at an index that is in the log; 0 before the first span. */
  at(index: number): number {
    return this.#spans[this.#find(index)]?.term ?? 0;
  }

  append(index: number, term: number): void {
    const last = this.#spans.at(-1);
    assert(last === undefined || last.term <= term, 'terms grow along the log');
    if (last?.term !== term) this.#spans.push({ index, term });
  }

  /** Forgets `from` and all behind it. */
  truncate(from: number): void {
    while (this.#spans.length > 0 && this.#spans.at(-1)!.index >= from) this.#spans.pop();
  }

  /** Forgets what lies before `index`, but not the term there. */
  compact(index: number): void {
    this.#spans = this.#spans.slice(Math.max(0, this.#find(index)));
  }

  /**
   * The largest index up to `index` whose term is at most `term`; 0: none. All entries between it and `index` are of
   * later terms, so two logs cannot agree there: this is what skips a whole term at a time (Raft, end of 5.3).
   */
  lastAtMost(index: number, term: number): number {
    let i = this.#find(index);
    let last = index;
    while (i >= 0 && this.#spans[i]!.term > term) last = this.#spans[i--]!.index - 1;
    return i < 0 ? 0 : last;
  }

  /** The number of the span that holds `index`; -1: before all. */
  #find(index: number): number {
    let low = 0;
    let high = this.#spans.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#spans[middle]!.index <= index) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
