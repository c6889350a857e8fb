import type { Ask, PeerMessage, Tell } from '../base/peer-message.js';
import type { Entry, MemberId } from '../base/raft-message.js';
import { randomHex, SeededRandom } from '../base/random.js';
import type { CommandTable } from '../machine/command-table.js';
import { Machine } from '../machine/machine.js';
import { entryBatchHead, header, type MemberRecord } from '../machine/payload.js';
import type { LogStore } from '../ports/log-store.js';
import type { Logger } from '../ports/logger.js';
import type { NodeStore } from '../ports/node-store.js';
import type { Scheduler } from '../ports/scheduler.js';
import type { Transport, TransportEvents } from '../ports/transport.js';
import type { Raft } from '../raft/raft.js';
import { ErrorReply, type Reply } from '../resp/reply.js';
import type { Lane, Replica, ReplicaStatus, Request } from './api.js';
import { Applier } from './applier.js';
import { BlockedClients } from './blocked.js';
import { Consensus } from './consensus.js';
import { LeaderDuties } from './duties.js';
import { Holders } from './holders.js';
import { laneOf, LaneState } from './lane.js';
import { OwnBatches } from './own-batches.js';
import { Proposer } from './proposer.js';
import { type AnswerHandler, Questions } from './questions.js';
import { Reads } from './reads.js';

/** How often timeouts are looked at. Milliseconds. */
const TICK_MS = 10;
const LOADING = new ErrorReply('LOADING Quorate is applying its log');

/** Settings of the replica, read anew at each use: CONFIG SET takes effect at once. Milliseconds. */
export interface ReplicaSettings {
  clientTimeout(): number;
  nodeTimeout(): number;
  applyLagLimit(): number;
  quorumReads(): boolean;
}

export interface ReplicaOptions {
  readonly id: MemberId;
  /** This node's place among the members, 1 to 255: the high bits of its client ids. */
  readonly memberNumber: number;
  /** All members, this one included, with the addresses of their Raft ports. */
  readonly members: readonly MemberRecord[];
  readonly raft: Raft;
  readonly store: LogStore;
  readonly nodeStore: NodeStore;
  readonly transport: Transport;
  readonly scheduler: Scheduler;
  readonly commands: CommandTable;
  readonly settings: ReplicaSettings;
  /** Cluster-scope settings: what the log begins with, when this node is the one to bootstrap. */
  readonly bootstrapSettings: readonly (readonly [name: string, value: string])[];
  readonly logger: Logger;
  /** The node cannot go on: its disk failed, or its machine did. The process must end. */
  readonly failed: (error: Error) => void;
}

/** One node: the core, the disk, the peers and the machine, joined; what the server talks to. */
export class ReplicaNode implements Replica, TransportEvents {
  readonly machine: Machine;
  readonly #consensus: Consensus;
  readonly #applier: Applier;
  readonly #proposer: Proposer;
  readonly #ownBatches: OwnBatches;
  readonly #reads: Reads;
  readonly #blocked: BlockedClients;
  readonly #questions: Questions;
  readonly #holders: Holders;
  readonly #duties: LeaderDuties;
  readonly #uuid: string;
  readonly #random: SeededRandom;
  #turnPlanned = false;
  #stopped = false;
  #cancelTick: () => void = () => undefined;
  #beginning = false;
  /** The data folder names the cluster whose log this is. */
  #joined = false;
  #connections = 0;
  /** Since when the machine has been behind the commit index. Monotonic milliseconds; Infinity: it is not. */
  #behindSince = Infinity;
  #relief: (() => void)[] = [];

