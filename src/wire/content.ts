import type { PeerMessage } from '../base/peer-message.js';
import type { EntryKind } from '../base/raft-message.js';

/** What a frame behind the handshake holds: a message, or the question whether the other side lives. */
export type Content = PeerMessage | { readonly kind: 'ping' } | { readonly kind: 'pong' };

/** By their number on the wire. */
export const KINDS: readonly EntryKind[] = ['noop', 'data', 'configuration'];
