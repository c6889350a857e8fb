import type { Frozen } from '../container.js';
import type { Dictionary } from './dictionary.js';
import type { SetEncoding } from './member-set.js';
import { textPieces } from './pieces.js';

export const SET_ENCODINGS: readonly SetEncoding[] = ['intset', 'listpack', 'hashtable'];

/** A set as it was at one moment. */
export class FrozenSet implements Frozen {
  readonly type = 'set';

  constructor(
    private readonly encoding: SetEncoding,
    private readonly members: Dictionary<true>,
  ) {}

  *pieces(): Generator<Uint8Array> {
    yield Uint8Array.of(SET_ENCODINGS.indexOf(this.encoding));
    yield* textPieces(this.#texts());
  }

  *#texts(): Generator<string> {
    for (const [member] of this.members.entries()) yield member;
  }
}
