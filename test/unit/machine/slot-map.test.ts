import { expect } from 'chai';
import fc from 'fast-check';
import { SLOT_COUNT } from '../../../src/base/hash-slot.js';
import { below, SeededRandom } from '../../../src/base/random.js';
import { SlotMap } from '../../../src/machine/slot-map.js';

/** All keys of a walk, with their positions. */
function walked<V>(map: SlotMap<V>, from = 0): { key: string; value: V; position: number }[] {
  const found: { key: string; value: V; position: number }[] = [];
  map.walk(from, (key, value, position) => {
    found.push({ key, value, position });
    return true;
  });
  return found;
}

/** A map with `count` keys in one slot, which splits many times, and a few in others. */
function crowded(count: number): SlotMap<number> {
  const map = new SlotMap<number>();
  for (let i = 0; i < count; i++) map.set(i % 50 === 0 ? i % SLOT_COUNT : 77, `key ${i}`, i);
  return map;
}

describe('a map by hash slot', () => {
  it('agrees with a plain map while slots split and merge', () => {
    const random = new SeededRandom(5);
    const map = new SlotMap<number>();
    const model = new Map<string, number>();
    // Grows to thousands of keys in three slots, then shrinks to none, twice.
    for (let step = 0; step < 60_000; step++) {
      const name = below(random, 4000);
      const key = `k${name}`;
      const grows = step % 30_000 < 15_000;
      if (below(random, 10) < (grows ? 8 : 1)) {
        map.set(name % 3, key, step);
        model.set(key, step);
      } else {
        expect(map.delete(name % 3, key)).to.equal(model.delete(key));
      }
      expect(map.size).to.equal(model.size);
      if (step % 5000 === 0) {
        const sorted = (entries: [string, number][]): [string, number][] => entries.sort();
        const all = walked(map).map(({ key: k, value }) => [k, value] as [string, number]);
        expect(sorted(all)).to.deep.equal(sorted([...model]));
        for (const [k, value] of model) expect(map.get(Number(k.slice(1)) % 3, k)).to.equal(value);
      }
    }
  });

  it('walks in order of slot and hash, from any position', () => {
    const map = crowded(3000);
    const all = walked(map);
    expect(all.length).to.equal(3000);
    for (let i = 1; i < all.length; i++) expect(all[i]!.position).to.be.at.least(all[i - 1]!.position);
    expect(all.at(-1)!.position).to.be.below(2 ** 46);
    for (const at of [0, 1, 7, 1500, 2900, 2999]) {
      const from = all[at]!.position;
      expect(walked(map, from)).to.deep.equal(all.filter(({ position }) => position >= from));
      expect(walked(map, from + 1)).to.deep.equal(all.filter(({ position }) => position > from));
    }
    expect(walked(map, 2 ** 63)).to.deep.equal([]);
  });

  it('walks the same way whatever happened before', () => {
    const grown = crowded(2000);
    const shrunk = crowded(9000);
    for (let i = 8999; i >= 2000; i--) shrunk.delete(i % 50 === 0 ? i % SLOT_COUNT : 77, `key ${i}`);
    expect(walked(shrunk)).to.deep.equal(walked(grown));
    const picks = (map: SlotMap<number>): (string | undefined)[] => {
      const random = new SeededRandom(9);
      return Array.from({ length: 300 }, () => map.random(random));
    };
    expect(picks(shrunk)).to.deep.equal(picks(grown));
  });

  it('stops when the visitor says so, and asks which keys are wanted', () => {
    const map = crowded(1000);
    let visited = 0;
    map.walk(0, () => ++visited < 5);
    expect(visited).to.equal(5);
    const wanted: string[] = [];
    map.walk(
      0,
      key => wanted.push(key) > 0,
      key => key.endsWith('99'),
    );
    expect(wanted.length).to.equal(10);
  });

  it('picks every key about equally often', () => {
    const map = crowded(600);
    const random = new SeededRandom(3);
    const counts = new Map<string, number>();
    for (let i = 0; i < 60_000; i++) {
      const key = map.random(random)!;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).to.equal(600);
    // 100 expected for each, with a standard deviation of 10.
    for (const count of counts.values()) expect(count).to.be.within(45, 160);
    expect(new SlotMap<number>().random(random)).to.equal(undefined);
  });

  it('holds any keys in any slot', () => {
    const entry = fc.record({
      slot: fc.nat(SLOT_COUNT - 1),
      key: fc.string({ unit: fc.integer({ min: 0, max: 255 }).map(byte => String.fromCharCode(byte)) }),
    });
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ({ key }) => key }), entries => {
        const map = new SlotMap<string>();
        for (const { slot, key } of entries) map.set(slot, key, key);
        expect(
          walked(map)
            .map(({ key }) => key)
            .sort(),
        ).to.deep.equal(entries.map(({ key }) => key).sort());
        for (const { slot, key } of entries) expect(map.delete(slot, key)).to.equal(true);
        expect(map.size).to.equal(0);
        expect(walked(map)).to.deep.equal([]);
      }),
      { seed: 2, numRuns: 100 },
    );
  });
});