  constructor(private readonly options: ReplicaOptions) {
    const { id, raft, store, transport, scheduler, settings, nodeStore } = options;
    const now = (): number => scheduler.now();
    this.#uuid = nodeStore.identity.uuid;
    this.#random = new SeededRandom(scheduler.random());
    this.machine = new Machine(options.commands, {
      served: (uuid, lane, reply, giveBack, db) => this.#served(uuid, lane, reply, giveBack, db),
      waiterEnded: (uuid, lane, reason, reply) => {
        // After `end` the waiters of this node rejoin under its next incarnation.
        if (uuid === this.#uuid && reason !== 'end') this.#blocked.ended(lane, reply);
      },
      failed: (index, error) =>
        options.logger.error({ index, error }, 'a command broke an invariant; its client was told so'),
    });
    this.#consensus = new Consensus(id, raft, store, transport, scheduler, {
      committed: index => this.#applier.committedUpTo(index),
      leaderChanged: () => this.#leaderChanged(),
      refused: batch => this.#proposer.refused(batch),
      fenced: (fence, index, stamp) => {
        this.#reads.fenced(fence, index, stamp);
        if (this.#reads.pending) this.#planTurn();
      },
      nodeMessage: (from, message) => this.#nodeMessage(from, message),
      diskFree: () => this.#proposer.flush(),
      listeners: () => this.machine.nodesWaiting(),
      failed: error => this.#fail(error),
    });
    this.#applier = new Applier(this.#consensus, {
      apply: entry => this.#apply(entry),
      applied: () => this.#applied(),
      later: run => void scheduler.after(0, run),
    });
    const clientTimeout = (): number => settings.clientTimeout();
    this.#proposer = new Proposer(this.#uuid, id, options.members.length === 1, this.#consensus, {
      now,
      clientTimeout,
      laneFree: lane => this.#reads.drain(lane),
      relieved: () => this.#relieve(),
      mayBlock: argv => options.commands.waking(argv) !== undefined,
    });
    this.#reads = new Reads(
      this.#consensus,
      {
        now,
        appliedIndex: () => this.#applier.applied,
        query: (request, stamp) => this.#query(request, stamp),
      },
      () => settings.quorumReads(),
      scheduler.random(),
    );
    this.#blocked = new BlockedClients({ now, clientTimeout, propose: item => this.#proposer.own(item) });
    this.#ownBatches = new OwnBatches(
      this.#uuid,
      this.machine,
      this.#proposer,
      this.#blocked,
      (read, stamp) => this.machine.query(read.argv, read.db, stamp, this.#random),
    );
    this.#questions = new Questions(this.#consensus, scheduler);
    this.#holders = new Holders(id, raft, this.#questions);
    this.#duties = new LeaderDuties(this.#consensus, this.machine, {
      id,
      members: options.members,
      settings: options.bootstrapSettings,
      newClusterId: () => randomHex(() => scheduler.random()),
      nodeTimeout: () => settings.nodeTimeout(),
    });
  }

  /** Begins an incarnation of this node and runs; `done` when clients may be let in. */
  start(done: (error: Error | null) => void): void {
    for (const member of this.options.members) {
      if (member.id !== this.options.id && this.options.transport.isConnected(member.id))
        this.connected(member.id);
    }
    this.#consensus.learnLastStamp(() => {
      this.#begin(error => {
        if (error === null) this.#plantTick();
        done(error);
      });
      this.#consensus.pump();
    });
  }

  #begin(done: (error: Error | null) => void): void {
    if (this.#beginning) return;
    this.#beginning = true;
    this.options.nodeStore.beginIncarnation((error, incarnation) => {
      this.#beginning = false;
      if (error !== null) {
        this.#fail(error);
        done(error);
        return;
      }
      this.#proposer.begin(incarnation);
      // Waiters of the incarnation before are gone from the machine: they rejoin at the end of the line.
      for (const request of this.#blocked.rejoin()) this.#proposer.submit(request, laneOf(request));
      this.#planTurn();
      done(null);
    });
  }

  stop(done: () => void): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#cancelTick();
    this.options.transport.close(() => {
      this.options.store.close(() => done());
    });
  }

  // ---- the server's side -------------------------------------------------------------------------------------------

  openLane(): Lane {
    this.#connections++;
    const incarnation = this.#proposer.incarnation % 2 ** 17;
    return new LaneState(
      this.options.memberNumber * 2 ** 45 + incarnation * 2 ** 28 + (this.#connections % 2 ** 28),
    );
  }

  closeLane(lane: Lane): void {
    const state = lane as LaneState;
    state.closed = true;
    for (const read of [...state.waiting]) this.#reads.drop(read, false);
    this.#blocked.leave(state);
    this.#planTurn();
  }

  submit(request: Request): void {
    const lane = request.lane as LaneState;
    if (this.#stopped) return;
    if (this.#behindSince !== Infinity && this.#lagsTooFar()) {
      request.done(LOADING);
      return;
    }
    if (request.kind === 'write') this.#proposer.submit(request, lane);
    else if (!this.#proposer.place(request, lane)) this.#reads.submit(request, lane);
    if (this.#proposer.pending || this.#reads.pending) this.#planTurn();
  }

  #lagsTooFar(): boolean {
    return this.options.scheduler.now() - this.#behindSince > this.options.settings.applyLagLimit();
  }

  unblock(lane: Lane, withError: boolean, done: (unblocked: boolean) => void): void {
    this.#blocked.unblock(lane as LaneState, withError, done);
    this.#planTurn();
  }

  isBlocked(lane: Lane): boolean {
    return this.#blocked.has(lane as LaneState);
  }

  get congested(): boolean {
    return this.#proposer.congested;
  }

  onRelief(run: () => void): void {
    this.#relief.push(run);
  }

  askAll(topic: string, body: string, timeoutMs: number, done: (answers: string[]) => void): void {
    const peers = this.options.members.map(member => member.id).filter(id => id !== this.options.id);
    this.#questions.ask(peers, topic, body, timeoutMs, done);
  }

  answer(topic: string, handler: AnswerHandler): void {
    this.#questions.answer(topic, handler);
  }

  wait(lane: Lane, replicas: number, timeoutMs: number, done: (holders: number) => void): void {
    const index = (lane as LaneState).lastIndex;
    this.#holders.wait(index, replicas, timeoutMs, this.options.scheduler.now(), done);
  }

  setting(name: string): string | undefined {
    return this.machine.settings.get(name);
  }

  keyspace(): readonly { db: number; keys: number; expires: number }[] {
    return this.machine.keyspace.databases
      .filter(db => db.size > 0)
      .map(db => ({ db: db.index, keys: db.size, expires: db.expires }));
  }

  transfer(to: string | null, done: (error: string | null) => void): void {
    done(
      this.#consensus.transfer(to) ? null : 'ERR this node does not lead, or there is nobody to hand over to',
    );
  }

  status(): ReplicaStatus {
    const raft = this.options.raft.status();
    const match = new Map(raft.leading?.peers.map(peer => [peer.id, peer]));
    const members = this.options.members.map(({ id, address }) => ({
      id,
      address,
      match: id === this.options.id ? raft.persistedIndex : (match.get(id)?.match ?? null),
      active: id === this.options.id || this.options.transport.isConnected(id),
    }));
    return {
      nodeId: this.options.id,
      role: raft.role,
      leaderId: raft.leader,
      leaderAddress: this.options.members.find(member => member.id === raft.leader)?.address ?? null,
      term: raft.term,
      commitIndex: raft.commitIndex,
      appliedIndex: this.#applier.applied,
      firstLogIndex: raft.firstIndex,
      lastLogIndex: raft.lastIndex,
      snapshotIndex: raft.firstIndex - 1,
      stamp: this.#consensus.stampNow(),
      members,
      counters: {
        ...this.#consensus.counters,
        campaigns: raft.campaigns,
        batches_in_flight: this.#proposer.batchesInFlight,
        bytes_in_flight: this.#proposer.bytesInFlight,
        blocked_clients: this.#blocked.count,
        log_cached_bytes: raft.cachedBytes,
      },
    };
  }

  // ---- the peers' side ---------------------------------------------------------------------------------------------

  message(from: MemberId, message: PeerMessage): void {
    if (this.#stopped) return;
    this.#consensus.receive(from, message);
    this.#planTurn();
  }

  connected(peer: MemberId): void {
    if (!this.#stopped) this.#consensus.connected(peer);
  }

  disconnected(peer: MemberId): void {
    if (!this.#stopped) this.#consensus.disconnected(peer);
  }

  #nodeMessage(from: MemberId, message: Ask | Tell): void {
    if (message.type === 'ask') this.#questions.asked(from, message);
    else this.#questions.told(message);
  }

  // ---- turns and time ----------------------------------------------------------------------------------------------

  /** All input of a turn of the event loop shares one proposal, one fence, one write and one message a peer. */
  #planTurn(): void {
    if (this.#turnPlanned) return;
    this.#turnPlanned = true;
    this.options.scheduler.endOfTurn(() => {
      this.#turnPlanned = false;
      if (this.#stopped) return;
      this.#proposer.flush();
      this.#reads.flush();
      this.#consensus.pump();
    });
  }

  #plantTick(): void {
    this.#cancelTick = this.options.scheduler.after(TICK_MS, () => {
      if (this.#stopped) return;
      this.#plantTick();
      this.#tick();
    });
  }

  #tick(): void {
    const now = this.options.scheduler.now();
    const clientTimeout = this.options.settings.clientTimeout();
    this.#consensus.tick();
    this.#blocked.tick(now);
    this.#proposer.tick(now);
    this.#reads.tick(now, clientTimeout);
    this.#holders.tick(now);
    if (this.#consensus.leads && this.#applier.applied === this.options.raft.lastIndex) this.#duties.run(now);
    this.#reads.flush();
    this.#consensus.pump();
  }

  #leaderChanged(): void {
    const { role, term, leader } = this.options.raft;
    this.options.logger.info({ role, term, leader }, 'role, term or leader changed');
    this.#proposer.leaderChanged();
    this.#reads.askAgain();
  }

  // ---- the log's side ----------------------------------------------------------------------------------------------

  #apply(entry: Entry): void {
    const { stamp, kind } = header(entry.data);
    this.#consensus.sawStamp(stamp);
    try {
      if (kind === 'batch' && this.#isOwn(entry)) this.#ownBatches.apply(entry, stamp);
      else this.machine.apply(entry.index, entry.data, null);
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
    if (kind === 'open' || kind === 'end') this.#incarnationChanged();
    else if (kind === 'bootstrap') this.#bootstrapped();
  }

  #isOwn(entry: Entry): boolean {
    const head = entryBatchHead(entry.data);
    return head.uuid === this.#uuid && head.incarnation === this.#proposer.incarnation;
  }

  /** Looks whether the machine now says something new about this node's own incarnation. */
  #incarnationChanged(): void {
    const row = this.machine.row(this.#uuid);
    if (row === undefined || row.incarnation !== this.#proposer.incarnation) return;
    if (row.ended) {
      this.options.logger.warn(
        { incarnation: row.incarnation },
        'the cluster ended this incarnation; beginning another',
      );
      this.#begin(() => undefined);
    } else if (!this.#proposer.opened && this.#joined) {
      this.#proposer.openApplied();
    }
  }

  /**
   * The log says which cluster it is the log of. Only when this node's folder says so too, on disk, are commands of
   * clients let into it: a folder with acknowledged writes that could still be taken into another cluster loses them.
   */
  #bootstrapped(): void {
    const { clusterId } = this.machine;
    const { nodeStore } = this.options;
    if (clusterId === null) return;
    const joined = (): void => {
      this.#joined = true;
      this.#incarnationChanged();
    };
    if (nodeStore.identity.clusterId === clusterId) joined();
    else nodeStore.joinCluster(clusterId, error => (error === null ? joined() : this.#fail(error)));
  }

  #applied(): void {
    const behind = this.#applier.applied < this.#applier.committed;
    if (!behind) this.#behindSince = Infinity;
    else if (this.#behindSince === Infinity) this.#behindSince = this.options.scheduler.now();
    this.#reads.applied();
    this.#proposer.flush();
    this.#planTurn();
  }

  #served(uuid: string, lane: number, reply: Reply, giveBack: readonly string[] | null, db: number): void {
    if (uuid !== this.#uuid) return;
    this.#blocked.served(lane, reply, () => {
      if (giveBack !== null) this.#proposer.own({ lane, db, argv: giveBack });
    });
  }

  #query(request: Request, stamp: number): Reply | undefined {
    const reply = this.machine.query(request.argv, request.db, stamp, this.#random);
    return this.machine.metDue ? undefined : reply;
  }

  #relieve(): void {
    const waiting = this.#relief;
    this.#relief = [];
    for (const run of waiting) run();
  }

  #fail(error: Error): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#cancelTick();
    this.options.failed(error);
  }
}
