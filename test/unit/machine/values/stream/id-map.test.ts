import { expect } from 'chai';
import fc from 'fast-check';
import { IdMap } from '../../../../../src/machine/values/stream/id-map.js';
import type { StreamId } from '../../../../../src/machine/values/stream/id.js';

interface Item {
  readonly id: StreamId;
  readonly value: number;
}

/** A map, what it must hold after every step, and copies that later steps must leave alone. */
interface Pair {
  readonly map: IdMap<Item>;
  readonly model: Map<number, Item>;
  readonly kept: { map: IdMap<Item>; items: Item[] }[];
}

type Step = (pair: Pair) => void;

const SPAN = 1000;
const idOf = (place: number): StreamId => ({ ms: Math.floor(place / 10), seq: place % 10 });
const place = fc.nat(SPAN - 1);

const sorted = (model: Map<number, Item>): Item[] =>
  [...model].sort(([a], [b]) => a - b).map(([, item]) => item);

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(place, fc.nat(400), fc.nat()).map(
    ([from, count, value]): Step =>
      ({ map, model }) => {
        for (let at = from; at < Math.min(from + count, SPAN); at++) {
          const item = { id: idOf(at), value };
          map.set(item);
          model.set(at, item);
        }
      },
  ),
  fc.array(place, { maxLength: 200 }).map(
    (places): Step =>
      ({ map, model }) => {
        for (const at of places) expect(map.delete(idOf(at))).to.equal(model.delete(at));
      },
  ),
  fc.constant<Step>(({ map, kept }) => kept.push({ map: map.clone(), items: [...map] })),
  place.map(
    (at): Step =>
      ({ map, model, kept }) => {
        // A copy goes a way of its own, too.
        const copy = map.clone();
        copy.set({ id: idOf(at), value: -1 });
        copy.delete(idOf((at * 7) % SPAN));
        kept.push({ map: copy, items: [...copy] });
        expect([...map]).to.deep.equal(sorted(model));
      },
  ),
);

describe('a map by stream ids', () => {
  it('agrees with a sorted array after any steps, and its copies stay as they were', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 12 }), fc.array(place, { maxLength: 5 }), (run, probes) => {
        const pair: Pair = { map: new IdMap(), model: new Map(), kept: [] };
        for (const step of run) {
          step(pair);
          const items = sorted(pair.model);
          expect([...pair.map]).to.deep.equal(items);
          expect(pair.map.size).to.equal(items.length);
          expect([pair.map.first(), pair.map.last()]).to.deep.equal([items[0], items.at(-1)]);
          for (const at of probes) {
            expect(pair.map.get(idOf(at))).to.equal(pair.model.get(at));
            const behind = [...pair.model].filter(([each]) => each >= at).length;
            expect([...pair.map.from(idOf(at))]).to.deep.equal(items.slice(items.length - behind));
          }
        }
        for (const { map, items } of pair.kept) expect([...map]).to.deep.equal(items);
      }),
      { numRuns: 100 },
    );
  });
});
