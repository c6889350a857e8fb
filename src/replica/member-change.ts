import type { Configuration, Member, MemberChange } from '../base/configuration.js';
import { ERROR_CODES } from '../base/error-codes.js';
import type { MemberId } from '../base/raft-message.js';

/** A member's number is the high byte of its client ids. */
const MAX_NUMBER = 255;

/** The node that was asked does not lead: nothing was done. */
export const NOT_LEADING = 'CLUSTERDOWN this node does not lead';
export const BUSY = 'TRYAGAIN another change of the members is under way, or the leader is new';
/** The change is in the log of a leader that lost its place: the next one has it in its log, or has not. */
export const LEADERSHIP_LOST = 'TIMEOUT outcome unknown: this node leads no longer';

export function isUnknown(error: string): boolean {
  return ERROR_CODES[error.split(' ', 1)[0]!]?.outcome === 'unknown';
}

/**
 * The members after the change; a string: why it cannot be made, as an error for a client. A node that is added is a
 * learner whose folder is not known yet: the first that comes under the id is taken.
 *
 * `again`: an earlier leader may have made the change. What is as it should be is left alone then: the answer is the very
 * list of before. To replace a node twice does no harm: it is learner once more, and gets its vote as before.
 */
export function changedMembers(
  { members, lastNumber }: Configuration,
  change: MemberChange,
  again: boolean,
  leader: MemberId,
): readonly Member[] | string {
  if (again && isMade(members, change, leader)) return members;
  const { id } = change;
  const isMember = members.some(member => member.id === id);
  const others = members.filter(member => member.id !== id);
  if (change.kind !== 'add' && !isMember) return `ERR ${id} is not a member`;
  switch (change.kind) {
    case 'add': {
      if (isMember && !change.replace) {
        return `ERR ${id} is a member: REPLACE takes a node with a new data folder in its place`;
      }
      if (!isMember && change.replace) return `ERR ${id} is not a member: there is nothing to replace`;
      if (id === leader) return `ERR ${id} leads: it has not lost its data folder`;
      if (lastNumber >= MAX_NUMBER)
        return `ERR this cluster has had ${MAX_NUMBER} members, no more can be told apart`;
      return [...others, { id, uuid: '', address: change.address, votes: false, number: lastNumber + 1 }];
    }
    case 'remove':
      return others.some(({ votes }) => votes) ? others : `ERR ${id} is the last member that votes`;
    case 'update':
      return members.map(member => (member.id === id ? { ...member, address: change.address } : member));
  }
}

function isMade(members: readonly Member[], change: MemberChange, leader: MemberId): boolean {
  const member = members.find(({ id }) => id === change.id);
  if (change.kind === 'remove') return member === undefined;
  if (change.kind === 'add' && change.replace) return change.id === leader;
  return member?.address === change.address;
}
