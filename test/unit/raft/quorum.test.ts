import { expect } from 'chai';
import fc from 'fast-check';
import { countVotes, majority, reachedByMajority } from '../../../src/raft/quorum.js';

describe('quorum', () => {
  it('is more than half', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map(majority)).to.deep.equal([1, 2, 2, 3, 3, 4, 4]);
  });

  it('finds the largest value that more than half have reached, as a plain count does', () => {
    const values = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(values, all => {
        const reached = (value: number): number => all.filter(other => other >= value).length;
        const counted = Math.max(...all.filter(value => reached(value) * 2 > all.length));
        expect(reachedByMajority(all)).to.equal(counted);
      }),
      { seed: 1 },
    );
  });

  it('knows when an election is won, lost, or open', () => {
    const votes = fc.array(fc.constantFrom(true, false, null), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(votes, all => {
        const voters = all.map((_, i) => `n${i}`);
        const cast = new Map(all.flatMap((vote, i) => (vote === null ? [] : [[`n${i}`, vote] as const])));
        const yes = all.filter(vote => vote === true).length;
        const open = all.filter(vote => vote === null).length;
        const expected = yes * 2 > all.length ? 'won' : (yes + open) * 2 > all.length ? 'pending' : 'lost';
        expect(countVotes(voters, cast)).to.equal(expected);
      }),
      { seed: 1 },
    );
  });

  it('counts no stranger', () => {
    const votes = new Map([
      ['n1', true],
      ['x', true],
      ['y', true],
    ] as const);
    expect(countVotes(['n1', 'n2', 'n3'], votes)).to.equal('pending');
  });
});
