import { expect } from 'chai';
import fc from 'fast-check';
import {
  compareIds,
  idAfter,
  MAX_ID,
  type StreamId,
  ZERO_ID,
} from '../../../../../src/machine/values/stream/id.js';
import type { Entry } from '../../../../../src/machine/values/stream/node.js';
import { StreamBuilder } from '../../../../../src/machine/values/stream/stream-builder.js';
import { Stream } from '../../../../../src/machine/values/stream/stream.js';

/** A stream, the entries that it must hold after every step, and views that later steps must leave alone. */
interface Pair {
  readonly stream: Stream;
  model: Entry[];
  readonly kept: { pieces: () => string[]; were: string[] }[];
}

type Step = (pair: Pair) => void;

const LIMITS = { entries: 10, bytes: 1000 };
const id = fc.record({ ms: fc.nat(60), seq: fc.nat(3) });
const fields = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(['f', 'v'], ['f', '12'], ['f', 'v', 'g', '-70000']) },
  { weight: 1, arbitrary: fc.constantFrom(['x', 'y'.repeat(600)], ['x', 'z'.repeat(20_000)]) },
);

const pieces = (value: Pick<Stream, 'freeze'>): string[] =>
  [...value.freeze().pieces()].map(piece => Buffer.from(piece).toString('latin1'));

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.array(fc.tuple(fc.nat(4), fields), { maxLength: 40 }).map(
    (added): Step =>
      pair => {
        for (const [gap, each] of added) {
          const next = { ms: pair.stream.lastId.ms, seq: Number(pair.stream.lastId.seq) + 1 };
          const entry = { id: gap < 3 ? next : { ms: Number(next.ms) + gap - 2, seq: 0 }, fields: each };
          pair.stream.add(entry.id, each, LIMITS);
          pair.model.push(entry);
        }
      },
  ),
  fc.array(id, { maxLength: 30 }).map(
    (deleted): Step =>
      pair => {
        for (const each of deleted) {
          const left = pair.model.filter(entry => compareIds(entry.id, each) !== 0);
          expect(pair.stream.delete(each)).to.equal(left.length < pair.model.length);
          pair.model = left;
        }
      },
  ),
  fc.oneof(fc.nat(60), id).map(
    (to): Step =>
      pair => {
        const left =
          typeof to === 'number'
            ? pair.model.slice(Math.max(0, pair.model.length - to))
            : pair.model.filter(entry => compareIds(entry.id, to) >= 0);
        const removed = pair.stream.trim({ to, wholeNodes: false, limit: 0 });
        expect(removed).to.equal(pair.model.length - left.length);
        pair.model = left;
      },
  ),
  fc.tuple(fc.oneof(fc.nat(60), id), fc.nat(25)).map(
    ([to, limit]): Step =>
      pair => {
        // Whole nodes only: never more than without `~`, never above the limit.
        const removed = pair.stream.trim({ to, wholeNodes: true, limit });
        if (limit > 0) expect(removed).to.be.at.most(limit);
        pair.model = pair.model.slice(removed);
        if (typeof to === 'number' && removed > 0) expect(pair.model.length).to.be.at.least(to);
        else if (typeof to !== 'number') expect(pair.model.length >= 0).to.equal(true);
      },
  ),
  fc.constant<Step>(({ stream, kept }) => {
    const frozen = stream.freeze();
    kept.push({ pieces: () => pieces({ freeze: () => frozen }), were: pieces(stream) });
  }),
  fc.constant<Step>(({ stream, kept }) => {
    const copy = stream.clone();
    copy.add(idAfter(copy.lastId)!, ['of', 'its own'], LIMITS);
    if (copy.first() !== undefined) copy.delete(copy.first()!.id);
    kept.push({ pieces: () => pieces(copy), were: pieces(copy) });
  }),
);

function restored(stream: Stream): Stream {
  const builder = new StreamBuilder();
  for (const piece of stream.freeze().pieces()) builder.add(piece);
  return builder.finish();
}

const between = (model: Entry[], from: StreamId, to: StreamId): Entry[] =>
  model.filter(entry => compareIds(entry.id, from) >= 0 && compareIds(entry.id, to) <= 0);

describe('Stream', () => {
  it('agrees with an array after any steps; views, copies and what is restored agree with it too', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 15 }), id, id, fc.nat(30), (run, from, to, count) => {
        const pair: Pair = { stream: new Stream(), model: [], kept: [] };
        for (const step of run) {
          step(pair);
          const { stream, model } = pair;
          expect(stream.range(ZERO_ID, MAX_ID)).to.deep.equal(model);
          expect(stream.length).to.equal(model.length);
          expect([stream.first(), stream.top()]).to.deep.equal([model[0], model.at(-1)]);
          const range = between(model, from, to);
          expect(stream.range(from, to, count)).to.deep.equal(range.slice(0, count));
          expect(stream.rangeBack(from, to, count)).to.deep.equal(range.reverse().slice(0, count));
          expect(stream.find(from)).to.deep.equal(model.find(entry => compareIds(entry.id, from) === 0));
          expect(pieces(restored(stream))).to.deep.equal(pieces(stream));
        }
        for (const { pieces: now, were } of pair.kept) expect(now()).to.deep.equal(were);
      }),
      { numRuns: 150 },
    );
  });

  it('trims and grows after a restore as it would have without it, deleted entries of nodes included', () => {
    const stream = new Stream();
    const add = (target: Stream, count: number): void => {
      for (let i = 0; i < count; i++) target.add(idAfter(target.lastId)!, ['f', 'v'], LIMITS);
    };
    add(stream, 14);
    stream.delete({ ms: 0, seq: 2 });
    stream.delete({ ms: 0, seq: 13 });
    const other = restored(stream);
    for (const each of [stream, other]) {
      add(each, 7);
      expect(each.nodeCount).to.equal(3);
      expect(each.trim({ to: 9, wholeNodes: true, limit: 0 })).to.equal(9);
      expect(each.length).to.equal(10);
    }
    expect(pieces(other)).to.deep.equal(pieces(stream));
  });

  it('restores groups, their consumers and what is pending, and keeps them apart in copies', () => {
    const stream = new Stream();
    for (let i = 0; i < 300; i++) stream.add(idAfter(stream.lastId)!, ['f', 'v'], LIMITS);
    stream.addGroup('g', { last: { ms: 0, seq: 200 }, entriesRead: 200 });
    stream.addGroup('', { last: ZERO_ID, entriesRead: null });
    const group = stream.groupToEdit('g')!;
    group.visit('c', 5);
    group.visit('b', 6, 7);
    for (let seq = 1; seq <= 200; seq++)
      group.assign({ id: { ms: 0, seq }, consumer: seq % 3 === 0 ? 'c' : 'b', time: seq, count: 1 });
    expect(pieces(restored(stream))).to.deep.equal(pieces(stream));
    const frozen = stream.freeze();
    const copy = stream.clone();
    const before = pieces(stream);
    const edited = stream.groupToEdit('g')!;
    expect(edited.acknowledge({ ms: 0, seq: 3 })).to.equal(true);
    expect(edited.deleteConsumer('b')).to.equal(134);
    expect(edited.pending.size).to.equal(65);
    expect(edited.pendingOf('c')!.size).to.equal(65);
    for (const view of [copy, { freeze: () => frozen }]) expect(pieces(view)).to.deep.equal(before);
  });
});
