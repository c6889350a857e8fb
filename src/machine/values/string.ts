import { parseInt64 } from '../../base/numbers.js';
import { Bytes } from './bytes.js';

/** The two forms of a string value. */
export type StringValue = string | Bytes;

/** As OBJECT ENCODING answers. */
export type StringEncoding = 'int' | 'embstr' | 'raw';

/** Redis keeps strings up to this length in one allocation with their object. */
const EMBEDDED_MAX = 44;

export function encodingOf(value: StringValue): StringEncoding {
  if (value instanceof Bytes) return value.encoding;
  if (parseInt64(value) !== undefined) return 'int';
  return value.length <= EMBEDDED_MAX ? 'embstr' : 'raw';
}
