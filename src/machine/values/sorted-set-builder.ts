import { scoreOfBytes } from './frozen-sorted-set.js';
import { TextReader } from './pieces.js';
import { SortedSet } from './sorted-set.js';

/** Makes a sorted set of the pieces of a frozen one. */
export class SortedSetBuilder {
  readonly #set = new SortedSet();
  readonly #reader = new TextReader();
  #hasHead = false;
  #member: string | undefined;

  add(piece: Uint8Array): void {
    if (this.#hasHead) {
      this.#reader.add(piece, text => this.#take(text));
      return;
    }
    this.#hasHead = true;
    this.#set.isSkiplist = piece[0] === 1;
  }

  /** After the last piece. */
  finish(): SortedSet {
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
