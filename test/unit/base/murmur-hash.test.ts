import { expect } from 'chai';
import { murmurHash64A } from '../../../src/base/murmur-hash.js';

const M = 0xc6a4a7935bd1e995n;
const word = (value: bigint): bigint => BigInt.asUintN(64, value);

/** The definition, in exact arithmetic. */
function reference(text: string, seed: bigint): bigint {
  const bytes = Buffer.from(text, 'latin1');
  let hash = word(seed ^ word(BigInt(bytes.length) * M));
  const whole = bytes.length - (bytes.length % 8);
  for (let at = 0; at < whole; at += 8) {
    let block = word(bytes.readBigUInt64LE(at) * M);
    block = word((block ^ (block >> 47n)) * M);
    hash = word((hash ^ block) * M);
  }
  if (whole < bytes.length) {
    const tail = Buffer.alloc(8);
    bytes.copy(tail, 0, whole);
    hash = word((hash ^ tail.readBigUInt64LE(0)) * M);
  }
  hash = word((hash ^ (hash >> 47n)) * M);
  return hash ^ (hash >> 47n);
}

describe('murmurHash64A', () => {
  it('is what exact arithmetic gives, for every length', () => {
    for (let length = 0; length < 70; length++) {
      const text = Array.from({ length }, (_, i) => String.fromCharCode((i * 89 + length * 31) % 256)).join(
        '',
      );
      const { high, low } = murmurHash64A(text, 0xadc83b19);
      expect((BigInt(high) << 32n) | BigInt(low), `length ${length}`).to.equal(reference(text, 0xadc83b19n));
    }
  });
});
