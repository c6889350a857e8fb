import type { PeerMessage } from '../base/peer-message.js';
import type { Member } from '../base/configuration.js';
import type { MemberId } from '../base/raft-message.js';

export interface TransportEvents {
  message(from: MemberId, message: PeerMessage): void;
  /** A connection to this peer is up in both directions: what was sent before may be lost, in whole messages. */
  connected(peer: MemberId): void;
  disconnected(peer: MemberId): void;
}

/**
 * Messages between nodes: each whole or not at all, at most once. While a connection lasts, what carries bodies (append,
 * propose, refuse, ask, tell) stays in order, and so does all the rest; heartbeats, votes, fences and answers may
 * overtake bodies. Nothing is kept for a peer that is not connected.
 */
export interface Transport {
  /** False when it was dropped: not connected, or the bounded queue is full. Raft and the proposer send again. */
  send(to: MemberId, message: PeerMessage): boolean;
  /** Bytes waiting to leave for a peer: the measure for back-pressure. */
  queued(to: MemberId): number;
  isConnected(peer: MemberId): boolean;
  /**
   * The other members are these from now on. Nodes that are not among them may still connect, and are answered: a member
   * may not have heard of a newer one yet.
   */
  setPeers(peers: readonly Pick<Member, 'id' | 'uuid' | 'address'>[]): void;
  close(done: () => void): void;
}
