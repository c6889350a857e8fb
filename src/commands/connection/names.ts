import { ErrorReply } from '../../resp/reply.js';

const PRINTABLE = /^[!-~]*$/;
const BAD_NAME = new ErrorReply('ERR Client names cannot contain spaces, newlines or special characters.');

/** A name for a client, or the error: it stands in the line of CLIENT LIST, between blanks. */
export function checkedName(name: string): string {
  if (!PRINTABLE.test(name)) throw BAD_NAME;
  return name;
}

/** The same for `lib-name` and `lib-ver`. */
export function checkedAttribute(attribute: string, value: string): string {
  if (PRINTABLE.test(value)) return value;
  throw new ErrorReply(`ERR ${attribute} cannot contain spaces, newlines or special characters.`);
}
