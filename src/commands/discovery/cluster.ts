import { hashSlot, SLOT_COUNT } from '../../base/hash-slot.js';
import { ErrorReply, MapReply, type Reply, Status, Verbatim } from '../../resp/reply.js';
import { integer } from '../arguments.js';
import type { KnownNode, NodePort, SessionPort } from '../ports.js';
import { helpReply } from '../server/help.js';
import type { CommandFlag, ContainerCommand, LeafCommand, NodeCommand, ReadCommand } from '../spec.js';

/**
 * The dialect of Redis Cluster: one shard that owns all slots, the leader of the Raft group its master. Every node serves
 * every command, so no client is ever redirected.
 */

const INVALID_SLOT = new ErrorReply('ERR Invalid or out of range slot');
const INVALID_COUNT = new ErrorReply('ERR Invalid number of keys');
const MANAGED = new ErrorReply(
  'ERR slots and members are not managed by CLUSTER commands here: one shard owns all slots; see RAFT HELP',
);
const NOT_A_MASTER = new ErrorReply('ERR The specified node is not a master');

const common = {
  class: 'node',
  arity: 2,
  flags: ['stale'],
  categories: [],
  group: 'cluster',
  since: '3.0.0',
  complexity: 'O(1)',
  syntax: '',
} as const;

type Answer = (node: NodePort, session: SessionPort, argv: readonly string[]) => Reply;

function asking(
  name: string,
  summary: string,
  answer: Answer,
  more: { arity?: number; syntax?: string; since?: string; flags?: readonly CommandFlag[] } = {},
): NodeCommand {
  return {
    ...common,
    ...more,
    name,
    summary,
    run: (node, session, argv, done) => done(answer(node, session, argv)),
  };
}

/** Those that live, the master first. */
function living(node: NodePort, session: SessionPort): KnownNode[] {
  const nodes = node.nodes(session).filter(({ isActive }) => isActive);
  return nodes.sort((a, b) => Number(b.isMaster) - Number(a.isMaster));
}

const slots = asking(
  'slots',
  'Lists which nodes serve which slots: all of them, the leader first',
  (node, session) => [
    [
      0,
      SLOT_COUNT - 1,
      ...living(node, session).map(({ host, port, id }) => [host, port, id, new MapReply([])]),
    ],
  ],
);

const shards = asking(
  'shards',
  'Describes the one shard: its slots and its nodes, the leader first',
  (node, session) => [
    new MapReply([
      'slots',
      [0, SLOT_COUNT - 1],
      'nodes',
      living(node, session).map(
        ({ id, host, port, isMaster }) =>
          new MapReply([
            ...['id', id, 'port', port, 'ip', host, 'endpoint', host],
            ...['role', isMaster ? 'master' : 'replica', 'replication-offset', 0, 'health', 'online'],
          ]),
      ),
    ]),
  ],
  { since: '7.0.0' },
);

function line(
  { id, host, port, isSelf, isMaster, isActive }: KnownNode,
  master: string,
  term: number,
): string {
  const flags = [
    ...(isSelf ? ['myself'] : []),
    isMaster ? 'master' : 'slave',
    ...(isActive ? [] : ['fail']),
  ].join(',');
  const link = isActive ? 'connected' : 'disconnected';
  const owned = isMaster ? ` 0-${SLOT_COUNT - 1}` : '';
  return `${id} ${host}:${port}@${port + 10_000} ${flags} ${isMaster ? '-' : master} 0 0 ${term} ${link}${owned}\n`;
}

function lines(node: NodePort, session: SessionPort, wanted: (known: KnownNode) => boolean): string[] {
  const known = node.nodes(session);
  const master = known.find(({ isMaster }) => isMaster)?.id ?? '-';
  return known.filter(wanted).map(each => line(each, master, node.term()));
}

const nodes = asking(
  'nodes',
  'Describes the nodes, a line each',
  (node, session) => new Verbatim('txt', lines(node, session, () => true).join('')),
);

function replicasOf(node: NodePort, session: SessionPort, argv: readonly string[]): Reply {
  const known = node.nodes(session);
  const asked = known.find(({ id }) => id === argv[2]);
  if (asked === undefined) throw new ErrorReply(`ERR Unknown node ${argv[2] ?? ''}`);
  if (!asked.isMaster) throw NOT_A_MASTER;
  return lines(node, session, ({ isMaster }) => !isMaster).map(text => text.trimEnd());
}

const replicas = asking('replicas', 'Describes the nodes that do not lead', replicasOf, {
  arity: 3,
  syntax: 'node-id',
  since: '5.0.0',
  flags: ['admin', 'stale'],
});
const slaves: NodeCommand = { ...replicas, name: 'slaves', since: '3.0.0' };

const info = asking('info', 'Tells whether there is a leader, and how many nodes', (node, session) => {
  const known = node.nodes(session);
  const isOk = known.some(({ isMaster, isActive }) => isMaster && isActive);
  const fields: [string, string | number][] = [
    ['cluster_state', isOk ? 'ok' : 'fail'],
    ['cluster_slots_assigned', SLOT_COUNT],
    ['cluster_slots_ok', isOk ? SLOT_COUNT : 0],
    ['cluster_slots_pfail', 0],
    ['cluster_slots_fail', isOk ? 0 : SLOT_COUNT],
    ['cluster_known_nodes', known.length],
    ['cluster_size', 1],
    ['cluster_current_epoch', node.term()],
    ['cluster_my_epoch', node.term()],
  ];
  return new Verbatim('txt', fields.map(([name, value]) => `${name}:${value}\r\n`).join(''));
});

