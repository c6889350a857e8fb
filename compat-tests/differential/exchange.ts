import { RawConnection, encode } from '../support/raw-connection.js';
import { within } from '../support/wait.js';
import { quote } from './script.js';

const BARRIER = 'the end of this exchange';
/** No server takes this long. */
export const LIMIT_MS = 10_000;

export interface Exchange {
  readonly received: string;
  readonly closed: boolean;
}

/** All bytes that a server sends for `bytes`, until it answers a last ECHO, closes, or has nothing more to say. */
export async function exchange(
  port: number,
  bytes: string,
  last = encode(['ECHO', BARRIER]),
): Promise<Exchange> {
  const connection = await RawConnection.open(port);
  connection.write(bytes + last);
  let received = '';
  const ended = (): boolean => {
    for (let reply = connection.take(); reply !== undefined; reply = connection.take()) received += reply;
    return connection.closed || received.endsWith(`\r\n${BARRIER}\r\n`);
  };
  await within(`an end after ${quote(bytes)}`, LIMIT_MS, connection.until(ended));
  const closed = connection.closed;
  received += connection.rest;
  connection.close();
  return { received, closed };
}
