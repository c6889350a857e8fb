import { expect } from 'chai';
import fc from 'fast-check';
import { List, type ListEnd } from '../../../../src/machine/values/list.js';
import { CHUNK_BYTES } from '../../../../src/machine/values/chunk.js';

/** A list and an array that must agree after every step. */
interface Pair {
  readonly list: List;
  readonly model: string[];
}

type Step = (pair: Pair) => void;

const end = fc.constantFrom<ListEnd>('left', 'right');
const element = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('a', 'b', 'c', '12', '-70000', '') },
  { weight: 1, arbitrary: fc.constantFrom('x'.repeat(5000), 'y'.repeat(CHUNK_BYTES + 1)) },
);
const within = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(end, fc.array(element, { maxLength: 200 })).map(
    ([where, elements]): Step =>
      ({ list, model }) => {
        for (const each of elements) {
          list.push(where, each);
          if (where === 'left') model.unshift(each);
          else model.push(each);
        }
      },
  ),
  fc.tuple(end, fc.nat(40)).map(
    ([where, count]): Step =>
      ({ list, model }) => {
        for (let left = count; left > 0; left--) {
          expect(list.pop(where)).to.equal(where === 'left' ? model.shift() : model.pop());
        }
      },
  ),
  fc.tuple(within, element, fc.nat(150)).map(
    ([where, each, count]): Step =>
      ({ list, model }) => {
        for (let left = count; left > 0; left--) {
          const at = Math.floor(where * (model.length + 1));
          list.insert(at, each);
          model.splice(at, 0, each);
        }
      },
  ),
  fc.tuple(within, element).map(
    ([where, each]): Step =>
      ({ list, model }) => {
        if (model.length === 0) return;
        const at = Math.floor(where * model.length);
        list.set(at, each);
        model[at] = each;
      },
  ),
  fc.tuple(within, within).map(
    ([where, part]): Step =>
      ({ list, model }) => {
        const start = Math.floor(where * (model.length + 1));
        const count = Math.floor((part / 2) * (model.length - start + 1));
        list.removeRange(start, count);
        model.splice(start, count);
      },
  ),
  fc.tuple(element, fc.nat(30), end).map(
    ([each, limit, from]): Step =>
      ({ list, model }) => {
        let removed = 0;
        while (removed < limit) {
          const at = from === 'left' ? model.indexOf(each) : model.lastIndexOf(each);
          if (at < 0) break;
          model.splice(at, 1);
          removed++;
        }
        expect(list.removeEqual(each, limit, from)).to.equal(removed);
      },
  ),
);

function agree({ list, model }: Pair): void {
  expect(list.length).to.equal(model.length);
  expect([...list]).to.deep.equal(model);
  expect(list.elementBytes).to.equal(model.reduce((sum, each) => sum + each.length, 0));
  expect(list.listpackBytes).to.equal(List.of(model).listpackBytes);
  const third = Math.floor(model.length / 3);
  const last = Math.min(2 * third, model.length - 1);
  expect(list.slice(third, last)).to.deep.equal(model.slice(third, last + 1));
  for (const at of [0, third, 2 * third, model.length - 1]) expect(list.get(at)).to.equal(model[at]);
}

describe('list', () => {
  it('agrees with an array whatever is done to both', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 30 }), all => {
        const pair = { list: new List(), model: [] };
        for (const step of all) {
          step(pair);
          agree(pair);
        }
      }),
      { seed: 7, numRuns: 150 },
    );
  });

  it('agrees with an array when it is so long that it has several runs', () => {
    const model = Array.from({ length: 200_000 }, (_, index) => `e${index}`);
    const list = List.of(model);
    let state = 1;
    for (let step = 0; step < 2000; step++) {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      const at = state % model.length;
      list.insert(at, 'new');
      model.splice(at, 0, 'new');
      expect(list.get((at * 7) % model.length)).to.equal(model[(at * 7) % model.length]);
    }
    // One place that grows until its run must be split.
    for (let step = 0; step < 70_000; step++) list.insert(100_000, 'same');
    model.splice(100_000, 0, ...Array.from({ length: 70_000 }, () => 'same'));
    agree({ list, model });
    expect(list.removeEqual('same', 69_999, 'right')).to.equal(69_999);
    model.splice(100_001, 69_999);
    agree({ list, model });
    list.removeRange(10, 150_000);
    model.splice(10, 150_000);
    agree({ list, model });
  });

  it('scans from both ends with indexes, and stops when told', () => {
    const list = List.of(Array.from({ length: 1000 }, (_, index) => String(index)));
    const seen: [string, number][] = [];
    list.scan('right', (each, index) => seen.push([each, index]) < 300);
    expect(seen).to.have.length(300);
    expect(seen[0]).to.deep.equal(['999', 999]);
    expect(seen[299]).to.deep.equal(['700', 700]);
    expect(list.indexOf('512')).to.equal(512);
    expect(list.indexOf('none')).to.equal(-1);
  });

  it('and its clone do not share anything', () => {
    const list = List.of(['a', 'b', 'c']);
    const clone = list.clone();
    clone.push('left', 'z');
    clone.set(1, 'y');
    list.pop('right');
    expect([...list]).to.deep.equal(['a', 'b']);
    expect([...clone]).to.deep.equal(['z', 'y', 'b', 'c']);
  });

  it('refuses indexes outside', () => {
    const list = List.of(['a']);
    expect(list.get(1)).to.equal(undefined);
    expect(list.get(-1)).to.equal(undefined);
    expect(() => list.set(1, 'x')).to.throw('an element is set');
    expect(() => list.insert(2, 'x')).to.throw('an element is inserted');
    expect(() => list.removeRange(0, 2)).to.throw('what is removed');
  });
});
