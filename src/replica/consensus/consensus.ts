import { assert } from '../../base/assert.js';
import type { Configuration } from '../../base/configuration.js';
import type {
  BatchId,
  Clocks,
  FenceAnswer,
  FenceRequest,
  NodeMessage,
  PeerMessage,
  Propose,
  Refuse,
} from '../../base/peer-message.js';
import type { MemberId, RaftMessage } from '../../base/raft-message.js';
import { encodeBody, stampBody } from '../../machine/payload.js';
import type { LogStore } from '../../ports/log-store.js';
import type { Scheduler } from '../../ports/scheduler.js';
import type { Transport } from '../../ports/transport.js';
import type { Load, Persist, Raft, Ready } from '../../raft/raft.js';
import type { ConsensusStatus } from '../channel.js';
import type { SharedState } from '../shared-state.js';
import { CoreFigures } from './core-figures.js';
import { OpenFences } from './open-fences.js';
import { WallClocks } from './wall-clocks.js';

/** What is not about the log, and not for this class. */
export type OtherMessage = Exclude<NodeMessage, Propose | Refuse | FenceRequest | FenceAnswer>;

/** What follows from what the core says. */
export interface ConsensusEvents {
  /** Entries up to `index` are committed. */
  committed(index: number): void;
  /** The leader or the term changed, or the connection to the leader is new: what was handed over may be lost. */
  leaderChanged(): void;
  /** A batch of this node was certainly not appended by this one sending. */
  refused(batch: BatchId, diskFull: boolean): void;
  /** A fence is there; `index` -1: refused. */
  fenced(id: number, index: number, stamp: number): void;
  /** A message of another node that is not about the log. */
  nodeMessage(from: MemberId, message: OtherMessage): void;
  /** This leader's log does not reach back to what the peer needs. */
  needsSnapshot(peer: MemberId): void;
  /** Goes to the disk now. */
  writes(write: Persist): void;
  /** A write is synced: what came meanwhile is to go into the next. */
  diskFree(): void;
  /** The log has other members now. */
  membersChanged(configuration: Configuration): void;
  /** The disk failed: final. Nothing is acknowledged from here on. */
  failed(error: Error): void;
}

/** Two ticks that lie further apart than this: the process stood still. Milliseconds. */
const PAUSE_MS = 500;

/**
 * The consensus half of a node: joins the pure core with the disk, the peers and the clock. Inputs only mark work;
 * `pump()` takes it from the core, at the end of the turn, so that all input of a turn shares one write and one message.
 */
export class Consensus {
  readonly #walls: WallClocks;
  readonly #fences = new OpenFences();
  /** Members with clients that any entry may concern: blocked ones. They are told of each commit at once. */
  listeners: readonly MemberId[] = [];
  /** What room is left on the disk is kept for compaction: as a leader this node takes no commands. */
  diskFull = false;
  /** Messages that wait for a write in flight. */
  #afterWrite: RaftMessage[] = [];
  #writing = false;
  #failed = false;
  readonly #heard = new Map<MemberId, number>();
  /** The term of this node's own that has its first stamp, and since when. */
  #stampedTerm = 0;
  #leadingSince = 0;
  #tickedAt = 0;
  /** The end of the last pause of this process, in which it heard nobody. */
  #attentiveSince = 0;
  readonly #figures = new CoreFigures();

  constructor(
    id: MemberId,
    private readonly raft: Raft,
    private readonly store: LogStore,
    private readonly transport: Transport,
    private readonly scheduler: Scheduler,
    private readonly shared: SharedState,
    private readonly events: ConsensusEvents,
  ) {
    this.#walls = new WallClocks(id, scheduler);
  }

  // ---- what the machine half asks for ------------------------------------------------------------------------------

  get leads(): boolean {
    return this.raft.role === 'leader';
  }

  get writing(): boolean {
    return this.#writing;
  }

  /** Puts a batch to the leader, or says that this sending came to nothing. */
  propose(batch: BatchId, body: Uint8Array): void {
    if (this.#lacksRoomFor(batch)) this.events.refused(batch, true);
    else if (!this.#put(batch, body)) this.events.refused(batch, false);
  }

  /** Commands of clients only: what a node says of itself (sequence 0) and what a leader logs by itself are small and few. */
  #lacksRoomFor(batch: BatchId): boolean {
    return this.diskFull && this.leads && batch.sequence > 0;
  }

  /** False: it did not leave, it was certainly not appended. */
  #put(batch: BatchId, body: Uint8Array): boolean {
    if (this.leads) return this.append(body) !== null;
    const leader = this.raft.leader;
    if (leader === null) return false;
    this.#figures.forwarded++;
    return this.transport.send(leader, { kind: 'node', message: { type: 'propose', batch, body } });
  }

  /** The time, after a look whether this process was suspended: then the lease is in doubt. */
  #watchedNow(): number {
    const now = this.scheduler.now();
    if (this.#walls.parted(now)) this.raft.doubtLease(now);
    return now;
  }

