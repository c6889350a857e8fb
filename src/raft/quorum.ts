import type { MemberId } from '../base/raft-message.js';

/** How many of `count` voters are a majority. */
export function majority(count: number): number {
  return Math.floor(count / 2) + 1;
}

/**
 * The largest value that a majority has reached, given one value a voter. With match indexes it is the index that may
 * be committed, with rounds the round that confirms leadership, with times the moment at which a majority was in touch.
 *
 *     values  3 5 9     sorted  3 [5] 9     5 and 9 have reached 5: two of three
 */
export function reachedByMajority(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[values.length - majority(values.length)]!;
}

export type VoteResult = 'won' | 'lost' | 'pending';

/** The state of an election. `lost`: a majority can no longer be reached. */
export function countVotes(voters: readonly MemberId[], votes: ReadonlyMap<MemberId, boolean>): VoteResult {
  const needed = majority(voters.length);
  const granted = voters.filter(voter => votes.get(voter) === true).length;
  const refused = voters.filter(voter => votes.get(voter) === false).length;
  if (granted >= needed) return 'won';
  return voters.length - refused < needed ? 'lost' : 'pending';
}
