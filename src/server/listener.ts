import { rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { OperatorError } from '../base/errors.js';

export interface ListenOptions {
  /** As `bind` in redis.conf: addresses, `*` for all of IPv4, `::*` for all of IPv6; one behind a `-` may be missing. */
  readonly bind: readonly string[];
  /** Null: no TCP. 0: any free port. */
  readonly port: number | null;
  readonly unixSocket?: string | null;
  /** `tcp-backlog`. */
  readonly backlog?: number;
}

/** One open address. */
export interface Listener {
  readonly server: Server;
  /** `host:port` or a path, as a user would name it. */
  readonly address: string;
  /** Null for a unix socket. */
  readonly port: number | null;
}

/** Nothing is read before it is known who reads it. */
const AS_ACCEPTED = { allowHalfOpen: true, pauseOnConnect: true };

const NOT_THERE = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'ENOENT', 'EPROTONOSUPPORT']);

/** Opens all addresses, or none: throws an {@link OperatorError} that names the one that could not be had. */
export async function openListeners(
  options: ListenOptions,
  accept: (socket: Socket, unixPath: string | null) => void,
): Promise<Listener[]> {
  const opened: Listener[] = [];
  let port = options.port;
  try {
    for (const entry of port === null ? [] : options.bind) {
      const optional = entry.startsWith('-');
      const listener = await openTcp(optional ? entry.slice(1) : entry, port ?? 0, optional, options, accept);
      if (listener === null) continue;
      port = listener.port; // with port 0 all addresses get the one that the first was given
      opened.push(listener);
    }
    if (options.unixSocket) opened.push(await openUnix(options.unixSocket, accept));
    return opened;
  } catch (error) {
    closeListeners(opened);
    throw error;
  }
}

export function closeListeners(listeners: readonly Listener[]): void {
  for (const { server } of listeners) server.close();
}

async function openTcp(
  name: string,
  port: number,
  optional: boolean,
  options: ListenOptions,
  accept: (socket: Socket, unixPath: null) => void,
): Promise<Listener | null> {
  const host = name === '*' ? '0.0.0.0' : name === '::*' ? '::' : name;
  const server = createServer(AS_ACCEPTED, socket => accept(socket, null));
  const listening = { host, port, backlog: options.backlog ?? 511, ipv6Only: host.includes(':') };
  try {
    await listen(server, listening);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (optional && NOT_THERE.has(code)) return null;
    throw asOperatorError(code, `${host}:${port}`, error);
  }
  const bound = (server.address() as AddressInfo).port;
  return { server, port: bound, address: host.includes(':') ? `[${host}]:${bound}` : `${host}:${bound}` };
}

/** A socket file that an earlier process left behind is replaced, as Redis does. */
async function openUnix(path: string, accept: (socket: Socket, unixPath: string) => void): Promise<Listener> {
  rmSync(path, { force: true });
  const server = createServer(AS_ACCEPTED, socket => accept(socket, path));
  try {
    await listen(server, { path });
  } catch (error) {
    throw asOperatorError((error as NodeJS.ErrnoException).code ?? '', path, error);
  }
  return { server, port: null, address: path };
}

function listen(server: Server, options: object): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options, () => {
      server.off('error', reject);
      server.on('error', () => undefined); // an accept that failed (EMFILE): that client only
      resolve();
    });
  });
}

function asOperatorError(code: string, address: string, cause: unknown): OperatorError {
  if (code === 'EADDRINUSE') {
    return new OperatorError('PORT_IN_USE', `cannot listen on ${address}: another process does`, { cause });
  }
  return new OperatorError('BAD_SETTING', `cannot listen on ${address}: ${code}`, { cause });
}
