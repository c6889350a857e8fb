import { assert } from '../../base/assert.js';
import type { ValueBuilder } from '../container.js';
import { scoreOfBytes } from './frozen-sorted-set.js';
import { TextReader } from './pieces.js';
import { SortedSet } from './sorted-set.js';

/** Makes a sorted set of the pieces of a frozen one. */
export class SortedSetBuilder implements ValueBuilder {
  readonly #set = new SortedSet();
  readonly #texts = new TextReader();
  #hasHead = false;
  /** The one whose score comes next. */
  #member: string | undefined;

  add(piece: Uint8Array): void {
    if (this.#hasHead) {
      this.#texts.add(piece, text => this.#take(text));
      return;
    }
    assert(piece.length === 1, 'the first piece of a sorted set tells its encoding');
    this.#set.isSkiplist = piece[0] === 1;
    this.#hasHead = true;
  }

  finish(): SortedSet {
    assert(this.#set.size > 0, 'no sorted set is empty');
    assert(this.#member === undefined, 'every member has a score');
    return this.#set;
  }

  #take(text: string): void {
    if (this.#member === undefined) {
      this.#member = text;
      return;
    }
    this.#set.set(this.#member, scoreOfBytes(text));
    this.#member = undefined;
  }
}
