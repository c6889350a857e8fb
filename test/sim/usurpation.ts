import { below, SeededRandom } from '../../src/base/random.js';
import { Commands } from '../../src/commands/table.js';
import type { Reply } from '../../src/resp/reply.js';
import { SimNetwork } from './ports/sim-network.js';
import { VirtualTime } from './ports/virtual-time.js';
import { SimNode } from './sim-node.js';

const IDS = ['n1', 'n2', 'n3'];
/** Within this all three have a leader, and its lease. Virtual milliseconds. */
const SETTLE_MS = 3_000;
/** For so long the two leaders are watched. */
const WATCH_MS = 600;

/**
 * The moments in which a lease is what keeps two leaders from serving at once: the leader is cut off just when another
 * member wins an election, if its voters let it. Somebody writes through the other two all the time and somebody reads
 * through the leader that was cut off; a read must not miss a write that was acknowledged before it began.
 */
export class Usurpation {
  readonly #time: VirtualTime;
  readonly #random: SeededRandom;
  readonly #network: SimNetwork;
  readonly #nodes: SimNode[];
  /** The last number that a writer was told. */
  #acknowledged = 0;

  constructor(seed: number) {
    this.#time = new VirtualTime(seed);
    this.#random = new SeededRandom(seed ^ 0x1ea5e);
    this.#network = new SimNetwork(this.#time);
    this.#network.faults = { loss: 0, duplication: 0, minDelay: 0.1, maxDelay: 1 };
    const members = IDS.map(id => ({ id, address: `${id}:1`, uuid: '' }));
    const watch = { applied: () => undefined, queried: () => undefined, failed: () => undefined };
    const commands = new Commands();
    this.#nodes = IDS.map(
      (id, at) => new SimNode(id, at + 1, members, this.#time, this.#network, watch, commands),
    );
  }

  /** @throws Error when a read missed an acknowledged write */
  run(): void {
    for (const node of this.#nodes) node.start();
    this.#time.advance(SETTLE_MS);
    const leader = this.#nodes.find(({ raft }) => raft?.role === 'leader');
    if (leader === undefined) throw new Error('nobody leads');
    const [candidate, voter] = this.#nodes.filter(node => node !== leader) as [SimNode, SimNode];
    this.#write(candidate);
    this.#time.advance(50);
    const way = below(this.#random, 3);
    if (way === 0) {
      leader.replica?.members.transfer(candidate.id, () => undefined);
      this.#time.advance(0.3 + below(this.#random, 20) / 10);
      this.#isolate(leader);
    } else {
      this.#isolate(candidate);
      this.#time.advance(700 + below(this.#random, 600)); // its own time is up
      this.#isolate(leader);
      if (way === 1) {
        voter.crash(true);
        voter.start();
      }
    }
    this.#watch(leader, [candidate, voter]);
  }

  #watch(leader: SimNode, others: readonly SimNode[]): void {
    for (let ms = 0; ms < WATCH_MS; ms += 2) {
      for (const other of others) this.#write(other);
      this.#read(leader);
      this.#time.advance(2);
    }
  }

  #write(node: SimNode): void {
    this.#ask(node, 'write', ['INCR', 'k'], reply => {
      if (typeof reply === 'number') this.#acknowledged = Math.max(this.#acknowledged, reply);
    });
  }

  #read(node: SimNode): void {
    const least = this.#acknowledged;
    this.#ask(node, 'read', ['GET', 'k'], reply => {
      if (typeof reply === 'string' && Number(reply) < least) {
        throw new Error(`${node.id} read ${reply} after ${least} had been acknowledged`);
      }
    });
  }

  #ask(node: SimNode, kind: 'read' | 'write', argv: string[], done: (reply: Reply) => void): void {
    const { replica } = node;
    if (replica === null) return;
    replica.submit({ lane: replica.openLane(), argv, db: 0, kind, done, lost: () => undefined });
  }

  #isolate(node: SimNode): void {
    this.#network.heal();
    this.#network.partition(IDS.filter(id => id !== node.id));
  }
}
