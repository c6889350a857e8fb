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

/** `doubtful`: granted by a voter that may have lost the end of its log. */
export type Vote = 'granted' | 'doubtful' | 'refused';

/**
 * The state of an election. `lost`: it can no longer be won. A doubtful voter may have forgotten entries that were
 * committed by its acknowledgement, so its vote does not prove that the candidate has them. With the votes of all voters
 * it counts: then every other holder of such an entry has agreed.
 */
export function countVotes(voters: readonly MemberId[], votes: ReadonlyMap<MemberId, Vote>): VoteResult {
  const count = (vote: Vote): number => voters.filter(voter => votes.get(voter) === vote).length;
  const [granted, doubtful, refused] = [count('granted'), count('doubtful'), count('refused')];
  const needed = majority(voters.length);
  if (granted >= needed || granted + doubtful === voters.length) return 'won';
  const mayHaveMajority = voters.length - refused - doubtful >= needed;
  return refused === 0 || mayHaveMajority ? 'pending' : 'lost';
}
