import { SettingError, type SettingType } from './setting.js';
import { formatMemory, memberId, parseMemory } from './types.js';

/** A member of the cluster as `peers` names it. */
export interface Peer {
  readonly id: string;
  readonly host: string;
  /** Its Raft port. */
  readonly port: number;
}

/** `n1@host1:16379,n2@host2:16379`: all members, this node included; empty: a cluster of one. */
export const peerList: SettingType<readonly Peer[]> = {
  kind: 'list',
  takes: '`id@host:raftport` of every member, this node included, separated by commas',
  parse(text) {
    const peers = text === '' ? [] : text.split(',').map(parsePeer);
    if (new Set(peers.map(({ id }) => id)).size < peers.length)
      throw new SettingError('a member is named twice');
    return peers;
  },
  format: peers => peers.map(formatPeer).join(','),
};

function parsePeer(text: string): Peer {
  const match = /^([^@]+)@(.+):(\d{1,5})$/.exec(text.trim());
  const port = Number(match?.[3]);
  if (match === null || port < 1 || port > 65_535)
    throw new SettingError(`'${text}' is not id@host:raftport`);
  // [::1]:16379 is how an IPv6 address stands before a port.
  const host = (match[2] ?? '').replace(/^\[(.*)\]$/, '$1');
  return { id: memberId.parse(match[1] ?? '', undefined), host, port };
}

function formatPeer({ id, host, port }: Peer): string {
  return `${id}@${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** What one class of clients may leave unread. */
export interface OutputLimit {
  /** Bytes at which the connection is closed at once; 0: none. */
  readonly hard: number;
  /** Bytes at which it is closed after `seconds`; 0: none. */
  readonly soft: number;
  readonly seconds: number;
}

const CLASSES = ['normal', 'replica', 'pubsub'] as const;
/** As CONFIG GET and files of Redis 7 write them. */
const SHOWN = { normal: 'normal', replica: 'slave', pubsub: 'pubsub' } as const;
export type ClientClass = (typeof CLASSES)[number];
export type OutputLimits = Readonly<Record<ClientClass, OutputLimit>>;

const NO_LIMIT: OutputLimit = { hard: 0, soft: 0, seconds: 0 };

/** `<class> <hard> <soft> <seconds>`, repeated; a class that is not named keeps its limits. */
export const outputLimits: SettingType<OutputLimits> = {
  kind: 'limits',
  takes: '`class hard soft seconds` once or several times; class is `normal`, `replica` or `pubsub`',
  words: true,
  parse(text, previous) {
    const words = text.split(' ').filter(word => word !== '');
    if (words.length % 4 !== 0) {
      throw new SettingError('Wrong number of arguments in buffer limit configuration.');
    }
    const limits = { ...(previous ?? { normal: NO_LIMIT, replica: NO_LIMIT, pubsub: NO_LIMIT }) };
    for (let at = 0; at < words.length; at += 4) {
      limits[clientClass(words[at])] = outputLimit(words.slice(at + 1, at + 4));
    }
    return limits;
  },
  format: limits => formatLimits(limits, String),
  pretty: limits => formatLimits(limits, formatMemory),
};

function clientClass(word = ''): ClientClass {
  const name = word.toLowerCase() === 'slave' ? 'replica' : word.toLowerCase();
  const found = CLASSES.find(each => each === name);
  if (found !== undefined) return found;
  throw new SettingError('Invalid client class specified in buffer limit configuration.');
}

function outputLimit([hardText = '', softText = '', secondsText = '']: readonly string[]): OutputLimit {
  const hard = parseMemory(hardText);
  const soft = parseMemory(softText);
  if (hard === undefined || soft === undefined || !/^\d{1,15}$/.test(secondsText)) {
    throw new SettingError('Error in hard, soft or soft_seconds setting in buffer limit configuration.');
  }
  return { hard, soft, seconds: Number(secondsText) };
}

function formatLimits(limits: OutputLimits, bytes: (value: number) => string): string {
  return CLASSES.map(name => {
    const { hard, soft, seconds } = limits[name];
    return `${SHOWN[name]} ${bytes(hard)} ${bytes(soft)} ${seconds}`;
  }).join(' ');
}

const PROTECTED_TYPES = ['dlock', 'dqueue'];

/** Types of values that are not lost by accident. */
export const protectedTypes: SettingType<string> = {
  kind: 'list',
  takes: 'any of `dlock` and `dqueue`, separated by spaces',
  words: true,
  parse(text) {
    const words = text.split(' ').filter(word => word !== '');
    if (words.some(word => !PROTECTED_TYPES.includes(word)))
      throw new SettingError('argument must be any of dlock and dqueue');
    return PROTECTED_TYPES.filter(type => words.includes(type)).join(' ');
  },
  format: value => value,
};

/** In the order in which Redis shows them. `A` stands for all but `K`, `E`, `m` and `n`. */
const ALL_EVENTS = 'g$lshzxetd';
const EVENTS = `A${ALL_EVENTS}KEmn`;

/** Classes of keyspace events, in Redis's letters. */
export const eventClasses: SettingType<string> = {
  kind: 'string',
  takes: `letters of \`${EVENTS}\``,
  parse(text) {
    for (const letter of text) {
      if (!EVENTS.includes(letter))
        throw new SettingError("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
    }
    const has = (letter: string): boolean =>
      text.includes(letter) || (text.includes('A') && ALL_EVENTS.includes(letter));
    const all = [...ALL_EVENTS].every(has);
    const classes = all ? 'A' : [...ALL_EVENTS].filter(has).join('');
    return classes + [...'KEmn'].filter(has).join('');
  },
  format: value => value,
};
