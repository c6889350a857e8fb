import { unreachable } from '../../src/base/assert.js';
import { decodeMembers, type Member } from '../../src/base/configuration.js';
import type { Entry, RaftMessage } from '../../src/base/raft-message.js';
import type { Persist, RaftStatus } from '../../src/raft/types.js';

/** A learner is in brackets; behind the id stands a uuid that is not the same as the id, `?` when it is not known. */
export function describeMembers(members: readonly Member[]): string {
  return members
    .map(({ id, uuid, votes, address }) => {
      const name = uuid === id ? id : `${id}=${uuid || '?'}`;
      const moved = address === `${id}:1` ? name : `${name}@${address}`;
      return votes ? moved : `[${moved}]`;
    })
    .join(' ');
}

/** `index/term`, as in the figures of the Raft paper. */
export function describeEntry(entry: Entry): string {
  if (entry.kind === 'configuration') {
    return `${entry.index}/${entry.term} members ${describeMembers(decodeMembers(entry.data).members)}`;
  }
  const data = entry.kind === 'noop' ? 'noop' : Buffer.from(entry.data).toString();
  return `${entry.index}/${entry.term} ${data.length > 12 ? `${data.slice(0, 3)}..(${data.length})` : data}`;
}

export function describeEntries(entries: readonly Entry[]): string {
  return `[${entries.map(describeEntry).join(', ')}]`;
}

function describeBody(message: RaftMessage): string {
  switch (message.type) {
    case 'vote': {
      const flags = `${message.pre ? ' pre' : ''}${message.transfer ? ' transfer' : ''}`;
      return `vote?${flags} last=${message.lastIndex}/${message.lastTerm}`;
    }
    case 'voteAnswer':
      return `vote${message.pre ? ' pre' : ''} ${message.granted ? 'granted' : 'refused'}${message.doubtful ? ' doubtful' : ''}`;
    case 'append': {
      const { prevIndex, prevTerm, entries, commit } = message;
      return `append prev=${prevIndex}/${prevTerm} ${describeEntries(entries)} commit=${commit}`;
    }
    case 'appendAnswer':
      return message.success
        ? `appended ${message.index}`
        : `refused ${message.index} hint=${message.hintIndex}/${message.hintTerm}`;
    case 'heartbeat':
      return `heartbeat round=${message.round} commit=${message.commit}`;
    case 'heartbeatAnswer':
      return `heartbeat answer round=${message.round}`;
    case 'timeoutNow':
      return 'campaign now';
    default:
      return unreachable(message);
  }
}

export function describeMessage(message: RaftMessage): string {
  const from = message.uuid === message.from ? message.from : message.uuid;
  return `${from}->${message.to} t${message.term} ${describeBody(message)}`;
}

export function describePersist({ hardState, reset, entries }: Persist): string {
  const state =
    hardState === undefined
      ? ''
      : ` term=${hardState.term} vote=${hardState.vote ?? '-'} commit=${hardState.commit}${hardState.doubtful === true ? ' doubtful' : ''}`;
  const begin = reset === undefined ? '' : ` reset=${reset.index}/${reset.term}`;
  return `write${state}${begin}${entries.length > 0 ? ` ${describeEntries(entries)}` : ''}`;
}

export function describeStatus(status: RaftStatus): string[] {
  const { id, role, term, leader, commitIndex, firstIndex, lastIndex, persistedIndex, cachedFrom } = status;
  const first = firstIndex > 1 ? ` first=${firstIndex}` : '';
  const lines = [
    `${id}: ${role} term=${term} leader=${leader ?? '-'} commit=${commitIndex}${first} last=${lastIndex} persisted=${persistedIndex} cached-from=${cachedFrom}`,
  ];
  if (status.leading === null) return lines;
  const { leaseMs, fencesWaiting, transferee, peers } = status.leading;
  lines.push(`  lease=${leaseMs}ms fences=${fencesWaiting} transferee=${transferee ?? '-'}`);
  for (const peer of peers) {
    const { state, match, next, inflight, active, votes } = peer;
    lines.push(
      `  ${peer.id}: ${votes ? '' : 'learner '}${state} match=${match} next=${next} inflight=${inflight}${active ? '' : ' silent'}`,
    );
  }
  return lines;
}
