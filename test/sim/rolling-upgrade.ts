import { OperatorError } from '../../src/base/errors.js';
import { below, SeededRandom } from '../../src/base/random.js';
import { Commands } from '../../src/commands/table.js';
import { decode, header } from '../../src/machine/payload.js';
import { LaterCommands } from '../support/later-commands.js';
import { SimNetwork } from './ports/sim-network.js';
import { VirtualTime } from './ports/virtual-time.js';
import { type AppliedEntry, SimNode } from './sim-node.js';

const IDS = ['n1', 'n2', 'n3'];
const EARLIER = { commands: new Commands(), highestVersion: 1 };
const LATER = { commands: new LaterCommands(), highestVersion: 2 };
type Software = typeof EARLIER;

/** Virtual milliseconds: between two writes, until what is waited for must be there, and in which nothing may happen. */
const WRITE_EVERY = 20;
const LIMIT_MS = 20_000;
const WATCH_MS = 3_000;
/** So many writes are more than a leader keeps in its log: who missed them is sent a snapshot. */
const MANY_WRITES = 400;
/** Digests are compared at every so many entries. */
const DIGEST_EVERY = 16;

/**
 * A cluster that is taken from one version of the software to the next, a node at a time, while it serves. The later one
 * does something else in one command, from machine version 2 on. All nodes must have the same state after each entry.
 */
export class RollingUpgrade {
  readonly #time: VirtualTime;
  readonly #network: SimNetwork;
  readonly #random: SeededRandom;
  readonly #nodes: SimNode[] = [];
  readonly #digests = new Map<number, string>();
  /** Entries that raised the version. */
  readonly #raises = new Set<number>();
  readonly #failures = new Map<SimNode, Error>();
  #answers = 0;

  constructor(seed: number) {
    this.#time = new VirtualTime(seed);
    this.#random = new SeededRandom(seed);
    this.#network = new SimNetwork(this.#time);
    const members = IDS.map(id => ({ id, address: `${id}:1`, uuid: '' }));
    for (const [at, id] of IDS.entries()) this.#nodes.push(this.#newNode(id, at + 1, members));
  }

  #newNode(id: string, number: number, members: ConstructorParameters<typeof SimNode>[2]): SimNode {
    const watch = {
      applied: (by: string, entry: AppliedEntry, digest: () => string) => this.#applied(by, entry, digest),
      failed: (node: SimNode, error: Error) => this.#failed(node, error),
    };
    return new SimNode(id, number, members, this.#time, this.#network, watch, EARLIER.commands);
  }

  /** @throws Error what must not be */
  run(): void {
    for (const node of this.#nodes) this.#start(node, EARLIER);
    this.#until('the cluster to serve', () => this.#answers > 10);
    const [first, second, last] = this.#shuffled() as [SimNode, SimNode, SimNode];
    this.#upgrade(first);
    this.#upgrade(second);
    this.#rest(WATCH_MS);
    this.#expect(this.#raises.size === 0, 'nothing is raised before all nodes can run it');
    // The version is raised while one is away: what it could run when it was there last is what counts.
    first.crash(below(this.#random, 2) === 0);
    this.#upgrade(last);
    this.#until('the version to be raised', () => this.#areAt(2, [second, last]));
    const steps = below(this.#random, 2) === 0 ? 10 : MANY_WRITES;
    const answers = this.#answers;
    this.#until('more writes', () => this.#answers > answers + steps);
    this.#refused(first);
    this.#upgrade(first);
    this.#join();
    this.#until('all nodes to agree', () => this.#agree());
    this.#expect(this.#areAt(2, this.#nodes), 'all nodes are at version 2');
    this.#expect(this.#raises.size === 1, 'the version is raised once');
    this.#expect(this.#failures.size === 0, 'nobody else fails');
  }

  /** A node that does not know the version yet wants to become a member. */
  #join(): void {
    const joining = this.#newNode('n4', 4, []);
    this.#nodes.push(joining);
    this.#refused(joining);
    this.#upgrade(joining);
    this.#until('a fourth member', () =>
      this.#nodes.every(({ raft }) => raft?.configuration.members.length === 4),
    );
  }

  /** With the software of before the node ends, and says why, and the others go on. */
  #refused(node: SimNode): void {
    const answers = this.#answers;
    this.#start(node, EARLIER);
    this.#until(`${node.id} to end`, () => this.#failures.has(node));
    const error = this.#failures.get(node);
    const isClear =
      error instanceof OperatorError &&
      error.code === 'FORMAT_TOO_NEW' &&
      error.message.includes('machine version 2, this node can run none above 1');
    this.#expect(isClear, `${node.id} says why it ends, not: ${error?.message}`);
    this.#failures.delete(node);
    this.#until('the others to serve', () => this.#answers > answers + 10);
  }

  #upgrade(node: SimNode): void {
    if (node.isUp) node.crash(below(this.#random, 2) === 0);
    this.#start(node, LATER);
    const answers = this.#answers;
    this.#until(`${node.id} to have its incarnation open`, () => {
      const row = node.replica?.machine.row(node.uuid);
      return row?.highestVersion === 2 && this.#answers > answers + 10;
    });
  }

