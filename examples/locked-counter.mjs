// Several processes increment a number in a file, under a lock, while the leader of the cluster is killed. A file cannot
// refuse a stale token by itself, so each write is announced to the cluster first, guarded by the lock.
//
//     npm run build && node examples/locked-counter.mjs [workers] [increments of each]
import { fork, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connections, Locks } from '../dist/client/index.js';

const MAIN = join(import.meta.dirname, '..', 'dist', 'cli', 'main.js');

/** One of the processes: reads, adds one, writes, each time under the lock. */
async function work(file, nodes, increments) {
  const connections = new Connections({ nodes });
  const locks = new Locks(connections);
  for (let done = 0; done < increments; ) {
    let lock;
    try {
      lock = await locks.acquire('counter', { ttl: 10_000, wait: 60_000 });
      const next = Number(readFileSync(file, 'utf8')) + 1;
      await lock.guard('SET', 'counter:announced', next);
      writeFileSync(file, String(next));
      done++;
    } catch (error) {
      // The guard was refused, or nobody can say whether it took effect. The file is as it was: begin anew.
      console.log(`${process.pid} tries again: ${error.message}`);
    }
    await lock?.release().catch(() => false); // should nobody answer, its lease ends by itself
  }
  connections.close();
}

function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  return Promise.all(
    servers.map(
      server =>
        new Promise(resolve =>
          server.once('listening', () => {
            const { port } = server.address();
            server.close(() => resolve(port));
          }),
        ),
    ),
  );
}

/** Three nodes, each a process of its own. */
async function startCluster(folder) {
  const ports = await freePorts(6);
  const peers = [0, 1, 2].map(at => `n${at + 1}@127.0.0.1:${ports[3 + at]}`).join(',');
  return [0, 1, 2].map(at => {
    const flags = { id: `n${at + 1}`, port: ports[at], 'raft-port': ports[3 + at], peers };
    const words = Object.entries({ ...flags, data: join(folder, `n${at + 1}`), bind: '127.0.0.1' });
    const argv = words.flatMap(([name, value]) => [`--${name}`, String(value)]);
    return { id: flags.id, port: flags.port, child: spawn(process.execPath, [MAIN, 'server', ...argv]) };
  });
}

/** Kills the node that leads. */
async function killLeader(nodes, connections) {
  const info = String(await connections.ask('INFO', 'raft'));
  const leader = nodes.find(({ id }) => id === /^raft_leader_id:(\S+)/m.exec(info)?.[1]);
  console.log(`kills the leader, ${leader?.id}`);
  leader?.child.kill('SIGKILL');
}

async function untilServing(connections) {
  for (;;) {
    try {
      return await connections.ask('DBSIZE');
    } catch {
      await new Promise(resolve => setTimeout(resolve, 200));
    }
  }
}

async function main(workers, increments) {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-example-'));
  const file = join(folder, 'counter');
  writeFileSync(file, '0');
  const nodes = await startCluster(folder);
  const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`);
  const connections = new Connections({ nodes: addresses });
  try {
    await untilServing(connections);
    const children = Array.from({ length: workers }, () =>
      fork(import.meta.filename, ['work', file, String(increments), ...addresses]),
    );
    const ends = children.map(child => new Promise(resolve => child.once('exit', resolve)));
    while (Number(readFileSync(file, 'utf8')) < (workers * increments) / 3)
      await new Promise(resolve => setTimeout(resolve, 20));
    await killLeader(nodes, connections);
    await Promise.all(ends);
    const count = Number(readFileSync(file, 'utf8'));
    console.log(`the file says ${count}, expected ${workers * increments}`);
    process.exitCode = count === workers * increments ? 0 : 1;
  } finally {
    connections.close();
    for (const { child } of nodes) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

const [first, ...rest] = process.argv.slice(2);
if (first === 'work') await work(rest[0], rest.slice(2), Number(rest[1]));
else await main(Number(first ?? 4), Number(rest[0] ?? 100));
