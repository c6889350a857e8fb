import { expect } from 'chai';
import { crc32c } from '../../../src/base/crc32c.js';

describe('crc32c', () => {
  it('gives the values of RFC 3720, B.4', () => {
    expect(crc32c(Buffer.alloc(32))).to.equal(0x8a9136aa);
    expect(crc32c(Buffer.alloc(32, 0xff))).to.equal(0x62a8ab43);
    expect(crc32c(Buffer.from(Array.from({ length: 32 }, (_, i) => i)))).to.equal(0x46dd794e);
    expect(crc32c(Buffer.from('123456789'))).to.equal(0xe3069283);
    expect(crc32c(Buffer.alloc(0))).to.equal(0);
  });

  it('sums in pieces what it sums at once', () => {
    const bytes = Buffer.from('The quick brown fox jumps over the lazy dog');
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(crc32c(bytes.subarray(cut), crc32c(bytes.subarray(0, cut)))).to.equal(crc32c(bytes));
    }
  });
});