const myid = asking(
  'myid',
  'Answers the id of this node',
  (node, session) => node.nodes(session).find(({ isSelf }) => isSelf)?.id ?? '',
);

const keyslot = asking(
  'keyslot',
  'Answers the slot of a key',
  (_node, _session, argv) => hashSlot(argv[2] ?? ''),
  {
    arity: 3,
    syntax: 'key',
  },
);

const links = asking('links', 'Lists the links of the gossip bus: there is none', () => [], {
  since: '7.0.0',
});

function slotOf(text: string | undefined): number {
  const slot = integer(text ?? '');
  if (slot < 0 || slot >= SLOT_COUNT) throw INVALID_SLOT;
  return slot;
}

const counting = {
  ...common,
  class: 'read',
  complexity: 'O(N log N) with N the number of keys in the slot',
} as const;

const countkeysinslot: ReadCommand = {
  ...counting,
  name: 'countkeysinslot',
  arity: 3,
  summary: 'Answers how many keys database 0 has in a slot',
  syntax: 'slot',
  query: ({ keyspace }, argv) => keyspace.database(0).keysInSlot(slotOf(argv[2]), Infinity).length,
};

const getkeysinslot: ReadCommand = {
  ...counting,
  name: 'getkeysinslot',
  arity: 4,
  summary: 'Lists keys that database 0 has in a slot',
  syntax: 'slot count',
  query: ({ keyspace }, argv) => {
    const slot = slotOf(argv[2]);
    const count = integer(argv[3]!);
    if (count < 0) throw INVALID_COUNT;
    return keyspace.database(0).keysInSlot(slot, count);
  },
};

/** What changes the layout of a Redis cluster: a clear error, once the arguments fit. */
const MANAGING: readonly [name: string, arity: number, flags: readonly CommandFlag[], since: string][] = [
  ['addslots', -3, ['admin', 'stale', 'no_async_loading'], '3.0.0'],
  ['addslotsrange', -4, ['admin', 'stale', 'no_async_loading'], '7.0.0'],
  ['bumpepoch', 2, ['admin', 'stale', 'no_async_loading'], '3.0.0'],
  ['count-failure-reports', 3, ['admin', 'stale'], '3.0.0'],
  ['delslots', -3, ['admin', 'stale', 'no_async_loading'], '3.0.0'],
  ['delslotsrange', -4, ['admin', 'stale', 'no_async_loading'], '7.0.0'],
  ['failover', -2, ['admin', 'stale'], '3.0.0'],
  ['flushslots', 2, ['admin', 'stale', 'no_async_loading'], '3.0.0'],
  ['forget', 3, ['admin', 'stale', 'no_async_loading'], '3.0.0'],
  ['meet', -4, ['admin', 'stale', 'no_async_loading'], '3.0.0'],
  ['replicate', 3, ['admin', 'stale', 'no_async_loading'], '3.0.0'],
  ['reset', -2, ['admin', 'noscript', 'stale'], '3.0.0'],
  ['saveconfig', 2, ['admin', 'stale', 'no_async_loading'], '3.0.0'],
  ['set-config-epoch', 3, ['admin', 'stale', 'no_async_loading'], '3.0.0'],
  ['setslot', -4, ['admin', 'stale', 'no_async_loading'], '3.0.0'],
];

const managing: readonly LeafCommand[] = MANAGING.map(([name, arity, flags, since]) =>
  asking(
    name,
    'Refused: one shard owns all slots, and members are managed by RAFT commands',
    () => {
      throw MANAGED;
    },
    { arity, flags, since, syntax: arity === 2 ? '' : '[argument ...]' },
  ),
);

const HELP = helpReply('CLUSTER', [
  ['COUNTKEYSINSLOT <slot>', 'How many keys a slot has.'],
  ['GETKEYSINSLOT <slot> <count>', 'Keys of a slot.'],
  ['INFO', 'Whether there is a leader.'],
  ['KEYSLOT <key>', 'The slot of a key.'],
  ['LINKS', 'Nothing: there is no gossip bus.'],
  ['MYID', 'The id of this node.'],
  ['NODES', 'The nodes, a line each.'],
  ['REPLICAS <node-id>', 'The nodes that do not lead.'],
  ['SHARDS', 'The one shard.'],
  ['SLAVES <node-id>', 'As REPLICAS.'],
  ['SLOTS', 'Which nodes serve which slots.'],
  ...MANAGING.map(([name]) => [name.toUpperCase(), 'Refused: see RAFT HELP.'] as const),
]);

const help = asking('help', 'Lists the subcommands of CLUSTER', () => HELP, {
  since: '5.0.0',
  flags: ['loading', 'stale'],
});

export const cluster: ContainerCommand = {
  ...common,
  name: 'cluster',
  class: 'container',
  arity: -2,
  flags: [],
  summary: 'Describes this cluster as clients of Redis Cluster expect it',
  complexity: 'Depends on the subcommand',
  syntax: 'subcommand [argument ...]',
  subcommands: [
    slots,
    shards,
    nodes,
    replicas,
    slaves,
    info,
    myid,
    keyslot,
    links,
    countkeysinslot,
    getkeysinslot,
    help,
    ...managing,
  ],
};

export const askingCommand: NodeCommand = {
  ...asking('asking', 'Accepted for the sake of cluster clients; no slot ever moves', () => new Status('OK')),
  arity: 1,
  flags: ['fast'],
  categories: ['connection'],
};
