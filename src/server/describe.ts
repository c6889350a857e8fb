import type { ClientSession } from './session.js';

/** What a connection alone knows of itself. Times are monotonic milliseconds. */
export interface ClientFigures {
  readonly now: number;
  readonly createdAt: number;
  readonly activeAt: number;
  readonly isUnix: boolean;
  readonly command: string;
  readonly blocked: boolean;
  readonly closing: boolean;
  readonly reading: boolean;
  readonly queryBytes: number;
  readonly argumentBytes: number;
  readonly encodedBytes: number;
  readonly outputParts: number;
  readonly outputBytes: number;
  readonly descriptor: number;
}

/** The line of CLIENT LIST: Redis's fields in Redis's order; those of things that do not exist here are 0. */
export function describeClient(client: ClientSession, figures: ClientFigures): string {
  const { now, queryBytes, argumentBytes, outputBytes } = figures;
  const { transaction } = client;
  const { channels, patterns, shards } = client.subscriptions;
  const seconds = (since: number): number => Math.max(0, Math.floor((now - since) / 1000));
  const events = (figures.reading ? 'r' : '') + (outputBytes > figures.encodedBytes ? 'w' : '');
  const fields: [string, string | number][] = [
    ['id', client.id],
    ['addr', client.address],
    ['laddr', client.localAddress],
    ['fd', figures.descriptor],
    ['name', client.name],
    ['age', seconds(figures.createdAt)],
    ['idle', seconds(figures.activeAt)],
    ['flags', flagsOf(client, figures)],
    ['db', client.db],
    ['sub', channels],
    ['psub', patterns],
    ['ssub', shards],
    ['multi', transaction.isOpen ? transaction.commands.length : -1],
    ['qbuf', queryBytes],
    ['qbuf-free', 0],
    ['argv-mem', argumentBytes],
    ['multi-mem', transaction.bytes],
    ['rbs', 0],
    ['rbp', 0],
    ['obl', figures.encodedBytes],
    ['oll', figures.outputParts],
    ['omem', outputBytes],
    ['tot-mem', queryBytes + argumentBytes + outputBytes + transaction.bytes],
    ['events', events],
    ['cmd', figures.command],
    ['user', 'default'],
    ['redir', client.tracking.isOn ? client.tracking.redirect : -1],
    ['resp', client.protocol],
    ['lib-name', client.libraryName],
    ['lib-ver', client.libraryVersion],
  ];
  return fields.map(([name, value]) => `${name}=${value}`).join(' ');
}

function flagsOf(client: ClientSession, figures: ClientFigures): string {
  const flags =
    (client.isMonitor ? 'O' : '') +
    (client.isSubscribed ? 'P' : '') +
    (client.tracking.isOn ? 't' : '') +
    (client.tracking.isBroken ? 'R' : '') +
    (client.tracking.isBroadcast ? 'B' : '') +
    (client.transaction.isOpen ? 'x' : '') +
    (figures.blocked ? 'b' : '') +
    (figures.closing ? 'c' : '') +
    (figures.isUnix ? 'U' : '') +
    (client.noEvict ? 'e' : '') +
    (client.noTouch ? 'T' : '');
  return flags === '' ? 'N' : flags;
}
