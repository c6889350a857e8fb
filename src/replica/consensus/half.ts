import type { Configuration } from '../../base/configuration.js';
import type { NodeMessage, PeerMessage } from '../../base/peer-message.js';
import type { Entry, MemberId } from '../../base/raft-message.js';
import { header } from '../../machine/payload.js';
import type { Logger } from '../../ports/logger.js';
import type { LogStore } from '../../ports/log-store.js';
import type { Scheduler } from '../../ports/scheduler.js';
import type { SnapshotStore } from '../../ports/snapshot-store.js';
import type { Transport, TransportEvents } from '../../ports/transport.js';
import type { Raft } from '../../raft/raft.js';
import type { Channel, ToConsensus, ToMachine } from '../channel.js';
import { packEntries } from '../packed-entries.js';
import type { SharedState } from '../shared-state.js';
import { Consensus, type OtherMessage } from './consensus.js';
import { Feeder } from './feeder.js';
import { LogReader } from './log-reader.js';
import { MemberChanges } from './member-changes.js';
import { LogSizes } from './log-sizes.js';
import { SnapshotReceiver } from './snapshot-receiver.js';
import { SnapshotSender } from './snapshot-sender.js';
import { Snapshots } from './snapshots.js';

/** How often timeouts are looked at, and how often the machine half gets figures. Milliseconds. */
const TICK_MS = 10;
const STATUS_EVERY = 100;
/** How often the room on the disk is looked at, and how often a leader without room hands over. Milliseconds. */
const DISK_EVERY = 1_000;
const HAND_OVER_EVERY = 60_000;
/** A machine half that is silent for so long serves nobody: another node is to lead. Milliseconds. */
const MACHINE_SILENT_MS = 10_000;

export interface MachineChannel extends Channel<ToMachine> {
  /** Hands over at once what the machine half has said so far. */
  poll(): void;
}

export interface ConsensusOptions {
  readonly id: MemberId;
  readonly peers: readonly MemberId[];
  readonly raft: Raft;
  readonly store: LogStore;
  readonly transport: Transport;
  readonly scheduler: Scheduler;
  readonly shared: SharedState;
  readonly machine: MachineChannel;
  readonly snapshots: SnapshotStore;
  /** The members before any snapshot and any entry of the log. */
  readonly bootstrap: Configuration;
  /** See {@link SnapshotsEnvironment}. */
  readonly distrusted: number | null;
  readonly logger: Logger;
  /** The data folder names its cluster now. */
  joined(clusterId: string): void;
  /** Whether the disk has less room than is to be kept for compaction. Asked every second. */
  isDiskFull(done: (full: boolean) => void): void;
}

/**
 * One half of a node: the core, the log and the peers, driven by messages of the peers, of the machine half, and by time.
 * All input of a turn of the event loop shares one write and one message a peer.
 */
export class ConsensusHalf implements TransportEvents {
  readonly #consensus: Consensus;
  readonly #feeder: Feeder;
  readonly #changes: MemberChanges;
  readonly #log: LogReader;
  readonly #sizes: LogSizes;
  readonly #snapshots: Snapshots;
  readonly #sender: SnapshotSender;
  readonly #receiver: SnapshotReceiver;
  #turnPlanned = false;
  #stopped = false;
  #cancelTick: () => void = () => undefined;
  #toldStatusAt = -Infinity;
  #lookedAtDisk = -Infinity;
  #handedOverAt = -Infinity;

