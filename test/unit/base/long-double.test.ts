import { expect } from 'chai';
import { addLongDoubles, formatLongDouble, parseLongDouble, ZERO } from '../../../src/base/long-double.js';

/** What INCRBYFLOAT would answer. */
function sum(left: string, right: string): string {
  const [a, b] = [parseLongDouble(left), parseLongDouble(right)];
  if (a === undefined || a === 'infinite' || b === undefined || b === 'infinite')
    throw new Error('not finite');
  const total = addLongDoubles(a, b);
  return total === 'infinite' ? total : formatLongDouble(total);
}

describe('80-bit floating point', () => {
  const sums: [left: string, right: string, sum: string][] = [
    ['10.50', '0.1', '10.6'],
    ['5.0e3', '2.0e2', '5200'],
    ['0.1', '0.2', '0.3'],
    ['3', '-3', '0'],
    ['-0.0', '-0', '0'],
    ['1', '-1.00000000000000001', '-0.00000000000000001'],
    ['9007199254740993', '0', '9007199254740993'],
    ['18446744073709551615', '0', '18446744073709551615'],
    // From here on the last bit is worth more than 1: ties go to even.
    ['18446744073709551616', '1', '18446744073709551616'],
    ['18446744073709551616', '3', '18446744073709551620'],
    ['0x1p64', '0x1p-1', '18446744073709551616'],
    ['0.0000000000000000051', '0', '0.00000000000000001'],
    ['0.0000000000000000049', '0', '0'],
    ['1e20', '0.5', '100000000000000000000'],
    ['0x.8', '0x1.8p1', '3.5'],
    ['-1e-4950', '0', '0'],
  ];
  for (const [left, right, expected] of sums) {
    it(`adds ${left} and ${right}`, () => expect(sum(left, right)).to.equal(expected));
  }

  it('prints the largest number in full and notices when it is left', () => {
    const largest = '0x1.fffffffffffffffep16383';
    expect(sum(largest, '0')).to.have.length(4933);
    expect(sum(largest, largest)).to.equal('infinite');
  });

  it('keeps the smallest number apart from zero', () => {
    const smallest = parseLongDouble('3.6451995318824746025e-4951');
    expect(smallest).to.deep.equal({ mantissa: 1n, exponent: -16445 });
    expect(parseLongDouble('1e-4951')).to.equal(undefined);
  });

  it('takes infinity as a number of its own', () => {
    expect(parseLongDouble('inf')).to.equal('infinite');
    expect(parseLongDouble('-Infinity')).to.equal('infinite');
  });

  it('takes any zero, however large its exponent', () => {
    expect(parseLongDouble('0.000e999999999999')).to.equal(ZERO);
  });

  for (const text of [
    '',
    ' 1',
    '1 ',
    'nan',
    '.',
    '1e',
    '0x',
    '0x1p',
    '1e4933',
    '1e99999999999',
    '1e-99999999999',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => expect(parseLongDouble(text)).to.equal(undefined));
  }

  it('refuses what does not fit into the buffer that Redis reads numbers into', () => {
    expect(parseLongDouble('0'.repeat(5119))).to.equal(ZERO);
    expect(parseLongDouble('0'.repeat(5120))).to.equal(undefined);
  });
});
