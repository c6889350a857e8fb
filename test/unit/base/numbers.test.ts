import { expect } from 'chai';
import {
  addInt64,
  INT64_MAX,
  INT64_MIN,
  narrow,
  parseDouble,
  parseInt64,
} from '../../../src/base/numbers.js';

describe('64-bit integers', () => {
  it('are read when they are written as Redis writes them', () => {
    expect(parseInt64('0')).to.equal(0);
    expect(parseInt64('-1')).to.equal(-1);
    expect(parseInt64('999999999999999')).to.equal(999_999_999_999_999);
    expect(parseInt64('1000000000000000')).to.equal(1_000_000_000_000_000);
    expect(parseInt64('-9007199254740991')).to.equal(Number.MIN_SAFE_INTEGER);
  });

  it('are bigints from where a number would lose a digit', () => {
    expect(parseInt64('9007199254740992')).to.equal(9_007_199_254_740_992n);
    expect(parseInt64('9223372036854775807')).to.equal(INT64_MAX);
    expect(parseInt64('-9223372036854775808')).to.equal(INT64_MIN);
  });

  for (const text of [
    ...['', '-', '+1', '-0', '00', '007', ' 1', '1 ', '1.0', '1e3', '0x10', '1a', '\x001'],
    ...['9223372036854775808', '-9223372036854775809', '18446744073709551615', '99999999999999999999'],
    ...['100000000000000000000', '-00000000000000000001'],
  ]) {
    it(`are not what ${JSON.stringify(text)} says`, () => expect(parseInt64(text)).to.equal(undefined));
  }

  it('print again as they were read', () => {
    for (const text of ['0', '-7', '9007199254740993', '-9223372036854775808']) {
      expect(String(parseInt64(text))).to.equal(text);
    }
  });

  it('add up within 64 bits', () => {
    expect(addInt64(1, 2)).to.equal(3);
    expect(addInt64(Number.MAX_SAFE_INTEGER, 1)).to.equal(9_007_199_254_740_992n);
    expect(addInt64(9_007_199_254_740_992n, -1)).to.equal(Number.MAX_SAFE_INTEGER);
    expect(addInt64(INT64_MAX, 0)).to.equal(INT64_MAX);
    expect(addInt64(INT64_MAX, 1)).to.equal(undefined);
    expect(addInt64(INT64_MIN, -1)).to.equal(undefined);
    expect(addInt64(INT64_MAX, INT64_MIN)).to.equal(-1);
  });

  it('are numbers while they are safe', () => {
    expect(narrow(5n)).to.equal(5);
    expect(narrow(-(2n ** 53n))).to.equal(-(2n ** 53n));
  });
});

describe('doubles', () => {
  const read: [text: string, value: number][] = [
    ['0', 0],
    ['-1.5', -1.5],
    ['+3', 3],
    ['.5', 0.5],
    ['1.', 1],
    ['1e3', 1000],
    ['1E-2', 0.01],
    ['0e999', 0],
    ['5e-324', 5e-324],
    ['inf', Infinity],
    ['-INFINITY', -Infinity],
    ['0x10', 16],
    ['-0x1.8p1', -3],
    ['0X.8', 0.5],
    ['0x1p-1074', 5e-324],
    ['0x0p0', 0],
  ];
  for (const [text, value] of read) {
    it(`reads ${text} as strtod does`, () => expect(parseDouble(text)).to.equal(value));
  }

  for (const text of [
    ...['', ' 1', '1 ', 'nan', '1e', '.', '-', '1e+', '0x', '0x1p', 'infi', '1_0', '1,5', '--1'],
    ...['1e400', '-1e400', '1e-400', '0x1p1024', '0x1p-1080', '0x1p99999999999'],
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => expect(parseDouble(text)).to.equal(undefined));
  }
});
