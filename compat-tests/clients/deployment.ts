import { RawConnection } from '../support/raw-connection.js';
import { startCluster, startQuorate } from '../support/server-process.js';

/** What a client suite runs against: the ports are those of the nodes. */
export interface Deployment {
  readonly ports: number[];
}

export type Kind = 'one node' | 'three nodes';
export const KINDS: readonly Kind[] = ['one node', 'three nodes'];

/** Starts a deployment for the tests of one `describe`, and ends it after. */
export function useDeployment(kind: Kind): Deployment {
  const deployment: Deployment = { ports: [] };
  let stop = (): Promise<void> => Promise.resolve();
  before(async function () {
    this.timeout(90_000);
    if (kind === 'three nodes') {
      const cluster = await startCluster();
      deployment.ports.push(...cluster.ports);
      stop = () => cluster.stop();
    } else {
      const server = await startQuorate();
      deployment.ports.push(server.port);
      stop = () => server.stop();
    }
  });
  after(async function () {
    this.timeout(30_000);
    await stop();
  });
  beforeEach(async () => {
    const connection = await RawConnection.open(deployment.ports[0] ?? 0);
    await connection.call('FLUSHALL');
    connection.close();
  });
  return deployment;
}

/** The process behind a port, as its INFO names it. */
export async function processBehind(port: number): Promise<number> {
  const connection = await RawConnection.open(port);
  const { text } = await connection.ask('INFO', 'server');
  connection.close();
  const pid = Number(/^process_id:(\d+)/m.exec(text)?.[1]);
  if (!(pid > 1)) throw new Error('INFO server without process_id');
  return pid;
}
