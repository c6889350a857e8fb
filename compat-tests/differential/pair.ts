import { type TestCluster, type TestServer, startQuorate, startRedis } from '../support/server-process.js';
import type { Pair } from './runner.js';

/** Starts redis-server, with `options` besides, and Quorate for the tests of one `describe`, and ends them after. */
export function usePair(
  startOurs: () => Promise<TestServer | TestCluster> = startQuorate,
  ...options: readonly string[]
): Pair {
  const pair = { reference: 0, ours: 0, nodes: [] as readonly number[] };
  const servers: { stop(): Promise<void> }[] = [];
  before(async function () {
    this.timeout(60_000);
    // At its highest `hz` it notices the timeout of a blocked client within 2 ms.
    const reference = await startRedis('--hz', '500', ...options);
    servers.push(reference);
    const ours = await startOurs();
    servers.push(ours);
    pair.reference = reference.port;
    pair.nodes = 'ports' in ours ? ours.ports : [ours.port];
    pair.ours = pair.nodes[0] ?? 0;
  });
  after(() => Promise.all(servers.map(server => server.stop())));
  return pair;
}
