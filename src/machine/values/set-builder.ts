import { assert } from '../../base/assert.js';
import type { ValueBuilder } from '../container.js';
import { SET_ENCODINGS } from './frozen-set.js';
import { MemberSet } from './member-set.js';
import { TextReader } from './pieces.js';

/** Makes a set of the pieces of a frozen one. */
export class SetBuilder implements ValueBuilder {
  #set: MemberSet | null = null;
  readonly #texts = new TextReader();

  add(piece: Uint8Array): void {
    const set = this.#set;
    if (set !== null) {
      this.#texts.add(piece, member => set.restore(member));
      return;
    }
    const encoding = SET_ENCODINGS[piece[0] ?? -1];
    assert(piece.length === 1 && encoding !== undefined, 'the first piece of a set tells its encoding');
    this.#set = new MemberSet(encoding);
  }

  finish(): MemberSet {
    assert(this.#set !== null && this.#set.size > 0, 'no set is empty');
    return this.#set;
  }
}
