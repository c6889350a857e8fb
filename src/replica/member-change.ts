import type { Configuration, Member, MemberChange } from '../base/configuration.js';
import type { MemberId } from '../base/raft-message.js';

/** A member's number is the high byte of its client ids. */
const MAX_NUMBER = 255;

/**
 * The members after the change; a string: why it cannot be made, as an error for a client. A node that is added is a
 * learner whose folder is not known yet: the first that comes under the id is taken.
 */
export function changedMembers(
  { members, lastNumber }: Configuration,
  change: MemberChange,
  leader: MemberId,
): readonly Member[] | string {
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
