/** A reference of three bytes stands for at most this many. */
const LONGEST_REFERENCE = 264;

/**
 * Undoes LZF (Marc Lehmann's LibLZF, as in Redis's RDB format): literal runs of 1 to 32 bytes, and references of three or
 * more to what came before. Undefined: the data are damaged, or do not give exactly `length` bytes.
 */
export function lzfDecompress(data: Uint8Array, length: number): Buffer | undefined {
  if (length > data.length * LONGEST_REFERENCE) return undefined;
  const out = Buffer.alloc(length);
  let to = 0;
  let at = 0;
  while (at < data.length) {
    const control = data[at++]!;
    if (control < 32) {
      const count = control + 1;
      if (at + count > data.length || to + count > length) return undefined;
      out.set(data.subarray(at, at + count), to);
      at += count;
      to += count;
      continue;
    }
    const long = control >> 5 === 7 ? (data[at++] ?? NaN) : 0;
    const count = (control >> 5) + long + 2;
    const from = to - ((control & 31) << 8) - (data[at++] ?? NaN) - 1;
    if (!(from >= 0 && to + count <= length)) return undefined;
    // Byte by byte: a reference may overlap what it makes.
    for (let i = 0; i < count; i++) out[to + i] = out[from + i]!;
    to += count;
  }
  return to === length ? out : undefined;
}
