import { assert } from '../../base/assert.js';
import type { ValueBuilder } from '../container.js';
import { HASH_ENCODINGS } from './frozen-hash.js';
import { Hash } from './hash.js';
import { TextReader } from './pieces.js';

/** What is due is decided when the hash is read, not while it is made again. */
const NEVER_DUE = { isDue: () => false };

/** Makes a hash of the pieces of a frozen one. */
export class HashBuilder implements ValueBuilder {
  #hash: Hash | null = null;
  readonly #texts = new TextReader();
  /** Texts of one field: name, value, and a deadline where there are any. */
  #perField = 2;
  #field: string[] = [];

  add(piece: Uint8Array): void {
    if (this.#hash === null) this.#begin(piece);
    else this.#texts.add(piece, text => this.#take(text));
  }

  finish(): Hash {
    assert(this.#hash !== null && this.#hash.stored > 0, 'no hash is empty');
    assert(this.#field.length === 0, 'the last field of a hash is complete');
    return this.#hash;
  }

  #begin(piece: Uint8Array): void {
    const encoding = HASH_ENCODINGS[piece[0] ?? -1];
    assert(piece.length === 2 && encoding !== undefined, 'the first piece of a hash tells its encoding');
    this.#hash = new Hash(encoding);
    this.#perField = piece[1] === 1 ? 3 : 2;
  }

  #take(text: string): void {
    if (this.#field.push(text) < this.#perField) return;
    const [field = '', value = '', deadline = ''] = this.#field;
    this.#hash?.set(field, value, NEVER_DUE, false);
    if (deadline !== '') this.#hash?.setDeadline(field, Number(deadline));
    this.#field = [];
  }
}
