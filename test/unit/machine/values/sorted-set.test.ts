import { expect } from 'chai';
import fc from 'fast-check';
import { SortedSet } from '../../../../src/machine/values/sorted-set.js';
import { SortedSetBuilder } from '../../../../src/machine/values/sorted-set-builder.js';
import type { FrozenSortedSet } from '../../../../src/machine/values/frozen-sorted-set.js';

function pairsOf(set: SortedSet): [string, number][] {
  const pairs: [string, number][] = [];
  set.forEach(0, set.size, (member, score) => void pairs.push([member, score]));
  return pairs;
}

function builtOf(frozen: FrozenSortedSet): SortedSet {
  const builder = new SortedSetBuilder();
  for (const piece of frozen.pieces()) builder.add(piece);
  return builder.finish();
}

const piecesOf = (set: SortedSet): string[] =>
  [...set.freeze().pieces()].map(piece => Buffer.from(piece).toString('latin1'));

function sorted(model: ReadonlyMap<string, number>): [string, number][] {
  return [...model].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
}

/** Never `first`, which keeps the set from being empty. */
const member = fc.string({ maxLength: 2 });
const score = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true }));
type Edit = readonly ['set' | 'delete' | 'freeze' | 'clone', string, number];
const edit: fc.Arbitrary<Edit> = fc.tuple(
  fc.constantFrom('set', 'set', 'set', 'delete', 'freeze', 'clone'),
  member,
  score,
);

describe('sorted set', () => {
  it('agrees with a map, and frozen views and clones keep what they were, round trips included', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 400 }), edits => {
        const set = new SortedSet();
        set.isSkiplist = true;
        const model = new Map<string, number>();
        const kept: [() => SortedSet, [string, number][]][] = [];
        set.set('first', 0);
        model.set('first', 0);
        for (const [what, name, value] of edits) {
          if (what === 'set') {
            set.set(name, value);
            model.set(name, value);
          } else if (what === 'delete') {
            expect(set.delete(name)).to.equal(model.delete(name));
          } else if (what === 'freeze') {
            const frozen = set.freeze();
            kept.push([() => builtOf(frozen), sorted(model)]);
          } else {
            const clone = set.clone();
            kept.push([() => clone, sorted(model)]);
          }
        }
        expect(pairsOf(set)).to.deep.equal(sorted(model));
        for (const [index, [name, value]] of sorted(model).entries()) {
          expect(set.rank(name)).to.equal(index);
          expect(set.score(name)).to.equal(value);
        }
        for (const [view, pairs] of kept) expect(pairsOf(view())).to.deep.equal(pairs);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('has pieces that depend on its content alone, and restores all that is seen', () => {
    const names = Array.from({ length: 3000 }, (_, index) => `m${(index * 7919) % 3000}`);
    const grown = new SortedSet();
    for (const name of names) grown.set(name, name.length);
    for (const name of names) grown.set(name, Number(name.slice(1)) / 3);
    const rebuilt = builtOf(grown.freeze());
    expect(piecesOf(rebuilt)).to.deep.equal(piecesOf(grown));
    expect(rebuilt.encoding).to.equal('listpack');
    grown.isSkiplist = true;
    grown.set('x'.repeat(40_000), Infinity);
    grown.set('zero', -0);
    const again = builtOf(grown.freeze());
    expect(pairsOf(again)).to.deep.equal(pairsOf(grown));
    expect(Object.is(again.score('zero'), -0)).to.equal(true);
    expect(again.encoding).to.equal('skiplist');
    for (const piece of piecesOf(again)) expect(piece.length).to.be.below(33_000);
  });

  it('is a listpack up to its limits, then a skiplist for ever', () => {
    const limits = { entries: 2, value: 3 };
    const set = new SortedSet();
    for (const name of ['a', 'b']) {
      set.expect(name, limits);
      set.set(name, -0);
    }
    expect(Object.is(set.score('a'), 0)).to.equal(true);
    expect(set.encoding).to.equal('listpack');
    set.expect('c', limits);
    set.set('c', -0);
    expect(Object.is(set.score('c'), -0)).to.equal(true);
    set.delete('c');
    expect(set.encoding).to.equal('skiplist');
    const long = new SortedSet();
    long.expect('long', limits);
    expect(long.encoding).to.equal('skiplist');
  });

  it('is walked from cursor to cursor while scores change', () => {
    const set = new SortedSet();
    for (let at = 0; at < 5000; at++) set.set(`m${at}`, at);
    const seen = new Set<string>();
    let calls = 0;
    for (let cursor = -1; cursor !== 0; calls++) {
      cursor = set.scan(Math.max(cursor, 0), 10, name => seen.add(name));
      set.set(`m${calls}`, -calls);
    }
    expect(seen.size).to.equal(5000);
    expect(calls).to.be.within(300, 500);
  });
});
