type Latin1Slice = (this: Uint8Array, start: number, end: number) => string;
/** What `toString('latin1')` comes down to, without its checks. */
const { latin1Slice } = Buffer.prototype as unknown as { latin1Slice: Latin1Slice };

/** Longer words are hardly names of commands, options or fields. */
const MAX_WORD = 10;
/** Short words of letters that were met before, by a hash of them. */
const words = new Array<string>(256).fill('');

/**
 * The bytes from `start` to `end` as a string, one character a byte. A word that was met lately is the same string again:
 * that costs a fifth of making one, and its hash, by which commands and fields are found, is known already.
 */
export function latin1Text(bytes: Uint8Array, start: number, end: number): string {
  return end - start <= MAX_WORD ? word(bytes, start, end) : latin1Slice.call(bytes, start, end);
}

function word(bytes: Uint8Array, start: number, end: number): string {
  let hash = end - start;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if ((byte | 0x20) < 0x61 || (byte | 0x20) > 0x7a) return latin1Slice.call(bytes, start, end);
    hash = (hash * 31 + byte) & 0xff;
  }
  const known = words[hash] as string;
  if (isAt(known, bytes, start, end)) return known;
  return (words[hash] = latin1Slice.call(bytes, start, end));
}

function isAt(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) !== bytes[start + at]) return false;
  return true;
}
