import { expect } from 'chai';
import { List } from '../../../../src/machine/values/list.js';
import { afterShrink, beforeGrowth, listEncoding } from '../../../../src/machine/values/list-encoding.js';
import { listpackEntryBytes } from '../../../../src/machine/values/listpack.js';

function push(list: List, limit: number, element: string): void {
  beforeGrowth(list, limit, [element]);
  list.push('right', element);
}

describe('list encoding', () => {
  it('counts what a listpack would need for each kind of element', () => {
    const sizes: [string, number][] = [
      ['0', 2],
      ['127', 2],
      ['128', 3],
      ['-1', 3],
      ['-4096', 3],
      ['4096', 4],
      ['32768', 5],
      ['8388608', 6],
      ['2147483648', 10],
      ['-9223372036854775808', 10],
      ['9223372036854775807', 10],
      ['9223372036854775808', 21],
      ['007', 5],
      ['-0', 4],
      ['-', 3],
      ['', 2],
      ['x'.repeat(63), 65],
      ['x'.repeat(64), 67],
      ['x'.repeat(126), 130],
      ['x'.repeat(4096), 4103],
      ['x'.repeat(20_000), 20_008],
    ];
    for (const [element, bytes] of sizes)
      expect(listpackEntryBytes(element), element.slice(0, 30)).to.equal(bytes);
  });

  it('turns into a quicklist above the limit, and back at half of it', () => {
    const list = new List();
    while (listEncoding(list) === 'listpack') push(list, -2, 'x'.repeat(98));
    expect(list.length).to.equal(82);
    while (listEncoding(list) === 'quicklist') {
      list.pop('left');
      afterShrink(list, -2);
    }
    expect(list.listpackBytes).to.be.within(3990, 4096);
  });

  it('takes limits by number of elements too', () => {
    const list = new List();
    for (let element = 0; element < 10; element++) push(list, 10, 'x');
    expect(listEncoding(list)).to.equal('listpack');
    push(list, 10, 'x');
    expect(listEncoding(list)).to.equal('quicklist');
    list.removeRange(0, 5);
    afterShrink(list, 10);
    expect(listEncoding(list)).to.equal('quicklist');
    list.pop('left');
    afterShrink(list, 10);
    expect(listEncoding(list)).to.equal('listpack');
  });
});
