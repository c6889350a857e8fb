import type { Settings } from '../config/settings.js';
import { closeListeners, openListeners } from '../server/listener.js';

/** The Raft port is closed to other machines unless `peers` or `raft-bind` say that there are some. */
export function raftHost(settings: Settings): string {
  const bind = settings.get('raft-bind');
  if (bind !== '') return bind;
  const local = new Set(['localhost', '127.0.0.1', '::1']);
  return settings.get('peers').every(peer => local.has(peer.host)) ? '127.0.0.1' : '::';
}

/**
 * Takes both ports for a moment. Opening a data folder changes it: a node that cannot listen must find out before.
 *
 * @throws OperatorError that names the address that could not be had
 */
export async function tryPorts(settings: Settings): Promise<void> {
  const host = raftHost(settings);
  const raftBind = host === '::' ? ['*', '-::*'] : [host];
  for (const where of [
    { bind: settings.get('bind'), port: settings.get('port') },
    { bind: raftBind, port: settings.get('raft-port') },
  ]) {
    closeListeners(await openListeners(where, socket => socket.destroy()));
  }
}
