import type { NodeMessage, SnapshotAnswer } from '../../base/peer-message.js';
import type { MemberId } from '../../base/raft-message.js';
import type { Logger } from '../../ports/logger.js';
import type { SnapshotReading, SnapshotStore } from '../../ports/snapshot-store.js';

/** Chunks that a peer has not answered for: together half a megabyte, so that appends beside them need not wait. */
const WINDOW = 4;
/** A peer that says nothing for so long is offered the snapshot again, from where it stood. Milliseconds. */
const REPEAT_MS = 2_000;

interface Sending {
  readonly reading: SnapshotReading;
  /** Chunks that the peer has on disk, and the next one to be sent; -1: it has not said yet. */
  held: number;
  next: number;
  heardAt: number;
}

export interface SenderEnvironment {
  readonly store: SnapshotStore;
  now(): number;
  readonly logger: Logger;
  send(to: MemberId, message: NodeMessage): boolean;
  /** The peer has it. */
  sent(to: MemberId, index: number): void;
  /** There is none to be sent. */
  cannot(to: MemberId): void;
  failed(error: Error): void;
}

/**
 * A leader's side of bringing a snapshot to members that are too far behind. The peer says which chunk it needs next, so
 * a connection that breaks costs nothing that has arrived.
 */
export class SnapshotSender {
  readonly #sendings = new Map<MemberId, Sending>();

  constructor(private readonly environment: SenderEnvironment) {}

  /** The log behind this index must stay; Infinity: nothing is being sent. */
  get needed(): number {
    return Math.min(
      Infinity,
      ...[...this.#sendings.values()].map(({ reading }) => reading.snapshot.meta.index),
    );
  }

  /** The peer asked for it; to ask again changes nothing. */
  asked(peer: MemberId): void {
    if (!this.#sendings.has(peer)) this.start(peer);
  }

  start(peer: MemberId): void {
    this.#end(peer);
    const reading = this.environment.store.open();
    if (reading === null) {
      this.environment.cannot(peer);
      return;
    }
    const sending = { reading, held: -1, next: -1, heardAt: this.environment.now() };
    this.#sendings.set(peer, sending);
    this.environment.logger.info({ peer, index: reading.snapshot.meta.index }, 'a snapshot goes to a member');
    this.#offer(peer, sending);
  }

  /** Nobody is sent anything any more: this node does not lead. */
  stop(): void {
    for (const peer of [...this.#sendings.keys()]) this.#end(peer);
  }

  /** The connection is new: what was on its way is lost. */
  connected(peer: MemberId): void {
    const sending = this.#sendings.get(peer);
    if (sending !== undefined) this.#offer(peer, sending);
  }

  answered(peer: MemberId, { index, next, done }: SnapshotAnswer): void {
    const sending = this.#sendings.get(peer);
    if (sending?.reading.snapshot.meta.index !== index) return;
    sending.heardAt = this.environment.now();
    if (done) {
      this.#end(peer);
      this.environment.logger.info({ peer, index }, 'the member has the snapshot');
      this.environment.sent(peer, index);
      return;
    }
    // After an offer the peer says where to begin; an answer to a chunk moves the window, unless one before it is missing.
    if (sending.next < 0 || next <= sending.held) sending.next = next;
    sending.held = next;
    this.#fill(peer, sending);
  }

  tick(now: number): void {
    for (const [peer, sending] of this.#sendings) {
      if (now - sending.heardAt >= REPEAT_MS) this.#offer(peer, sending);
      else if (sending.next >= 0) this.#fill(peer, sending);
    }
  }

  #offer(peer: MemberId, sending: Sending): void {
    sending.next = -1;
    sending.held = -1;
    sending.heardAt = this.environment.now();
    const { meta, chunks, bytes } = sending.reading.snapshot;
    this.environment.send(peer, { type: 'snapshotOffer', ...meta, chunks, bytes });
  }

  #fill(peer: MemberId, sending: Sending): void {
    const { reading, next } = sending;
    const end = Math.min(sending.held + WINDOW, reading.snapshot.chunks);
    sending.next = Math.max(next, end);
    for (let chunk = next; chunk < end; chunk++) {
      reading.read(chunk, (error, body) => {
        if (error !== null) this.environment.failed(error);
        else if (this.#sendings.get(peer) === sending) this.#send(peer, sending, chunk, body);
      });
    }
  }

  /** Where there is no room for it now, the next tick begins with it again. */
  #send(peer: MemberId, sending: Sending, chunk: number, body: Uint8Array): void {
    const { index } = sending.reading.snapshot.meta;
    const isSent = this.environment.send(peer, { type: 'snapshotChunk', index, chunk, body });
    if (!isSent) sending.next = Math.min(sending.next, chunk);
  }

  #end(peer: MemberId): void {
    this.#sendings.get(peer)?.reading.close();
    this.#sendings.delete(peer);
  }
}
