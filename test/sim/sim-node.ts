import { bootstrapOf } from '../../src/base/configuration.js';
import type { MemberId } from '../../src/base/raft-message.js';
import { SeededRandom } from '../../src/base/random.js';
import type { Commands } from '../../src/commands/table.js';
import type { ApplyOutcome } from '../../src/machine/sessions.js';
import type { MemberRecord } from '../../src/machine/payload.js';
import { MACHINE_VERSION } from '../../src/machine/version.js';
import type { StoredLog } from '../../src/ports/log-store.js';
import type { NodeIdentity, NodeStore } from '../../src/ports/node-store.js';
import type { Logger } from '../../src/ports/logger.js';
import type { Scheduler } from '../../src/ports/scheduler.js';
import { Raft } from '../../src/raft/raft.js';
import { ConsensusHalf } from '../../src/replica/consensus/half.js';
import { SharedState } from '../../src/replica/shared-state.js';
import { ReplicaNode } from '../../src/replica/replica.js';
import { MemoryDisk, type MemoryLogStore } from './ports/memory-log-store.js';
import { MemorySnapshots, type MemorySnapshotStore } from './ports/memory-snapshot-store.js';
import type { SimNetwork, SimTransport } from './ports/sim-network.js';
import type { VirtualTime } from './ports/virtual-time.js';

/** Short, so that a run of a few virtual seconds sees them pass. Milliseconds. */
export const CLIENT_TIMEOUT = 1_500;
export const NODE_TIMEOUT = 2_500;
const ELECTION = 300;
/** Small, so that logs are compacted and members that were away are sent snapshots, each in many chunks. Bytes. */
const SNAPSHOT_LOG_SIZE = 16 << 10;
const SNAPSHOT_CHUNK = 4 << 10;
const QUIET: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
/** A message from one half of a node to the other. Milliseconds. */
const HOP_MS = 0.02;

/** What a test watches of every node. */
export interface NodeWatch {
  /** A node applied this entry, by which a batch took effect or did not, and has this digest now. */
  applied(id: MemberId, entry: AppliedEntry, digest: () => string): void;
  /** A node evaluated this read as of this time, milliseconds since the epoch. */
  queried?(argv: readonly string[], now: number): void;
  failed(node: SimNode, error: Error): void;
  readonly logger?: Logger;
}

export interface AppliedEntry {
  readonly index: number;
  readonly data: Uint8Array;
  readonly outcome: ApplyOutcome;
}

/** The uuid of the data folder that machine `number` has had as its `generation`-th, from 0. */
function uuidOf(number: number, generation: number): string {
  return (generation * 256 + number).toString(16).padStart(32, '0');
}

/** The id of the machine that has, or had, this data folder. */
export function idOf(uuid: string): MemberId {
  return `n${parseInt(uuid, 16) % 256}`;
}

/** A machine with a process on it: the process dies and comes back, disk and clocks stay. */
export class SimNode {
  disk = new MemoryDisk();
  #snapshotDisk = new MemorySnapshots();
  /** How many data folders were lost. */
  #generation = 0;
  /** How long a sync takes. Milliseconds. */
  syncMs = 0.3;
  /** There is less room than is to be kept. */
  diskFull = false;
  /** How far this machine's wall clock is off. Milliseconds. */
  wallOffset = 0;
  /** How fast its clocks run. Set before the first start. */
  rate = 1;
  quorumReads = false;
  /** Of the software on it: the machine version up to which it goes. */
  highestVersion = MACHINE_VERSION;
  replica: ReplicaNode | null = null;
  raft: Raft | null = null;
  /** The cluster id is on disk. */
  joined = false;
  #identity: NodeIdentity;
  #store: MemoryLogStore | null = null;
  #snapshots: MemorySnapshotStore | null = null;
  #transport: SimTransport | null = null;
  /** Grows with each death: what was planned before it never happens. */
  #life = 0;
  #stalledUntil = 0;

  constructor(
    readonly id: MemberId,
    private readonly number: number,
    /** Those that the cluster begins with; empty: this node asks to be added to it. */
    private readonly members: readonly MemberRecord[],
    private readonly time: VirtualTime,
    private readonly network: SimNetwork,
    private readonly watch: NodeWatch,
    /** Of the software on it. */
    public commands: Commands,
  ) {
    this.#identity = { id, uuid: uuidOf(number, 0), clusterId: null, incarnation: 0, trouble: null };
  }

  get uuid(): string {
    return this.#identity.uuid;
  }

