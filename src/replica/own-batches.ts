import type { Entry } from '../base/raft-message.js';
import type { Machine } from '../machine/machine.js';
import type { LocalBatch } from '../machine/observer.js';
import { entryBatchHead } from '../machine/payload.js';
import { BLOCKED, NO_REPLY, type Reply } from '../resp/reply.js';
import type { Request } from './api.js';
import type { Batch } from './batch.js';
import type { BlockedClients } from './blocked.js';
import { answer, laneOf } from './lane.js';
import type { Proposer } from './proposer.js';
import type { Subscribers } from './subscribers.js';

/** Applies the batches of this node: its clients get their replies here, reads in their places between the writes. */
export class OwnBatches {
  /** Batches of this process that took effect, and the items in them: INFO raft. */
  readonly figures = { own_batches: 0, own_items: 0 };

  constructor(
    private readonly uuid: string,
    private readonly machine: Machine,
    private readonly proposer: Proposer,
    private readonly blocked: BlockedClients,
    private readonly subscribers: Pick<Subscribers, 'has' | 'strays'>,
    private readonly query: (read: Pick<Request, 'argv' | 'db'>, stamp: number) => Reply,
  ) {}

  /** Does the entry, a batch, come from this node's present incarnation? */
  has(entry: Entry): boolean {
    const { uuid, incarnation } = entryBatchHead(entry.data);
    return uuid === this.uuid && incarnation === this.proposer.incarnation;
  }

  /** A snapshot took the place of entries that this node has not applied, its own among them. */
  restored(): void {
    const row = this.machine.row(this.uuid);
    if (row?.incarnation === this.proposer.incarnation) this.proposer.appliedUnseen(row.lastSequence);
    this.blocked.restored(lane => this.machine.waiterOf(this.uuid, lane) !== undefined);
    for (const lane of this.subscribers.strays()) this.proposer.own({ lane, unblock: 'gone' });
  }

  /** `entry` holds a batch of this node's present incarnation. */
  apply(entry: Entry, stamp: number): void {
    const { sequence } = entryBatchHead(entry.data);
    const batch = this.proposer.local(sequence);
    const local = batch === null ? null : this.#local(batch, stamp);
    switch (this.machine.apply(entry.index, entry.data, local)) {
      case 'applied':
        local?.finish();
        this.figures.own_batches++;
        this.figures.own_items += batch?.items.length ?? 0;
        this.#leave(this.proposer.applied(sequence, entry.index));
        return;
      case 'gap':
        this.proposer.gap();
        return;
      case 'skipped': // put twice, applied once
      case 'refused': // its incarnation is over: what to do follows from that entry
        return;
    }
  }

  #local(batch: Batch, stamp: number): LocalBatch & { finish(): void } {
    let next = 0;
    const placesUpTo = (position: number): void => {
      for (let place = batch.places[next]; place && place.position <= position; place = batch.places[next]) {
        next++;
        if (!laneOf(place.read).closed) answer(place.read, this.query(place.read, stamp));
      }
    };
    return {
      items: batch.items,
      before: placesUpTo,
      inside: (position, index, argv, db) => {
        const owner = batch.owners[position];
        if (owner === undefined || typeof owner === 'string' || laneOf(owner).closed) return NO_REPLY;
        return owner.inside === undefined
          ? NO_REPLY
          : owner.inside(index, () => this.query({ argv, db }, stamp));
      },
      replied: (position, reply) => this.#replied(batch, position, reply),
      finish: () => placesUpTo(Infinity),
    };
  }

  #replied(batch: Batch, position: number, reply: Reply): void {
    const owner = batch.owners[position];
    if (owner === undefined || typeof owner === 'string') return;
    const lane = laneOf(owner);
    if (reply === BLOCKED) {
      const waiter = this.machine.waiterOf(this.uuid, lane.id);
      this.blocked.add(lane, owner, waiter?.timeout ?? 0, waiter?.argv);
    } else {
      answer(owner, reply);
    }
  }

  #leave(batch: Batch): void {
    this.#leaveUnheard(batch);
    this.#leaveStray(batch);
  }

  /** What a batch registered for clients that had gone while it was on its way. */
  #leaveStray(batch: Batch): void {
    for (const lane of batch.lanes) {
      if (lane.closed && this.subscribers.has(lane)) this.proposer.own({ lane: lane.id, unblock: 'gone' });
    }
  }

  /** A waiter that a batch registered after its client had been told "unknown" waits for nobody. */
  #leaveUnheard(batch: Batch): void {
    if (!batch.abandoned) return;
    for (const lane of batch.lanes) {
      const waits = this.machine.waiterOf(this.uuid, lane.id) !== undefined;
      if (waits && !this.blocked.has(lane)) this.blocked.addUnheard(lane);
    }
  }
}
