import type { Socket } from 'node:net';
import type { ServerSettings } from './settings.js';

export interface SocketAddresses {
  /** `ip:port`, `[ip]:port`, or `path:0` for a unix socket, as in CLIENT LIST. */
  readonly remote: string;
  readonly local: string;
  readonly isUnix: boolean;
}

export function addressesOf(socket: Socket, unixPath: string | null): SocketAddresses {
  if (unixPath !== null) return { remote: `${unixPath}:0`, local: `${unixPath}:0`, isUnix: true };
  return {
    remote: joined(socket.remoteAddress, socket.remotePort),
    local: joined(socket.localAddress, socket.localPort),
    isUnix: false,
  };
}

function joined(host = '?', port = 0): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** What a client that may not connect is told, and nothing else; null: it may. `host` is undefined for a unix socket. */
export function refusalFor(
  host: string | undefined,
  clients: number,
  settings: Pick<ServerSettings, 'maxClients' | 'protectedMode' | 'requirePass'>,
): string | null {
  if (clients >= settings.maxClients) return '-ERR max number of clients reached\r\n';
  if (settings.protectedMode && settings.requirePass === '' && !isLoopback(host)) return DENIED;
  return null;
}

function isLoopback(host: string | undefined): boolean {
  return host === undefined || host === '::1' || host.startsWith('127.') || host.startsWith('::ffff:127.');
}

const DENIED =
  '-DENIED This server is in protected mode: no password is set for the default user, so it takes connections from ' +
  'its own host only. To open it to others, set a password (CONFIG SET requirepass, or `requirepass` in the ' +
  "configuration file), or, where the network itself is trusted, connect from this host and send 'CONFIG SET " +
  "protected-mode no', or start the server with '--protected-mode no'.\r\n";
