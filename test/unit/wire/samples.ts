import { bootstrapOf, encodeMembers } from '../../../src/base/configuration.js';
import type { NodeMessage, PeerMessage } from '../../../src/base/peer-message.js';
import type { Entry, RaftMessage } from '../../../src/base/raft-message.js';

export const UUID = '0123456789abcdef0123456789abcdef';
const MEMBERS = bootstrapOf([{ id: 'n1', uuid: UUID, address: 'h:1' }]);
const FAR = Number.MAX_SAFE_INTEGER - 8;

export function entry(index: number, term: number, data: Uint8Array | string): Entry {
  return { index, term, kind: 'data', data: Buffer.from(data as string, 'latin1') };
}

/** One of every Raft message, from `from` to `to`, with values at their ends. */
export function raftSamples(from: string, to: string, uuid: string): RaftMessage[] {
  const head = { from, uuid, to, term: FAR };
  const entries = [
    { ...entry(FAR - 3, 3, ''), kind: 'noop' } as const,
    entry(FAR - 2, 3, '\0\xff\r\n'),
    { ...entry(FAR - 1, 3, encodeMembers(MEMBERS)), kind: 'configuration' } as const,
    entry(FAR, 7, Buffer.alloc(100_000, 0x41)),
  ];
  return [
    { ...head, type: 'vote', pre: true, transfer: false, lastIndex: 0, lastTerm: 0 },
    { ...head, type: 'vote', pre: false, transfer: true, lastIndex: FAR, lastTerm: FAR },
    { ...head, type: 'voteAnswer', pre: false, granted: true, doubtful: true },
    { ...head, term: 0, type: 'voteAnswer', pre: true, granted: false, doubtful: false },
    { ...head, type: 'append', prevIndex: 0, prevTerm: 0, entries: [], commit: 0 },
    { ...head, type: 'append', prevIndex: FAR - 4, prevTerm: 3, entries, commit: FAR },
    { ...head, type: 'appendAnswer', success: true, index: FAR, hintIndex: 0, hintTerm: 0 },
    { ...head, type: 'appendAnswer', success: false, index: 9, hintIndex: 5, hintTerm: 2 },
    { ...head, type: 'heartbeat', commit: 12, round: FAR },
    { ...head, type: 'heartbeatAnswer', round: 1 },
    { ...head, type: 'timeoutNow' },
  ];
}

/** One of every node message. */
export function nodeSamples(): NodeMessage[] {
  const batch = { uuid: UUID, incarnation: FAR, sequence: 0 };
  const member = { id: 'n1', uuid: UUID, address: 'h:1', votes: false, number: 255 };
  const configuration = { index: 0, term: 0, members: [member, { ...member, votes: true }], lastNumber: 300 };
  return [
    { type: 'propose', batch, body: Buffer.from('\0\x80\xff', 'latin1') },
    { type: 'propose', batch, body: Buffer.alloc(0) },
    { type: 'refuse', batch, leader: null, diskFull: true },
    { type: 'refuse', batch, leader: 'n2', diskFull: false },
    { type: 'fence', id: FAR, quorum: true, tick: 1_700_000_000_000.25 },
    { type: 'fence', id: 0, quorum: false, tick: 0 },
    { type: 'fenceAnswer', id: 3, index: -1, stamp: 0 },
    { type: 'fenceAnswer', id: 3, index: FAR, stamp: 1_700_000_000_000.5 },
    { type: 'ask', id: 1, topic: 'client-list', body: 'ü €' },
    { type: 'tell', id: 1, body: '' },
    { type: 'snapshotOffer', index: FAR, term: 3, chunks: 7, bytes: FAR, configuration },
    { type: 'snapshotChunk', index: FAR, chunk: 0, body: Buffer.alloc(140_000, 0x41) },
    { type: 'snapshotAnswer', index: FAR, next: 7, done: true },
    { type: 'snapshotAnswer', index: 1, next: 0, done: false },
  ];
}

export function samples(from: string, to: string, uuid = UUID): PeerMessage[] {
  const clocks = { wall: 1_700_000_000_000.125, stamp: 0 };
  return [
    ...raftSamples(from, to, uuid).map((message): PeerMessage => ({ kind: 'raft', message, clocks })),
    ...nodeSamples().map((message): PeerMessage => ({ kind: 'node', message })),
  ];
}
