/** How payloads become bytes and come back. */
export interface Codec<T> {
  encode(value: T): string | Buffer;
  /** @throws what it likes: the message then fails like one whose handler does. */
  decode(bytes: Buffer): T;
}

/** What everybody uses who does not say otherwise. The type of what comes back is a promise of the producer. */
export function jsonCodec<T>(): Codec<T> {
  return {
    encode: value => JSON.stringify(value),
    decode: bytes => JSON.parse(bytes.toString()) as T,
  };
}
