import type { MemberId } from '../base/raft-message.js';
import { type Hello, type Lane, PROTOCOL_VERSION } from '../wire/hello.js';

/** Stands for the id of a node that is not known yet. */
export const ANYBODY = '';

/** Who this node is, as it says in every handshake. */
export interface Self {
  readonly id: MemberId;
  /** 32 hexadecimal digits, made with the data folder. */
  readonly uuid: string;
  /** host:port at which the others find it. */
  readonly address: string;
}

/** `clusterId` is asked for each handshake: a node learns it from its log. */
export function makeHello(self: Self, clusterId: string | null, to: MemberId, lane: Lane): Hello {
  const { id: nodeId, uuid, address } = self;
  const said = { protocol: PROTOCOL_VERSION, nodeId, uuid, clusterId, to, lane, address };
  return { ...said, refusal: null, stranger: false };
}

/**
 * Why `hello` cannot be accepted, in words for both logs; null: it can. A cluster id that one side does not know yet
 * stops nothing: that is how a node joins.
 */
export function refusalOf(hello: Hello, self: Self, clusterId: string | null): string | null {
  const { protocol, nodeId, to } = hello;
  if (protocol !== PROTOCOL_VERSION)
    return `${nodeId} speaks protocol ${protocol}, ${self.id} ${PROTOCOL_VERSION}`;
  if (to !== self.id && to !== ANYBODY) return `this is node ${self.id}, not ${to}`;
  if (nodeId === self.id)
    return `${nodeId} is this node's own id: two nodes have it, or it lists itself as a peer`;
  if (isForeign(hello, clusterId)) {
    return `${nodeId} belongs to cluster ${hello.clusterId}, ${self.id} to ${clusterId}`;
  }
  return null;
}

/** Both belong to a cluster, and not to the same. */
export function isForeign(hello: Hello, clusterId: string | null): boolean {
  return hello.clusterId !== null && clusterId !== null && hello.clusterId !== clusterId;
}
