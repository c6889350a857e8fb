import { connect } from 'node:net';
import { createRequire } from 'node:module';
import type RedisParser from 'redis-parser';
import { OperatorError } from '../base/errors.js';

const Parser = createRequire(import.meta.url)('redis-parser') as typeof RedisParser;
const ANSWER_WITHIN_MS = 10_000;

/** Puts one command to a node and prints its answer. Throws OperatorError when there is none, or when it is an error. */
export async function askServer(
  where: { host: string; port: number; password?: string | undefined },
  argv: readonly string[],
): Promise<void> {
  const commands = where.password === undefined ? [argv] : [['AUTH', where.password], argv];
  const replies = await ask(where.host, where.port, commands);
  for (const reply of replies) {
    if (reply instanceof Error) throw new OperatorError('BAD_SETTING', reply.message);
  }
  process.stdout.write(`${shown(replies.at(-1), '')}\n`);
}

function ask(host: string, port: number, commands: readonly (readonly string[])[]): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const replies: unknown[] = [];
    const refuse = (why: string): void => {
      socket.destroy();
      reject(new OperatorError('BAD_SETTING', `no answer from ${host}:${port}: ${why}`));
    };
    const socket = connect(port, host, () => socket.write(commands.map(encodeRequest).join('')));
    const received = (reply: unknown): void => {
      replies.push(reply);
      if (replies.length < commands.length) return;
      socket.end();
      resolve(replies);
    };
    const parser = new Parser({
      returnReply: received,
      returnError: received,
      returnFatalError: error => refuse(error.message),
    });
    socket.setTimeout(ANSWER_WITHIN_MS, () => refuse('it is silent'));
    socket.on('error', error => refuse(error.message));
    socket.on('data', chunk => parser.execute(chunk));
    socket.on('close', () => refuse('the connection ended'));
  });
}

export function encodeRequest(argv: readonly string[]): string {
  return `*${argv.length}\r\n${argv.map(word => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}

/** Pairs of name and value stand in a line each. */
function shown(reply: unknown, indent: string): string {
  if (!Array.isArray(reply)) return `${indent}${String(reply)}`;
  if (reply.some(Array.isArray)) return reply.map(each => shown(each, indent)).join('\n');
  const lines: string[] = [];
  for (let at = 0; at < reply.length; at += 2)
    lines.push(`${indent}${String(reply[at])}: ${String(reply[at + 1])}`);
  return lines.join('\n');
}
