import { waitFor } from '../compat-tests/support/wait.js';
import { RawConnection } from '../compat-tests/support/raw-connection.js';
import { DEFAULT_TIMES, TestCluster } from '../test/integration/support/cluster.js';
import type { TestNode } from '../test/integration/support/node.js';

/** How a leader loses its place. */
export type Way = 'kill -9' | 'SIGTERM' | 'RAFT TRANSFER';

export const WAYS: readonly Way[] = ['kill -9', 'SIGTERM', 'RAFT TRANSFER'];

/** Milliseconds from that to the next acknowledged write through a living node. */
export interface FailoverTimes {
  readonly way: Way;
  readonly milliseconds: readonly number[];
  readonly p50: number;
  readonly p99: number;
}

/** A restarted node has no vote for two election timeouts: it is up for so long before the next leader goes. Seconds. */
const UPTIME = Math.ceil((2 * Number(DEFAULT_TIMES['election-timeout'])) / 1000);
const LIMIT_MS = 30_000;

/** Three nodes with default settings, `runs` leaders lost each way. `progress` is told of each. */
export async function measureFailovers(
  runs: number,
  ways: readonly Way[] = WAYS,
  progress: (text: string) => void = () => undefined,
): Promise<FailoverTimes[]> {
  const cluster = await TestCluster.plan(3, DEFAULT_TIMES);
  try {
    const results: FailoverTimes[] = [];
    for (const way of ways) {
      const milliseconds: number[] = [];
      while (milliseconds.length < runs) {
        await settle(cluster);
        milliseconds.push(await fail(cluster, way, milliseconds.length));
        progress(`${way} ${milliseconds.length} of ${runs}: ${milliseconds.at(-1)?.toFixed(0)} ms`);
      }
      results.push({
        way,
        milliseconds,
        p50: quantile(milliseconds, 0.5),
        p99: quantile(milliseconds, 0.99),
      });
    }
    return results;
  } finally {
    await cluster.remove();
  }
}

/** All nodes serve, hold the same, and have a vote. */
async function settle(cluster: TestCluster): Promise<void> {
  await cluster.heal();
  await cluster.level();
  await Promise.all(
    cluster.nodes.map(node =>
      waitFor(
        `${node.id} to be up for a while`,
        LIMIT_MS,
        async () => Number(await node.info('uptime_in_seconds')) >= UPTIME,
      ),
    ),
  );
}

/** One leader goes; the living node that is asked takes turns. */
async function fail(cluster: TestCluster, way: Way, run: number): Promise<number> {
  const leader = await cluster.leader();
  const living = cluster.others(leader)[run % 2] as TestNode;
  const client = await RawConnection.open(living.port);
  await client.call('INCR', 'n'); // the way is open
  const began = performance.now();
  const gone = lose(leader, way);
  const reply = await client.call('INCR', 'n');
  const took = performance.now() - began;
  if (!reply.startsWith(':')) throw new Error(`${reply.trim()} after ${way} of ${leader.id}`);
  client.close();
  await gone;
  return took;
}

async function lose(leader: TestNode, way: Way): Promise<unknown> {
  if (way === 'kill -9') return leader.kill();
  if (way === 'SIGTERM') return leader.stop();
  const reply = await leader.call('RAFT', 'TRANSFER');
  if (reply !== '+OK\r\n') throw new Error(`${reply.trim()} of ${leader.id}`);
  return waitFor('it to follow', LIMIT_MS, async () => (await leader.info('raft_role')) === 'follower');
}

/** The smallest value that at least this share of them does not exceed. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** A line for each way. */
export function formatFailovers(results: readonly FailoverTimes[]): string {
  const line = ({ way, milliseconds, p50, p99 }: FailoverTimes): string => {
    const max = Math.max(...milliseconds);
    return `${way}: p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, most ${max.toFixed(0)} ms, of ${milliseconds.length}`;
  };
  return results.map(line).join('\n');
}