  /** The data folder is gone, and the node is to come back with a new one. Only while it is down. */
  wipe(): void {
    this.disk = new MemoryDisk();
    this.#snapshotDisk = new MemorySnapshots();
    const uuid = uuidOf(this.number, ++this.#generation);
    this.#identity = { ...this.#identity, uuid, clusterId: null, incarnation: 0, trouble: null };
    this.joined = false;
  }

  get isUp(): boolean {
    return this.replica !== null;
  }

  start(): void {
    const life = ++this.#life;
    const scheduler = this.#scheduler(life);
    this.#store = this.disk.open(complete => scheduler.after(this.syncMs, complete));
    this.#snapshots = this.#snapshotDisk.open(complete => scheduler.after(this.syncMs, complete));
    const { hardState, ...log } = this.#store.initial;
    const bootstrap = bootstrapOf(this.#awaitsLeader(this.#store.initial) ? [] : this.members);
    this.raft = new Raft({
      ...{ id: this.id, uuid: this.#identity.uuid },
      bootstrap,
      hardState,
      log,
      snapshot: this.#snapshots.current?.meta ?? null,
      random: new SeededRandom(this.time.random()),
      timing: { heartbeatMs: 60, electionMs: ELECTION, driftBound: 0.1 },
      limits: { inflightMessages: 8, inflightBytes: 1 << 20, appendBytes: 64 << 10, cacheBytes: 4 << 10 },
      lazyCommits: true,
      now: scheduler.now(),
    });
    this.#transport = this.network.join(this.id, this.#identity.uuid, {
      message: (from, message) => this.#guard(life, () => half.message(from, message)),
      connected: peer => this.#guard(life, () => half.connected(peer)),
      disconnected: peer => this.#guard(life, () => half.disconnected(peer)),
    });
    const shared = new SharedState();
    const half = new ConsensusHalf({
      id: this.id,
      peers: this.members.map(member => member.id).filter(id => id !== this.id),
      raft: this.raft,
      store: this.#store,
      transport: this.#transport,
      scheduler,
      shared,
      machine: {
        post: message => scheduler.after(HOP_MS, () => this.replica?.receive(message)),
        poll: () => undefined,
      },
      snapshots: this.#snapshots,
      ...{ bootstrap, distrusted: null },
      logger: this.watch.logger ?? QUIET,
      joined: () => undefined,
      isDiskFull: done => done(this.diskFull),
    });
    this.replica = new ReplicaNode({
      id: this.id,
      memberNumber: this.number,
      join: this.members.length === 0 ? `${this.id}:1` : null,
      members: this.members,
      consensus: { post: message => scheduler.after(HOP_MS, () => half.receive(message)) },
      shared,
      nodeStore: this.#nodeStore(scheduler),
      scheduler,
      ...{ commands: this.commands, highestVersion: this.highestVersion },
      settings: {
        clientTimeout: () => CLIENT_TIMEOUT,
        nodeTimeout: () => NODE_TIMEOUT,
        applyLagLimit: () => 5_000,
        digestInterval: () => 0,
        quorumReads: () => this.quorumReads,
        ...{ snapshotLogSize: () => SNAPSHOT_LOG_SIZE, chunkBytes: SNAPSHOT_CHUNK },
        snapshotInterval: () => 0,
        logKeep: () => ({ tail: 2 << 10, origin: 8 << 10 }),
      },
      ...{ bootstrapSettings: [], skipEntry: null, logger: this.watch.logger ?? QUIET },
      failed: error => this.watch.failed(this, error),
    });
    this.#watchMachine(this.replica);
    half.start();
    this.replica.start(() => undefined);
  }

  /** A new folder among old ones waits for a leader: the process of a real node looks at its peers before it begins. */
  #awaitsLeader({ lastIndex, hardState }: StoredLog): boolean {
    return this.#generation > 0 && lastIndex === 0 && hardState.term === 0;
  }

  /** The process dies. A write in flight reached the disk, or did not. */
  crash(lands: boolean): void {
    this.#life++;
    this.#store?.crash(lands);
    this.#snapshots?.crash();
    this.#transport?.leave();
    this.replica = null;
    this.raft = null;
    this.#stalledUntil = 0;
  }

  /** Every write and read of the disk fails from now on: the process must end. */
  breakDisk(): void {
    this.#store?.fail('the disk is broken');
  }

  /** The process does nothing for so long, and then everything that came in meanwhile. Milliseconds. */
  stall(ms: number): void {
    this.#stalledUntil = this.time.now() + ms;
  }

  /** Runs `run` in this process: later when it is stalled, never when it died. */
  #guard(life: number, run: () => void): void {
    if (life !== this.#life) return;
    const wait = this.#stalledUntil - this.time.now();
    if (wait > 0) this.time.after(wait, () => this.#guard(life, run));
    else run();
  }

  #scheduler(life: number): Scheduler {
    return {
      now: () => this.time.now() * this.rate,
      wall: () => this.time.wall() + this.time.now() * (this.rate - 1) + this.wallOffset,
      random: () => this.time.random(),
      endOfTurn: run => this.time.endOfTurn(() => this.#guard(life, run)),
      after: (ms, run) => this.time.after(ms / this.rate, () => this.#guard(life, run)),
    };
  }

  #nodeStore(scheduler: Scheduler): NodeStore {
    const identity = (): NodeIdentity => this.#identity;
    return {
      get identity() {
        return identity();
      },
      beginIncarnation: done => {
        const incarnation = this.#identity.incarnation + 1;
        this.#identity = { ...this.#identity, incarnation };
        scheduler.after(this.syncMs, () => done(null, incarnation));
      },
      troubled: (trouble, done) => {
        this.#identity = { ...this.#identity, trouble };
        scheduler.after(this.syncMs, () => done(null));
      },
      joinCluster: (clusterId, done) => {
        this.#identity = { ...this.#identity, clusterId };
        scheduler.after(this.syncMs, () => {
          this.joined = true;
          done(null);
        });
      },
    };
  }

  #watchMachine(replica: ReplicaNode): void {
    const { machine } = replica;
    const apply = machine.apply.bind(machine);
    machine.apply = (index, data, local) => {
      const outcome = apply(index, data, local);
      this.watch.applied(this.id, { index, data, outcome }, () => machine.digest());
      return outcome;
    };
    if (this.watch.queried === undefined) return;
    const query = machine.query.bind(machine);
    machine.query = (argv, db, now, random) => {
      this.watch.queried?.(argv, Math.max(now, machine.stamp));
      return query(argv, db, now, random);
    };
  }
}
