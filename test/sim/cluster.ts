import { expect } from 'chai';
import { below, SeededRandom } from '../../src/base/random.js';
import { Commands } from '../../src/commands/table.js';
import { entryBatchHead, header } from '../../src/machine/payload.js';
import { History } from './history.js';
import { SimNetwork } from './ports/sim-network.js';
import { VirtualTime } from './ports/virtual-time.js';
import { SimClient } from './sim-client.js';
import { CLIENT_TIMEOUT, SimNode } from './sim-node.js';

export interface SimReport {
  readonly seed: number;
  readonly nodes: number;
  readonly operations: number;
  readonly unknown: number;
  readonly refused: number;
  readonly entries: number;
  readonly terms: number;
  readonly faults: Readonly<Record<string, number>>;
}

/** Virtual milliseconds with faults. */
const SAFETY_MS = 6_000;
/** Virtual milliseconds within which a healed cluster must serve everybody. */
const LIVENESS_MS = 15_000;
const STEP_MS = 5;
/** Digests are compared at every so many entries. */
const DIGEST_EVERY = 16;

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
  readonly #history = new History();
  readonly #leaders = new Map<number, string>();
  readonly #digests = new Map<number, { id: string; digest: string }>();
  readonly #faults: Record<string, number> = {};

  constructor(private readonly seed: number) {
    this.#time = new VirtualTime(seed);
    this.#random = new SeededRandom(seed ^ 0x5eed);
    this.#network = new SimNetwork(this.#time);
    const count = this.#below(10) === 0 ? 1 : this.#below(3) === 0 ? 5 : 3;
    const members = Array.from({ length: count }, (_, at) => ({
      id: `n${at + 1}`,
      address: `n${at + 1}:1`,
      uuid: '',
    }));
    const commands = new Commands();
    const watch = {
      applied: (id: string, index: number, digest: () => string) => this.#applied(id, index, digest),
      failed: (id: string, error: Error) => {
        throw new Error(`${id} failed: ${error.message}`, { cause: error });
      },
    };
    for (const [at, { id }] of members.entries()) {
      this.#nodes.push(new SimNode(id, at + 1, members, this.#time, this.#network, watch, commands));
    }
    for (let number = 0; number < 2 * count + 2; number++) {
      const node = this.#nodes[number % count] as SimNode;
      this.#clients.push(new SimClient(number, node, this.#history, this.#time, this.#random));
    }
  }

  run(): SimReport {
    for (const node of this.#nodes) node.start();
    this.#safety();
    this.#liveness();
    this.#check();
    return {
      seed: this.seed,
      nodes: this.#nodes.length,
      operations: this.#history.operations.length,
      unknown: this.#history.count('unknown'),
      refused: this.#history.count('refused'),
      entries: this.#nodes[0]?.disk.entries.length ?? 0,
      terms: this.#leaders.size,
      faults: this.#faults,
    };
  }

  // ---- phases ------------------------------------------------------------------------------------------------------

  #safety(): void {
    let nextFault = 500;
    while (this.#time.now() < SAFETY_MS) {
      if (this.#time.now() >= nextFault) {
        this.#fault();
        nextFault = this.#time.now() + 50 + this.#below(400);
      }
      this.#step(false);
    }
  }

  /** Everything heals; each client must get an answer to one more command, and all nodes the same state. */
  #liveness(): void {
    this.#network.heal();
    this.#network.faults = { loss: 0, duplication: 0, minDelay: 0.1, maxDelay: 0.3 };
    for (const node of this.#nodes) {
      node.syncMs = 0.3;
      if (!node.isUp) node.start();
    }
    const healedAt = this.#time.now();
    // What was on its way may still run out of time.
    while (this.#time.now() < healedAt + 2 * CLIENT_TIMEOUT) this.#step(true);
    const before = this.#history.operations.length;
    while (this.#time.now() < healedAt + 2 * CLIENT_TIMEOUT + 2_000) this.#step(true);
    const last = this.#history.operations.slice(before).filter(({ outcome }) => outcome === 'ok');
    const served = new Set(last.map(({ client }) => client));
    expect(served.size, 'clients served by the healed cluster').to.equal(this.#clients.length);
    while (!this.#agreed()) {
      expect(this.#time.now(), 'the healed cluster agrees').to.be.below(healedAt + LIVENESS_MS);
      this.#time.advance(STEP_MS);
    }
  }

  #step(final: boolean): void {
    for (const client of this.#clients) client.act(final);
    this.#time.advance(STEP_MS);
    for (const node of this.#nodes) {
      if (node.raft?.role === 'leader') this.#leads(node.id, node.raft.term);
    }
  }

  // ---- faults ------------------------------------------------------------------------------------------------------

  #fault(): void {
    const kinds = ['crash', 'crash', 'restart', 'restart', 'partition', 'oneway', 'heal', 'heal', 'network'];
    kinds.push('calm', 'clock', 'stall', 'disk', 'transfer', 'disconnect', 'crashAll');
    const kind = kinds[this.#below(kinds.length)] as string;
    this.#faults[kind] = (this.#faults[kind] ?? 0) + 1;
    const node = this.#anyNode();
    switch (kind) {
      case 'crash':
        return this.#crash(node);
      case 'crashAll':
        for (const each of this.#nodes) this.#crash(each);
        return;
      case 'restart':
        for (const each of this.#nodes) if (!each.isUp) each.start();
        return;
      case 'partition':
        return this.#partition();
      case 'oneway':
        return this.#network.cut(node.id, this.#anyNode().id);
      case 'heal':
        return this.#network.heal();
      case 'network':
        this.#network.faults = {
          loss: this.#below(20) / 100,
          duplication: this.#below(20) / 100,
          minDelay: 0.1,
          maxDelay: 1 + this.#below(60),
        };
        return;
      case 'calm':
        this.#network.faults = { loss: 0, duplication: 0, minDelay: 0.1, maxDelay: 0.2 };
        return;
      case 'clock':
        node.wallOffset = (this.#below(3) - 1) * 3_600_000;
        return;
      case 'stall':
        return node.stall(20 + this.#below(1_500));
      case 'disk':
        node.syncMs = this.#below(3) === 0 ? 2_000 : 0.2 + this.#below(20);
        return;
      case 'transfer':
        this.#nodes.find(each => each.raft?.role === 'leader')?.replica?.transfer(null, () => undefined);
        return;
      case 'disconnect':
        this.#clients[this.#below(this.#clients.length)]?.disconnect();
        return;
    }
  }

  #crash(node: SimNode): void {
    if (node.isUp) node.crash(this.#below(2) === 0);
  }

  #partition(): void {
    const left = this.#nodes.filter(() => this.#below(2) === 0).map(node => node.id);
    const right = this.#nodes.map(node => node.id).filter(id => !left.includes(id));
    this.#network.partition(left, right);
  }

  #anyNode(): SimNode {
    return this.#nodes[this.#below(this.#nodes.length)] as SimNode;
  }

  #below(bound: number): number {
    return below(this.#random, bound);
  }

  // ---- what must hold ----------------------------------------------------------------------------------------------

  /** Election safety (Raft, figure 3): at most one leader a term. */
  #leads(id: string, term: number): void {
    const known = this.#leaders.get(term) ?? id;
    expect(known, `two leaders in term ${term}`).to.equal(id);
    this.#leaders.set(term, id);
  }

  /** State machine safety (Raft, figure 3): after the same index, the same state. */
  #applied(id: string, index: number, digest: () => string): void {
    if (index % DIGEST_EVERY !== 0) return;
    const known = this.#digests.get(index);
    if (known === undefined) this.#digests.set(index, { id, digest: digest() });
    else
      expect(digest(), `state of ${id} at ${index} differs from that of ${known.id}`).to.equal(known.digest);
  }

  #agreed(): boolean {
    const indexes = this.#nodes.map(node => node.replica?.machine.appliedIndex);
    if (new Set(indexes).size > 1 || this.#clients.some(client => !client.isIdle)) return false;
    return new Set(this.#nodes.map(node => node.replica?.machine.digest())).size === 1;
  }

  #check(): void {
    const machine = this.#nodes[0]?.replica?.machine;
    if (machine === undefined) throw new Error('no node is up at the end');
    const random = new SeededRandom(1);
    const query = (...argv: string[]): unknown => machine.query(argv, 0, machine.stamp, random);
    for (const key of ['l0', 'l1']) this.#history.checkList(key, query('LRANGE', key, '0', '-1') as string[]);
    for (const key of ['q0', 'q1'])
      this.#history.checkQueue(key, query('LRANGE', key, '0', '-1') as string[]);
    for (const key of ['c0', 'c1']) this.#history.checkCounter(key, Number(query('GET', key) ?? 0));
    this.#checkLogs();
  }

  /** Log matching (Raft, figure 3), and each batch of each incarnation in the order of its numbers. */
  #checkLogs(): void {
    const [first, ...others] = this.#nodes.map(node => node.disk.entries);
    const commit = Math.min(...this.#nodes.map(node => node.raft?.commitIndex ?? 0));
    for (let at = 0; at < commit; at++) {
      const entry = first?.[at];
      for (const log of others) {
        expect(log[at]?.term, `term of entry ${at + 1}`).to.equal(entry?.term);
        expect(Buffer.compare(log[at]?.data ?? Buffer.alloc(0), entry?.data ?? Buffer.alloc(0))).to.equal(0);
      }
    }
    let stamp = 0;
    for (const entry of first?.slice(0, commit) ?? []) {
      if (entry.kind !== 'data') continue;
      const head = header(entry.data);
      expect(head.stamp, `stamp of entry ${entry.index} runs back`).to.be.at.least(stamp);
      stamp = head.stamp;
      if (head.kind === 'batch') expect(entryBatchHead(entry.data).sequence).to.be.greaterThan(0);
    }
  }
}
