import { below, SeededRandom } from '../../src/base/random.js';
import { Commands } from '../../src/commands/table.js';
import type { Reply } from '../../src/resp/reply.js';
import { SimNetwork } from './ports/sim-network.js';
import { VirtualTime } from './ports/virtual-time.js';
import { SimNode } from './sim-node.js';

const IDS = ['n1', 'n2', 'n3'];
const ROUNDS = 6;
/** Virtual milliseconds: from start to service; for the others to elect. */
const SETTLE_MS = 2_500;
const ELECT_MS = 1_500;

/**
 * Elections and crashes one after the other, with votes that travel as long as candidates lie apart and disks that are
 * slow: the leader dies and the other two campaign at once, or all die with what was being written. Nobody may lead beside
 * another in the same term, and what was acknowledged is counted.
 */
export class Churn {
  readonly #time: VirtualTime;
  readonly #random: SeededRandom;
  readonly #nodes: SimNode[];
  readonly #leaders = new Map<number, string>();
  readonly #counted = new Set<number>();
  /** A number that two clients were told: what the first of them did was lost. */
  #lost: number | null = null;

  constructor(seed: number) {
    this.#time = new VirtualTime(seed);
    this.#random = new SeededRandom(seed ^ 0xc4);
    const network = new SimNetwork(this.#time);
    // In every second cluster the disks are slower than the network.
    const isDiskSlow = seed % 2 === 1;
    const delays = isDiskSlow ? { minDelay: 1, maxDelay: 5 } : { minDelay: 5, maxDelay: 40 };
    network.faults = { loss: 0, duplication: 0, ...delays };
    const members = IDS.map(id => ({ id, address: `${id}:1`, uuid: '' }));
    const watch = { applied: () => undefined, failed: () => undefined };
    const commands = new Commands();
    this.#nodes = IDS.map((id, at) => new SimNode(id, at + 1, members, this.#time, network, watch, commands));
    for (const node of this.#nodes) node.syncMs = isDiskSlow ? 40 : 10;
  }

  /** @throws Error what must not be */
  run(): void {
    for (const node of this.#nodes) node.start();
    this.#pass(SETTLE_MS);
    for (let round = 0; round < ROUNDS; round++) {
      if (below(this.#random, 2) === 0) for (const node of this.#nodes) node.crash(false);
      else this.#nodes.find(({ raft }) => raft?.role === 'leader')?.crash(false);
      this.#pass(ELECT_MS);
      for (const node of this.#nodes) if (!node.isUp) node.start();
      this.#pass(SETTLE_MS + below(this.#random, 100));
    }
    if (this.#counted.size === 0) throw new Error('nothing was acknowledged');
  }

  #pass(ms: number): void {
    for (let left = ms; left > 0; left--) {
      if (left % 25 === 0) this.#count(this.#nodes[below(this.#random, IDS.length)] as SimNode);
      this.#time.advance(1);
      if (this.#lost !== null) throw new Error(`${this.#lost} was acknowledged twice: the first was lost`);
      for (const { id, raft } of this.#nodes) if (raft?.role === 'leader') this.#leads(id, raft.term);
    }
  }

  #leads(id: string, term: number): void {
    const known = this.#leaders.get(term);
    if (known !== undefined && known !== id) throw new Error(`both ${known} and ${id} lead in term ${term}`);
    this.#leaders.set(term, id);
  }

  #count({ replica }: SimNode): void {
    if (replica === null) return;
    const done = (reply: Reply): void => {
      if (typeof reply !== 'number') return;
      if (this.#counted.has(reply)) this.#lost = reply;
      this.#counted.add(reply);
    };
    replica.submit({
      lane: replica.openLane(),
      argv: ['INCR', 'k'],
      db: 0,
      kind: 'write',
      done,
      lost: () => undefined,
    });
  }
}
