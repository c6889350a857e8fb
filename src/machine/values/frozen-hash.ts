import type { Frozen } from '../container.js';
import type { LifeTime } from '../expiry-index.js';
import type { Dictionary } from './dictionary.js';
import type { HashEncoding } from './hash.js';
import { textPieces } from './pieces.js';

export const HASH_ENCODINGS: readonly HashEncoding[] = ['listpack', 'listpackex', 'hashtable'];

/** A hash as it was at one moment. */
export class FrozenHash implements Frozen {
  readonly type = 'hash';

  constructor(
    private readonly encoding: HashEncoding,
    private readonly fields: Dictionary<string>,
    /** Null: no field has one. */
    private readonly lives: Dictionary<Readonly<LifeTime>> | null,
  ) {}

  /** First the encoding and whether a deadline follows each field and value; it is empty for one that lives for ever. */
  *pieces(): Generator<Uint8Array> {
    yield Uint8Array.of(HASH_ENCODINGS.indexOf(this.encoding), this.lives === null ? 0 : 1);
    yield* textPieces(this.#texts());
  }

  *#texts(): Generator<string> {
    for (const [field, value] of this.fields.entries()) {
      yield field;
      yield value;
      if (this.lives !== null) yield String(this.lives.get(field)?.deadline ?? '');
    }
  }
}
