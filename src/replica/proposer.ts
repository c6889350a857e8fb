import { assert } from '../base/assert.js';
import type { BatchId } from '../base/peer-message.js';
import { encodeBody, type Item } from '../machine/payload.js';
import type { Request } from './api.js';
import { BATCH_BYTES, Batch, batchesOf, type ItemOwner } from './batch.js';
import { LargeCommands } from './large-commands.js';
import { answer, type LaneState } from './lane.js';
import { answerAll, DISK_FULL, OUTCOME_UNKNOWN } from './outcomes.js';
import type { ProposalSink, ProposerEnvironment } from './proposer-environment.js';
import { NO_LEADER } from './reads.js';

/**
 * Batches of this node that may be on their way before the next one waits to grow. An only member has one on the disk and
 * one behind it: more are only smaller. Others are also on their way to a majority and back.
 */
const WINDOW_ALONE = 2;
const WINDOW = 8;
/** A refused or stuck sending is tried again after this. Milliseconds. */
const RETRY_MS = 10;
/** No batch was applied for so long: what was sent may be lost without a sign, and is sent again. Milliseconds. */
const RESEND_MS = 1_000;
/** Bytes on their way at which the server stops reading its sockets, and at which it goes on. */
const CONGESTED_BYTES = 64 << 20;
const RELIEVED_BYTES = 32 << 20;

/**
 * The batches of this node: collects commands, gives each batch its number when it is first handed to a leader, puts
 * what is not applied yet to every next leader under the same number, and tells clients when their time is over.
 *
 * Invariant: `#numbered` holds exactly the numbers after the last applied one, without holes, in order.
 */
export class Proposer {
  #incarnation = 0;
  #opened = false;
  #openSentAt = -Infinity;
  #nextSequence = 1;
  /** Collecting; never handed over. Null: nothing came since the last one. */
  #current: Batch | null = null;
  /** Full, never handed over. */
  #sealed: Batch[] = [];
  /** Handed over at least once, not applied yet. */
  #numbered: Batch[] = [];
  /** How many of `#numbered` were sent to the present leader. */
  #sent = 0;
  #retryAt = 0;
  /** When a batch was last applied: a majority lives. */
  #appliedAt = -Infinity;
  /** When the first of `#numbered` was sent, or a batch was last applied. */
  #progressAt = 0;
  readonly #large = new LargeCommands((batch, bytes) => this.#account(batch, bytes));
  #bytes = 0;
  #congested = false;
  /** The leader has no room for commands; until a batch is applied it has not. */
  #diskFull = false;

  constructor(
    private readonly uuid: string,
    private readonly nodeId: string,
    private readonly consensus: ProposalSink,
    private readonly environment: ProposerEnvironment,
  ) {}

  get incarnation(): number {
    return this.#incarnation;
  }

  get opened(): boolean {
    return this.#opened;
  }

  get congested(): boolean {
    return this.#congested;
  }

  /** Something may leave at the end of the turn. What is better left to grow leaves with the next apply. */
  get pending(): boolean {
    const { isEmpty } = this.#large;
    return (this.#current !== null && !this.#shouldGrow()) || this.#sealed.length > 0 || !isEmpty;
  }

  get batchesInFlight(): number {
    return this.#numbered.length;
  }

  get bytesInFlight(): number {
    return this.#bytes;
  }

  // ---- commands come in --------------------------------------------------------------------------------------------

  submit(request: Request, lane: LaneState): void {
    if (this.#diskFull) return answer(request, DISK_FULL);
    // Reads of the lane that still wait for a fence take their place in front of this write.
    if (lane.waiting.length > 0) this.#placeWaiting(lane);
    const item: Item = { lane: lane.id, db: request.db, argv: request.argv };
    const large = this.#large.take(item, request, () => this.environment.now());
    if (large !== null) this.#seal(); // what the lane sent before must be on its way before
    const batch = large ?? this.#add(item, request);
    if (lane.lastBatch === batch) return;
    lane.lastBatch = batch;
    batch.lanes.push(lane);
  }

  #placeWaiting(lane: LaneState): void {
    const batch = this.#collecting();
    for (const read of lane.waiting) {
      read.moved = true;
      batch.addPlace(read.request);
    }
    lane.waiting.length = 0;
  }

  /** A read behind a write of its own lane that was not handed over yet: evaluated right after it. False: none such. */
  place(request: Request, lane: LaneState): boolean {
    const batch = lane.lastBatch;
    if (batch === null || batch.id !== null || lane.waiting.length > 0) return false;
    batch.addPlace(request);
    return true;
  }

  /** Something that the node itself asks for. */
  own(item: Item): void {
    this.#add(item, 'node');
  }

  /** The same, in front of everything that was not handed over. */
  ownFirst(items: readonly Item[]): void {
    const first = batchesOf(items, this.environment.now());
    for (const each of first) this.#account(each, each.bytes);
    this.#sealed.unshift(...first);
  }

  #collecting(): Batch {
    this.#current ??= new Batch(this.environment.now());
    return this.#current;
  }

