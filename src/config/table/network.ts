import { nodeSetting } from '../setting.js';
import { outputLimits } from '../special-types.js';
import { boolean, integer, memory, seconds, text, wordList } from '../types.js';

const MAX_INT = 2_147_483_647;
const GB = 1024 ** 3;

/** The longest string that V8 can make, in bytes: 24 below 512 MB. */
const LONGEST_STRING = 536_870_888;

export const network = {
  bind: nodeSetting(
    wordList,
    '* -::*',
    'fixed at start',
    'Addresses that clients connect to. `*` is every IPv4 address, `::*` every IPv6 address. An address with a dash in front may be missing on this machine.',
  ),
  port: nodeSetting(integer(0, 65_535), '6379', 'fixed at start', 'The port for clients; 0: any free port.'),
  'protected-mode': nodeSetting(
    boolean,
    'yes',
    'mutable',
    'While no password is set, take clients of this machine only.',
  ),
  'tcp-backlog': nodeSetting(
    integer(0, MAX_INT),
    '511',
    'fixed at start',
    'Connections that the kernel keeps until they are accepted.',
  ),
  'tcp-keepalive': nodeSetting(
    seconds(0, MAX_INT),
    '300',
    'mutable',
    'How long a connection is silent before the kernel asks the other side whether it lives; 0: never. Holds for connections made from then on.',
  ),
  timeout: nodeSetting(
    seconds(0, MAX_INT),
    '0',
    'mutable',
    'Close connections that sent nothing for this long; 0: never. Blocked clients and subscribers are spared.',
  ),
};

export const clients = {
  requirepass: nodeSetting(
    text,
    '',
    'mutable',
    'The password that clients give with AUTH or HELLO; empty: none is asked for.',
  ),
  maxclients: nodeSetting(
    integer(1, 4_294_967_295),
    '10000',
    'mutable',
    'Connections at a time; more are refused.',
  ),
  'proto-max-bulk-len': {
    ...nodeSetting(
      memory(1024 ** 2, LONGEST_STRING),
      String(LONGEST_STRING),
      'mutable',
      'The longest single argument and the longest string value. The largest possible value is that of the JavaScript engine, 24 bytes below 512 MB.',
    ),
    scope: 'cluster' as const,
  },
  'client-query-buffer-limit': nodeSetting(
    memory(1024 ** 2, Number.MAX_SAFE_INTEGER),
    String(GB),
    'mutable',
    'Bytes of requests that are not answered yet, for one connection; beyond it the connection is closed.',
  ),
  'tracking-table-max-keys': nodeSetting(
    integer(0, Number.MAX_SAFE_INTEGER),
    '1000000',
    'mutable',
    'Keys that this node remembers for CLIENT TRACKING; beyond it clients are told that the key read first has changed. 0: no limit.',
  ),
  'client-output-buffer-limit': nodeSetting(
    outputLimits,
    'normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60',
    'mutable',
    'Bytes of replies that a client may leave unread: at the hard limit it is disconnected at once, at the soft limit after that many seconds; 0: no limit. One class can be changed alone. `replica` is read by tools and concerns no connection here.',
  ),
};
