import { expect } from 'chai';
import fc from 'fast-check';
import { type Entry, ScoreTree } from '../../../../src/machine/values/score-tree.js';

/** A tree, an array that must agree with it after every step, and views that later steps must leave alone. */
interface Pair {
  readonly tree: ScoreTree;
  readonly model: Entry[];
  readonly kept: { tree: ScoreTree; model: Entry[] }[];
}

type Step = (pair: Pair) => void;

const before = (a: Entry, b: Entry): boolean =>
  a.score < b.score || (a.score === b.score && a.member < b.member);

function insert({ tree, model }: Pair, entry: Entry): void {
  const rank = model.filter(each => before(each, entry)).length;
  if (model[rank]?.score === entry.score && model[rank]?.member === entry.member) return;
  tree.insert(entry.score, entry.member);
  model.splice(rank, 0, entry);
}

function entriesOf(tree: ScoreTree, from = 0, to = tree.size): Entry[] {
  const entries: Entry[] = [];
  tree.forEach(from, to, (member, score) => void entries.push({ score, member }));
  return entries;
}

const score = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(-Infinity, Infinity, 0.5, -1e300, 5e-324),
  fc.integer({ min: 0, max: 5000 }),
);
const member = fc.oneof(fc.constantFrom('', 'a', 'b', 'aa', '\xff', '\x00'), fc.string({ maxLength: 3 }));
const within = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.array(fc.record({ score, member }), { maxLength: 300 }).map(
    (entries): Step =>
      pair =>
        entries.forEach(entry => insert(pair, entry)),
  ),
  // Rising and falling scores, as times are.
  fc.tuple(fc.integer({ min: 1, max: 700 }), fc.constantFrom(1, -1), fc.nat(6000)).map(
    ([count, step, from]): Step =>
      pair => {
        for (let at = 0; at < count; at++) insert(pair, { score: from + step * at, member: 'm' });
      },
  ),
  fc.tuple(within, within).map(
    ([where, part]): Step =>
      ({ tree, model }) => {
        const from = Math.floor(where * (model.length + 1));
        const to = from + Math.floor(part * part * (model.length - from + 1));
        tree.removeRange(from, to);
        model.splice(from, to - from);
      },
  ),
  fc.tuple(within, fc.nat(300)).map(
    ([where, count]): Step =>
      ({ tree, model }) => {
        for (let left = count; left > 0 && model.length > 0; left--) {
          const [entry] = model.splice(Math.floor(where * model.length), 1) as [Entry];
          tree.delete(entry.score, entry.member);
        }
      },
  ),
  fc.constant<Step>(({ tree, model, kept }) => kept.push({ tree: tree.share(), model: model.slice() })),
);

function agree({ tree, model, kept }: Pair): void {
  expect(tree.size).to.equal(model.length);
  expect(entriesOf(tree)).to.deep.equal(model);
  const third = Math.floor(model.length / 3);
  expect(entriesOf(tree, third, 2 * third)).to.deep.equal(model.slice(third, 2 * third));
  const back: string[] = [];
  tree.forEachBack(third, 2 * third, each => void back.push(each));
  expect(back).to.deep.equal(
    model
      .slice(third, 2 * third)
      .map(each => each.member)
      .reverse(),
  );
  for (const rank of [0, third, model.length - 1]) {
    const entry = model[rank];
    if (entry === undefined) continue;
    expect(tree.at(rank)).to.deep.equal(entry);
    expect(tree.rankOf(entry.score, entry.member)).to.equal(rank);
    expect(tree.rankOf(entry.score, `${entry.member}\x00`)).to.equal(rank + 1);
    const lower = model.filter(each => each.score < entry.score).length;
    const equal = model.filter(each => each.score === entry.score).length;
    expect(tree.countBelow(entry.score, false)).to.equal(lower);
    expect(tree.countBelow(entry.score, true)).to.equal(lower + equal);
  }
  for (const view of kept) expect(entriesOf(view.tree)).to.deep.equal(view.model);
}

describe('score tree', () => {
  it('agrees with a sorted array whatever is done to both, and its copies stay as they were', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 20 }), all => {
        const pair: Pair = { tree: new ScoreTree(), model: [], kept: [] };
        for (const step of all) {
          step(pair);
          agree(pair);
        }
      }),
      { seed: 11, numRuns: 120 },
    );
  });

  it('agrees with a sorted array when it is deep, through growth, cuts and decay', () => {
    const pair: Pair = { tree: new ScoreTree(), model: [], kept: [] };
    const { tree, model, kept } = pair;
    const count = 60_000;
    for (let at = 0; at < count; at++) {
      const score = (at * 7919) % count;
      tree.insert(score, 'm');
      model[score] = { score, member: 'm' };
    }
    agree(pair);
    kept.push({ tree: tree.share(), model: model.slice() });
    for (const [from, to] of [
      [100, 20_000],
      [5, 6],
      [1, 200],
      [15_000, 38_000],
    ] as const) {
      tree.removeRange(from, to);
      model.splice(from, to - from);
      agree(pair);
    }
    for (let left = model.length, at = 0; left > 10; left--, at += 7919) {
      const rank = at % left;
      tree.removeRange(rank, rank + 1);
      model.splice(rank, 1);
    }
    agree(pair);
    for (let at = 0; at < 1000; at++) insert(pair, { score: -at, member: 'n' });
    agree(pair);
  });

  it('ends a walk when told, both ways', () => {
    const tree = new ScoreTree();
    for (let at = 0; at < 1000; at++) tree.insert(at, 'm');
    const seen: number[] = [];
    tree.forEach(10, 1000, (_, each) => seen.push(each) < 300);
    expect([seen.length, seen[0], seen[299]]).to.deep.equal([300, 10, 309]);
    tree.forEachBack(10, 500, (_, each) => seen.push(each) < 600);
    expect([seen.length, seen[300], seen[599]]).to.deep.equal([600, 499, 200]);
  });

  it('refuses ranks outside', () => {
    const tree = new ScoreTree();
    expect(() => tree.at(0)).to.throw('the rank');
    expect(() => tree.removeRange(0, 1)).to.throw('what is removed');
  });
});
