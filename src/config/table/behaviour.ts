import { clusterSetting, informational, nodeSetting } from '../setting.js';
import { eventClasses, protectedTypes } from '../special-types.js';
import { boolean, integer, memory, milliseconds, oneOf, seconds, text } from '../types.js';

const MAX_INT = 2_147_483_647;

export const data = {
  'lock-delay': clusterSetting(
    milliseconds(0, 86_400_000),
    '0',
    'How long nobody gets a lock whose lease ended without a release: time for its holder to notice.',
  ),
  'flush-protects': clusterSetting(
    protectedTypes,
    '',
    'Types of values that FLUSHDB and FLUSHALL spare: any of `dlock` and `dqueue`.',
  ),
  'script-instruction-budget': clusterSetting(
    integer(100_000, Number.MAX_SAFE_INTEGER),
    '100000000',
    'What one run of a script may cost, in units of about one Lua instruction; 100 million are about a second.',
  ),
  'list-max-listpack-size': clusterSetting(
    integer(-2_147_483_648, MAX_INT),
    '-2',
    'Up to which size OBJECT ENCODING calls a list `listpack`: elements when above 0; -1 to -5: 4, 8, 16, 32 or 64 KB.',
  ),
  'hash-max-listpack-entries': clusterSetting(
    integer(0, Number.MAX_SAFE_INTEGER),
    '512',
    'Up to how many fields a hash is a `listpack` to OBJECT ENCODING and keeps its fields in order; 16384 at most.',
  ),
  'hash-max-listpack-value': clusterSetting(
    memory(0, Number.MAX_SAFE_INTEGER),
    '64',
    'Up to how many bytes of each field and value a hash is a `listpack`.',
  ),
  'set-max-intset-entries': clusterSetting(
    integer(0, Number.MAX_SAFE_INTEGER),
    '512',
    'Up to how many members a set of integers is an `intset` to OBJECT ENCODING and keeps them in order; 16384 at most.',
  ),
  'set-max-listpack-entries': clusterSetting(
    integer(0, Number.MAX_SAFE_INTEGER),
    '128',
    'Up to how many members a set is a `listpack` to OBJECT ENCODING and keeps its members in order; 16384 at most.',
  ),
  'set-max-listpack-value': clusterSetting(
    memory(0, Number.MAX_SAFE_INTEGER),
    '64',
    'Up to how many bytes of each member a set is a `listpack`.',
  ),
  'zset-max-listpack-entries': clusterSetting(
    integer(0, Number.MAX_SAFE_INTEGER),
    '128',
    'Up to how many members a sorted set is a `listpack` to OBJECT ENCODING; 16384 at most.',
  ),
  'zset-max-listpack-value': clusterSetting(
    memory(0, Number.MAX_SAFE_INTEGER),
    '64',
    'Up to how many bytes of each member a sorted set is a `listpack`.',
  ),
  'stream-node-max-entries': clusterSetting(
    integer(0, Number.MAX_SAFE_INTEGER),
    '100',
    'Entries in one node of a stream, which `~` trims as a whole; 0 or more than 4096: 4096.',
  ),
  'stream-node-max-bytes': clusterSetting(
    memory(0, Number.MAX_SAFE_INTEGER),
    '4096',
    'Bytes in one node of a stream, as Redis would store it; 0: no limit.',
  ),
  'hll-sparse-max-bytes': clusterSetting(
    integer(0, Number.MAX_SAFE_INTEGER),
    '3000',
    'Up to how many bytes a HyperLogLog keeps the sparse encoding, which saves memory and costs time.',
  ),
  'notify-keyspace-events': {
    ...clusterSetting(
      eventClasses,
      '',
      "Classes of keyspace events, in Redis's letters; empty: none. Libraries set and read it at start; there are no events yet.",
    ),
    informational: 'Libraries set and read it at start; there are no events yet.',
  },
  databases: { ...nodeSetting(integer(16, 16), '16', 'fixed at start', 'Databases; their number is fixed.') },
  maxmemory: clusterSetting(
    memory(0, Number.MAX_SAFE_INTEGER),
    '0',
    'Up to how many bytes all keys together may count for before keys are evicted or commands refused with -OOM; The count follows from the content and is the same on every node. 0, in files and flags: 60 % of the heap of the node that the cluster begins with; by CONFIG SET: no limit.',
  ),
  'maxmemory-policy': clusterSetting(
    oneOf(
      'volatile-lru',
      'volatile-lfu',
      'volatile-random',
      'volatile-ttl',
      'allkeys-lru',
      'allkeys-lfu',
      'allkeys-random',
      'noeviction',
    ),
    'noeviction',
    'Which keys go when `maxmemory` is reached. For LRU and LFU nodes tell each other samples of what they read, at most 500 keys ten times a second.',
  ),
};

export const persistence = {
  'snapshot-log-size': nodeSetting(
    memory(1 << 20, Number.MAX_SAFE_INTEGER),
    '268435456',
    'mutable',
    'A log of this size behind the newest snapshot asks for the next one; what it covers goes from the log.',
  ),
  'snapshot-interval': nodeSetting(
    seconds(0, 31_536_000),
    '3600',
    'mutable',
    'After this time a snapshot is taken of whatever was logged since the one before. 0: by the size of the log only.',
  ),
  'log-tail-keep': nodeSetting(
    memory(0, Number.MAX_SAFE_INTEGER),
    '33554432',
    'mutable',
    'How much of the log stays behind a snapshot in any case, for members that are a little behind.',
  ),
  'origin-log-keep': nodeSetting(
    memory(0, Number.MAX_SAFE_INTEGER),
    '268435456',
    'mutable',
    'How much of the log a leader keeps at most for a member that is heard of and further behind: clients of a member that gets a snapshot instead may lose their connection.',
  ),
  save: informational(
    text,
    '',
    'there are no snapshots by time: every write is in the log on disk before its answer',
  ),
  appendonly: informational(boolean, 'yes', 'every write is in the log on disk before its answer'),
  appendfsync: informational(
    oneOf('everysec', 'always', 'no'),
    'always',
    'every write is synced on a majority of the nodes before its answer',
  ),
};

export const operation = {
  loglevel: nodeSetting(
    oneOf('debug', 'verbose', 'notice', 'warning'),
    'notice',
    'mutable',
    'The least important lines that are logged.',
  ),
  'slowlog-log-slower-than': nodeSetting(
    integer(-1, Number.MAX_SAFE_INTEGER, 'microseconds'),
    '10000',
    'mutable',
    'Commands that take at least this long from their arrival to their answer go to SLOWLOG; the time for disk and majority counts, the time that a blocking command waits does not. 0: all; -1: none.',
  ),
  'slowlog-max-len': nodeSetting(integer(0, 1_000_000), '128', 'mutable', 'Rows that SLOWLOG keeps.'),
  'latency-monitor-threshold': nodeSetting(
    integer(0, Number.MAX_SAFE_INTEGER, 'milliseconds'),
    '0',
    'mutable',
    'Events that take at least this long go to LATENCY; 0: none.',
  ),
  'latency-tracking': nodeSetting(
    boolean,
    'yes',
    'mutable',
    'Keep a histogram of the time of each command, for LATENCY HISTOGRAM and INFO latencystats.',
  ),
  'enable-debug-command': nodeSetting(
    oneOf('no', 'yes', 'local'),
    'no',
    'fixed at start',
    'Whether DEBUG is allowed: to nobody, to everybody, or to clients of this machine.',
  ),
};
