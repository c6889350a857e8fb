import { expect } from 'chai';
import { crc64 } from '../../../../src/base/crc64.js';
import { lzfDecompress } from '../../../../src/base/lzf.js';
import { below, SeededRandom } from '../../../../src/base/random.js';
import { ListpackWriter } from '../../../../src/machine/rdb/listpack-writer.js';
import { MapReply } from '../../../../src/resp/reply.js';
import { World } from '../../commands/keys/world.js';
import { payload, text, ziplist } from './payloads.js';

const BAD = '-ERR Bad data format';
const BAD_FOOTER = '-ERR DUMP payload version or checksum are wrong';

function listpack(...elements: readonly string[]): Buffer {
  const writer = new ListpackWriter();
  for (const element of elements) writer.add(element);
  return Buffer.from(writer.finish(), 'latin1');
}

function milliseconds(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return bytes;
}

const content = (type: number, ...parts: readonly (Buffer | readonly number[])[]): Buffer =>
  Buffer.concat([Buffer.from([type]), ...parts.map(part => Buffer.from(part))]);

/** A payload; none of a hash whose fields are all due. */
const isDump = (reply: unknown): boolean => typeof reply === 'string' || reply === null;

describe('RESTORE', () => {
  let world: World;

  beforeEach(() => {
    world = new World();
  });

  function restore(bytes: Buffer, ...options: string[]): unknown {
    return world.run('RESTORE', 'k', '0', payload(bytes), 'REPLACE', ...options);
  }

  it('checks with the CRC of Jones', () => {
    expect(crc64(Buffer.from('123456789')).readBigUInt64LE()).to.equal(0xe9c6d914c4b8d9can);
  });

  it('reads strings of all encodings', () => {
    const forms: readonly (readonly [Buffer, string])[] = [
      [content(0, [3], Buffer.from('abc')), 'abc'],
      [content(0, [0x40, 3], Buffer.from('abc')), 'abc'],
      [content(0, [0x81, 0, 0, 0, 0, 0, 0, 0, 3], Buffer.from('abc')), 'abc'],
      [content(0, [0xc0, 0xfe]), '-2'],
      [content(0, [0xc1, 0x00, 0x80]), '-32768'],
      [content(0, [0xc2, 0xff, 0xff, 0xff, 0x7f]), '2147483647'],
      // One literal, then a reference to it that overlaps itself.
      [content(0, [0xc3, 5, 10], [0, 0x61, 0xe0, 0, 0]), 'a'.repeat(10)],
    ];
    for (const [bytes, expected] of forms) {
      expect(restore(bytes)).to.equal('+OK');
      expect(world.run('GET', 'k')).to.equal(expected);
    }
  });

  it('LZF gives what it should, or nothing', () => {
    expect(lzfDecompress(Buffer.from([2, 1, 2, 3]), 3)).to.deep.equal(Buffer.from([1, 2, 3]));
    expect(lzfDecompress(Buffer.from([2, 1, 2, 3]), 4)).to.equal(undefined);
    expect(lzfDecompress(Buffer.from([0x20, 0]), 3)).to.equal(undefined);
    expect(lzfDecompress(Buffer.from([2, 1]), 3)).to.equal(undefined);
    expect(lzfDecompress(Buffer.from([0, 1]), 1_000_000_000)).to.equal(undefined);
  });

  it('reads lists of all encodings', () => {
    const plain = Buffer.concat([Buffer.from([3]), text('a'), text('b'), Buffer.from([0xc0, 7])]);
    const forms = [
      content(1, plain),
      content(10, text(ziplist('a', 'b', 7))),
      content(14, [2], text(ziplist('a', 'b')), text(ziplist(7))),
      content(18, [3, 2], text(listpack('a')), [1], text('b'), [2], text(listpack('7'))),
    ];
    for (const form of forms) {
      expect(restore(form)).to.equal('+OK');
      expect(world.run('LRANGE', 'k', '0', '-1')).to.deep.equal(['a', 'b', '7']);
      expect(world.run('OBJECT', 'ENCODING', 'k')).to.equal('listpack');
    }
  });

  it('reads sets of all encodings', () => {
    const intset = Buffer.from([2, 0, 0, 0, 2, 0, 0, 0, 0xff, 0xff, 5, 0]);
    const forms: readonly (readonly [Buffer, string[], string])[] = [
      [content(2, [2], text('a'), text('b')), ['a', 'b'], 'listpack'],
      [content(2, [2], text('1'), text('2')), ['1', '2'], 'intset'],
      [content(11, text(intset)), ['-1', '5'], 'intset'],
      [content(20, text(listpack('1', 'b'))), ['1', 'b'], 'listpack'],
    ];
    for (const [form, members, encoding] of forms) {
      expect(restore(form)).to.equal('+OK');
      for (const member of members) expect(world.run('SISMEMBER', 'k', member)).to.equal(1);
      expect(world.run('SCARD', 'k')).to.equal(members.length);
      expect(world.run('OBJECT', 'ENCODING', 'k')).to.equal(encoding);
    }
  });

  it('reads sorted sets of all encodings', () => {
    const double = Buffer.alloc(8);
    double.writeDoubleLE(1.5);
    const forms = [
      content(3, [2], text('a'), [3], Buffer.from('1.5'), text('b'), [254]),
      content(5, [2], text('a'), double, text('b'), Buffer.from([0, 0, 0, 0, 0, 0, 0xf0, 0x7f])),
      content(12, text(ziplist('a', '1.5', 'b', 'inf'))),
      content(17, text(listpack('a', '1.5', 'b', 'inf'))),
    ];
    for (const form of forms) {
      expect(restore(form)).to.equal('+OK');
      expect(world.run('ZRANGE', 'k', '0', '-1')).to.deep.equal(['a', 'b']);
      expect(world.run('ZRANK', 'k', 'b')).to.equal(1);
      expect(world.run('OBJECT', 'ENCODING', 'k')).to.equal('listpack');
    }
  });

  it('reads hashes of all encodings, with life times of fields', () => {
    const deadline = world.now + 5000;
    const lives = [text('f'), text('v'), Buffer.from([0]), text('g'), text('w')];
    const forms: readonly (readonly [Buffer, number])[] = [
      [content(4, [2], text('f'), text('v'), text('g'), text('w')), -1],
      [content(13, text(ziplist('f', 'v', 'g', 'w'))), -1],
      [content(16, text(listpack('f', 'v', 'g', 'w'))), -1],
      [content(24, milliseconds(deadline), [2], [1], ...lives), 5000],
      [content(25, milliseconds(deadline), text(listpack('f', 'v', String(deadline), 'g', 'w', '0'))), 5000],
      [content(23, text(listpack('f', 'v', String(deadline), 'g', 'w', '0'))), 5000],
    ];
    for (const [form, left] of forms) {
      expect(restore(form)).to.equal('+OK');
      expect(world.run('HGETALL', 'k')).to.deep.equal(new MapReply(['f', 'v', 'g', 'w']));
      expect(world.run('HPTTL', 'k', 'FIELDS', '2', 'f', 'g')).to.deep.equal([left, -1]);
    }
  });

  it('DUMP keeps the life times of fields', () => {
    world.run('HSET', 'h', 'a', '1', 'b', '2', 'c', '3');
    world.run('HPEXPIRE', 'h', '9000', 'FIELDS', '1', 'a');
    world.run('HPEXPIRE', 'h', '7000', 'FIELDS', '1', 'b');
    expect(world.run('RESTORE', 'k', '0', world.run('DUMP', 'h') as string)).to.equal('+OK');
    expect(world.run('HPTTL', 'k', 'FIELDS', '3', 'a', 'b', 'c')).to.deep.equal([9000, 7000, -1]);
  });

  it('gives back what DUMP wrote, of every type', () => {
    world.run('SET', 'string', '12');
    world.run('RPUSH', 'list', 'a', '300', '');
    world.run('SADD', 'set', 'a', '-70000');
    world.run('HSET', 'hash', 'f', '5000000000', 'g', 'x'.repeat(20_000));
    world.run('ZADD', 'zset', '1', 'a', '-inf', 'b', '2.5', 'c');
    for (let i = 1; i < 300; i++)
      world.run('XADD', 'stream', `${i}-1`, 'f', String(i * 1000), 'g', 'v'.repeat(i));
    world.run('XADD', 'stream', '18446744073709551615-5', 'other', 'name');
    world.run('XDEL', 'stream', '7-1');
    world.run('XGROUP', 'CREATE', 'stream', 'g', '0');
    world.run('XREADGROUP', 'GROUP', 'g', 'c', 'COUNT', '5', 'STREAMS', 'stream', '>');
    for (const key of ['string', 'list', 'set', 'hash', 'zset', 'stream']) {
      const dumped = world.run('DUMP', key) as string;
      expect(world.run('RESTORE', 'k', '0', dumped, 'REPLACE'), key).to.equal('+OK');
      expect(world.run('DUMP', 'k'), key).to.equal(dumped);
    }
    expect(world.run('XRANGE', 'k', '-', '+')).to.deep.equal(world.run('XRANGE', 'stream', '-', '+'));
    expect(world.run('XPENDING', 'k', 'g')).to.deep.equal(world.run('XPENDING', 'stream', 'g'));
  });

  it('has the options of Redis, checked in its order', () => {
    const good = payload(content(0, [1], Buffer.from('x')));
    world.run('SET', 'k', 'old');
    expect(world.run('RESTORE', 'k', '-1', 'x')).to.equal('-BUSYKEY Target key name already exists.');
    expect(world.run('RESTORE', 'k', '-1', 'x', 'REPLACE')).to.equal('-ERR Invalid TTL value, must be >= 0');
    expect(world.run('RESTORE', 'k', '0', 'x', 'replace')).to.equal(BAD_FOOTER);
    expect(world.run('RESTORE', 'n', '0', good, 'IDLETIME', '-1')).to.match(/^-ERR Invalid IDLETIME/);
    expect(world.run('RESTORE', 'n', '0', good, 'FREQ', '256')).to.match(/^-ERR Invalid FREQ/);
    expect(world.run('RESTORE', 'n', '0', good, 'FREQ', '1', 'IDLETIME', '1')).to.equal('-ERR syntax error');
    expect(world.run('RESTORE', 'n', '5000', good, 'FREQ', '255')).to.equal('+OK');
    expect(world.run('PTTL', 'n')).to.equal(5000);
    expect(world.run('RESTORE', 'k', '1', good, 'REPLACE', 'ABSTTL')).to.equal('+OK');
    expect(world.run('EXISTS', 'k')).to.equal(0);
  });

  it('refuses a later version, a wrong checksum, and what is no value', () => {
    const good = content(0, [1], Buffer.from('x'));
    expect(world.run('RESTORE', 'n', '0', payload(good, 13))).to.equal(BAD_FOOTER);
    expect(world.run('RESTORE', 'n', '0', `${payload(good).slice(0, -1)}\0`)).to.equal(BAD_FOOTER);
    const bad = [
      content(0, [200]),
      content(1, [0]),
      content(2, [2], text('a'), text('a')),
      content(4, [1], text('f')),
      content(7, [1]),
      content(11, text(Buffer.from([3, 0, 0, 0, 0, 0, 0, 0]))),
      content(16, text(listpack('f', 'v', 'g'))),
      content(20, text(listpack('a', 'a'))),
      content(5, [1], text('a'), Buffer.from([0, 0, 0, 0, 0, 0, 0xf8, 0x7f])),
      content(1, [0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
    ];
    for (const form of bad) expect(restore(form), form.toString('hex')).to.equal(BAD);
  });

  it('answers every damaged payload, and never fails', () => {
    const random = new SeededRandom(5);
    world.run('RPUSH', 'list', ...Array.from({ length: 50 }, (_, i) => `e${i}`));
    world.run('HSET', 'hash', 'a', '1', 'b', 'x'.repeat(70));
    world.run('HEXPIRE', 'hash', '100', 'FIELDS', '1', 'a');
    world.run('SADD', 'set', '1', '2', '3');
    world.run('ZADD', 'zset', '1', 'a', '2.5', 'b');
    for (let i = 1; i < 20; i++) world.run('XADD', 'stream', `${i}-1`, 'f', String(i), 'g', 'v');
    world.run('XGROUP', 'CREATE', 'stream', 'g', '0');
    world.run('XREADGROUP', 'GROUP', 'g', 'c', 'COUNT', '5', 'STREAMS', 'stream', '>');
    const outcomes = new Set<unknown>();
    for (const key of ['list', 'hash', 'set', 'zset', 'stream']) {
      const whole = Buffer.from((world.run('DUMP', key) as string).slice(0, -10), 'latin1');
      for (let round = 0; round < 1500; round++) {
        const damaged = Buffer.from(
          whole.subarray(0, below(random, 8) === 0 ? below(random, whole.length) : undefined),
        );
        for (let edits = 1 + below(random, 3); edits > 0 && damaged.length > 0; edits--)
          damaged[below(random, damaged.length)] = below(random, 256);
        const reply = restore(damaged);
        expect(reply, damaged.toString('hex')).to.be.oneOf(['+OK', BAD]);
        if (reply === '+OK') expect(world.run('DUMP', 'k')).to.satisfy(isDump);
        outcomes.add(reply);
      }
    }
    expect(outcomes.size).to.equal(2);
  });
});
