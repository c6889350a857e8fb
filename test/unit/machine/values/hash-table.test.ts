import { expect } from 'chai';
import fc from 'fast-check';
import { below, SeededRandom } from '../../../../src/base/random.js';
import type { Dictionary } from '../../../../src/machine/values/dictionary.js';
import { HashTable } from '../../../../src/machine/values/hash-table.js';
import { IntSet } from '../../../../src/machine/values/int-set.js';
import { OrderedMap } from '../../../../src/machine/values/ordered-map.js';

type Edit = readonly [kind: 'set' | 'delete' | 'clone', name: number];

/** Many edits of few keys, most of them sets, so that leaves split and merge. */
const edits = fc.array(
  fc.tuple(
    fc.constantFrom<Edit[0]>('set', 'set', 'set', 'delete', 'delete', 'clone'),
    fc.integer({ min: 0, max: 600 }),
  ),
  { maxLength: 1500 },
);

function listed<V>(dictionary: Dictionary<V>): [string, V][] {
  const found: [string, V][] = [];
  dictionary.forEach((key, value) => found.push([key, value]));
  return found;
}

function filled(from: number, to: number): HashTable<number> {
  const table = new HashTable<number>();
  for (let i = from; i < to; i++) table.set(`key ${i}`, i);
  return table;
}

/** Applies edits to a dictionary and to a plain map, and holds every clone against the map of its moment. */
function agree(
  dictionary: Dictionary<number>,
  list: readonly Edit[],
  order: (a: [string, number][]) => void,
): void {
  const model = new Map<string, number>();
  const clones: [Dictionary<number>, [string, number][]][] = [];
  list.forEach(([kind, name], step) => {
    const key = `key ${name}`;
    if (kind === 'set') {
      expect(dictionary.set(key, step)).to.equal(!model.has(key));
      model.set(key, step);
    } else if (kind === 'delete') {
      expect(dictionary.delete(key)).to.equal(model.delete(key));
    } else {
      clones.push([dictionary.clone(), [...model]]);
    }
    expect(dictionary.size).to.equal(model.size);
    expect(dictionary.get(key)).to.equal(model.get(key));
    expect(dictionary.has(key)).to.equal(model.has(key));
  });
  clones.push([dictionary, [...model]]);
  for (const [held, expected] of clones) {
    const found = listed(held);
    expect([...held.entries()]).to.deep.equal(found);
    expect(held.keysAt(found.map((_, rank) => rank))).to.deep.equal(found.map(([key]) => key));
    order(found);
    order(expected);
    expect(found).to.deep.equal(expected);
  }
}

const byKey = (entries: [string, number][]): void => void entries.sort();