  /** Asks for a fence; `fenced` answers, unless the leader or the connection to it is lost. */
  fence(id: number, quorum: boolean, tick: number): void {
    this.#figures.fences++;
    const { leader } = this.raft;
    if (this.leads) this.#openFence(id, null, quorum, tick);
    else if (leader === null || !this.sendTo(leader, { type: 'fence', id, quorum, tick })) {
      this.events.fenced(id, -1, 0);
    }
  }

  sendTo(peer: MemberId, message: NodeMessage): boolean {
    return this.transport.send(peer, { kind: 'node', message });
  }

  sawStamp(stamp: number): void {
    this.#walls.stamps.saw(stamp);
  }

  /** This node's stamp now; only a leader makes any. */
  stampNow(): number {
    return this.leads ? this.#stamp(this.scheduler.now()) : this.#walls.stamps.latest;
  }

  /** The stamp of what this leader makes at `now`. Whatever comes first in a term sets the first stamp of it. */
  #stamp(now: number): number {
    if (this.raft.term !== this.#stampedTerm) {
      this.#stampedTerm = this.raft.term;
      this.#leadingSince = now;
      this.#walls.lead(now);
    }
    return this.#walls.stamps.stamp(now);
  }

  /** How many members but `asker` hold the entry at `index` on disk; -1: only a leader knows. */
  holders(index: number, asker: MemberId): number {
    const { leading, id } = this.raft.status();
    if (leading === null) return -1;
    const own = id !== asker && this.raft.persistedIndex >= index ? 1 : 0;
    return own + leading.peers.filter(peer => peer.id !== asker && peer.match >= index).length;
  }

  status(): Omit<ConsensusStatus, 'snapshotIndex' | 'logBytes'> {
    const raft = this.raft.status();
    const silence = Object.fromEntries(
      (raft.leading?.peers ?? []).map(({ id }) => [id, this.silence(id)] as const),
    );
    return { raft, counters: this.#figures.all, silence };
  }

  /** The clocks of this machine parted, as somebody else saw. */
  doubtLease(): void {
    this.raft.doubtLease(this.scheduler.now());
  }

  /** Milliseconds since this leader last heard of a peer, or since it leads and listens when that is shorter. */
  silence(peer: MemberId): number {
    const now = this.scheduler.now();
    return now - Math.max(this.#heard.get(peer) ?? 0, this.#leadingSince, this.#attentiveSince);
  }

  transfer(to: MemberId | null): boolean {
    const begun = this.raft.transfer(to, this.scheduler.now());
    this.pump();
    return begun;
  }

  // ---- input -------------------------------------------------------------------------------------------------------

  receive(from: MemberId, message: PeerMessage): void {
    if (this.#failed) return;
    this.#heard.set(from, this.scheduler.now());
    if (message.kind === 'raft') {
      const led = this.leads;
      this.#walls.heard(from, message.clocks);
      if (message.message.from === from) this.raft.step(message.message, this.scheduler.now());
      // The time of a leader follows no other: one that was deposed and does not know may be far ahead.
      if (!led || !this.leads) this.sawStamp(message.clocks.stamp);
      return;
    }
    const body = message.message;
    switch (body.type) {
      case 'propose':
        this.#proposed(from, body);
        return;
      case 'refuse':
        this.events.refused(body.batch, body.diskFull);
        return;
      case 'fence':
        if (this.leads) this.#openFence(body.id, from, body.quorum, body.tick);
        else this.sendTo(from, { type: 'fenceAnswer', id: body.id, index: -1, stamp: 0 });
        return;
      case 'fenceAnswer':
        this.events.fenced(body.id, body.index, body.stamp);
        return;
      case 'ask':
      case 'tell':
      case 'snapshotOffer':
      case 'snapshotChunk':
      case 'snapshotAnswer':
        this.events.nodeMessage(from, body);
    }
  }

  tick(): void {
    if (this.#failed) return;
    const now = this.#watchedNow();
    if (now - this.#tickedAt > PAUSE_MS) this.#attentiveSince = now;
    this.#tickedAt = now;
    this.#walls.tick(now, this.leads);
    this.raft.tick(now);
    this.pump();
  }

  connected(peer: MemberId): void {
    this.raft.connected(peer);
    if (peer === this.raft.leader) this.events.leaderChanged();
    this.pump();
  }

  disconnected(peer: MemberId): void {
    this.raft.disconnected(peer, this.scheduler.now());
    this.pump();
  }

  // ---- the core's output -------------------------------------------------------------------------------------------

  /** Takes from the core what is ready, in the order that safety and speed ask for: disk, peers, machine. */
  pump(): void {
    if (this.leads) for (const peer of this.listeners) this.raft.awaits(peer, this.raft.lastIndex);
    for (let ready = this.raft.ready(); ready !== null; ready = this.raft.ready()) {
      if (this.#failed) return;
      if (ready.configuration !== null) this.events.membersChanged(ready.configuration);
      if (ready.change !== null) this.#changed(ready.change.role === 'leader');
      this.#publish(); // a leader's own machine half knows a commit index before any other node does
      // The machine half first: its clients wait, and telling it costs less than a write does.
      this.events.committed(ready.commitIndex);
      if (this.leads) this.#figures.committed(ready.commitIndex, this.scheduler.now());
      this.#persist(ready);
      for (const message of ready.messages) this.#send(message);
      for (const load of ready.loads) this.#load(load);
      for (const peer of ready.snapshots) this.events.needsSnapshot(peer);
      for (const fence of ready.fences) this.#fenceReady(fence.id, fence.index);
    }
    this.#publish();
  }

  #publish(): void {
    const { term, commitIndex, firstIndex, lastIndex, persistedIndex } = this.raft;
    const { from, end } = this.raft.lease(this.scheduler.now());
    const { base, baseAt, rate, latest } = this.#walls.stamps;
    this.shared.consensus.write(
      term,
      commitIndex,
      firstIndex,
      lastIndex,
      persistedIndex,
      from,
      end,
      base,
      baseAt,
      rate,
      latest,
    );
  }

  /** Starts the write that `ready` asks for and parks what may only leave after it (Raft, figure 2: "before responding"). */
  #persist(ready: Ready): void {
    this.#afterWrite.push(...ready.afterPersist);
    if (ready.persist === null) {
      if (!this.#writing) this.#flushAfterWrite();
      return;
    }
    assert(!this.#writing, 'the core hands out one write at a time');
    const { entries } = ready.persist;
    this.events.writes(ready.persist);
    const last = entries[entries.length - 1];
    this.#writing = true;
    const begun = this.scheduler.now();
    this.store.write(ready.persist, error => {
      if (error) return this.fail(error);
      this.#writing = false;
      const bytes = entries.reduce((sum, { data }) => sum + data.length, 0);
      this.#figures.wrote(entries.length, bytes, this.scheduler.now() - begun);
      this.raft.persisted(last?.index ?? 0, last?.term ?? 0);
      this.#flushAfterWrite();
      this.events.diskFree();
      this.pump();
    });
  }

  #flushAfterWrite(): void {
    const parked = this.#afterWrite;
    this.#afterWrite = [];
    for (const message of parked) this.#send(message);
  }

  #send(message: RaftMessage): void {
    const clocks: Clocks = { wall: this.scheduler.wall(), stamp: this.stampNow() };
    this.transport.send(message.to, { kind: 'raft', message, clocks });
  }

  #load({ peer, from, to, maxBytes }: Load): void {
    this.store.read(from, to, maxBytes, (error, entries) => {
      if (error) return this.fail(error);
      this.raft.loaded(peer, entries);
      this.pump();
    });
  }

  #changed(leads: boolean): void {
    this.#figures.forget();
    if (leads) {
      this.#figures.elections++;
      this.stampNow();
    }
    this.events.leaderChanged();
  }

  // ---- fences ------------------------------------------------------------------------------------------------------

  #openFence(id: number, from: MemberId | null, quorum: boolean, tick: number): void {
    const tickIndex = tick > 0 ? this.append(encodeBody({ kind: 'tick' }), tick) : 0;
    const own = this.#fences.open({ from, id, tickIndex: tickIndex ?? 0 });
    // A leader that takes nothing into its log now (it hands over) has no tick to give: asked again a little later.
    if (tickIndex === null) this.#fenceReady(own, -1);
    else this.raft.fence(own, quorum, this.#watchedNow());
  }

  /** A peer's batch. Its clients wait for it, so the peer is to hear of the commit at once. */
  #proposed(from: MemberId, { batch, body }: Propose): void {
    const diskFull = this.#lacksRoomFor(batch);
    const index = diskFull ? null : this.append(body);
    if (index === null) this.sendTo(from, { type: 'refuse', batch, leader: this.raft.leader, diskFull });
    else this.raft.awaits(from, index);
  }

  /** The core confirmed that this node led after the fence was asked for: `index` was committed by then; -1: it did not. */
  #fenceReady(own: number, index: number): void {
    const fence = this.#fences.close(own);
    if (fence === undefined) return;
    const upTo = index < 0 ? -1 : Math.max(index, fence.tickIndex);
    const stamp = this.stampNow();
    if (fence.from === null) this.events.fenced(fence.id, upTo, stamp);
    else {
      this.sendTo(fence.from, { type: 'fenceAnswer', id: fence.id, index: upTo, stamp });
      this.raft.awaits(fence.from, upTo);
    }
  }

  // ---- the log -----------------------------------------------------------------------------------------------------

  /** Null: this node does not lead. */
  append(body: Uint8Array, atLeast = 0): number | null {
    if (this.#failed || !this.leads) return null;
    const now = this.scheduler.now();
    const stamp = Math.max(this.#stamp(now), atLeast);
    this.#walls.stamps.atLeast(stamp, now);
    const stamped = (each: Uint8Array): Uint8Array => stampBody(each, stamp, this.scheduler.random());
    const gap = this.#walls.stamps.untold();
    const proposed = this.raft.propose([...gap, body].map(stamped), now);
    if (proposed === null) return null;
    this.#walls.stamps.told();
    this.#figures.appended(proposed + gap.length, now);
    return proposed + gap.length;
  }

  /** The disk, or who reads it, failed. */
  fail(error: Error): void {
    if (this.#failed) return;
    this.#failed = true;
    this.events.failed(error);
  }
}
