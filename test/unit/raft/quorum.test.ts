import { expect } from 'chai';
import fc from 'fast-check';
import { countVotes, majority, reachedByMajority, type Vote } from '../../../src/raft/quorum.js';

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
    const votes = fc.array(fc.constantFrom('granted', 'doubtful', 'refused', null), {
      minLength: 1,
      maxLength: 7,
    });
    const isWon = (all: readonly (Vote | null)[]): boolean =>
      all.filter(vote => vote === 'granted').length * 2 > all.length ||
      all.every(vote => vote === 'granted' || vote === 'doubtful');
    fc.assert(
      fc.property(votes, all => {
        const voters = all.map((_, i) => `n${i}`);
        const cast = new Map(all.flatMap((vote, i) => (vote === null ? [] : [[`n${i}`, vote] as const])));
        const best = all.map(vote => vote ?? 'granted');
        const expected = isWon(all) ? 'won' : isWon(best) ? 'pending' : 'lost';
        expect(countVotes(voters, cast)).to.equal(expected);
      }),
      { seed: 1 },
    );
  });

  it('counts no stranger', () => {
    const votes = new Map<string, Vote>(['n1', 'x', 'y'].map(id => [id, 'granted']));
    expect(countVotes(['n1', 'n2', 'n3'], votes)).to.equal('pending');
  });
});
