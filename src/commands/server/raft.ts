import { ErrorReply, MapReply, OK } from '../../resp/reply.js';
import type { ContainerCommand, NodeCommand } from '../spec.js';
import { helpReply } from './help.js';

const common = {
  class: 'node',
  group: 'quorate',
  categories: ['quorate'],
  flags: ['admin', 'noscript', 'loading', 'stale'],
  since: '0.1.0',
  complexity: 'O(1)',
} as const;

const status: NodeCommand = {
  ...common,
  name: 'status',
  arity: 2,
  summary: 'Shows the part of this node in its cluster, as INFO raft does',
  syntax: '',
  run: (node, _session, _argv, done) => done(new MapReply(node.raftStatus().flat())),
};

const members: NodeCommand = {
  ...common,
  name: 'members',
  arity: 2,
  summary: 'Lists the members of the cluster; on the leader with how far each one is',
  complexity: 'O(N) with N the number of members',
  syntax: '',
  run(node, _session, _argv, done) {
    const rows = node.raftMembers().map(({ id, address, role, match, active }) => {
      return new MapReply([
        'id',
        id,
        'address',
        address,
        'role',
        role,
        'match',
        match,
        'active',
        active ? 1 : 0,
      ]);
    });
    done(rows);
  },
};

const transfer: NodeCommand = {
  ...common,
  name: 'transfer',
  arity: -2,
  summary: 'Hands leadership to another member: the one named, or the one that is furthest',
  syntax: '[member-id]',
  run(node, _session, argv, done) {
    if (argv.length > 3) throw new ErrorReply("ERR wrong number of arguments for 'raft|transfer' command");
    node.raftTransfer(argv[2] ?? null, error => done(error === null ? OK : new ErrorReply(error)));
  },
};

const HELP = helpReply('RAFT', [
  ['MEMBERS', 'The members of the cluster.'],
  ['STATUS', 'The part of this node in its cluster.'],
  ['TRANSFER [<member-id>]', 'Hands leadership to another member.'],
]);

const help: NodeCommand = {
  ...common,
  name: 'help',
  flags: ['loading', 'stale'],
  arity: 2,
  summary: 'Lists the subcommands of RAFT',
  syntax: '',
  run: (_node, _session, _argv, done) => done(HELP),
};

export const raft: ContainerCommand = {
  ...common,
  name: 'raft',
  class: 'container',
  flags: [],
  arity: -2,
  summary: 'Shows the cluster, and hands leadership over',
  complexity: 'Depends on the subcommand',
  syntax: 'subcommand [argument ...]',
  subcommands: [help, members, status, transfer],
};
