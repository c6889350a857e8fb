import { expect } from 'chai';
import { KnownIds } from '../../../../../src/machine/values/queue/known-ids.js';

describe('KnownIds', () => {
  it('is full at its bound, counts the bytes of names, and has room again when one is forgotten', () => {
    const known = new KnownIds(2);
    known.add('ab', 1, 100);
    expect([known.isFull, known.bytes, known.size]).to.deep.equal([false, 2, 1]);
    known.add('ab', 2, 90);
    known.add('cde', 3, 200);
    expect([known.isFull, known.bytes, known.size]).to.deep.equal([true, 5, 2]);
    expect([known.find('ab', 89), known.find('ab', 90)]).to.deep.equal([2, undefined]);
    known.forgetFirst();
    expect([known.isFull, known.bytes, known.size]).to.deep.equal([false, 3, 1]);
    expect(known.find('cde', 199)).to.equal(3);
  });
});
