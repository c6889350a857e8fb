import { RawConnection } from '../compat-tests/support/raw-connection.js';
import {
  type TestServer,
  startCluster,
  startQuorate,
  startRedis,
} from '../compat-tests/support/server-process.js';
import { waitFor } from '../compat-tests/support/wait.js';
import type { Target } from './plan.js';

/** Servers by what they are measured as, and how to end them all. */
export interface Stage {
  readonly ports: ReadonlyMap<Target, number>;
  stop(): Promise<void>;
}

async function raftRole(port: number): Promise<string | undefined> {
  const connection = await RawConnection.open(port);
  const { text } = await connection.ask('INFO', 'raft');
  connection.close();
  return /^raft_role:(\w+)/m.exec(text)?.[1];
}

async function startTarget(
  target: Target,
  stage: Map<Target, number>,
  running: { stop(): Promise<void> }[],
): Promise<void> {
  const single = async (start: Promise<TestServer>): Promise<void> => {
    const server = await start;
    running.push(server);
    stage.set(target, server.port);
  };
  if (target === 'plain') return single(startRedis());
  if (target === 'always') return single(startRedis('--appendonly', 'yes', '--appendfsync', 'always'));
  if (target === 'one') return single(startQuorate());
  if (stage.has(target)) return; // the cluster brings the leader and a follower at once
  const cluster = await startCluster();
  running.push(cluster);
  const leader = await waitFor('a leader', 20_000, async () => {
    for (const port of cluster.ports) if ((await raftRole(port)) === 'leader') return port;
    return undefined;
  });
  stage.set('leader', leader);
  stage.set('follower', cluster.ports.find(port => port !== leader) ?? leader);
}

export async function startAll(targets: ReadonlySet<Target>): Promise<Stage> {
  const ports = new Map<Target, number>();
  const running: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(running.map(server => server.stop()));
  };
  try {
    for (const target of targets) await startTarget(target, ports, running);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ports, stop };
}
