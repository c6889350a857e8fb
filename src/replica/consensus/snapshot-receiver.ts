import type { NodeMessage, SnapshotChunk, SnapshotOffer } from '../../base/peer-message.js';
import type { MemberId } from '../../base/raft-message.js';
import { followsChunk } from '../../machine/snapshot/chunk.js';
import type { SnapshotWriting } from '../../ports/snapshot-store.js';
import type { Snapshots } from './snapshots.js';

interface Receiving {
  readonly from: MemberId;
  readonly offer: SnapshotOffer;
  readonly writing: SnapshotWriting;
  /** The last chunk that is in place; null: none is. */
  last: Uint8Array | null;
  /** Chunks on disk. */
  held: number;
  /** The chunk that was said to be missing when a later one came; -1: none was. */
  missed: number;
  /** All of it is on disk, and on its way into the machine. */
  complete: boolean;
}

export interface ReceiverEnvironment {
  readonly snapshots: Snapshots;
  send(to: MemberId, message: NodeMessage): boolean;
  /** Chunks that do not follow each other: told to the operator; it begins anew. */
  refused(from: MemberId, reason: string): void;
  failed(error: Error): void;
}

/** A follower's side of a snapshot: takes chunk by chunk to the disk, then into the machine, then says so. */
export class SnapshotReceiver {
  #receiving: Receiving | null = null;

  constructor(private readonly environment: ReceiverEnvironment) {}

  /** Of one that goes on, it says which chunk is next. */
  offered(from: MemberId, offer: SnapshotOffer): void {
    if (!this.environment.snapshots.needs(offer.index)) {
      this.#drop();
      this.#answer(from, offer.index, 0, true);
      return;
    }
    const same = this.#receiving !== null && isSame(this.#receiving, from, offer);
    if (this.#receiving?.complete === true && !same) return; // one is on its way into the machine
    if (!same) this.#begin(from, offer);
    if (this.#receiving !== null) this.#answer(from, offer.index, this.#receiving.held, false);
  }

  chunk(from: MemberId, { index, chunk, body }: SnapshotChunk): void {
    const receiving = this.#receiving;
    if (receiving?.from !== from || receiving.offer.index !== index) return;
    const expected = receiving.writing.chunks;
    if (chunk < expected || chunk >= receiving.offer.chunks) return;
    if (chunk > expected) {
      if (receiving.missed < expected) this.#answer(from, index, receiving.held, false);
      receiving.missed = expected; // to be said once
      return;
    }
    if (!followsChunk(body, receiving.last)) {
      this.#drop();
      this.environment.refused(from, `chunk ${chunk + 1} of the snapshot at ${index} is damaged`);
      return;
    }
    receiving.last = body;
    receiving.writing.add(body, error => {
      if (error !== null) this.environment.failed(error);
      else if (this.#receiving === receiving) this.#added(receiving);
    });
  }

  #begin(from: MemberId, offer: SnapshotOffer): void {
    this.#drop();
    const { index, term, configuration } = offer;
    const writing = this.environment.snapshots.receiveInto({ index, term, configuration });
    if (writing === null) return;
    this.#receiving = { from, offer, writing, last: null, held: 0, missed: -1, complete: false };
  }

  #added(receiving: Receiving): void {
    const { from, offer } = receiving;
    receiving.held++;
    this.#answer(from, offer.index, receiving.held, false);
    if (receiving.held === offer.chunks) this.#complete(receiving);
  }

  #complete(receiving: Receiving): void {
    receiving.complete = true;
    receiving.writing.finish(error => {
      if (error !== null) {
        this.environment.failed(error);
        return;
      }
      this.environment.snapshots.received();
      // The log may have come so far in the meantime; then the snapshot is as good as one of this node's own.
      if (!this.environment.snapshots.needs(receiving.offer.index)) this.#done(receiving);
      else this.environment.snapshots.restore(() => this.#done(receiving));
    });
  }

  #done({ from, offer }: Receiving): void {
    this.#receiving = null;
    this.#answer(from, offer.index, offer.chunks, true);
  }

  #drop(): void {
    if (this.#receiving === null || this.#receiving.complete) return;
    this.#receiving.writing.abandon();
    this.#receiving = null;
    this.environment.snapshots.received();
  }

  #answer(to: MemberId, index: number, next: number, done: boolean): void {
    this.environment.send(to, { type: 'snapshotAnswer', index, next, done });
  }
}

function isSame({ from, offer }: Receiving, sender: MemberId, other: SnapshotOffer): boolean {
  const { index, term, chunks, bytes } = offer;
  const same = index === other.index && term === other.term && chunks === other.chunks;
  return from === sender && same && bytes === other.bytes;
}
