/** The multiplier of MurmurHash64A, and by how much it shifts. */
const M_HIGH = 0xc6a4a793;
const M_LOW = 0x5bd1e995;
const R = 47;

/** A word of 64 bits in two halves: BigInt would be ten times slower on long inputs. */
class Word {
  high = 0;
  low = 0;

  /** Multiplies by the constant, modulo 2^64. */
  multiply(): void {
    const { high, low } = this;
    const [low0, low1] = [low & 0xffff, low >>> 16];
    const [m0, m1] = [M_LOW & 0xffff, M_LOW >>> 16];
    const product00 = low0 * m0;
    const middle = low0 * m1 + low1 * m0 + Math.floor(product00 / 0x10000);
    const carried = low1 * m1 + Math.floor(middle / 0x10000);
    this.low = (((middle & 0xffff) << 16) | (product00 & 0xffff)) >>> 0;
    this.high = (carried + Math.imul(high, M_LOW) + Math.imul(low, M_HIGH)) >>> 0;
  }

  /** Exclusive or with itself, shifted to the right. */
  mix(): void {
    this.low = (this.low ^ (this.high >>> (R - 32))) >>> 0;
  }

  xor(high: number, low: number): void {
    this.high = (this.high ^ high) >>> 0;
    this.low = (this.low ^ low) >>> 0;
  }
}

/** MurmurHash64A by Austin Appleby, little-endian, of a string of bytes; the seed has 32 bits. */
export function murmurHash64A(text: string, seed: number): { high: number; low: number } {
  const length = text.length;
  const hash = new Word();
  hash.low = length;
  hash.multiply();
  hash.xor(0, seed);
  const block = new Word();
  let at = 0;
  for (; at + 8 <= length; at += 8) {
    block.low = word32(text, at, 4);
    block.high = word32(text, at + 4, 4);
    block.multiply();
    block.mix();
    block.multiply();
    hash.xor(block.high, block.low);
    hash.multiply();
  }
  if (at < length) {
    hash.xor(word32(text, at + 4, length - at - 4), word32(text, at, Math.min(4, length - at)));
    hash.multiply();
  }
  hash.mix();
  hash.multiply();
  hash.mix();
  return { high: hash.high, low: hash.low };
}

/** `count` bytes (none when it is below 1), the lowest first. */
function word32(text: string, at: number, count: number): number {
  let word = 0;
  for (let i = 0; i < count; i++) word |= text.charCodeAt(at + i) << (8 * i);
  return word >>> 0;
}
