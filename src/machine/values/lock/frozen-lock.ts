import { ByteWriter } from '../../../base/bytes.js';
import type { Frozen } from '../../container.js';
import { textPieces } from '../pieces.js';
import { HOLD_MODES, type Hold } from './hold.js';

/** A lock as it was at one moment: as texts a head, and one for each hold in order of token. */
export class FrozenLock implements Frozen {
  readonly type = 'dlock';
  readonly #writer = new ByteWriter(128);

  constructor(
    private readonly permits: number,
    private readonly delayedUntil: number,
    private readonly holds: readonly Hold[],
  ) {}

  pieces(): Generator<Uint8Array> {
    return textPieces(this.#texts());
  }

  *#texts(): Generator<string> {
    const writer = this.#writer;
    writer.clear();
    // What the last holders agreed on says nothing once they are gone.
    writer.varint(this.holds.length > 0 ? this.permits : 0);
    writer.varint(this.delayedUntil);
    yield writer.take().toString('latin1');
    for (const hold of this.holds) {
      writer.clear();
      writeHold(writer, hold);
      yield writer.take().toString('latin1');
    }
  }
}

function writeHold(writer: ByteWriter, hold: Hold): void {
  const { token, owner, mode, deadline, meta, isBound, uuid, lane } = hold;
  for (const number of [token, deadline, lane, HOLD_MODES.indexOf(mode), isBound ? 1 : 0])
    writer.varint(number);
  for (const text of [owner, meta, uuid]) writer.string(text);
}
