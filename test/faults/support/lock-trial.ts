import { waitFor } from '../../../compat-tests/support/wait.js';
import { SeededRandom } from '../../../src/base/random.js';
import { TestCluster } from '../../integration/support/cluster.js';
import { FaultyNetwork } from './faulty-network.js';
import { checkHolds, checkTokens, checkWritten } from './lock-checks.js';
import { KINDS, LockLoad } from './lock-load.js';
import { type FaultCount, type FaultKind, Nemesis } from './nemesis.js';

const LIMIT_MS = 60_000;
const WORKERS = 8;
/** A run in which each kind of lock is granted less often, or none of its holders is late, shows nothing. */
const ENOUGH = 10;
/** What happens once at least; between them, and behind them, it is left to chance. */
const CERTAIN: readonly FaultKind[] = ['kill', 'pause', 'isolate', 'remove'];

/** What a run did and found, to be kept as JSON. */
export interface LockReport {
  readonly seed: number;
  readonly nodes: number;
  readonly seconds: number;
  readonly grants: number;
  /** Writes under a token that were accepted, and that were refused. */
  readonly written: number;
  readonly fenced: number;
  /** Holders that went on only when their lease was over. */
  readonly late: number;
  readonly staleWrites: number;
  readonly faults: Readonly<Record<FaultKind, FaultCount>>;
  readonly verdict: 'kept' | 'broken';
  /** The promise that was not kept. */
  readonly violation: string | null;
}

/** Runs holders of locks and faults for so long, restarts all nodes one by one, and holds what was seen against the promises. */
export async function lockTrial(seed: number, nodes: number, seconds: number): Promise<LockReport> {
  const network = new FaultyNetwork();
  const cluster = await TestCluster.planThrough(nodes, (id, port) => network.proxy(id, port));
  try {
    await cluster.heal();
    const load = new LockLoad(cluster.nodes, new SeededRandom(seed), WORKERS);
    const nemesis = new Nemesis(cluster, network, { inFlight: () => 1 }, new SeededRandom(seed));
    const began = performance.now();
    for (const kind of CERTAIN) await nemesis.strike(kind);
    for (let turn = 1; performance.now() - began < seconds * 1000; turn++)
      await nemesis.strike(turn % 8 === 0 ? 'remove' : undefined);
    for (const node of cluster.nodes) {
      await node.stop();
      await cluster.heal();
    }
    await waitFor('enough to be locked', LIMIT_MS, () => load.isEnough(ENOUGH));
    await load.stop();
    await cluster.level();
    const found = await verdict(load, cluster);
    return {
      ...{ seed, nodes, seconds: Math.round((performance.now() - began) / 1000), ...load.counts },
      ...{ faults: nemesis.faults, ...found },
    };
  } finally {
    network.close();
    await cluster.remove();
  }
}

async function verdict(
  load: LockLoad,
  cluster: TestCluster,
): Promise<Pick<LockReport, 'verdict' | 'violation' | 'staleWrites'>> {
  const client = await cluster.node(0).client();
  let staleWrites = 0;
  try {
    for (const kind of KINDS) {
      const written = (await client.lrange(`written:${kind}`, 0, -1)).map(Number);
      staleWrites += checkWritten(written);
      checkHolds(load.holds.filter(hold => hold.kind === kind));
    }
    checkTokens(load.holds);
    const violation = staleWrites > 0 ? `${staleWrites} stale writes` : null;
    return { verdict: violation === null ? 'kept' : 'broken', violation, staleWrites };
  } catch (error) {
    return { verdict: 'broken', violation: (error as Error).message, staleWrites };
  } finally {
    client.disconnect();
  }
}
