import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { OperatorError } from '../base/errors.js';
import { START_AGAIN } from './server.js';

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
  const children = new Map<string, ChildProcess>();
  const stop = (signal: NodeJS.Signals): void => {
    for (const child of children.values()) child.kill(signal);
  };
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('SIGTERM', () => stop('SIGTERM'));
  const run = async (id: string, at: number): Promise<void> => {
    do children.set(id, startNode(id, port + at, peers, join(data, id)));
    while ((await ended(children.get(id)!, id)) === START_AGAIN);
  };
  await Promise.all(ids.map(run));
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

/** Answers its exit code; null: it was ended by a signal. */
function ended(child: ChildProcess, id: string): Promise<number | null> {
  return new Promise(resolve => {
    child.on('exit', (code, signal) => {
      process.stdout.write(`${id}: ended (${signal ?? `exit code ${code}`})\n`);
      if (code !== 0 && code !== null && code !== START_AGAIN) process.exitCode = 1;
      resolve(code);
    });
  });
}
