import './pb-setup.js';
import { decodeMembers, type NodeKey } from '../base/configuration.js';
import type { BatchId, NodeMessage, SnapshotOffer } from '../base/peer-message.js';
import type { AppendRequest, Entry, MemberId, RaftMessage } from '../base/raft-message.js';
import * as check from './check.js';
import { type Content, KINDS } from './content.js';
import { WireError } from './frame.js';
import { quorate } from './raft.pb.js';

import Wire = quorate.wire;

interface Envelope {
  readonly from: MemberId;
  readonly uuid: string;
  readonly to: MemberId;
  readonly term: number;
}

/**
 * What a frame holds, its length taken off, sent by `from`, as its handshake said, to `to`. Data and bodies are views of it.
 * @throws WireError when any of it is not as it must be
 */
export function decodeFrame(bytes: Buffer, from: NodeKey, to: MemberId): Content {
  const frame = decode(bytes);
  if (frame.group !== 0) throw new WireError(`group ${frame.group} is not known`);
  if (frame.content === 'ping' || frame.content === 'pong') return { kind: frame.content };
  if (frame.content !== 'raft') return { kind: 'node', message: decodeNode(frame) };
  const raft = check.present(frame.raft, 'message') as Wire.Raft;
  const clocks = { wall: check.time(raft.wall, 'wall clock'), stamp: check.time(raft.stamp, 'stamp') };
  const envelope = { from: from.id, uuid: from.uuid, to, term: check.count(raft.term, 'term') };
  return { kind: 'raft', message: decodeRaft(raft, envelope, frame.bodies), clocks };
}

function decode(bytes: Buffer): Wire.Frame {
  try {
    return Wire.Frame.decode(bytes);
  } catch (error) {
    throw new WireError('not a frame', { cause: error });
  }
}

// The generated types call every field of a nested message optional; its decoder makes instances with defaults.
function decodeRaft(raft: Wire.Raft, envelope: Envelope, bodies: readonly Uint8Array[]): RaftMessage {
  const { from, uuid, to, term } = envelope; // no spread where it is hot: it would cost more than the decoding
  switch (raft.message) {
    case 'vote': {
      const { pre, transfer, lastIndex, lastTerm } = raft.vote as Wire.VoteRequest;
      const last = { lastIndex: check.count(lastIndex, 'index'), lastTerm: check.count(lastTerm, 'term') };
      return { ...envelope, type: 'vote', pre, transfer, ...last };
    }
    case 'voteAnswer': {
      const { pre, granted, doubtful } = raft.voteAnswer as Wire.VoteAnswer;
      return { ...envelope, type: 'voteAnswer', pre, granted, doubtful };
    }
    case 'append':
      return decodeAppend(raft.append as Wire.AppendRequest, envelope, bodies);
    case 'appendAnswer': {
      const answer = raft.appendAnswer as Wire.AppendAnswer;
      const { success } = answer;
      const index = check.count(answer.index, 'index');
      const hintIndex = check.count(answer.hintIndex, 'index');
      const hintTerm = check.count(answer.hintTerm, 'term');
      return { from, uuid, to, term, type: 'appendAnswer', success, index, hintIndex, hintTerm };
    }
    case 'heartbeat': {
      const heartbeat = raft.heartbeat as Wire.HeartbeatRequest;
      const commit = check.count(heartbeat.commit, 'commit');
      const round = check.count(heartbeat.round, 'round');
      return { from, uuid, to, term, type: 'heartbeat', commit, round };
    }
    case 'heartbeatAnswer': {
      const round = check.count((raft.heartbeatAnswer as Wire.HeartbeatAnswer).round, 'round');
      return { from, uuid, to, term, type: 'heartbeatAnswer', round };
    }
    case 'timeoutNow':
      return { ...envelope, type: 'timeoutNow' };
    case undefined:
    default:
      throw new WireError('a message of unknown type');
  }
}

