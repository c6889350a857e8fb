import { expect } from 'chai';
import { longestCommonSubsequence } from '../../../src/base/longest-common-subsequence.js';

describe('longest common subsequence', () => {
  it('is what both strings have in order', () => {
    expect(longestCommonSubsequence('ohmytext', 'mynewtext')).to.deep.equal({
      text: 'mytext',
      matches: [
        { first: 4, second: 5, length: 4 },
        { first: 2, second: 0, length: 2 },
      ],
    });
  });

  it('is empty where nothing is common', () => {
    expect(longestCommonSubsequence('abc', 'xyz')).to.deep.equal({ text: '', matches: [] });
    expect(longestCommonSubsequence('', 'xyz')).to.deep.equal({ text: '', matches: [] });
  });

  it('is the whole of equal strings, in one run', () => {
    expect(longestCommonSubsequence('same', 'same').matches).to.deep.equal([
      { first: 0, second: 0, length: 4 },
    ]);
  });

  it('steps back in the second string when both ways keep the same', () => {
    expect(longestCommonSubsequence('ab', 'ba').text).to.equal('b');
    expect(longestCommonSubsequence('ba', 'ab').text).to.equal('a');
  });

  it('counts beyond 65,535', () => {
    const long = 'ab'.repeat(33_000);
    expect(longestCommonSubsequence(long, 'ba').text).to.equal('ba');
  });
});
