import { Bytes } from '../../machine/values/bytes.js';
import { List } from '../../machine/values/list.js';
import { listEncoding } from '../../machine/values/list-encoding.js';
import { encodingOf } from '../../machine/values/string.js';
import type { MachineSettings } from '../../machine/settings.js';
import type { Value } from '../../machine/value.js';
import { ErrorReply, Status } from '../../resp/reply.js';
import { type ContainerCommand, keysAt, type ReadCommand } from '../spec.js';

const NO_FREQUENCY = new ErrorReply(
  'ERR An LFU maxmemory policy is not selected, access frequency not tracked. ' +
    'Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.',
);

const NO_IDLE_TIME = new ErrorReply(
  'ERR An LFU maxmemory policy is selected, idle time not tracked. ' +
    'Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.',
);

function countsFrequency(settings: MachineSettings): boolean {
  return settings.get('maxmemory-policy')?.endsWith('lfu') === true;
}

/** Redis keeps one object for each of the integers below this, and shows its largest count for them. */
const SHARED_INTEGERS = 10_000;
const SHARED_COUNT = 2 ** 31 - 1;

export function encodingName(value: Value): string {
  if (typeof value === 'string' || value instanceof Bytes) return encodingOf(value);
  return value instanceof List ? listEncoding(value) : value.encoding;
}

const encoding: ReadCommand = {
  name: 'encoding',
  class: 'read',
  arity: 3,
  flags: ['readonly'],
  categories: ['keyspace'],
  keys: [keysAt(['RO'], 2)],
  group: 'generic',
  since: '2.2.3',
  summary: 'Returns the name that Redis gives to the way in which such a value is stored',
  complexity: 'O(1)',
  syntax: 'key',
  query: ({ db }, argv) => {
    const value = db.get(argv[2]!);
    return value === undefined ? null : encodingName(value);
  },
};

const freq: ReadCommand = {
  ...encoding,
  name: 'freq',
  since: '4.0.0',
  summary: 'Returns how often a key is used, where an LFU policy counts that',
  query: ({ db, dbIndex, keyspace, now, settings }, argv) => {
    if (!db.has(argv[2]!)) return null;
    if (!countsFrequency(settings)) throw NO_FREQUENCY;
    return keyspace.uses.frequency(dbIndex, argv[2]!, now);
  },
};

const idletime: ReadCommand = {
  ...encoding,
  name: 'idletime',
  summary: 'Returns for how many seconds nobody used a key; a key counts as just used',
  query: ({ db, settings }, argv) => {
    if (!db.has(argv[2]!)) return null;
    if (countsFrequency(settings)) throw NO_IDLE_TIME;
    return 0;
  },
};

const refcount: ReadCommand = {
  ...encoding,
  name: 'refcount',
  summary: 'Returns how many references the value of a key has',
  query: ({ db }, argv) => {
    const value = db.get(argv[2]!);
    if (value === undefined) return null;
    const isShared =
      typeof value === 'string' &&
      encodingOf(value) === 'int' &&
      Number(value) >= 0 &&
      Number(value) < SHARED_INTEGERS;
    return isShared ? SHARED_COUNT : 1;
  },
};

const HELP = [
  'OBJECT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:',
  'ENCODING <key>',
  '    How the value of <key> is stored, in the words of Redis.',
  'FREQ <key>',
  '    How often <key> is used, on a logarithmic scale; needs an LFU policy.',
  'IDLETIME <key>',
  '    Seconds since <key> was last used.',
  'REFCOUNT <key>',
  '    The number of references of the value of <key>.',
  'HELP',
  '    Shows this text.',
].map(line => new Status(line));

const help: ReadCommand = {
  name: 'help',
  class: 'read',
  arity: 2,
  flags: ['loading', 'stale'],
  categories: ['keyspace'],
  group: 'generic',
  since: '6.2.0',
  summary: 'Explains the subcommands',
  complexity: 'O(1)',
  syntax: '',
  query: () => HELP,
};

export const object: ContainerCommand = {
  name: 'object',
  class: 'container',
  arity: -2,
  flags: [],
  categories: [],
  group: 'generic',
  since: '2.2.3',
  summary: 'Tells how values are stored',
  complexity: 'Depends on the subcommand',
  syntax: '',
  subcommands: [encoding, freq, idletime, refcount, help],
};
