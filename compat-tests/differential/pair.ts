import { type TestServer, startQuorate, startRedis } from '../support/server-process.js';
import type { Pair } from './runner.js';

/** Starts redis-server and Quorate for the tests of one `describe`, and ends them after. */
export function usePair(startOurs: () => Promise<TestServer> = startQuorate): Pair {
  const pair = { reference: 0, ours: 0 };
  const servers: TestServer[] = [];
  before(async function () {
    this.timeout(60_000);
    // At its highest `hz` it notices the timeout of a blocked client within 2 ms.
    const reference = await startRedis('--hz', '500');
    servers.push(reference);
    const ours = await startOurs();
    servers.push(ours);
    pair.reference = reference.port;
    pair.ours = ours.port;
  });
  after(() => Promise.all(servers.map(server => server.stop())));
  return pair;
}
