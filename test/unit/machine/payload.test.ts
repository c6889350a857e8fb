import { expect } from 'chai';
import fc from 'fast-check';
import {
  BatchEncoder,
  decode,
  decodeBody,
  decodeCommand,
  encodeBody,
  encodeCommand,
  entryBatchHead,
  entryItems,
  header,
  type Item,
  type Payload,
  stampBody,
} from '../../../src/machine/payload.js';

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }).map(array => Buffer.from(array).toString('latin1')),
  fc.constantFrom('', 'x'.repeat(127), 'x'.repeat(128), '\xff'.repeat(20_000)),
);
const uuid = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(array => Buffer.from(array).toString('hex'));
const counter = fc.oneof(
  fc.integer({ min: 1, max: 300 }),
  fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
);
const item: fc.Arbitrary<Item> = fc.oneof(
  fc.record({ lane: counter, db: fc.nat(15), argv: fc.array(bytes, { minLength: 1, maxLength: 5 }) }),
  fc.record({
    lane: counter,
    unblock: fc.constantFrom('timeout' as const, 'error' as const, 'gone' as const),
  }),
  fc.record({
    lane: counter,
    part: fc.uint8Array().map(array => Buffer.from(array)),
    first: fc.boolean(),
    last: fc.boolean(),
  }),
);
const payload: fc.Arbitrary<Payload> = fc.oneof(
  fc.record({
    kind: fc.constant('batch' as const),
    uuid,
    incarnation: counter,
    sequence: counter,
    items: fc.array(item),
  }),
  fc.record({
    kind: fc.constant('open' as const),
    ...{ uuid, id: bytes, incarnation: counter, highestVersion: counter },
  }),
  fc.record({ kind: fc.constant('raise' as const), version: counter }),
  fc.record({ kind: fc.constant('end' as const), uuid, incarnation: counter }),
  fc.constant({ kind: 'tick' as const }),
  fc.record({ kind: fc.constant('gap' as const), milliseconds: counter }),
  fc.record({
    kind: fc.constant('bootstrap' as const),
    clusterId: uuid,
    members: fc.array(fc.record({ id: bytes, address: bytes, uuid })),
    settings: fc.array(fc.tuple(bytes, bytes)),
  }),
);

const OPEN = {
  ...{ kind: 'open' as const, uuid: 'ab'.repeat(16), id: 'n1' },
  ...{ incarnation: 7, highestVersion: 1 },
};

describe('log payload', () => {
  it('decodes to what was encoded, behind a stamp and a seed', () => {
    fc.assert(
      fc.property(payload, fc.maxSafeNat(), fc.nat(2 ** 32 - 1), (given, stamp, seed) => {
        const body = encodeBody(given);
        expect(decodeBody(body)).to.deep.equal(given);
        const data = stampBody(body, stamp, seed);
        expect(decode(data)).to.deep.equal(given);
        expect(header(data)).to.deep.equal({ stamp, seed, kind: given.kind });
        if (given.kind !== 'batch') return;
        const { items, kind, ...identity } = given;
        expect(entryBatchHead(data)).to.deep.equal({ ...identity, count: items.length });
        expect(entryItems(data)).to.deep.equal(items);
      }),
      { seed: 11 },
    );
  });

  it('does not depend on where in a buffer an entry lies', () => {
    const given = encodeBody(OPEN);
    const larger = new Uint8Array(given.length + 9);
    larger.set(given, 5);
    expect(decodeBody(larger.subarray(5, 5 + given.length))).to.deep.equal(decodeBody(given));
  });

  it('opens an incarnation of a node that knows the first machine version in the bytes of logs that name none', () => {
    const bytes = `01 20${Buffer.from(OPEN.uuid).toString('hex')} 07 02${Buffer.from('n1').toString('hex')}`;
    expect(Buffer.from(encodeBody(OPEN)).toString('hex')).to.equal(bytes.replaceAll(' ', ''));
    const later = { ...OPEN, highestVersion: 2 };
    expect(decodeBody(encodeBody(later))).to.deep.equal(later);
  });

  it('is never decoded when it was cut short or when something stands behind it', () => {
    fc.assert(
      fc.property(payload, fc.nat(), (given, where) => {
        const body = encodeBody(given);
        expect(() => decodeBody(body.subarray(0, where % body.length))).to.throw();
        expect(() => decodeBody(Buffer.concat([body, Buffer.from([0])]))).to.throw();
      }),
      { seed: 12 },
    );
  });

  it('is refused whole when its first byte names no kind, or its stamp is no time', () => {
    expect(() => decodeBody(Buffer.from([250]))).to.throw('known kind');
    const data = stampBody(encodeBody({ kind: 'tick' }), 1, 1);
    Buffer.from(data.buffer, data.byteOffset).writeDoubleLE(NaN, 0);
    expect(() => header(data)).to.throw('a stamp');
  });

  it('of random bytes gives an assertion or a payload, nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 80 }), random => {
        random[0] = (random[0] ?? 0) % 9;
        try {
          decodeBody(random);
        } catch (error) {
          expect(error).to.have.property('name', 'AssertionError');
        }
      }),
      { seed: 13, numRuns: 2000 },
    );
  });

  it('of a batch can be put under a new number', () => {
    const encoder = new BatchEncoder();
    encoder.add({ lane: 3, db: 1, argv: ['set', 'k', 'v'] });
    const first = encoder.finish('ab'.repeat(16), 1, 9);
    const second = encoder.finish('ab'.repeat(16), 2, 1);
    expect(decodeBody(first)).to.include({ incarnation: 1, sequence: 9 });
    expect(decodeBody(second)).to.include({ incarnation: 2, sequence: 1 });
    expect(first.length).to.equal(encoder.bytes);
    expect(() => encoder.finish('ab', 1, 1)).to.throw('32 hexadecimal digits');
  });

  it('carries a large command in parts, and knows when one is missing', () => {
    const command = { db: 3, argv: ['rpush', 'k', 'x'.repeat(1000), '\xff'] };
    const encoded = encodeCommand(command);
    const parts = [encoded.subarray(0, 400), encoded.subarray(400, 900), encoded.subarray(900)];
    expect(decodeCommand(parts)).to.deep.equal(command);
    expect(decodeCommand(parts.slice(0, 2))).to.equal(undefined);
    expect(decodeCommand([parts[0]!, parts[2]!])).to.equal(undefined);
    expect(decodeCommand([])).to.equal(undefined);
  });
});
