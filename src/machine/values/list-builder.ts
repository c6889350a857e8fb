import { assert } from '../../base/assert.js';
import type { ValueBuilder } from '../container.js';
import { List } from './list.js';
import { TextReader } from './pieces.js';

/** Makes a list of the pieces of a frozen one. */
export class ListBuilder implements ValueBuilder {
  readonly #list = new List();
  readonly #texts = new TextReader();
  #hasHead = false;

  add(piece: Uint8Array): void {
    if (this.#hasHead) {
      this.#texts.add(piece, element => this.#list.push('right', element));
      return;
    }
    assert(piece.length === 1, 'the first piece of a list tells its encoding');
    this.#list.isQuicklist = piece[0] === 1;
    this.#hasHead = true;
  }

  finish(): List {
    assert(this.#list.length > 0, 'no list is empty');
    return this.#list;
  }
}
