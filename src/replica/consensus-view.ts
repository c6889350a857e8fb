import type { Configuration, MemberChange } from '../base/configuration.js';
import type { Ask, BatchId, Tell } from '../base/peer-message.js';
import type { MemberId } from '../base/raft-message.js';
import type { Scheduler } from '../ports/scheduler.js';
import type { Role } from '../raft/types.js';
import type { Channel, ConsensusStatus, ToConsensus, ToMachine } from './channel.js';
import { ClockParting } from './clock-parting.js';
import type { ConsensusFigures, SharedState } from './shared-state.js';

type Told = Extract<ToMachine, { type: 'peer' | 'members' | 'status' | 'held' | 'transferring' | 'changed' }>;

/** A commit index that was current at one moment, and the stamp of that moment. */
export interface LocalFence {
  readonly index: number;
  readonly stamp: number;
}

/**
 * The consensus half as the machine half sees it: what it was told last, what stands in shared memory, and the way to ask.
 */
export class ConsensusView {
  role: Role = 'follower';
  leader: MemberId | null = null;
  status: ConsensusStatus | null = null;
  /** The members, as the log of this node has them. */
  configuration: Configuration = { index: 0, term: 0, members: [], lastNumber: 0 };
  readonly #connected = new Set<MemberId>();
  readonly #parting: ClockParting;
  /** Leases that rest on heartbeats sent before this count for nothing: the process may have been suspended then. */
  #doubtedAt = -Infinity;
  #nextId = 1;
  readonly #waiting = new Map<number, (answer: number) => void>();
  readonly #changes = new Map<number, (error: string | null) => void>();
  #listeners = '';
  #fencesByLease = 0;

  constructor(
    private readonly shared: SharedState,
    private readonly channel: Channel<ToConsensus>,
    private readonly scheduler: Scheduler,
  ) {
    this.#parting = new ClockParting(scheduler);
  }

  get leads(): boolean {
    return this.role === 'leader';
  }

  get fencesByLease(): number {
    return this.#fencesByLease;
  }

  get figures(): ConsensusFigures {
    return this.shared.consensus.read();
  }

  // ---- the log -----------------------------------------------------------------------------------------------------

  /** Puts a batch to the leader. False: nobody is known to lead, it was not handed over. */
  propose(batch: BatchId, body: Uint8Array): boolean {
    if (this.leader === null) return false;
    this.channel.post({ type: 'propose', batch, body });
    return true;
  }

  /** Proposes something of the leader's own: a tick, the end of an incarnation. */
  append(body: Uint8Array): void {
    this.channel.post({ type: 'append', body });
  }

  /** This node's stamp now; only a leader makes any. Milliseconds since the epoch. */
  stampNow(): number {
    const figures = this.shared.consensus.read();
    return this.leads ? stampAt(figures, this.scheduler.now()) : figures.lastStamp;
  }

  /** Milliseconds since this leader last heard of a peer, not counting the last moments. */
  silence(peer: MemberId): number {
    return this.status?.silence[peer] ?? 0;
  }

  /** Passes on what the machine half says about snapshots. */
  post(message: ToConsensus): void {
    this.channel.post(message);
  }

  applied(index: number): void {
    this.shared.machine.write(index, this.scheduler.now());
  }

  // ---- fences ------------------------------------------------------------------------------------------------------

  /**
   * A fence without a message, or null: this node leads, its lease holds, and `index` was committed at this moment. The
   * index is read before the look at the clock: nobody else can have committed more by then.
   */
  localFence(): LocalFence | null {
    const figures = this.shared.consensus.read();
    if (figures.leaseEnd <= 0) return null;
    const now = this.#watchedNow();
    if (now >= figures.leaseEnd || figures.leaseFrom <= this.#doubtedAt) return null;
    this.#fencesByLease++;
    return { index: figures.commitIndex, stamp: stampAt(figures, now) };
  }

  leaseHolds(): boolean {
    const { leaseFrom, leaseEnd } = this.shared.consensus.read();
    return this.#watchedNow() < leaseEnd && leaseFrom > this.#doubtedAt;
  }

  /** The time, after a look whether this process was suspended: then the lease is in doubt. */
  #watchedNow(): number {
    const now = this.scheduler.now();
    if (this.#parting.look(now)) {
      this.#doubtedAt = now;
      this.channel.post({ type: 'doubt' });
    }
    return now;
  }

