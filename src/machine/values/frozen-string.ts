import { ByteWriter } from '../../base/bytes.js';
import type { Frozen } from '../container.js';
import { PIECE_BYTES } from './pieces.js';

/** What the first piece of a string says. */
export const STRING_FORMS = ['plain', 'embstr', 'raw'] as const;
/** How the other pieces begin. */
export const BYTES = 0;
export const ZEROS = 1;

const NOTHING = Buffer.alloc(PIECE_BYTES);

/** A string that is never edited in place. */
export class FrozenText implements Frozen {
  readonly type = 'string';

  constructor(private readonly text: string) {}

  *pieces(): Generator<Uint8Array> {
    yield head('plain');
    for (let at = 0; at < this.text.length; at += PIECE_BYTES) {
      const part = this.text.slice(at, at + PIECE_BYTES);
      const piece = new ByteWriter(part.length + 1);
      piece.uint8(BYTES);
      piece.raw(part);
      yield piece.take();
    }
  }
}

/** A string edited in place, as it was at one moment. */
export class FrozenBytes implements Frozen {
  readonly type = 'string';

  /** `chunks` stand for {@link PIECE_BYTES} each; what is absent or behind the end of one is zeros. */
  constructor(
    private readonly chunks: readonly (Buffer | undefined)[],
    private readonly length: number,
    private readonly encoding: 'embstr' | 'raw',
  ) {}

  *pieces(): Generator<Uint8Array> {
    yield head(this.encoding);
    for (let at = 0; at < this.length; at += PIECE_BYTES) {
      const size = Math.min(PIECE_BYTES, this.length - at);
      yield piece(this.chunks[at / PIECE_BYTES], size);
    }
  }
}

function head(form: (typeof STRING_FORMS)[number]): Uint8Array {
  return Uint8Array.of(STRING_FORMS.indexOf(form));
}

/** `size` bytes: those of the chunk, then zeros. Zeros alone are not spelt out, so that a hole stays one. */
function piece(chunk: Buffer | undefined, size: number): Uint8Array {
  const written = Math.min(chunk?.length ?? 0, size);
  if (chunk === undefined || NOTHING.compare(chunk, 0, written, 0, written) === 0) {
    const writer = new ByteWriter(4);
    writer.uint8(ZEROS);
    writer.varint(size);
    return writer.take();
  }
  const bytes = Buffer.alloc(1 + size);
  bytes[0] = BYTES;
  chunk.copy(bytes, 1, 0, written);
  return bytes;
}
