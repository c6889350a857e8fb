import { assert } from '../../../base/assert.js';
import { ByteReader } from '../../../base/bytes.js';
import type { ValueBuilder } from '../../container.js';
import { TextReader } from '../pieces.js';
import { HOLD_MODES, type Hold } from './hold.js';
import { Lock } from './lock.js';

/** Makes a lock of the pieces of a frozen one. */
export class LockBuilder implements ValueBuilder {
  readonly #lock = new Lock();
  readonly #texts = new TextReader();
  /** Undefined: the head is still to come. */
  #permits: number | undefined;

  add(piece: Uint8Array): void {
    this.#texts.add(piece, text => this.#take(new ByteReader(Buffer.from(text, 'latin1'))));
  }

  finish(): Lock {
    assert(this.#permits !== undefined, 'a lock has a head');
    return this.#lock;
  }

  #take(reader: ByteReader): void {
    if (this.#permits === undefined) {
      this.#permits = reader.varint();
      this.#lock.delay(reader.varint());
    } else {
      this.#lock.restore(readHold(reader), this.#permits);
    }
  }
}

function readHold(reader: ByteReader): Hold {
  const [token, deadline, lane] = [reader.varint(), reader.varint(), reader.varint()];
  const mode = HOLD_MODES[reader.varint()];
  assert(mode !== undefined, 'a lock is held in a known mode');
  const isBound = reader.varint() === 1;
  const [owner, meta, uuid] = [reader.string(), reader.string(), reader.string()];
  return { token, owner, mode, deadline, meta, isBound, uuid, lane };
}
