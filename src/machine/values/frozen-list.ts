import type { Frozen } from '../container.js';
import { textPieces } from './pieces.js';
import type { Run } from './run.js';

/** A list as it was at one moment. */
export class FrozenList implements Frozen {
  readonly type = 'list';

  constructor(
    private readonly runs: readonly Run[],
    private readonly isQuicklist: boolean,
  ) {}

  *pieces(): Generator<Uint8Array> {
    yield Uint8Array.of(this.isQuicklist ? 1 : 0);
    yield* textPieces(this.#elements());
  }

  *#elements(): Generator<string> {
    for (const run of this.runs) for (const chunk of run.chunks) yield* chunk.items;
  }
}