  constructor(private readonly options: ConsensusOptions) {
    const { id, raft, store, transport, scheduler, shared, machine, snapshots } = options;
    this.#consensus = new Consensus(id, raft, store, transport, scheduler, shared, {
      committed: index => {
        this.#feeder.committedUpTo(index);
        this.#changes.settle();
      },
      leaderChanged: () => this.#leaderChanged(),
      refused: (batch, diskFull) => machine.post({ type: 'refused', batch, diskFull }),
      fenced: (id, index, stamp) => machine.post({ type: 'fenced', id, index, stamp }),
      nodeMessage: (from, message) => this.#nodeMessage(from, message),
      needsSnapshot: peer => this.#sender.start(peer),
      writes: write => {
        if (write.reset !== undefined) this.#sizes.reset(write.reset.index);
        this.#sizes.wrote(write.entries);
      },
      diskFree: () => {
        machine.poll();
        this.#planTurn();
      },
      membersChanged: configuration => this.#membersChanged(configuration),
      failed: error => this.#fail(error),
    });
    this.#changes = new MemberChanges(raft);
    this.#log = new LogReader(raft, store, error => this.#consensus.fail(error));
    this.#feeder = new Feeder({
      read: (from, to, done) => this.#log.committed(from, to, done),
      feed: entries => this.#feed(entries),
    });
    const { firstIndex, lastIndex, bytes } = store.initial;
    this.#sizes = new LogSizes(firstIndex, lastIndex, bytes);
    const failed = (error: Error): void => this.#consensus.fail(error);
    const now = (): number => scheduler.now();
    const send = (to: MemberId, message: NodeMessage): boolean => this.#consensus.sendTo(to, message);
    this.#snapshots = new Snapshots({
      ...{ raft, log: store, store: snapshots, now, logger: options.logger, failed },
      machine: { post: word => machine.post({ type: 'snapshots', word }) },
      ...{ sizes: this.#sizes, feeder: this.#feeder, bootstrap: options.bootstrap },
      distrusted: options.distrusted,
      needed: () => this.#needed(),
      saved: () => this.#tellStatus(now()),
      sawStamp: stamp => this.#consensus.sawStamp(stamp),
    });
    this.#sender = new SnapshotSender({
      ...{ store: snapshots, now, logger: options.logger, send, failed },
      sent: (peer, index) => raft.snapshotSent(peer, index),
      cannot: peer => raft.snapshotFailed(peer),
    });
    this.#receiver = new SnapshotReceiver({
      ...{ snapshots: this.#snapshots, send, failed },
      refused: (from, reason) => options.logger.warn({ from, reason }, 'a snapshot is asked for again'),
    });
  }

  /**
   * An only member whose disk is at work can do nothing with a proposal before that is done, and looks for more then: there
   * is no use in waking it.
   */
  get isWaiting(): boolean {
    return this.options.raft.configuration.members.length === 1 && this.#consensus.writing;
  }

  start(): void {
    this.#membersChanged(this.options.raft.configuration);
    this.#snapshots.start();
    for (const peer of this.options.peers) if (this.options.transport.isConnected(peer)) this.connected(peer);
    // A term's first stamp must not be before the last one in the log.
    this.#log.lastStamp(stamp => {
      this.#consensus.sawStamp(stamp);
      this.#plantTick();
      this.#planTurn();
    });
  }

  receive(message: ToConsensus): void {
    if (this.#stopped) return;
    const consensus = this.#consensus;
    switch (message.type) {
      case 'propose':
        consensus.propose(message.batch, message.body);
        break;
      case 'append':
        consensus.append(message.body);
        break;
      case 'fence':
        consensus.fence(message.id, message.quorum, message.tick);
        break;
      case 'send':
        consensus.sendTo(message.to, message.message);
        break;
      case 'listeners':
        consensus.listeners = message.members;
        break;
      case 'holders': {
        const holders = consensus.holders(message.index, message.asker);
        this.options.machine.post({ type: 'held', id: message.id, holders });
        break;
      }
      case 'transfer':
        this.options.machine.post({
          type: 'transferring',
          id: message.id,
          begun: consensus.transfer(message.to),
        });
        break;
      case 'change':
        this.#changes.begin(message.change, message.again, this.options.scheduler.now(), error =>
          this.options.machine.post({ type: 'changed', id: message.id, error }),
        );
        break;
      case 'doubt':
        consensus.doubtLease();
        break;
      case 'joined':
        this.options.joined(message.clusterId);
        break;
      case 'stop':
        this.#stop();
        return;
      case 'snapshots':
        if (message.word.type === 'send') this.#sender.asked(message.word.to);
        else this.#snapshots.receive(message.word);
        break;
    }
    this.#planTurn();
  }

  /** This node and its peers are all new: they begin a cluster of these members. */
  bootstrap(configuration: Configuration): void {
    const { raft, scheduler } = this.options;
    raft.bootstrap(configuration, scheduler.now());
    this.#planTurn();
  }

  #membersChanged(configuration: Configuration): void {
    const { transport, machine } = this.options;
    // A node that waits for a cluster keeps to the peers that it was started with.
    if (configuration.members.length > 0) transport.setPeers(configuration.members);
    machine.post({ type: 'members', configuration });
    const { index, term, members } = configuration;
    const names = members.map(({ id, votes }) => (votes ? id : `${id} (learner)`)).join(', ');
    this.options.logger.info({ index, term, members: names }, 'the members, from this entry on');
  }

  // ---- the peers ---------------------------------------------------------------------------------------------------

  message(from: MemberId, message: PeerMessage): void {
    if (this.#stopped) return;
    this.#consensus.receive(from, message);
    this.#planTurn();
  }

  connected(peer: MemberId): void {
    if (this.#stopped) return;
    this.options.machine.post({ type: 'peer', peer, connected: true });
    this.#consensus.connected(peer);
    this.#sender.connected(peer);
  }

  disconnected(peer: MemberId): void {
    if (this.#stopped) return;
    this.options.machine.post({ type: 'peer', peer, connected: false });
    this.#consensus.disconnected(peer);
  }

  // ---- turns and time ----------------------------------------------------------------------------------------------

  #planTurn(): void {
    if (this.#turnPlanned) return;
    this.#turnPlanned = true;
    this.options.scheduler.endOfTurn(() => {
      this.#turnPlanned = false;
      if (!this.#stopped) this.#consensus.pump();
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
    const { appliedIndex, aliveAt } = this.options.shared.machine.read();
    // A snapshot may be in the machine and not yet in the core.
    this.options.raft.applied(Math.min(appliedIndex, this.options.raft.commitIndex));
    this.#feeder.appliedUpTo(appliedIndex);
    this.#consensus.tick();
    const isSilent = this.#snapshots.isWaiting || (aliveAt > 0 && now - aliveAt > MACHINE_SILENT_MS);
    if (this.#consensus.leads && isSilent) {
      this.#consensus.transfer(null);
    }
    this.#sender.tick(now);
    if (now - this.#toldStatusAt >= STATUS_EVERY) this.#tellStatus(now);
    if (now - this.#lookedAtDisk >= DISK_EVERY) this.#lookAtDisk(now);
  }

  /** A leader without room lets another try, now and then: whether that one has room it will see by itself. */
  #lookAtDisk(now: number): void {
    this.#lookedAtDisk = now;
    this.options.isDiskFull(full => {
      if (this.#stopped) return;
      this.#consensus.diskFull = full;
      if (!full || !this.#consensus.leads || now - this.#handedOverAt < HAND_OVER_EVERY) return;
      this.#handedOverAt = now;
      this.#consensus.transfer(null);
    });
  }

  #nodeMessage(from: MemberId, message: OtherMessage): void {
    switch (message.type) {
      case 'ask':
      case 'tell':
        this.options.machine.post({ type: 'node', from, message });
        break;
      case 'snapshotOffer':
        this.#receiver.offered(from, message);
        break;
      case 'snapshotChunk':
        this.#receiver.chunk(from, message);
        break;
      case 'snapshotAnswer':
        this.#sender.answered(from, message);
    }
  }

  /** The log behind this index serves members that are heard of, and those to which a snapshot is on its way. */
  #needed(): number {
    const peers = this.options.raft.status().leading?.peers ?? [];
    const held = peers.filter(peer => peer.active && peer.state !== 'snapshot').map(peer => peer.match);
    return Math.min(this.#sender.needed, ...held);
  }

  #tellStatus(now: number): void {
    this.#toldStatusAt = now;
    const snapshotIndex = this.#snapshots.index;
    const logBytes = this.#sizes.behind(snapshotIndex);
    const status = { ...this.#consensus.status(), snapshotIndex, logBytes };
    this.options.machine.post({ type: 'status', status });
  }

  // ---- the machine half --------------------------------------------------------------------------------------------

  #leaderChanged(): void {
    const { role, term, leader } = this.options.raft;
    this.#changes.settle();
    if (role !== 'leader') this.#sender.stop();
    this.options.machine.post({ type: 'leader', role, term, leader });
    this.#tellStatus(this.options.scheduler.now());
  }

  #feed(entries: readonly Entry[]): void {
    this.#snapshots.fed(entries);
    // The stamps of this node's own first term must come after all that it has seen.
    for (const { kind, data } of entries) if (kind === 'data') this.#consensus.sawStamp(header(data).stamp);
    this.options.machine.post({ type: 'entries', packed: packEntries(entries) });
  }

  #stop(): void {
    this.#stopped = true;
    this.#cancelTick();
    const { transport, store, snapshots, machine } = this.options;
    const stopped = (): void => machine.post({ type: 'stopped' });
    transport.close(() => store.close(() => snapshots.close(stopped)));
  }

  #fail(error: Error): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#cancelTick();
    this.options.machine.post({ type: 'failed', error });
  }
}
