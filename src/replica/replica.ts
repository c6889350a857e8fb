import type { Entry } from '../base/raft-message.js';
import { randomHex, SeededRandom } from '../base/random.js';
import { Machine } from '../machine/machine.js';
import { emptied, header } from '../machine/payload.js';
import type {
  KeyspaceMemory,
  Lane,
  News,
  Replica,
  ReplicaStatus,
  Request,
  SubscriptionCounts,
} from './api.js';
import { LuaEngine } from '../scripting/engine.js';
import { Applier } from './applier.js';
import { BlockedClients } from './blocked.js';
import type { ToMachine } from './channel.js';
import { ConsensusView } from './consensus-view.js';
import { LeaderDuties } from './duties.js';
import { Holders } from './holders.js';
import { laneId, laneOf, LaneState } from './lane.js';
import type { ReplicaOptions } from './options.js';
import { MachineEvents } from './machine-events.js';
import { LOADING } from './outcomes.js';
import { OwnBatches } from './own-batches.js';
import { OwnIncarnation } from './own-incarnation.js';
import { OwnMembers } from './own-members.js';
import { OwnState } from './own-state.js';
import { unpackEntries } from './packed-entries.js';
import { Pauses } from './pauses.js';
import { Proposer } from './proposer.js';
import { type AnswerHandler, Questions } from './questions.js';
import { Reads } from './reads.js';
import { Subscribers } from './subscribers.js';
import { Turn } from './turn.js';
import { statusOf } from './status.js';

/** How often timeouts are looked at. Milliseconds. */
const TICK_MS = 10;

/** The machine half of a node, and what the server talks to. The other half is the {@link ConsensusView} of it. */
export class ReplicaNode implements Replica {
  readonly machine: Machine;
  readonly members: OwnMembers;
  readonly state: OwnState;
  readonly #consensus: ConsensusView;
  readonly #applier: Applier;
  readonly #proposer: Proposer;
  readonly #ownBatches: OwnBatches;
  readonly #reads: Reads;
  readonly #blocked: BlockedClients;
  readonly #subscribers: Subscribers;
  readonly #questions: Questions;
  readonly #holders: Holders;
  readonly #duties: LeaderDuties;
  readonly #incarnation: OwnIncarnation;
  readonly #uuid: string;
  readonly #random: SeededRandom;
  /** All input of a turn of the event loop shares one proposal and one fence. */
  readonly #turn: Turn;
  #stopped = false;
  #cancelTick: () => void = () => undefined;
  #connections = 0;
  readonly #pauses = new Pauses();
  readonly #relief: (() => void)[] = [];
  #closed: () => void = () => undefined;
  #started: ((error: Error | null) => void) | null = null;

