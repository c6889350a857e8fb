import { expect } from 'chai';
import fc from 'fast-check';
import { asBuffer, ByteReader, ByteWriter } from '../../../src/base/bytes.js';

describe('bytes', () => {
  it('are read as they were written', () => {
    const field = fc.oneof(
      fc.record({ as: fc.constant('varint' as const), value: fc.maxSafeNat() }),
      fc.record({ as: fc.constant('varint' as const), value: fc.nat(300) }),
      fc.record({ as: fc.constant('float64' as const), value: fc.double({ noNaN: true }) }),
      fc.record({
        as: fc.constant('string' as const),
        value: fc.uint8Array({ maxLength: 60 }).map(array => Buffer.from(array).toString('latin1')),
      }),
    );
    fc.assert(
      fc.property(fc.array(field), fields => {
        const writer = new ByteWriter(1);
        for (const { as, value } of fields) {
          if (as === 'string') writer.string(value);
          else writer[as](value);
        }
        const reader = new ByteReader(writer.copy());
        for (const { as, value } of fields) expect(reader[as]()).to.equal(value);
        expect(reader.remaining).to.equal(0);
      }),
      { seed: 21 },
    );
  });

  it('that end too early are an assertion', () => {
    const writer = new ByteWriter();
    writer.string('some text');
    const short = writer.copy().subarray(0, 5);
    expect(() => new ByteReader(short).string()).to.throw('encoded data is complete');
    expect(() => new ByteReader(short).float64()).to.throw('encoded data is complete');
    expect(() => new ByteReader(Buffer.alloc(9, 0xff)).varint()).to.throw('a varint');
    expect(() =>
      new ByteReader(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f])).varint(),
    ).to.throw('below 2^53');
  });

  it('of a part are a copy, and those of a view are not', () => {
    const writer = new ByteWriter();
    writer.bytes(Buffer.from('abc'));
    const encoded = writer.copy();
    const part = new ByteReader(encoded).bytes();
    encoded.fill(0);
    expect(part.toString()).to.equal('abc');
    const view = new Uint8Array([1, 2, 3]).subarray(1);
    asBuffer(view)[0] = 9;
    expect(view[0]).to.equal(9);
  });
});
