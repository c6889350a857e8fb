import { expect } from 'chai';
import fc from 'fast-check';
import { Heap } from '../../../src/base/heap.js';

describe('Heap', () => {
  it('gives the elements in order, after any pushes, pops and retains', () => {
    const step = fc.oneof(fc.nat(50), fc.constant('pop' as const), fc.constant('retain' as const));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), steps => {
        const heap = new Heap<number>((a, b) => a < b);
        let model: number[] = [];
        for (const next of steps) {
          if (next === 'retain') {
            heap.retain(value => value % 3 !== 0);
            model = model.filter(value => value % 3 !== 0);
          } else if (next === 'pop') {
            expect(heap.pop()).to.equal(model.shift());
          } else {
            heap.push(next);
            model = [...model, next].sort((a, b) => a - b);
          }
          expect(heap.size).to.equal(model.length);
          expect(heap.peek()).to.equal(model[0]);
        }
      }),
      { seed: 1 },
    );
  });
});
