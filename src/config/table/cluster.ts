import { nodeSetting } from '../setting.js';
import { peerList } from '../special-types.js';
import { integer, memberId, milliseconds, oneOf, path, seconds, text } from '../types.js';

const DAY = 86_400_000;

export const cluster = {
  id: nodeSetting(
    memberId,
    'n1',
    'fixed at start',
    'The name of this node in its cluster. The data folder belongs to it from the first start on.',
  ),
  data: nodeSetting(
    path,
    './data',
    'fixed at start',
    'The folder for the log and the identity of this node.',
  ),
  peers: nodeSetting(
    peerList,
    '',
    'fixed at start',
    'All members of a new cluster, this node included, as `id@host:raftport` separated by commas; empty: this node alone.',
  ),
  join: nodeSetting(
    text,
    '',
    'fixed at start',
    'The Raft port of a member, as `host:raftport`: a node with a new data folder asks it to be added to its cluster, instead of `peers`.',
  ),
  'raft-port': nodeSetting(
    integer(1, 65_535),
    '16379',
    'fixed at start',
    'The port on which the other nodes find this one.',
  ),
  'raft-bind': nodeSetting(
    text,
    '',
    'fixed at start',
    'The address of the Raft port. Empty: the loopback address while `peers` names no other machine, else every address.',
  ),
  'cluster-announce-ip': nodeSetting(
    text,
    '',
    'fixed at start',
    'Where clients are told to find this node by SENTINEL and CLUSTER commands. Empty: the host of this node in `peers`.',
  ),
  'cluster-announce-port': nodeSetting(
    integer(0, 65_535),
    '0',
    'fixed at start',
    'The port that goes with it; 0: `port`.',
  ),
  'sentinel-master-name': nodeSetting(
    text,
    'mymaster',
    'mutable',
    'The name of the leader in SENTINEL MASTERS and in `+switch-master` messages. Other SENTINEL commands take any name.',
  ),
  'client-timeout': nodeSetting(
    milliseconds(1, DAY),
    '5000',
    'mutable',
    'How long a command waits for a majority. Then its client is told that it was certainly not logged, or that the outcome is unknown.',
  ),
  'node-timeout': nodeSetting(
    milliseconds(100, DAY),
    '10000',
    'mutable',
    'After this silence the leader gives a node up: its blocked clients leave their lines.',
  ),
  'read-mode': nodeSetting(
    oneOf('lease', 'quorum'),
    'lease',
    'mutable',
    '`lease`: a leader that a majority has confirmed a moment ago answers reads at once, trusting that clocks run at nearly the same rate. `quorum`: every read asks a majority, and no clock is trusted.',
  ),
  'heartbeat-interval': nodeSetting(
    milliseconds(5, 60_000),
    '100',
    'fixed at start',
    'How often the leader shows that it lives. The same on all nodes.',
  ),
  'election-timeout': nodeSetting(
    milliseconds(20, 600_000),
    '500',
    'fixed at start',
    'After a silence between this and twice this a follower asks for votes; after at most five quarters of this when the connection to the leader ended. At least three times `heartbeat-interval`; the same on all nodes.',
  ),
  'apply-lag-limit': nodeSetting(
    milliseconds(100, DAY),
    '5000',
    'mutable',
    'A node that is further behind in applying the log than this answers new commands `-LOADING`.',
  ),
  'digest-interval': nodeSetting(
    seconds(0, 31_536_000),
    '3600',
    'mutable',
    'How often a leader has all nodes compare their states. A node that has another one than a majority stops, and starts again from the snapshot of another. 0: never.',
  ),
  'disk-reserve': nodeSetting(
    integer(0, 50, 'percent'),
    '5',
    'fixed at start',
    'Percentage of the disk, and at least 256 MB, that is kept for compaction: a leader with less room hands over, and refuses writes with `-MISCONF`. 0: none.',
  ),
};
