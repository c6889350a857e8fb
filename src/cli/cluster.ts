import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { OperatorError } from '../base/errors.js';

/** Raft ports stand this far above client ports. */
const RAFT_PORT_OFFSET = 10_000;

/** Runs `nodes` processes on ports `port`, `port` + 1 ...; SIGINT or SIGTERM stops all. Ends when they have ended. */
export async function runCluster(options: { nodes: number; port: number; data: string }): Promise<void> {
  const { nodes, port, data } = options;
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > 9) {
    throw new OperatorError('BAD_SETTING', '--nodes must be from 1 to 9');
  }
  const last = port + nodes - 1 + RAFT_PORT_OFFSET;
  if (!Number.isInteger(port) || port < 1 || last > 65_535) {
    throw new OperatorError(
      'BAD_SETTING',
      `--port must leave room for Raft ports up to ${last}: at most 65535`,
    );
  }
  const ids = Array.from({ length: nodes }, (_, at) => `n${at + 1}`);
  const peers = ids.map((id, at) => `${id}@127.0.0.1:${port + at + RAFT_PORT_OFFSET}`).join(',');
  const children = ids.map((id, at) => startNode(id, port + at, peers, join(data, id)));
  const stop = (signal: NodeJS.Signals): void => {
    for (const child of children) child.kill(signal);
  };
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('SIGTERM', () => stop('SIGTERM'));
  await Promise.all(children.map((child, at) => ended(child, ids[at] ?? '')));
}

function startNode(id: string, port: number, peers: string, data: string): ChildProcess {
  const main = fileURLToPath(new URL('./main.js', import.meta.url));
  const settings = { id, port, 'raft-port': port + RAFT_PORT_OFFSET, peers, data };
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(process.execPath, [...process.execArgv, main, 'server', ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    createInterface({ input: from }).on('line', line => to.write(`${id} ${line}\n`));
  }
  process.stdout.write(`${id}: process ${child.pid}, clients on 127.0.0.1:${port}, data in ${data}\n`);
  return child;
}

function ended(child: ChildProcess, id: string): Promise<void> {
  return new Promise(resolve => {
    child.on('exit', (code, signal) => {
      process.stdout.write(`${id}: ended (${signal ?? `exit code ${code}`})\n`);
      if (code !== 0 && code !== null) process.exitCode = 1;
      resolve();
    });
  });
}
