import './pb-setup.js';
import { unreachable } from '../base/assert.js';
import { encodeMembers } from '../base/configuration.js';
import type { NodeMessage } from '../base/peer-message.js';
import type { RaftMessage } from '../base/raft-message.js';
import { type Content, KINDS } from './content.js';
import { FRAME_HEAD_BYTES, MAX_FRAME_BYTES } from './frame.js';
import { quorate } from './raft.pb.js';

type FrameFields = quorate.wire.Frame.$Properties;
type RaftFields = quorate.wire.Raft.$Properties;
const FrameMessage = quorate.wire.Frame;

const BODY_TAG = (15 << 3) | 2; // `bodies`, length-delimited
/** From here on a body goes to the socket as it is; below, a copy is cheaper than one more piece for `writev`. */
const LARGE_BODY_BYTES = 8 * 1024;

/**
 * The frame in pieces, to be written one behind the other; large bodies are not copied and must not change until they
 * have left. Null when it would be longer than {@link MAX_FRAME_BYTES}.
 */
export function encodeFrame(content: Content): Buffer[] | null {
  const head = FrameMessage.encode(fieldsOf(content)).finish();
  const bodies = bodiesOf(content);
  let length = head.length;
  let copied = FRAME_HEAD_BYTES + head.length;
  for (const body of bodies) {
    const prefix = 1 + varintLength(body.length);
    length += prefix + body.length;
    copied += prefix + (body.length < LARGE_BODY_BYTES ? body.length : 0);
  }
  if (length > MAX_FRAME_BYTES) return null;

  const bytes = Buffer.allocUnsafe(copied);
  bytes.writeUInt32BE(length, 0);
  bytes.set(head, FRAME_HEAD_BYTES);
  const pieces: Buffer[] = [];
  let from = 0;
  let at = FRAME_HEAD_BYTES + head.length;
  for (const body of bodies) {
    bytes[at++] = BODY_TAG;
    at = writeVarint(bytes, body.length, at);
    if (body.length < LARGE_BODY_BYTES) {
      bytes.set(body, at);
      at += body.length;
    } else {
      pieces.push(bytes.subarray(from, at), Buffer.from(body.buffer, body.byteOffset, body.length));
      from = at;
    }
  }
  if (at > from) pieces.push(bytes.subarray(from, at));
  return pieces;
}

function bodiesOf(content: Content): readonly Uint8Array[] {
  if (content.kind === 'raft' && content.message.type === 'append') {
    return content.message.entries.map(entry => entry.data);
  }
  const isBody = content.kind === 'node' && 'body' in content.message;
  return isBody && content.message.body instanceof Uint8Array ? [content.message.body] : [];
}

function fieldsOf(content: Content): FrameFields {
  switch (content.kind) {
    case 'ping':
    case 'pong':
      return { [content.kind]: {} };
    case 'raft': {
      const raft = raftFields(content.message);
      raft.term = content.message.term; // no spread: it would cost more than the encoding
      raft.wall = content.clocks.wall;
      raft.stamp = content.clocks.stamp;
      return { raft };
    }
    case 'node':
      return nodeFields(content.message);
  }
}

function raftFields(message: RaftMessage): RaftFields {
  switch (message.type) {
    case 'vote':
      return { vote: message };
    case 'voteAnswer':
      return { voteAnswer: message };
    case 'append': {
      const { prevIndex, prevTerm, commit, entries } = message;
      const terms = entries.map(entry => entry.term);
      const kinds = entries.map(entry => KINDS.indexOf(entry.kind));
      return { append: { prevIndex, prevTerm, commit, terms, kinds } };
    }
    case 'appendAnswer':
      return { appendAnswer: message };
    case 'heartbeat':
      return { heartbeat: message };
    case 'heartbeatAnswer':
      return { heartbeatAnswer: message };
    case 'timeoutNow':
      return { timeoutNow: {} };
    default:
      return unreachable(message);
  }
}

function nodeFields(message: NodeMessage): FrameFields {
  switch (message.type) {
    case 'propose':
      return { propose: { batch: message.batch } };
    case 'refuse':
      return { refuse: { batch: message.batch, leader: message.leader ?? '', diskFull: message.diskFull } };
    case 'fence':
      return { fence: message };
    case 'fenceAnswer':
      return { fenceAnswer: { id: message.id, indexPlusOne: message.index + 1, stamp: message.stamp } };
    case 'ask':
      return { ask: message };
    case 'tell':
      return { tell: message };
    case 'snapshotOffer': {
      const { index, term, chunks, bytes, configuration } = message;
      const at = { configurationIndex: configuration.index, configurationTerm: configuration.term };
      return { snapshotOffer: { index, term, chunks, bytes, ...at, members: encodeMembers(configuration) } };
    }
    case 'snapshotChunk':
      return { snapshotChunk: { index: message.index, chunk: message.chunk } };
    case 'snapshotAnswer':
      return { snapshotAnswer: message };
    default:
      return unreachable(message);
  }
}

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) length++;
  return length;
}

/** Gives the offset behind it. */
function writeVarint(bytes: Buffer, value: number, offset: number): number {
  let at = offset;
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) bytes[at++] = (rest & 0x7f) | 0x80;
  bytes[at++] = rest;
  return at;
}
