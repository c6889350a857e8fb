import type { Entry } from '../../src/base/raft-message.js';
import { below, SeededRandom } from '../../src/base/random.js';
import { Commands } from '../../src/commands/table.js';
import { decode, entryBatchHead, entryItems, header } from '../../src/machine/payload.js';
import * as check from './checkers.js';
import { History, type Operation, textOf } from './history.js';
import { LockCrowd } from './lock-crowd.js';
import { networkFault } from './network-faults.js';
import { isRemoval, Operator } from './operator.js';
import { SimNetwork } from './ports/sim-network.js';
import { VirtualTime } from './ports/virtual-time.js';
import { checkJobs, QueueClient } from './queue-client.js';
import { SimClient } from './sim-client.js';
import { type AppliedEntry, idOf, NODE_TIMEOUT, SimNode } from './sim-node.js';

export interface SimReport {
  readonly nodes: number;
  readonly operations: number;
  readonly ok: number;
  readonly unknown: number;
  readonly refused: number;
  readonly entries: number;
  readonly terms: number;
  /** Of locks. */
  readonly grants: number;
  /** Where the members change. */
  readonly changes?: number;
  readonly wipes?: number;
  readonly faults: Readonly<Record<string, number>>;
}

/** Virtual milliseconds with faults. */
const SAFETY_MS = 5_000;
/** The same for a cluster whose members change. */
const CHANGING_MS = 8_000;
/** Virtual milliseconds within which a healed cluster must serve everybody. */
const LIVENESS_MS = 15_000;
const STEP_MS = 5;
/** Half of the clients are producers and consumers of a queue in so many seeds. */
const QUEUES_EVERY = 5;
/** In every so many of the seeds there are clients besides that want the same locks. */
export const LOCKS_EVERY = 9;
/** Digests are compared at every so many entries. */
const DIGEST_EVERY = 32;

/** What may happen, each as likely as it stands here often. */
const FAULTS = [
  ...['crash', 'crash', 'restart', 'restart', 'crashAll', 'brokenDisk', 'disk', 'stall', 'stall', 'clock'],
  ...['partition', 'oneway', 'isolate', 'heal', 'heal', 'network', 'calm', 'reset', 'reset'],
  ...['transfer', 'usurp', 'usurp', 'disconnect', 'disconnect', 'unblock', 'unblock', 'unblock'],
] as const;

/**
 * A whole cluster in virtual time: the real core, replica, machine and commands over simulated disks, clocks and
 * network. A run is a function of its seed. First everything fails that may fail, and nothing wrong may be seen; then
 * all heals, and everybody must be served.
 */
export class SimCluster {
  readonly #time: VirtualTime;
  readonly #random: SeededRandom;
  readonly #network: SimNetwork;
  readonly #nodes: SimNode[] = [];
  readonly #clients: SimClient[] = [];
  readonly #crowd: LockCrowd;
  readonly #history = new History();
  readonly #leaders = new Map<number, string>();
  readonly #digests = new Map<number, { id: string; digest: string }>();
  readonly #faults: Record<string, number> = {};
  /** Null: the members stay as they are. */
  #operator: Operator | null = null;
  readonly #broken = new Set<SimNode>();
  /** Nothing fails any more. */
  #healing = false;
  /** The last entry whose facts are known, and the stamp of it. */
  #known = 0;
  #stamp = 0;

