import type { Machine } from '../../src/machine/machine.js';
import { SeededRandom } from '../../src/base/random.js';
import { LockClient } from './lock-client.js';
import { checkClaims, type LockClaim } from './lock-claims.js';
import { LockWatch } from './lock-watch.js';
import type { VirtualTime } from './ports/virtual-time.js';
import type { SimNode } from './sim-node.js';

export const LOCK_NAMES = ['lock0', 'lock1'];

/** Clients of all nodes that want the same few locks, and what must hold of them. */
export class LockCrowd {
  readonly #claims: LockClaim[] = [];
  readonly #clients: LockClient[];
  readonly #watch = new LockWatch(LOCK_NAMES);

  constructor(nodes: readonly SimNode[], time: VirtualTime, seed: number) {
    const random = new SeededRandom(seed ^ 0x10c5);
    this.#clients = [...nodes, ...nodes].map(
      (node, number) => new LockClient({ number, node, time, random, names: LOCK_NAMES }, this.#claims),
    );
  }

  /** Nobody waits: once nothing fails any more, each wait ends by a grant or by its time. */
  get isIdle(): boolean {
    return this.#clients.every(({ isIdle }) => isIdle);
  }

  /** How many locks were granted. */
  get grants(): number {
    return this.#claims.filter(({ token }) => token > 0).length;
  }

  /** `isLast`: they let go what they hold, and ask for nothing more. */
  act(isLast = false): void {
    for (const client of this.#clients) client.act(isLast);
  }

  watch(): void {
    for (const client of this.#clients) client.watch();
  }

  /** An entry took effect, for the first time on any node. */
  applied(machine: Machine | undefined): void {
    if (machine !== undefined && this.#clients.length > 0) this.#watch.look(machine);
  }

  /** `under`: what was written under a lock, in order. `ended`: nodes whose waiters had to stand at the end again. */
  check(under: (name: string) => readonly string[], ended: ReadonlySet<string>): void {
    checkClaims(this.#claims, LOCK_NAMES, ended);
    for (const name of LOCK_NAMES) {
      const written = under(name).map(Number);
      const stale = written.findIndex((token, at) => at > 0 && token < written[at - 1]!);
      if (stale >= 0) throw new Error(`a stale write under ${name}: ${written.join(' ')}`);
    }
  }
}
