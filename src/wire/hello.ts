import './pb-setup.js';
import * as check from './check.js';
import { FRAME_HEAD_BYTES, WireError } from './frame.js';
import { quorate } from './raft.pb.js';

/** Raised with every change that an older node would misread. */
export const PROTOCOL_VERSION = 1;
/** A handshake is shorter than this. */
export const MAX_HELLO_BYTES = 2048;

const HelloMessage = quorate.wire.Hello;
const LANES = ['urgent', 'bulk'] as const;

/** Each peer has two connections each way, so that what is small never queues behind what is large. */
export type Lane = (typeof LANES)[number];

/** What each side of a new connection says first. */
export interface Hello {
  readonly protocol: number;
  readonly nodeId: string;
  readonly uuid: string;
  /** Null: the node does not belong to a cluster yet. */
  readonly clusterId: string | null;
  /** The node that the sender believes to talk to; '': it does not know. */
  readonly to: string;
  readonly lane: Lane;
  /** Why the sender ends the connection; null: it does not. */
  readonly refusal: string | null;
  /** host:port at which the sender is found; '': it does not say. */
  readonly address: string;
  /** The sender knows another data folder under the receiver's id. */
  readonly stranger: boolean;
}

/** The frame, length included. */
export function encodeHello(hello: Hello): Buffer {
  const body = HelloMessage.encode({
    ...hello,
    clusterId: hello.clusterId ?? '',
    lane: LANES.indexOf(hello.lane),
    refusal: (hello.refusal ?? '').slice(0, 500),
  }).finish();
  const frame = Buffer.allocUnsafe(FRAME_HEAD_BYTES + body.length);
  frame.writeUInt32BE(body.length, 0);
  frame.set(body, FRAME_HEAD_BYTES);
  return frame;
}

/** @throws WireError */
export function decodeHello(frame: Buffer): Hello {
  const { protocol, nodeId, uuid, clusterId, to, lane, refusal, address, stranger } = decode(frame);
  return {
    protocol: check.count(protocol, 'protocol version'),
    nodeId: check.name(nodeId, 'node id'),
    uuid: check.hex(uuid, 'uuid'),
    clusterId: clusterId === '' ? null : check.hex(clusterId, 'cluster id'),
    to: to === '' ? '' : check.name(to, 'receiver'),
    lane: check.present(LANES[lane], 'lane'),
    // Printed by the one who was refused: no line breaks, no escape sequences.
    refusal: refusal === '' ? null : refusal.replaceAll(/[^ -~]/g, '?'),
    address: address === '' ? '' : check.address(address, 'address'),
    stranger,
  };
}

function decode(frame: Buffer): quorate.wire.Hello {
  try {
    return HelloMessage.decode(frame);
  } catch (error) {
    throw new WireError('not a handshake', { cause: error });
  }
}