  /** `workload`: all clients are producers and consumers, or half of them in some of the seeds. */
  constructor(seed: number, workload: 'mixed' | 'queues' = 'mixed') {
    this.#time = new VirtualTime(seed);
    this.#random = new SeededRandom(seed ^ 0x5eed);
    this.#network = new SimNetwork(this.#time);
    this.#network.ordered = this.#below(2) === 0;
    const count = this.#below(10) === 0 ? 1 : this.#below(4) === 0 ? 5 : 3;
    const ids = Array.from({ length: count }, (_, at) => `n${at + 1}`);
    const members = ids.map(id => ({ id, address: `${id}:1`, uuid: '' }));
    // Some clusters keep their members. Others have an operator, and spare nodes that ask to be taken in.
    const isChanging = count > 1 && this.#below(3) === 0;
    if (isChanging) ids.push(`n${count + 1}`);
    const commands = new Commands();
    const watch = {
      applied: (id: string, entry: AppliedEntry, digest: () => string) => this.#applied(id, entry, digest),
      queried: (argv: readonly string[], now: number) => this.#history.evaluatedAt.set(argv, now),
      failed: (node: SimNode, error: Error) => this.#failed(node, error),
    };
    const quorumReads = this.#below(4) === 0;
    for (const [at, id] of ids.entries()) {
      const founders = at < count ? members : [];
      const node = new SimNode(id, at + 1, founders, this.#time, this.#network, watch, commands);
      node.rate = 1 + (this.#below(101) - 50) / 10_000;
      node.quorumReads = quorumReads;
      this.#nodes.push(node);
    }
    if (isChanging) this.#operator = new Operator(this.#nodes, this.#time, bound => this.#below(bound));
    this.#crowd = new LockCrowd(seed % LOCKS_EVERY === 0 ? this.#nodes : [], this.#time, seed);
    const clients = 2 * ids.length + 2;
    const producers = { queues: clients, mixed: seed % QUEUES_EVERY === 0 ? clients / 2 : 0 };
    for (let number = 0; number < clients; number++) {
      const node = this.#nodes[number % ids.length] as SimNode;
      const Client = number < producers[workload] ? QueueClient : SimClient;
      this.#clients.push(new Client(number, node, this.#history, this.#time, this.#random));
    }
  }

  /** @throws Error what must not be */
  run(): SimReport {
    for (const node of this.#nodes) node.start();
    this.#safety();
    this.#liveness();
    this.#check();
    return {
      nodes: this.#nodes.length,
      operations: this.#history.operations.length,
      ok: this.#history.count('ok'),
      unknown: this.#history.count('unknown'),
      refused: this.#history.count('refused'),
      entries: this.#nodes[0]?.disk.entries.length ?? 0,
      terms: this.#leaders.size,
      grants: this.#crowd.grants,
      ...this.#operator?.figures,
      faults: this.#faults,
    };
  }

  // ---- phases ------------------------------------------------------------------------------------------------------

  #safety(): void {
    let nextFault = 500;
    while (this.#time.now() < (this.#operator === null ? SAFETY_MS : CHANGING_MS)) {
      if (this.#time.now() >= nextFault) {
        if (this.#below(2) === 0) this.#operator?.act();
        const quiet = this.#fault();
        nextFault = this.#time.now() + 20 + this.#below(250) + quiet;
      }
      for (const client of this.#clients) client.act();
      this.#crowd.act();
      this.#step();
    }
  }

  /** Everything heals; each client must get an answer to one more command, and all nodes the same state. */
  #liveness(): void {
    const end = this.#time.now() + LIVENESS_MS;
    this.#healing = true;
    this.#network.heal();
    this.#network.faults = { loss: 0, duplication: 0, minDelay: 0.1, maxDelay: 0.3 };
    for (const node of this.#nodes) {
      node.syncMs = 0.3;
      node.wallOffset = 0;
    }
    const unanswered = new Set(this.#clients);
    const asked = new Map<SimClient, Operation>();
    const isWhole = (): boolean => this.#operator?.heal() ?? true;
    while (!isWhole() || unanswered.size > 0 || !this.#crowd.isIdle) {
      this.#crowd.act(true);
      if (this.#time.now() > end)
        throw new Error(
          `not served after all healed, ${isWhole() ? 'with' : 'without'} all members: ${[...unanswered].map(client => client.describe()).join('; ')}`,
        );
      // A disk that broke may show it only now.
      for (const node of this.#nodes) if (!node.isUp) this.#start(node);
      for (const client of unanswered) {
        client.stopWaiting();
        if (asked.get(client)?.outcome === 'ok') unanswered.delete(client);
        const operation = unanswered.has(client) ? client.ask() : undefined;
        if (operation !== undefined) asked.set(client, operation);
      }
      this.#step();
    }
    while (!this.#agreed()) {
      if (this.#time.now() > end) throw new Error('the healed cluster does not agree');
      this.#time.advance(STEP_MS);
    }
  }

  #step(): void {
    this.#time.advance(STEP_MS);
    for (const client of this.#clients) client.watch();
    this.#crowd.watch();
    for (const node of this.#nodes) {
      if (node.raft?.role === 'leader') this.#leads(node.id, node.raft.term);
    }
  }

  // ---- faults ------------------------------------------------------------------------------------------------------

  /** Answers for how long nothing else is to happen, beyond the usual. Milliseconds. */
  #fault(): number {
    const kind = FAULTS[this.#below(FAULTS.length)] as (typeof FAULTS)[number];
    this.#faults[kind] = (this.#faults[kind] ?? 0) + 1;
    const node = this.#anyNode();
    switch (kind) {
      case 'crash':
        this.#crash(node);
        return 0;
      case 'crashAll':
        for (const each of this.#nodes) this.#crash(each);
        return 0;
      case 'restart':
        for (const each of this.#nodes) if (!each.isUp) this.#start(each);
        return 0;
      case 'brokenDisk':
        if (node.isUp) this.#broken.add(node);
        node.breakDisk();
        return 0;
      case 'disk':
        node.syncMs = this.#below(3) === 0 ? 2_000 : 0.2 + this.#below(20);
        return 0;
      case 'stall':
        node.stall(this.#below(6) === 0 ? NODE_TIMEOUT + this.#below(1_000) : 20 + this.#below(1_000));
        return 0;
      case 'clock':
        node.wallOffset = (this.#below(3) - 1) * 3_600_000;
        return 0;
      case 'transfer':
        this.#nodes
          .find(each => each.raft?.role === 'leader')
          ?.replica?.members.transfer(null, () => undefined);
        return 0;
      case 'usurp':
        return this.#usurp();
      case 'disconnect':
        this.#anyClient().disconnect();
        return 0;
      case 'unblock':
        this.#anyClient().unblock(this.#below(2) === 0);
        return 0;
      case 'partition':
      case 'oneway':
      case 'isolate':
      case 'heal':
      case 'network':
      case 'calm':
      case 'reset':
        return networkFault(kind, node.id, {
          ids: this.#nodes.map(({ id }) => id),
          network: this.#network,
          below: bound => this.#below(bound),
        });
    }
  }

  /**
   * A leader is cut off at the very moment in which another one may win an election: one that was cut off itself and whose
   * time is up, with voters that have just heard from the leader, or have just been started again; or one that the leader
   * itself has told to campaign. Answers for how long nothing else is to happen.
   */
  #usurp(): number {
    const leader = this.#nodes.find(({ raft }) => raft?.role === 'leader');
    const others = this.#nodes.filter(node => node !== leader);
    const candidate = others[this.#below(others.length)];
    if (leader === undefined || candidate === undefined) return 0;
    const isolate = (node: SimNode): void => {
      if (this.#healing) return;
      this.#network.heal();
      this.#network.partition(this.#nodes.filter(other => other !== node).map(({ id }) => id));
    };
    const way = this.#below(3);
    if (way === 0) {
      leader.replica?.members.transfer(candidate.id, () => undefined);
      this.#time.after(0.5 + this.#below(3), () => isolate(leader));
      return 400;
    }
    isolate(candidate);
    this.#time.after(700 + this.#below(300), () => {
      isolate(leader);
      if (way === 1 || this.#healing) return;
      for (const voter of others) {
        if (voter !== candidate && voter.isUp) {
          voter.crash(true);
          this.#start(voter);
        }
      }
    });
    return 1_500;
  }

  #crash(node: SimNode): void {
    if (node.isUp) node.crash(this.#below(2) === 0);
  }

  #start(node: SimNode): void {
    this.#broken.delete(node);
    node.start();
  }

  /** A node says that it cannot go on: its process ends. */
  #failed(node: SimNode, error: Error): void {
    if (!this.#broken.has(node) && !isRemoval(error))
      throw new Error(`${node.id} failed: ${error.message}`, { cause: error });
    this.#time.endOfTurn(() => {
      if (node.isUp) node.crash(false);
    });
  }

  #anyNode(): SimNode {
    return this.#nodes[this.#below(this.#nodes.length)] as SimNode;
  }

  #anyClient(): SimClient {
    return this.#clients[this.#below(this.#clients.length)] as SimClient;
  }

  #below(bound: number): number {
    return below(this.#random, bound);
  }

  // ---- what must hold ----------------------------------------------------------------------------------------------

  /** Election safety (Raft, figure 3): at most one leader a term. */
  #leads(id: string, term: number): void {
    const known = this.#leaders.get(term);
    if (known === undefined) this.#leaders.set(term, id);
    else if (known !== id) throw new Error(`both ${known} and ${id} lead in term ${term}`);
  }

  /** State machine safety (Raft, figure 3): after the same index, the same state. */
  #applied(id: string, entry: AppliedEntry, digest: () => string): void {
    const { index } = entry;
    if (index > this.#known) {
      this.#learn(entry);
      this.#crowd.applied(this.#nodes.find(node => node.id === id)?.replica?.machine);
    }
    if (index % DIGEST_EVERY !== 0) return;
    const known = this.#digests.get(index);
    if (known === undefined) this.#digests.set(index, { id, digest: digest() });
    else if (digest() !== known.digest) throw new Error(`after ${index} ${id} differs from ${known.id}`);
  }

  #learn({ index, data, outcome }: AppliedEntry): void {
    this.#known = index;
    const { facts } = this.#history;
    const { kind, stamp } = header(data);
    if (stamp < this.#stamp) throw new Error(`the stamp of entry ${index} runs back`);
    this.#stamp = stamp;
    if (outcome !== 'applied') return;
    const payload = kind === 'end' ? decode(data) : null;
    if (payload?.kind === 'end') facts.ended.add(idOf(payload.uuid));
    if (kind !== 'batch') return;
    for (const [at, item] of entryItems(data).entries()) {
      if ('argv' in item) facts.command(item.argv, index * 10_000 + at, stamp);
    }
  }

  #agreed(): boolean {
    const indexes = this.#nodes.map(node => node.replica?.machine.appliedIndex);
    const isIdle = this.#crowd.isIdle && this.#clients.every(client => client.isIdle);
    if (new Set(indexes).size > 1 || !isIdle) return false;
    return new Set(this.#nodes.map(node => node.replica?.machine.digest())).size === 1;
  }

  #check(): void {
    const machine = this.#nodes[0]?.replica?.machine;
    if (machine === undefined) throw new Error('no node is up at the end');
    const random = new SeededRandom(1);
    const query = (db: number, ...argv: string[]): unknown => machine.query(argv, db, machine.stamp, random);
    const history = this.#history;
    checkJobs(history, machine);
    for (const db of [0, 1]) {
      check.checkList(history, `l${db}`, query(db, 'LRANGE', `l${db}`, '0', '-1') as string[]);
      check.checkCounter(history, `c${db}`, Number(query(db, 'GET', `c${db}`) ?? 0));
      check.checkRegister(history, `r${db}`);
      check.checkLeases(history, `e${db}`);
    }
    check.checkText(history, 'a0', textOf(query(0, 'GET', 'a0')));
    const left = ['q0', 'q1'].flatMap(key => query(0, 'LRANGE', key, '0', '-1') as string[]);
    check.checkQueues(history, ['q0', 'q1'], left);
    check.checkLine(history, 'q0', client => this.#clients[client]?.node.id ?? '');
    for (const { number } of this.#clients) check.checkOwn(history, number);
    const under = (name: string): string[] => query(0, 'LRANGE', `under:${name}`, '0', '-1') as string[];
    this.#crowd.check(under, history.facts.ended);
    this.#checkLogs();
  }

  /** Log matching (Raft, figure 3), and each batch of each incarnation in the order of its numbers. */
  #checkLogs(): void {
    const ends = this.#nodes.flatMap(({ raft }) => [raft?.commitIndex ?? 0, raft?.persistedIndex ?? 0]);
    const commit = Math.min(...ends); // a commit index may be ahead of what the disk of its own node holds
    const committed = new Map<number, Entry>();
    for (const { disk } of this.#nodes) {
      for (const entry of disk.entries.filter(({ index }) => index <= commit)) {
        const other = committed.get(entry.index) ?? entry; // others may have compacted theirs
        committed.set(entry.index, other);
        const same = other.term === entry.term && Buffer.compare(other.data, entry.data) === 0;
        if (!same) throw new Error(`two logs differ at ${entry.index}`);
        if (entry.kind === 'data' && header(entry.data).kind === 'batch') entryBatchHead(entry.data);
      }
    }
  }
}
