import { expect } from 'chai';
import { AssertionError } from '../../../src/base/assert.js';
import { formatDouble } from '../../../src/resp/double.js';
import { encodeReply, ReplyEncoder } from '../../../src/resp/encoder.js';
import {
  BLOCKED,
  Decimal,
  Double,
  ErrorReply,
  KeyedReply,
  MapReply,
  NO_REPLY,
  NULL_ARRAY,
  OK,
  PairsReply,
  PONG,
  Push,
  type Reply,
  SetReply,
  Verbatim,
} from '../../../src/resp/reply.js';

describe('ReplyEncoder', () => {
  const table: [name: string, reply: Reply, resp2: string, resp3: string][] = [
    ['OK', OK, '+OK\r\n', '+OK\r\n'],
    ['a status', PONG, '+PONG\r\n', '+PONG\r\n'],
    ['a bulk', 'a\r\n\xff', '$4\r\na\r\n\xff\r\n', '$4\r\na\r\n\xff\r\n'],
    ['an empty bulk', '', '$0\r\n\r\n', '$0\r\n\r\n'],
    ['an integer', -42, ':-42\r\n', ':-42\r\n'],
    ['a large integer', Number.MAX_SAFE_INTEGER, ':9007199254740991\r\n', ':9007199254740991\r\n'],
    ['a 64 bit integer', -(2n ** 63n), ':-9223372036854775808\r\n', ':-9223372036854775808\r\n'],
    ['a big number', 2n ** 63n, '$19\r\n9223372036854775808\r\n', '(9223372036854775808\r\n'],
    ['true', true, ':1\r\n', '#t\r\n'],
    ['false', false, ':0\r\n', '#f\r\n'],
    ['null', null, '$-1\r\n', '_\r\n'],
    ['the null array', NULL_ARRAY, '*-1\r\n', '_\r\n'],
    ['an error, on one line', new ErrorReply('ERR a\r\nb'), '-ERR a  b\r\n', '-ERR a  b\r\n'],
    ['an error whose text ends with line ends', new ErrorReply('ERR a\n\r\n'), '-ERR a\r\n', '-ERR a\r\n'],
    ['a double', new Double(0.1), '$19\r\n0.10000000000000001\r\n', ',0.10000000000000001\r\n'],
    ['infinity', new Double(-Infinity), '$4\r\n-inf\r\n', ',-inf\r\n'],
    [
      'an array',
      [1, ['a', null], []],
      '*3\r\n:1\r\n*2\r\n$1\r\na\r\n$-1\r\n*0\r\n',
      '*3\r\n:1\r\n*2\r\n$1\r\na\r\n_\r\n*0\r\n',
    ],
    [
      'a map',
      new MapReply(['a', 1, 'b', 2]),
      '*4\r\n$1\r\na\r\n:1\r\n$1\r\nb\r\n:2\r\n',
      '%2\r\n$1\r\na\r\n:1\r\n$1\r\nb\r\n:2\r\n',
    ],
    ['a number as text', new Decimal('2.5'), '$3\r\n2.5\r\n', ',2.5\r\n'],
    [
      'pairs in order',
      new PairsReply(['a', new Double(1), 'b', new Double(2)]),
      '*4\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n$1\r\n2\r\n',
      '*2\r\n*2\r\n$1\r\na\r\n,1\r\n*2\r\n$1\r\nb\r\n,2\r\n',
    ],
    [
      'pairs by key',
      new KeyedReply(['a', [1], 'b', []]),
      '*2\r\n*2\r\n$1\r\na\r\n*1\r\n:1\r\n*2\r\n$1\r\nb\r\n*0\r\n',
      '%2\r\n$1\r\na\r\n*1\r\n:1\r\n$1\r\nb\r\n*0\r\n',
    ],
    ['no pairs', new PairsReply([]), '*0\r\n', '*0\r\n'],
    ['a set', new SetReply(['a']), '*1\r\n$1\r\na\r\n', '~1\r\n$1\r\na\r\n'],
    [
      'a push',
      new Push(['invalidate', null]),
      '*2\r\n$10\r\ninvalidate\r\n$-1\r\n',
      '>2\r\n$10\r\ninvalidate\r\n_\r\n',
    ],
    ['verbatim text', new Verbatim('txt', 'hello'), '$5\r\nhello\r\n', '=9\r\ntxt:hello\r\n'],
    ['no reply', NO_REPLY, '', ''],
  ];
  for (const [name, reply, resp2, resp3] of table) {
    it(name, () => {
      expect(encodeReply(reply, 2)).to.equal(resp2);
      expect(encodeReply(reply, 3)).to.equal(resp3);
    });
  }

  it('refuses what is not a final reply', () => {
    expect(() => encodeReply(BLOCKED, 2)).to.throw(AssertionError);
  });

  it('counts what was not taken yet', () => {
    const encoder = new ReplyEncoder();
    encoder.add('x'.repeat(100_000), 2);
    encoder.add(1, 2);
    expect(encoder.bytes).to.equal('$100000\r\n\r\n:1\r\n'.length + 100_000);
    expect(encoder.take().join('')).to.have.length('$100000\r\n\r\n:1\r\n'.length + 100_000);
    expect(encoder.bytes).to.equal(0);
    expect(encoder.take()).to.deep.equal([]);
  });

  it('survives a reply above the longest string', () => {
    const encoder = new ReplyEncoder();
    const part = 'x'.repeat(60_000);
    const count = 10_000; // 600 MB, of one string in memory
    encoder.add(new Array<string>(count).fill(part), 2);
    const expected = '*10000\r\n'.length + count * (part.length + '$60000\r\n\r\n'.length);
    const parts = encoder.take();
    expect(parts.reduce((sum, text) => sum + text.length, 0)).to.equal(expected);
    expect(Math.max(...parts.map(text => text.length))).to.be.below(2 << 20);
  });
});

describe('formatDouble', () => {
  // As printf("%.17g") of C prints them.
  const table: [number, string][] = [
    [0, '0'],
    [-0, '-0'],
    [1, '1'],
    [-3, '-3'],
    [7103280232656895, '7103280232656895'],
    [2 ** 53, '9007199254740992'],
    [99999999999999984, '99999999999999984'],
    [1e17, '1e+17'],
    [123456789012345680000, '1.2345678901234568e+20'],
    [0.1, '0.10000000000000001'],
    [-1.5, '-1.5'],
    [3.14, '3.1400000000000001'],
    [1234.5678, '1234.5678'],
    [0.0001, '0.0001'],
    [0.00012345, '0.00012344999999999999'],
    [0.00001, '1.0000000000000001e-05'],
    [1e-7, '9.9999999999999995e-08'],
    [5e-324, '4.9406564584124654e-324'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [1e15 + 0.25, '1000000000000000.2'],
    [1e15 + 0.75, '1000000000000000.8'],
    [-1e15 - 0.25, '-1000000000000000.2'],
    [Infinity, 'inf'],
    [-Infinity, '-inf'],
    [NaN, 'nan'],
  ];
  for (const [value, text] of table) {
    it(text, () => {
      expect(formatDouble(value)).to.equal(text);
    });
  }
});