  /** Answers the batch that the item went into. */
  #add(item: Item, owner: ItemOwner): Batch {
    const batch = this.#collecting();
    batch.add(item, owner);
    this.#account(batch, batch.bytes);
    if (batch.bytes >= BATCH_BYTES) {
      this.#seal();
    }
    return batch;
  }

  #seal(): void {
    if (this.#current === null) return;
    this.#sealed.push(this.#current);
    this.#current = null;
  }

  /** Brings the account of what is on its way up to date: `bytes` of this batch are. */
  #account(batch: Batch, bytes: number): void {
    this.#bytes += bytes - batch.accounted;
    batch.accounted = bytes;
    if (this.#bytes > CONGESTED_BYTES) this.#congested = true;
    else if (this.#congested && this.#bytes < RELIEVED_BYTES) {
      this.#congested = false;
      this.environment.relieved();
    }
  }

  // ---- batches go out ----------------------------------------------------------------------------------------------

  /** Hands over what may go: what the present leader has not been sent, then new batches while the window is open. */
  flush(): void {
    if (this.#incarnation === 0 || this.consensus.leader === null || this.environment.now() < this.#retryAt) {
      return;
    }
    if (!this.#opened) {
      this.#sendOpen();
      return;
    }
    for (; this.#sent < this.#numbered.length; this.#sent++) {
      const batch = this.#numbered[this.#sent];
      if (batch !== undefined && !this.#send(batch)) return;
    }
    for (let batch = this.#next(); batch !== null; batch = this.#next()) {
      batch.number({ uuid: this.uuid, incarnation: this.#incarnation, sequence: this.#nextSequence++ });
      this.#numbered.push(batch);
      this.#large.numbered(batch);
      if (!this.#send(batch)) return;
      this.#sent++;
    }
  }

  /** The next batch to be numbered, or null: nothing there, or better to let it grow while others are on their way. */
  #next(): Batch | null {
    const sealed = this.#sealed.shift();
    if (sealed !== undefined) return sealed;
    const batch = this.#current;
    if (batch === null || this.#shouldGrow()) return this.#large.next();
    this.#current = null;
    return batch;
  }

  #shouldGrow(): boolean {
    const onTheWay = this.#numbered.length - this.#large.partsOnTheWay;
    return onTheWay >= (this.consensus.isAlone ? WINDOW_ALONE : WINDOW);
  }

  #send(batch: Batch): boolean {
    assert(batch.id !== null && batch.body !== null, 'only a numbered batch is sent');
    if (!this.consensus.propose(batch.id, batch.body)) {
      this.#retryAt = this.environment.now() + RETRY_MS;
      return false;
    }
    batch.sendings++;
    if (batch === this.#numbered[0]) this.#progressAt = this.environment.now();
    return true;
  }

  #sendOpen(): void {
    const now = this.environment.now();
    if (now - this.#openSentAt < 100) return;
    const id: BatchId = { uuid: this.uuid, incarnation: this.#incarnation, sequence: 0 };
    const body = encodeBody({
      kind: 'open',
      uuid: this.uuid,
      id: this.nodeId,
      incarnation: this.#incarnation,
      highestVersion: this.environment.highestVersion,
    });
    if (this.consensus.propose(id, body)) this.#openSentAt = now;
  }

  /** Another leader, or a new connection to it: all that is not applied is put again, in order. */
  leaderChanged(): void {
    this.#sent = 0;
    this.#retryAt = 0;
    this.#openSentAt = -Infinity;
    this.flush();
  }

  /** One sending was certainly not appended. */
  refused(id: BatchId, diskFull = false): void {
    const position = this.#numbered.findIndex(batch => batch.id?.sequence === id.sequence);
    const batch = this.#numbered[position];
    if (batch === undefined || id.incarnation !== this.#incarnation) return;
    batch.refusals++;
    this.#sent = Math.min(this.#sent, position);
    this.#retryAt = this.environment.now() + RETRY_MS;
    if (diskFull) this.#refuseAll();
  }

  /** Tells everybody whose command is certainly not logged; what stays of the batches is put again until there is room. */
  #refuseAll(): void {
    this.#diskFull = true;
    for (const batch of this.#numbered) {
      if (batch.certainlyNotLogged && !batch.abandoned) this.#expireSent(batch, DISK_FULL);
    }
    this.#seal();
    for (const batch of [...this.#sealed, ...this.#large.removeIf(() => true)])
      this.#expireUnsent(batch, DISK_FULL);
    this.#sealed = this.#sealed.filter(batch => !batch.isEmpty);
  }

  // ---- the log comes back ------------------------------------------------------------------------------------------

  /** The `open` of this incarnation was applied: batches may follow. */
  openApplied(): void {
    this.#opened = true;
    this.flush();
  }

  /** The batch of that number as it was sent, or null when only the log knows what it holds. */
  local(sequence: number): Batch | null {
    const head = this.#numbered[0];
    return head !== undefined && head.id?.sequence === sequence && !head.abandoned ? head : null;
  }

  /** Batch `sequence` of this incarnation was applied by the entry at `index`. Answers the batch itself. */
  applied(sequence: number, index: number): Batch {
    const batch = this.#numbered.shift();
    assert(batch?.id?.sequence === sequence, 'batches of a node are applied in the order of their numbers');
    this.#sent = Math.max(0, this.#sent - 1);
    this.#progressAt = this.#appliedAt = this.environment.now();
    this.#diskFull = false;
    this.#large.gone(batch);
    this.#account(batch, 0);
    this.#freeLanes(batch, index);
    return batch;
  }

  /** A snapshot covers the batches up to `sequence`: they took effect, and nobody knows with which replies. */
  appliedUnseen(sequence: number): void {
    while ((this.#numbered[0]?.id?.sequence ?? Infinity) <= sequence) {
      const { commands, reads } = this.applied(this.#numbered[0]!.id!.sequence, 0).clients();
      this.#endWaiters(commands);
      for (const request of [...commands, ...reads]) request.lost();
    }
    this.leaderChanged();
  }

  #freeLanes(batch: Batch, index: number): void {
    for (const lane of batch.lanes) {
      if (index > 0) lane.lastIndex = index;
      if (lane.lastBatch !== batch) continue;
      lane.lastBatch = null;
      this.environment.laneFree(lane);
    }
  }

  /** The machine saw a number above the next one: something before it was lost on the way to the leader. */
  gap(): void {
    this.#sent = 0;
    this.#retryAt = this.environment.now() + RETRY_MS;
  }

  /**
   * Begins an incarnation; the one before is over. What of it is not applied never will be, so its batches become new
   * ones, in their order; those whose clients were told "unknown" keep only what the node itself asked for.
   */
  begin(incarnation: number): void {
    assert(incarnation > this.#incarnation, 'incarnations grow');
    const again = this.#numbered;
    this.#numbered = [];
    this.#sent = 0;
    this.#nextSequence = 1;
    this.#incarnation = incarnation;
    this.#opened = false;
    this.#openSentAt = -Infinity;
    const kept = again.filter(batch => !batch.isPart && (!batch.isEmpty || batch.lead !== null));
    for (const batch of again) {
      batch.unnumber();
      if (!kept.includes(batch)) this.#account(batch, 0); // a part's bytes are still in the lead that made it
    }
    this.#sealed.unshift(...kept);
    if (this.#sealed.some(batch => batch.lead !== null)) this.#seal();
    this.#large.startAgain(this.#sealed);
    this.flush();
  }

  // ---- time --------------------------------------------------------------------------------------------------------

  tick(now: number): void {
    const clientTimeout = this.environment.clientTimeout();
    // What comes while there is no leader is not to share the time of what has waited for long.
    if (this.#current !== null && now - this.#current.openedAt > clientTimeout / 10) this.#seal();
    // While batches are applied there is a majority: what waits behind a large command has not waited for one.
    if (this.#appliedAt < now - clientTimeout) this.#expire(now - clientTimeout);
    if (this.#sent > 0 && now - this.#progressAt > RESEND_MS) this.#sent = 0;
    this.flush();
  }

  #expire(oldest: number): void {
    const isOver = (batch: Batch): boolean => batch.openedAt < oldest;
    const large = this.#large.removeIf(isOver);
    for (const batch of [...this.#sealed.filter(isOver), ...large]) this.#expireUnsent(batch);
    // What is left of them is the node's own.
    this.#sealed = [...this.#sealed, ...large].filter(batch => !isOver(batch) || !batch.isEmpty);
    for (const batch of this.#numbered) if (isOver(batch) && !batch.abandoned) this.#expireSent(batch);
  }

  /** Never handed over: certainly not applied. */
  #expireUnsent(batch: Batch, outcome = NO_LEADER): void {
    const clients = batch.clients();
    this.#forgetParts(batch);
    batch.strip();
    this.#account(batch, batch.isEmpty ? 0 : batch.bytes);
    this.#freeLanes(batch, 0); // before the answers: what a client sends then has no place in here
    answerAll(clients, outcome);
  }

  #expireSent(batch: Batch, refusal = NO_LEADER): void {
    const outcome = batch.certainlyNotLogged ? refusal : OUTCOME_UNKNOWN;
    const clients = batch.clients();
    if (outcome === OUTCOME_UNKNOWN) this.#endWaiters(clients.commands);
    this.#forgetParts(batch);
    this.#large.gone(batch);
    batch.abandon();
    this.#large.numbered(batch);
    this.#account(batch, batch.bytes);
    this.#freeLanes(batch, 0);
    answerAll(clients, outcome);
  }

  /** Waiters that they may have left in the machine go before anything that their clients send from now on. */
  #endWaiters(commands: readonly Request[]): void {
    for (const { lane, argv } of commands)
      if (this.environment.mayBlock(argv)) this.own({ lane: lane.id, unblock: 'gone' });
  }

  /** The end of its large command will never be applied: a part that is first and last lets the machine drop the others. */
  #forgetParts({ lead }: Batch): void {
    if (lead?.begun === true) this.own({ lane: lead.lane, part: new Uint8Array(), first: true, last: true });
  }
}
