import { expect } from 'chai';
import fc from 'fast-check';
import { World } from '../keys/world.js';

/** Bits of a string, the highest of each byte first. */
function bitsOf(text: string): number[] {
  return [...text].flatMap(char => [...char.charCodeAt(0).toString(2).padStart(8, '0')].map(Number));
}

const CHUNK = 16_384;

describe('bitmaps', () => {
  let world: World;

  beforeEach(() => {
    world = new World();
  });

  it('SETBIT answers what the bit was, and makes room by zeros', () => {
    expect(world.run('SETBIT', 'k', '7', '1')).to.equal(0);
    expect(world.run('SETBIT', 'k', '7', '0')).to.equal(1);
    expect(world.run('SETBIT', 'k', '17', '0')).to.equal(0);
    expect(world.run('GET', 'k')).to.equal('\0\0\0');
    expect(world.run('GETBIT', 'k', '4294967000')).to.equal(0);
  });

  it('SETBIT makes a string raw, keeps its life time, and says when it changed nothing', () => {
    world.run('SET', 'k', '12', 'EX', '9');
    world.run('SETBIT', 'k', '0', '0');
    expect(world.run('OBJECT', 'ENCODING', 'k')).to.equal('raw');
    expect(world.run('TTL', 'k')).to.equal(9);
    const before = world.changes.length;
    world.run('SETBIT', 'k', '0', '0');
    expect(world.changes.length).to.equal(before);
    world.run('SETBIT', 'k', '0', '1');
    expect(world.changes.length).to.equal(before + 1);
  });

  it('a bit far away costs a chunk, not a string', () => {
    const before = process.memoryUsage().arrayBuffers;
    for (let bit = 0; bit < 1000; bit++) world.run('SETBIT', 'k', String(4_000_000_000 + bit), '1');
    expect(world.run('BITCOUNT', 'k')).to.equal(1000);
    expect(world.run('BITPOS', 'k', '1')).to.equal(4_000_000_000);
    expect(process.memoryUsage().arrayBuffers - before).to.be.lessThan(1_000_000);
  });

  it('refuses bits behind the longest string, whole fields too', () => {
    const error = '-ERR bit offset is not an integer or out of range';
    expect(world.run('SETBIT', 'k', String(536_870_888 * 8), '1')).to.equal(error);
    expect(world.run('BITFIELD', 'k', 'SET', 'u8', String(536_870_888 * 8 - 7), '1')).to.equal(error);
    expect(world.run('SETBIT', 'k', String(536_870_888 * 8 - 1), '1')).to.equal(0);
    world.settings.set('proto-max-bulk-len', '1048576');
    expect(world.run('SETBIT', 'k', '8388608', '1')).to.equal(error);
  });

  it('BITCOUNT and BITPOS find what a list of bits has, in any range, across chunks', () => {
    const place = fc.integer({ min: -40, max: 40 });
    const text = fc.uint8Array({ maxLength: 12 }).map(bytes => Buffer.from(bytes).toString('latin1'));
    fc.assert(
      fc.property(text, fc.boolean(), place, place, fc.constantFrom(0, 1), (text, isFar, start, end, bit) => {
        // Behind the first chunk the places shift with the text; ranges counted from the end do not.
        const whole = isFar ? '\0'.repeat(CHUNK - 3) + text : text;
        world.run('DEL', 'k');
        if (isFar) world.run('SETRANGE', 'k', String(CHUNK - 3), text);
        else world.run('SET', 'k', text);
        const bits = bitsOf(isFar && text === '' ? '' : whole);
        const from = start < 0 ? Math.max(bits.length + start, 0) : start;
        const to = Math.min(end < 0 ? Math.max(bits.length + end, 0) : end, bits.length - 1);
        const isReversed = start < 0 && end < 0 && start > end;
        const part = bits.slice(from, to + 1);
        const range = [String(start), String(end), 'BIT'];
        const ones = isReversed ? 0 : part.filter(each => each === 1).length;
        expect(world.run('BITCOUNT', 'k', ...range)).to.equal(ones);
        if (bits.length === 0) return;
        const at = part.indexOf(bit);
        expect(world.run('BITPOS', 'k', String(bit), ...range)).to.equal(at < 0 ? -1 : from + at);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('BITPOS of a clear bit goes on behind a string, unless the range has an end', () => {
    world.run('SET', 'k', '\xff\xff');
    expect(world.run('BITPOS', 'k', '0')).to.equal(16);
    expect(world.run('BITPOS', 'k', '0', '1')).to.equal(16);
    expect(world.run('BITPOS', 'k', '0', '0', '-1')).to.equal(-1);
    expect(world.run('BITPOS', 'none', '0')).to.equal(0);
    expect(world.run('BITPOS', 'none', '1')).to.equal(-1);
  });

  const REFERENCE: Readonly<Record<string, (bits: readonly number[]) => boolean>> = {
    AND: bits => bits.every(Boolean),
    OR: bits => bits.some(Boolean),
    XOR: bits => bits.filter(Boolean).length % 2 === 1,
    DIFF: ([x, ...others]) => x === 1 && !others.some(Boolean),
    DIFF1: ([x, ...others]) => x === 0 && others.some(Boolean),
    ANDOR: ([x, ...others]) => x === 1 && others.some(Boolean),
    ONE: bits => bits.filter(Boolean).length === 1,
  };

  for (const [operation, expected] of Object.entries(REFERENCE)) {
    it(`BITOP ${operation} is what it does bit by bit, across chunks`, () => {
      const text = fc.uint8Array({ maxLength: 6 }).map(bytes => Buffer.from(bytes).toString('latin1'));
      const source = fc.tuple(text, fc.constantFrom(0, CHUNK - 2));
      fc.assert(
        fc.property(fc.array(source, { minLength: 2, maxLength: 4 }), sources => {
          world.run('FLUSHALL');
          const texts = sources.map(([text, at]) => (text === '' ? '' : '\0'.repeat(at) + text));
          sources.forEach(([text, at], i) => world.run('SETRANGE', `s${i}`, String(at), text));
          const length = Math.max(...texts.map(text => text.length));
          const keys = sources.map((_, i) => `s${i}`);
          expect(world.run('BITOP', operation, 'to', ...keys)).to.equal(length);
          const lists = texts.map(text => bitsOf(text.padEnd(length, '\0').slice(-8)));
          const wanted = (lists[0] ?? []).map((_, at) => (expected(lists.map(list => list[at]!)) ? 1 : 0));
          const result = world.run('GET', 'to');
          expect(bitsOf(typeof result === 'string' ? result.slice(-8) : '')).to.deep.equal(wanted);
        }),
        { seed: 2, numRuns: 100 },
      );
    });
  }

  it('BITOP names the operations that need two sources', () => {
    const error = (name: string): string =>
      `-ERR BITOP ${name} must be called with at least two source keys.`;
    for (const name of ['DIFF', 'DIFF1', 'ANDOR']) {
      expect(world.run('BITOP', name.toLowerCase(), 'to', 'a')).to.equal(error(name));
    }
    world.run('SET', 'a', 'x');
    expect(world.run('BITOP', 'ONE', 'to', 'a')).to.equal(1);
    expect(world.run('GET', 'to')).to.equal('x');
  });

  it('BITFIELD keeps integers of any width at any place', () => {
    const field = fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 63 }), fc.nat({ max: 200 }));
    fc.assert(
      fc.property(
        field,
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        ([signed, bits, at], value) => {
          const type = `${signed ? 'i' : 'u'}${bits}`;
          world.run('BITFIELD', 'k', 'SET', type, String(at), String(value));
          const fits = signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
          const [got] = world.run('BITFIELD_RO', 'k', 'GET', type, String(at)) as unknown[];
          expect(BigInt(got as number)).to.equal(fits);
        },
      ),
      { seed: 3, numRuns: 500 },
    );
  });

  it('BITFIELD leaves the neighbours of a field alone', () => {
    world.run('SET', 'k', '\xff'.repeat(10));
    world.run('BITFIELD', 'k', 'SET', 'u5', '14', '0');
    expect(world.run('GET', 'k')).to.equal(`\xff\xfc\x1f${'\xff'.repeat(7)}`);
  });
});