  #start(node: SimNode, { commands, highestVersion }: Software): void {
    Object.assign(node, { commands, highestVersion });
    node.start();
  }

  // ---- clients -----------------------------------------------------------------------------------------------------

  /** Time passes, with writes at any node, until it is so. */
  #until(what: string, isSo: () => boolean): void {
    const end = this.#time.now() + LIMIT_MS;
    while (!isSo()) {
      if (this.#time.now() > end) throw new Error(`waited in vain for ${what}`);
      this.#write();
      this.#time.advance(WRITE_EVERY);
    }
  }

  #rest(ms: number): void {
    const end = this.#time.now() + ms;
    this.#until('time to pass', () => this.#time.now() >= end);
  }

  #write(): void {
    const { replica } = this.#nodes[below(this.#random, this.#nodes.length)] as SimNode;
    if (replica === null) return;
    const lane = replica.openLane();
    const argv = ['INCR', `k${below(this.#random, 20)}`];
    const done = (): void => void this.#answers++;
    replica.submit({ lane, argv, db: 0, kind: 'write', done, lost: () => undefined });
  }

  // ---- what must hold ----------------------------------------------------------------------------------------------

  #applied(by: string, { index, data, outcome }: AppliedEntry, digest: () => string): void {
    if (index % DIGEST_EVERY === 0) {
      const [known, own] = [this.#digests.get(index), digest()];
      this.#expect((known ?? own) === own, `${by} has the state of the others after ${index}`);
      this.#digests.set(index, own);
    }
    if (header(data).kind !== 'raise' || outcome !== 'applied') return;
    const payload = decode(data);
    this.#expect(payload.kind === 'raise' && payload.version === 2, 'the version is raised to 2');
    this.#raises.add(index);
  }

  #failed(node: SimNode, error: Error): void {
    this.#failures.set(node, error);
    this.#time.endOfTurn(() => {
      if (node.isUp) node.crash(true);
    });
  }

  #areAt(version: number, nodes: readonly SimNode[]): boolean {
    return nodes.every(({ replica }) => replica?.machine.version === version);
  }

  #agree(): boolean {
    const machines = this.#nodes.map(({ replica }) => replica?.machine);
    if (new Set(machines.map(machine => machine?.appliedIndex)).size > 1) return false;
    return new Set(machines.map(machine => machine?.digest())).size === 1;
  }

  #shuffled(): SimNode[] {
    const left = [...this.#nodes];
    return IDS.flatMap(() => left.splice(below(this.#random, left.length), 1));
  }

  #expect(isSo: boolean, what: string): void {
    if (!isSo) throw new Error(`it does not hold that ${what}`);
  }
}
