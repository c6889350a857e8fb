import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createRequire } from 'node:module';
import type RedisParser from 'redis-parser';
import { OperatorError } from '../base/errors.js';
import { writeBackup } from '../storage/backup-file.js';
import { encodeRequest } from './ask.js';

const Parser = createRequire(import.meta.url)('redis-parser') as typeof RedisParser;

interface Where {
  readonly host: string;
  readonly port: number;
  readonly password?: string | undefined;
}

/** Writes all that the cluster has acknowledged so far to a file, while it serves. Throws OperatorError. */
export async function runBackup(where: Where, out: string): Promise<void> {
  const node = await Conversation.open(where);
  try {
    if (where.password !== undefined) await node.call('AUTH', where.password);
    const index = String(await node.call('RAFT', 'BACKUP', 'BEGIN'));
    const bytes = await writeBackup(out, chunksOf(node));
    process.stdout.write(`${out}: ${bytes} bytes, all that was acknowledged up to entry ${index}\n`);
  } finally {
    node.close();
  }
}

async function* chunksOf(node: Conversation): AsyncGenerator<Uint8Array> {
  for (;;) {
    const chunk = await node.call('RAFT', 'BACKUP', 'NEXT');
    if (chunk === null) return;
    yield chunk as Buffer;
  }
}

/** One command at a time on one connection; bulk replies are bytes. */
class Conversation {
  #answered: (reply: unknown) => void = () => undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly name: string,
  ) {
    const end = (reason: string): void =>
      this.#answered(new OperatorError('BAD_SETTING', `no answer from ${name}: ${reason}`));
    const parser = new Parser({
      returnReply: reply => this.#answered(reply),
      returnError: error => this.#answered(error),
      returnFatalError: error => end(error.message),
      returnBuffers: true,
    });
    socket.on('data', bytes => parser.execute(bytes));
    socket.on('error', error => end(error.message));
    socket.on('close', () => end('the connection ended'));
  }

  static async open({ host, port }: Where): Promise<Conversation> {
    const socket = connect(port, host);
    await once(socket, 'connect').catch((error: unknown) => {
      throw new OperatorError('BAD_SETTING', `no answer from ${host}:${port}: ${(error as Error).message}`);
    });
    return new Conversation(socket, `${host}:${port}`);
  }

  async call(...argv: readonly string[]): Promise<unknown> {
    const reply = await new Promise(resolve => {
      this.#answered = resolve;
      this.socket.write(encodeRequest(argv));
    });
    if (reply instanceof OperatorError) throw reply;
    if (reply instanceof Error) throw new OperatorError('BAD_SETTING', `${this.name}: ${reply.message}`);
    return reply;
  }

  close(): void {
    this.socket.destroy();
  }
}