  constructor(private readonly options: ReplicaOptions) {
    const { id, scheduler, settings, nodeStore, highestVersion } = options;
    const now = (): number => scheduler.now();
    this.#uuid = nodeStore.identity.uuid;
    this.#random = new SeededRandom(scheduler.random());
    this.#subscribers = new Subscribers(this.#uuid, () => this.machine);
    this.machine = new Machine(
      options.commands,
      new MachineEvents({
        ...{ uuid: this.#uuid, logger: options.logger, subscribers: this.#subscribers },
        blocked: () => this.#blocked,
        proposer: () => this.#proposer,
        failed: () => this.state.digests.alarm(),
      }),
      new LuaEngine(),
      highestVersion,
    );
    this.#consensus = new ConsensusView(options.shared, options.consensus, scheduler);
    this.#applier = new Applier({
      now,
      apply: entry => this.#apply(entry),
      applied: index => this.#applied(index),
      later: run => void scheduler.after(0, run),
    });
    const clientTimeout = (): number => settings.clientTimeout();
    this.#proposer = new Proposer(this.#uuid, id, this.#consensus, {
      ...{ now, clientTimeout, highestVersion, laneFree: lane => this.#reads.drain(lane) },
      relieved: () => this.#relief.splice(0).forEach(run => run()),
      mayBlock: argv => options.commands.waking(argv) !== undefined,
    });
    this.#reads = new Reads(
      this.#consensus,
      {
        now,
        appliedIndex: () => this.#applier.applied,
        query: ({ argv, db }, stamp) => {
          const reply = this.machine.query(argv, db, stamp, this.#random);
          return this.machine.metDue ? undefined : reply;
        },
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
      this.#subscribers,
      (read, stamp) => this.machine.query(read.argv, read.db, stamp, this.#random),
    );
    this.#incarnation = new OwnIncarnation(this.machine, this.#proposer, nodeStore, options.logger, {
      began: () => this.#began(),
      joined: clusterId => this.#consensus.joined(clusterId),
      failed: error => this.#fail(error),
    });
    this.#turn = new Turn(scheduler, () => {
      if (!this.#stopped) for (const part of [this.#proposer, this.#reads]) part.flush();
    });
    this.#questions = new Questions(this.#consensus, scheduler);
    this.state = this.#newState();
    this.members = new OwnMembers(this.#consensus, this.#questions, options);
    this.#holders = new Holders(id, this.#consensus, this.#questions);
    this.#duties = new LeaderDuties(this.#consensus, this.machine, {
      ...{ id, members: options.members, settings: options.bootstrapSettings },
      newClusterId: () => randomHex(() => scheduler.random()),
      nodeTimeout: () => settings.nodeTimeout(),
    });
  }

  #newState(): OwnState {
    return new OwnState({
      ...{ machine: this.machine, options: this.options, consensus: this.#consensus },
      ...{ applier: this.#applier, questions: this.#questions },
      began: () => void (this.#started !== null && this.#begin()),
      installed: () => {
        for (const part of [this.#ownBatches, this.#subscribers, this.#incarnation]) part.restored();
        this.#applied(this.#applier.applied);
      },
      stopped: () => this.#halt(),
    });
  }

  /** Begins an incarnation of this node and runs; `done` when clients may be let in. */
  start(done: (error: Error | null) => void): void {
    this.#started = done;
    if (this.state.snapshots.ready) this.#begin();
  }

  #begin(): void {
    this.#incarnation.begin(error => {
      this.#incarnation.restored();
      if (error === null) this.#plantTick();
      this.#started?.(error);
    });
  }

  /** Hands leadership over first, so that the others need not wait for a timeout. */
  stop(done: () => void): void {
    if (this.#stopped) return done(); // it failed before
    this.members.handOver(() => {
      this.#halt();
      this.#closed = done;
      this.#consensus.stop();
    });
  }

  // ---- the server's side -------------------------------------------------------------------------------------------

  openLane(): Lane {
    const number = this.#consensus.numberOf(this.options);
    const id = laneId(number, this.#proposer.incarnation, ++this.#connections);
    return this.#subscribers.opened(new LaneState(id));
  }

  closeLane(lane: Lane): void {
    const state = lane as LaneState;
    state.closed = true;
    for (const read of [...state.waiting]) this.#reads.drop(read, false);
    this.#blocked.leave(state);
    this.#subscribers.closed(state);
    if (this.#subscribers.has(state)) this.#proposer.own({ lane: state.id, unblock: 'gone' });
    this.#turn.plan();
  }

  submit(request: Request): void {
    const lane = request.lane as LaneState;
    if (this.#stopped) return;
    const { scheduler, settings } = this.options;
    if (this.#applier.isBehind && this.#applier.lag(scheduler.now()) > settings.applyLagLimit()) {
      request.done(LOADING);
      return;
    }
    if (request.kind === 'write') this.#proposer.submit(request, lane);
    else if (!this.#proposer.place(request, lane)) this.#reads.submit(request, lane);
    if (this.#proposer.pending || this.#reads.pending) this.#turn.plan();
  }

  unblock(lane: Lane, withError: boolean, done: (unblocked: boolean) => void): void {
    this.#blocked.unblock(lane as LaneState, withError, done);
    this.#turn.plan();
  }

  isBlocked(lane: Lane): boolean {
    return this.#blocked.has(lane as LaneState);
  }

  subscriptions(lane: Lane): SubscriptionCounts {
    return this.#subscribers.counts(lane as LaneState);
  }

  listen(news: News): void {
    this.#subscribers.news = news;
  }

  trackKeys(isTracking: boolean): void {
    this.machine.isTracking = isTracking;
  }

  get congested(): boolean {
    return this.#proposer.congested;
  }

  onRelief(run: () => void): void {
    this.#relief.push(run);
  }

  askAll(topic: string, body: string, timeoutMs: number, done: (answers: string[]) => void): void {
    const members = this.#consensus.configuration.members.map(({ id }) => id);
    const peers = members.filter(id => id !== this.options.id);
    this.#questions.ask(peers, topic, body, timeoutMs, done);
  }

  answer(topic: string, handler: AnswerHandler): void {
    this.#questions.answer(topic, handler);
  }

  wait(lane: Lane, replicas: number, timeoutMs: number, done: (holders: number) => void): void {
    this.#holders.wait(lane as LaneState, replicas, timeoutMs, this.options.scheduler.now(), done);
  }

  setting(name: string): string | undefined {
    return this.machine.settings.get(name);
  }

  memory(): KeyspaceMemory {
    return { weight: this.machine.keyspace.weight, ...this.machine.keyspace.departed };
  }

  keyspace(): readonly { db: number; keys: number; expires: number }[] {
    const filled = this.machine.keyspace.databases.filter(db => db.size > 0);
    return filled.map(db => ({ db: db.index, keys: db.size, expires: db.expires }));
  }

  status(): ReplicaStatus {
    const counters = {
      fencesByLease: this.#consensus.fencesByLease,
      batches_in_flight: this.#proposer.batchesInFlight,
      bytes_in_flight: this.#proposer.bytesInFlight,
      blocked_clients: this.#blocked.count,
      ...this.#ownBatches.figures,
    };
    return statusOf(this.options.id, this.#consensus, {
      ...{ applied: this.#applier.applied, stamp: this.#consensus.stampNow() },
      counters,
      machine: this.machine,
      digest: this.state.digests.status,
    });
  }

  // ---- the consensus half's side -----------------------------------------------------------------------------------

  receive(message: ToMachine): void {
    if (message.type === 'stopped') return this.#closed();
    if (this.#stopped) return;
    switch (message.type) {
      case 'entries':
        this.#applier.committed(unpackEntries(message.packed));
        break;
      case 'leader':
        this.#leaderChanged(message);
        break;
      case 'refused':
        this.#proposer.refused(message.batch, message.diskFull);
        break;
      case 'fenced':
        this.#reads.fenced(message.id, message.index, message.stamp);
        break;
      case 'node':
        this.#questions.received(message.from, message.message);
        break;
      case 'failed':
        this.#fail(message.error);
        break;
      case 'peer':
        this.#consensus.told(message);
        if (message.connected) this.members.connected(message.peer);
        else this.#questions.disconnected(message.peer);
        break;
      case 'snapshots':
        this.state.receive(message.word);
        break;
      case 'held':
      case 'transferring':
      case 'changed':
      case 'members':
      case 'status':
        this.#consensus.told(message);
    }
    if (this.#proposer.pending || this.#reads.pending) this.#turn.plan();
  }

  // ---- turns and time ----------------------------------------------------------------------------------------------

  #plantTick(): void {
    this.#cancelTick = this.options.scheduler.after(TICK_MS, () => {
      if (this.#stopped) return;
      this.#plantTick();
      this.#tick();
    });
  }

  #tick(): void {
    const now = this.options.scheduler.now();
    this.#consensus.applied(this.#applier.applied);
    if (!this.#pauses.isFirstAfter(now)) {
      for (const part of [this.#blocked, this.#proposer, this.#holders, this.state]) part.tick(now);
      this.#reads.tick(now, this.options.settings.clientTimeout());
    }
    const [{ commitIndex, lastIndex }, { applied }] = [this.#consensus.figures, this.#applier];
    if (this.#consensus.leads && applied >= commitIndex) this.#duties.run(now, applied === lastIndex);
    this.#reads.flush();
  }

  #leaderChanged({ role, term, leader }: Extract<ToMachine, { type: 'leader' }>): void {
    [this.#consensus.role, this.#consensus.leader] = [role, leader];
    this.options.logger.info({ role, term, leader }, 'role, term or leader changed');
    this.#proposer.leaderChanged();
    this.#reads.askAgain();
    if (leader === null) this.members.leaderLost();
    else this.#subscribers.leaderChanged(leader, role === 'leader');
  }

  // ---- the log's side ----------------------------------------------------------------------------------------------

  #apply(entry: Entry): void {
    const { stamp, kind } = header(entry.data);
    try {
      if (entry.index === this.options.skipEntry) this.machine.apply(entry.index, emptied(entry.data), null);
      else if (kind === 'batch' && this.#ownBatches.has(entry)) this.#ownBatches.apply(entry, stamp);
      else this.machine.apply(entry.index, entry.data, null);
    } catch (error) {
      this.state.couldNotApply(entry.index, error instanceof Error ? error : new Error(String(error)));
      return;
    }
    if (kind === 'open' || kind === 'end') this.#incarnation.changed();
    else if (kind === 'bootstrap') this.#incarnation.bootstrapped();
    else this.state.applied(kind, entry.index);
  }

  /**
   * Another incarnation: waiters of the one before are gone from the machine, and rejoin at the end of the line.
   * Subscribers come in front of what they have sent meanwhile: that may end their subscriptions.
   */
  #began(): void {
    this.#proposer.ownFirst(this.#subscribers.rejoin());
    for (const request of this.#blocked.rejoin()) this.#proposer.submit(request, laneOf(request));
    this.#turn.plan();
  }

  #applied(index: number): void {
    if (this.#stopped) return;
    this.#consensus.applied(index);
    this.#consensus.listen(this.machine.nodesWaiting());
    this.#reads.applied();
    this.#proposer.flush();
    this.#turn.plan();
  }

  #halt(): void {
    this.#stopped = true;
    this.#cancelTick();
    this.#applier.halt();
  }

  #fail(error: Error): void {
    if (this.#stopped) return;
    this.#halt();
    this.options.failed(error);
  }
}
