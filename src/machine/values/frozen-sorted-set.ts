import type { Frozen } from '../container.js';
import { textPieces } from './pieces.js';
import type { ScoreTree } from './score-tree.js';

const SCORE_BYTES = 8;
const scoreView = new DataView(new ArrayBuffer(SCORE_BYTES));

/** A sorted set as it was at one moment: a byte for its encoding, then member and score in turn. */
export class FrozenSortedSet implements Frozen {
  readonly type = 'zset';

  constructor(
    private readonly tree: ScoreTree,
    private readonly isSkiplist: boolean,
  ) {}

  *pieces(): Generator<Uint8Array> {
    yield Uint8Array.of(this.isSkiplist ? 1 : 0);
    yield* textPieces(this.#texts());
  }

  *#texts(): Generator<string> {
    for (const { member, score } of this.tree.entries()) {
      yield member;
      yield scoreAsBytes(score);
    }
  }
}

function scoreAsBytes(score: number): string {
  scoreView.setFloat64(0, score, true);
  let bytes = '';
  for (let at = 0; at < SCORE_BYTES; at++) bytes += String.fromCharCode(scoreView.getUint8(at));
  return bytes;
}

/** Reads what a frozen sorted set wrote. */
export function scoreOfBytes(bytes: string): number {
  for (let at = 0; at < SCORE_BYTES; at++) scoreView.setUint8(at, bytes.charCodeAt(at));
  return scoreView.getFloat64(0, true);
}