  /** Asks for a fence; `fenced` answers, unless the leader or the connection to it is lost. False: nobody to ask. */
  fence(id: number, quorum: boolean, tick: number): boolean {
    if (this.leader === null) return false;
    this.channel.post({ type: 'fence', id, quorum, tick });
    return true;
  }

  // ---- the members -------------------------------------------------------------------------------------------------

  get isAlone(): boolean {
    return this.configuration.members.length === 1;
  }

  /** What the other half says of itself and of the members, and its answers. */
  told(message: Told): void {
    switch (message.type) {
      case 'peer':
        if (message.connected) this.#connected.add(message.peer);
        else this.#connected.delete(message.peer);
        break;
      case 'members':
        this.configuration = message.configuration;
        break;
      case 'status':
        this.status = message.status;
        break;
      case 'held':
        this.#answered(message.id, message.holders);
        break;
      case 'transferring':
        this.#answered(message.id, message.begun ? 1 : 0);
        break;
      case 'changed':
        this.#changes.get(message.id)?.(message.error);
        this.#changes.delete(message.id);
    }
  }

  isConnected(peer: MemberId): boolean {
    return this.#connected.has(peer);
  }

  /** False: not connected, it did not leave. */
  sendTo(peer: MemberId, message: Ask | Tell): boolean {
    if (!this.#connected.has(peer)) return false;
    this.channel.post({ type: 'send', to: peer, message });
    return true;
  }

  /** Members with blocked clients are told of every commit at once. */
  listen(members: readonly MemberId[]): void {
    const listeners = members.join(' ');
    if (listeners === this.#listeners) return;
    this.#listeners = listeners;
    this.channel.post({ type: 'listeners', members });
  }

  /** How many members but `asker` hold the entry at `index` on disk; -1: this node does not lead. */
  holders(index: number, asker: MemberId, done: (holders: number) => void): void {
    this.channel.post({ type: 'holders', id: this.#ask(done), index, asker });
  }

  /** `done` says whether it was begun. */
  transfer(to: MemberId | null, done: (begun: boolean) => void): void {
    this.channel.post({ type: 'transfer', id: this.#ask(begun => done(begun > 0)), to });
  }

  /** A node's number among the members, the high part of its client ids; `memberNumber` until the log tells. */
  numberOf({ id, memberNumber }: { readonly id: MemberId; readonly memberNumber: number }): number {
    return this.configuration.members.find(member => member.id === id)?.number ?? memberNumber;
  }

  /** For a leader; `done` when the change is committed, or with an error for the client. `again`: it may have been made. */
  changeMembers(change: MemberChange, again: boolean, done: (error: string | null) => void): void {
    const id = this.#nextId++;
    this.#changes.set(id, done);
    this.channel.post({ type: 'change', id, change, again });
  }

  joined(clusterId: string): void {
    this.channel.post({ type: 'joined', clusterId });
  }

  stop(): void {
    this.channel.post({ type: 'stop' });
  }

  #ask(done: (answer: number) => void): number {
    const id = this.#nextId++;
    this.#waiting.set(id, done);
    return id;
  }

  #answered(id: number, answer: number): void {
    const done = this.#waiting.get(id);
    this.#waiting.delete(id);
    done?.(answer);
  }
}

function stampAt({ stampBase, stampBaseAt, stampRate, lastStamp }: ConsensusFigures, now: number): number {
  return Math.max(lastStamp, Math.floor(stampBase + (now - stampBaseAt) * stampRate));
}
