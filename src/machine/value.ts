import type { Bytes } from './values/bytes.js';
import type { List } from './values/list.js';

/**
 * What a key holds. A short or immutable string is a plain JavaScript string of bytes; one that is edited in place
 * (APPEND, SETRANGE ...) or must show the encoding `raw` is a {@link Bytes}.
 */
export type Value = string | Bytes | List;

/** As TYPE answers. */
export type TypeName = 'string' | 'list';

export function typeName(value: Value): TypeName {
  return typeof value === 'string' ? 'string' : value.type;
}
