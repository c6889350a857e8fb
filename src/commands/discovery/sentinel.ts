import { ErrorReply, MapReply, NULL_ARRAY, OK, type Reply, Status } from '../../resp/reply.js';
import type { KnownNode, NodePort, SessionPort } from '../ports.js';
import { helpReply } from '../server/help.js';
import type { ContainerCommand, NodeCommand } from '../spec.js';

/**
 * The dialect of Redis Sentinel: every node is a sentinel, the leader the master, under whatever name a client asks for
 * it; a set-up that names sentinels works when it names nodes.
 */

const common = {
  class: 'node',
  flags: ['admin', 'loading', 'stale'],
  categories: [],
  group: 'sentinel',
  since: '2.8.4',
  complexity: 'O(1)',
} as const;

type Answer = (node: NodePort, session: SessionPort, argv: readonly string[]) => Reply;

function asking(name: string, arity: number, syntax: string, summary: string, answer: Answer): NodeCommand {
  return {
    ...common,
    name,
    arity,
    syntax,
    summary,
    run: (node, session, argv, done) => done(answer(node, session, argv)),
  };
}

const masterOf = (node: NodePort, session: SessionPort): KnownNode | undefined =>
  node.nodes(session).find(({ isMaster }) => isMaster);
const othersOf = (node: NodePort, session: SessionPort): KnownNode[] =>
  node.nodes(session).filter(({ isSelf }) => !isSelf);

function described(name: string, known: KnownNode, kind: string, more: readonly string[]): Reply {
  const flags = known.isActive ? kind : `s_down,o_down,disconnected,${kind}`;
  return new MapReply([
    ...['name', name, 'ip', known.host, 'port', String(known.port), 'runid', known.id, 'flags', flags],
    ...['link-pending-commands', '0', 'link-refcount', '1', 'last-ping-sent', '0'],
    ...['last-ok-ping-reply', '0', 'last-ping-reply', '0', ...more],
  ]);
}

function describedMaster(node: NodePort, session: SessionPort, name: string): Reply[] {
  const known = node.nodes(session);
  const master = known.find(({ isMaster }) => isMaster);
  if (master === undefined) return [];
  const quorum = String(Math.floor(known.length / 2) + 1);
  return [
    described(name, master, 'master', [
      ...['role-reported', 'master', 'config-epoch', String(node.term()), 'num-slaves', '0'],
      ...['num-other-sentinels', String(known.length - 1), 'quorum', quorum, 'failover-timeout', '0'],
      ...['parallel-syncs', '1'],
    ]),
  ];
}

const address = asking(
  'get-master-addr-by-name',
  3,
  'master-name',
  'Answers where clients reach the leader, whatever the name',
  (node, session) => {
    const master = masterOf(node, session);
    return master === undefined ? NULL_ARRAY : [master.host, String(master.port)];
  },
);

const master = asking('master', 3, 'master-name', 'Describes the leader', (node, session, argv) => {
  const [found] = describedMaster(node, session, argv[2] ?? '');
  return found ?? new ErrorReply('ERR No such master with that name');
});

const masters = asking(
  'masters',
  2,
  '',
  'Describes the leader, under the name of the settings',
  (node, session) => describedMaster(node, session, node.masterName()),
);

const replicas = asking(
  'replicas',
  3,
  'master-name',
  'Lists no replicas: to clients every node is a master',
  () => [],
);
const slaves: NodeCommand = { ...replicas, name: 'slaves' };

const sentinels = asking('sentinels', 3, 'master-name', 'Describes the other nodes', (node, session) =>
  othersOf(node, session).map(known =>
    described(known.id, known, 'sentinel', [
      ...['last-hello-message', '0', 'voted-leader', '?', 'voted-leader-epoch', '0'],
    ]),
  ),
);

const ckquorum = asking('ckquorum', 3, 'master-name', 'Tells whether a majority lives', (node, session) => {
  const known = node.nodes(session);
  const usable = known.filter(({ isActive }) => isActive).length;
  if (usable > known.length / 2)
    return new Status(`OK ${usable} usable Sentinels. Quorum and failover authorization can be reached`);
  return new ErrorReply(
    `NOQUORUM ${usable} usable Sentinels. Not enough available Sentinels to reach the specified quorum for this master`,
  );
});

const myid = asking(
  'myid',
  2,
  '',
  'Answers the id of this node',
  (node, session) => node.nodes(session).find(({ isSelf }) => isSelf)?.id ?? '',
);

const failover: NodeCommand = {
  ...common,
  name: 'failover',
  arity: 3,
  syntax: 'master-name',
  summary: 'Hands leadership over, when this node leads',
  run: (node, _session, _argv, done) =>
    node.raftTransfer(null, error => done(error === null ? OK : new ErrorReply(error))),
};

const HELP = helpReply('SENTINEL', [
  ['CKQUORUM <master-name>', 'Whether a majority lives.'],
  ['FAILOVER <master-name>', 'Hands leadership over.'],
  ['GET-MASTER-ADDR-BY-NAME <master-name>', 'Where the leader is.'],
  ['MASTER <master-name>', 'Describes the leader.'],
  ['MASTERS', 'The same, in a list.'],
  ['MYID', 'The id of this node.'],
  ['REPLICAS <master-name>', 'Nothing: every node is a master.'],
  ['SENTINELS <master-name>', 'Describes the other nodes.'],
  ['SLAVES <master-name>', 'As REPLICAS.'],
]);

export const sentinel: ContainerCommand = {
  ...common,
  name: 'sentinel',
  class: 'container',
  arity: -2,
  flags: [],
  summary: 'Answers what clients of Redis Sentinel ask',
  complexity: 'Depends on the subcommand',
  syntax: 'subcommand [argument ...]',
  subcommands: [
    address,
    master,
    masters,
    replicas,
    slaves,
    sentinels,
    ckquorum,
    myid,
    failover,
    asking('help', 2, '', 'Lists the subcommands of SENTINEL', () => HELP),
  ],
};