describe('a hash table', () => {
  it('agrees with a plain map, and so do its clones, whatever is edited after them', () => {
    fc.assert(
      fc.property(edits, list => agree(new HashTable(), list, byKey)),
      { numRuns: 60 },
    );
  });

  it('has an order that depends on its content alone', () => {
    const grown = filled(0, 2000);
    const shrunk = filled(0, 20_000);
    for (let i = 2000; i < 20_000; i++) shrunk.delete(`key ${i}`);
    const backwards = new HashTable<number>();
    for (let i = 1999; i >= 0; i--) backwards.set(`key ${i}`, i);
    expect(listed(shrunk)).to.deep.equal(listed(grown));
    expect(listed(backwards)).to.deep.equal(listed(grown));
    for (let cursor = 0, step = 0; step === 0 || cursor !== 0; step++) {
      const pages = [grown, shrunk, backwards].map(table => {
        const keys: string[] = [];
        return { next: table.scan(cursor, 7, key => keys.push(key)), keys };
      });
      expect(pages[1]).to.deep.equal(pages[0]);
      expect(pages[2]).to.deep.equal(pages[0]);
      cursor = pages[0]!.next;
    }
  });

  it('shows a scan every key that is there all the time, however others come and go', () => {
    const random = new SeededRandom(3);
    for (let round = 0; round < 20; round++) {
      const table = filled(0, 500);
      const seen = new Set<string>();
      let cursor = 0;
      do {
        cursor = table.scan(cursor, 1 + below(random, 20), key => seen.add(key));
        const grows = round % 2 === 0;
        for (let i = 0; i < 40; i++) {
          const other = `key ${500 + below(random, 3000)}`;
          if (grows) table.set(other, i);
          else table.delete(`key ${300 + below(random, 200)}`);
        }
      } while (cursor !== 0);
      for (let i = 0; i < 300; i++) expect(seen.has(`key ${i}`)).to.equal(true);
    }
  });

  it('gives pages of about the length that was asked for, each entry once', () => {
    const table = filled(0, 10_000);
    const seen: string[] = [];
    let cursor = 0;
    let pages = 0;
    do {
      const before = seen.length;
      cursor = table.scan(cursor, 100, key => seen.push(key));
      expect(seen.length - before).to.be.at.most(103);
      pages++;
    } while (cursor !== 0);
    expect(pages).to.be.within(95, 100);
    expect(new Set(seen).size).to.equal(10_000);
    expect(seen.length).to.equal(10_000);
    expect(table.scan(2 ** 31, 10, () => expect.fail('nothing is behind the last hash'))).to.equal(0);
    expect(table.scan(2 ** 64, 10, () => expect.fail('nothing is behind the last hash'))).to.equal(0);
  });

  it('finds the key of every rank', () => {
    const table = filled(0, 3000);
    expect(listed(table).map((_, rank) => table.keyAt(rank))).to.deep.equal(
      listed(table).map(([key]) => key),
    );
    expect(() => table.keyAt(3000)).to.throw('within');
  });
});

describe('a dictionary in order of insertion', () => {
  it('agrees with a plain map in order too, and so do its clones', () => {
    fc.assert(
      fc.property(edits, list => agree(new OrderedMap(), list, () => undefined)),
      { numRuns: 60 },
    );
  });

  it('gives everything in one page', () => {
    const map = new OrderedMap<number>();
    for (let i = 0; i < 300; i++) map.set(`key ${i}`, i);
    let count = 0;
    expect(map.scan(0, 10, () => count++)).to.equal(0);
    expect(count).to.equal(300);
  });
});

describe('a set of integers', () => {
  const keyOf = (name: number): string =>
    String(name % 5 === 0 ? BigInt(name - 300) * 30_000_000_000_000_000n : name - 300);

  it('agrees with a plain set in numeric order, and so do its clones', () => {
    const byValue = (a: string, b: string): number => (BigInt(a) < BigInt(b) ? -1 : 1);
    fc.assert(
      fc.property(edits, list => {
        const set = new IntSet();
        const model = new Set<string>();
        const clones: [IntSet, string[]][] = [];
        for (const [kind, name] of list) {
          const key = keyOf(name);
          if (kind === 'clone') clones.push([set.clone(), [...model]]);
          else if (kind === 'delete') expect(set.delete(key)).to.equal(model.delete(key));
          else {
            expect(set.set(key)).to.equal(!model.has(key));
            model.add(key);
          }
          expect([set.size, set.has(key)]).to.deep.equal([model.size, model.has(key)]);
        }
        clones.push([set, [...model]]);
        for (const [held, expected] of clones) {
          const members = Array.from(held.entries(), ([member]) => member);
          expect(members).to.deep.equal(expected.toSorted(byValue));
          expect(held.keysAt(members.map((_, rank) => rank))).to.deep.equal(members);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never holds what is no integer', () => {
    const set = new IntSet();
    set.set('1');
    for (const text of ['01', '', 'x', '1.0', '9223372036854775808']) {
      expect(set.has(text)).to.equal(false);
      expect(set.delete(text)).to.equal(false);
      expect(() => set.set(text)).to.throw('integers only');
    }
  });
});