function decodeAppend(
  append: Wire.AppendRequest,
  envelope: Envelope,
  bodies: readonly Uint8Array[],
): AppendRequest {
  const { terms, kinds } = append;
  if (terms.length !== bodies.length || kinds.length !== bodies.length) throw new WireError('bad entries');
  const prevIndex = check.count(append.prevIndex, 'index');
  const prevTerm = check.count(append.prevTerm, 'term');
  let before = Math.max(prevTerm, 1);
  const entries = bodies.map((data, i): Entry => {
    const term = check.count(terms[i], 'term', before); // terms never fall (Raft, 5.4.1)
    before = term;
    const index = check.count(prevIndex + 1 + i, 'index');
    const kind = check.present(KINDS[kinds[i]!], 'kind');
    if (kind === 'configuration') checkMembers(data);
    return { index, term, kind, data };
  });
  if (entries.length > 0 && before > envelope.term) throw new WireError('an entry of a later term');
  const { from, uuid, to, term } = envelope;
  const commit = check.count(append.commit, 'commit');
  return { from, uuid, to, term, type: 'append', prevIndex, prevTerm, entries, commit };
}

/** The core takes a bad configuration for its own fault: it must not get that far. */
function checkMembers(data: Uint8Array): void {
  try {
    decodeMembers(data);
  } catch (error) {
    throw new WireError('bad members', { cause: error });
  }
}

function decodeNode(frame: Wire.Frame): NodeMessage {
  const content: string | undefined = frame.content;
  switch (content) {
    case 'propose': {
      const { batch } = frame.propose as Wire.Propose;
      if (frame.bodies.length !== 1) throw new WireError('bad body');
      return { type: 'propose', batch: decodeBatch(batch), body: frame.bodies[0]! };
    }
    case 'refuse': {
      const { batch, leader, diskFull } = frame.refuse as Wire.Refuse;
      const known = leader === '' ? null : check.name(leader, 'leader');
      return { type: 'refuse', batch: decodeBatch(batch), leader: known, diskFull: diskFull ?? false };
    }
    case 'fence': {
      const { id, quorum, tick } = frame.fence as Wire.FenceRequest;
      return { type: 'fence', id: check.count(id, 'id'), quorum, tick: check.time(tick, 'tick') };
    }
    case 'fenceAnswer': {
      const { id, indexPlusOne, stamp } = frame.fenceAnswer as Wire.FenceAnswer;
      const index = check.count(indexPlusOne, 'index') - 1;
      return { type: 'fenceAnswer', id: check.count(id, 'id'), index, stamp: check.time(stamp, 'stamp') };
    }
    case 'ask': {
      const { id, topic, body } = frame.ask as Wire.Ask;
      return { type: 'ask', id: check.count(id, 'id'), topic: check.name(topic, 'topic'), body };
    }
    case 'snapshotOffer':
      return decodeOffer(frame.snapshotOffer as Wire.SnapshotOffer);
    case 'snapshotChunk': {
      const { index, chunk } = frame.snapshotChunk as Wire.SnapshotChunk;
      if (frame.bodies.length !== 1) throw new WireError('bad body');
      const place = { index: check.count(index, 'index'), chunk: check.count(chunk, 'chunk') };
      return { type: 'snapshotChunk', ...place, body: frame.bodies[0]! };
    }
    case 'snapshotAnswer': {
      const { index, next, done } = frame.snapshotAnswer as Wire.SnapshotAnswer;
      const place = { index: check.count(index, 'index'), next: check.count(next, 'chunk') };
      return { type: 'snapshotAnswer', ...place, done };
    }
    case 'tell': {
      const { id, body } = frame.tell as Wire.Tell;
      return { type: 'tell', id: check.count(id, 'id'), body };
    }
    case undefined:
    default:
      throw new WireError('a frame of unknown content');
  }
}

function decodeOffer(offer: Wire.SnapshotOffer): SnapshotOffer {
  const { configurationIndex, configurationTerm, members } = offer;
  return {
    type: 'snapshotOffer',
    index: check.count(offer.index, 'index'),
    term: check.count(offer.term, 'term'),
    chunks: check.count(offer.chunks, 'chunks'),
    bytes: check.count(offer.bytes, 'bytes'),
    configuration: {
      index: check.count(configurationIndex, 'index'),
      term: check.count(configurationTerm, 'term'),
      ...membersIn(members),
    },
  };
}

function membersIn(bytes: Uint8Array): ReturnType<typeof decodeMembers> {
  try {
    return decodeMembers(bytes);
  } catch (error) {
    throw new WireError('bad members', { cause: error });
  }
}

function decodeBatch(fields: Wire.BatchId.$Properties | null | undefined): BatchId {
  const { uuid, incarnation, sequence } = check.present(fields, 'batch') as Wire.BatchId;
  return {
    uuid: check.hex(uuid, 'uuid'),
    incarnation: check.count(incarnation, 'incarnation'),
    sequence: check.count(sequence, 'sequence'),
  };
}
