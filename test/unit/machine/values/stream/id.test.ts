import { expect } from 'chai';
import fc from 'fast-check';
import { ByteReader, ByteWriter } from '../../../../../src/base/bytes.js';
import {
  compareIds,
  formatId,
  idAfter,
  idBefore,
  MAX_ID,
  narrowUint64,
  readId,
  type StreamId,
  UINT64_MAX,
  writeId,
  ZERO_ID,
} from '../../../../../src/machine/values/stream/id.js';

const MAX = 2n ** 64n - 1n;
const uint64 = fc.oneof(
  fc.bigInt({ min: 0n, max: MAX }),
  fc.constantFrom(
    0n,
    1n,
    2n ** 32n - 1n,
    2n ** 32n,
    2n ** 53n - 1n,
    2n ** 53n,
    2n ** 53n + 1n,
    MAX - 1n,
    MAX,
  ),
);
const bits = fc.tuple(uint64, uint64).map(([ms, seq]) => (ms << 64n) + seq);

const idOf = (value: bigint): StreamId => ({
  ms: narrowUint64(value >> 64n),
  seq: narrowUint64(value & MAX),
});
const bitsOf = ({ ms, seq }: StreamId): bigint => (BigInt(ms) << 64n) + BigInt(seq);

describe('stream ids', () => {
  it('are ordered, counted and written as numbers of 128 bits', () => {
    fc.assert(
      fc.property(bits, bits, (a, b) => {
        expect(Math.sign(compareIds(idOf(a), idOf(b)))).to.equal(a < b ? -1 : a > b ? 1 : 0);
        const after = idAfter(idOf(a));
        expect(after && bitsOf(after)).to.equal(a === 2n ** 128n - 1n ? undefined : a + 1n);
        const before = idBefore(idOf(a));
        expect(before && bitsOf(before)).to.equal(a === 0n ? undefined : a - 1n);
        const writer = new ByteWriter();
        writeId(writer, idOf(a));
        const read = readId(new ByteReader(writer.copy()));
        expect(read).to.deep.equal(idOf(a));
        expect(formatId(read)).to.equal(`${a >> 64n}-${a & MAX}`);
      }),
      { numRuns: 500 },
    );
  });

  it('end at both ends', () => {
    expect(idBefore(ZERO_ID)).to.equal(undefined);
    expect(idAfter(MAX_ID)).to.equal(undefined);
    expect(idAfter({ ms: 1, seq: UINT64_MAX })).to.deep.equal({ ms: 2, seq: 0 });
    expect(idBefore({ ms: 2, seq: 0 })).to.deep.equal({ ms: 1, seq: UINT64_MAX });
  });
});
