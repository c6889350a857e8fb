import { assert } from '../../base/assert.js';
import { ByteReader } from '../../base/bytes.js';
import type { ValueBuilder } from '../container.js';
import { Bytes } from './bytes.js';
import { BYTES, STRING_FORMS, ZEROS } from './frozen-string.js';
import type { StringValue } from './string.js';

/** Makes a string of the pieces of a frozen one. */
export class StringBuilder implements ValueBuilder {
  #form: (typeof STRING_FORMS)[number] | undefined;
  readonly #parts: string[] = [];
  readonly #bytes = new Bytes();

  add(piece: Uint8Array): void {
    const reader = new ByteReader(piece);
    const first = reader.uint8();
    if (this.#form === undefined) {
      this.#form = STRING_FORMS[first];
      assert(this.#form !== undefined, 'the first piece of a string tells its form');
    } else if (first === ZEROS && this.#form === 'raw') {
      this.#bytes.extend(this.#bytes.length + reader.varint());
    } else {
      assert(first === BYTES || first === ZEROS, 'a piece of a string is of a known kind');
      const part = first === BYTES ? reader.rest() : '\0'.repeat(reader.varint());
      if (this.#form === 'raw') this.#bytes.append(part);
      else this.#parts.push(part);
    }
  }

  finish(): StringValue {
    assert(this.#form !== undefined, 'a string has a first piece');
    if (this.#form === 'raw') return this.#bytes;
    const text = this.#parts.join('');
    return this.#form === 'plain' ? text : new Bytes(text, 'embstr');
  }
}
