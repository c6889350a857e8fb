import { assert } from '../../base/assert.js';
import { ByteReader, ByteWriter } from '../../base/bytes.js';

/** Texts in one piece, at most. */
const PIECE_TEXTS = 64;
/** Bytes after which a piece ends; a longer text is cut into parts of this size. */
export const PIECE_BYTES = 16 * 1024;

const WHOLE = 0;
const PART = 1;
const LAST_PART = 2;

/** Where pieces are made: each is good until the next one, of whatever value, is asked for. */
const scratch = new ByteWriter(2 * PIECE_BYTES);

/** Byte strings in pieces. Where one begins depends on the texts alone. */
export function* textPieces(texts: Iterable<string>): Generator<Uint8Array> {
  let count = 0;
  for (const text of texts) {
    const isLong = text.length > PIECE_BYTES;
    if (count > 0 && (isLong || count === PIECE_TEXTS || scratch.length >= PIECE_BYTES)) {
      yield scratch.take();
      count = 0;
    }
    if (isLong) {
      yield* partsOf(text);
      continue;
    }
    if (count++ === 0) begin(WHOLE);
    scratch.string(text);
  }
  if (count > 0) yield scratch.take();
}

function begin(kind: number): void {
  scratch.clear();
  scratch.uint8(kind);
}

function* partsOf(text: string): Generator<Uint8Array> {
  for (let at = 0; at < text.length; at += PIECE_BYTES) {
    begin(at + PIECE_BYTES < text.length ? PART : LAST_PART);
    scratch.raw(text.slice(at, at + PIECE_BYTES));
    yield scratch.take();
  }
}

/** Reads what {@link textPieces} made. */
export class TextReader {
  #parts: string[] = [];

  /** Calls `take` for each text that is complete with this piece. */
  add(piece: Uint8Array, take: (text: string) => void): void {
    const reader = new ByteReader(piece);
    const kind = reader.uint8();
    assert(kind <= LAST_PART, 'a piece of texts is of a known kind');
    if (kind === WHOLE) {
      while (reader.remaining > 0) take(reader.string());
      return;
    }
    this.#parts.push(reader.rest());
    if (kind === PART) return;
    take(this.#parts.join(''));
    this.#parts = [];
  }
}
