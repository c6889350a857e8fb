import { ErrorReply, MapReply, OK, type Reply, SYNTAX_ERROR } from '../../resp/reply.js';
import type { ContainerCommand, NodeCommand } from '../spec.js';
import { backup } from './raft-backup.js';
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
    const rows = node.raftMembers().map(({ id, address, role, match, active, highestVersion }) => {
      return new MapReply([
        ...['id', id, 'address', address, 'role', role, 'match', match],
        ...['active', active ? 1 : 0, 'highest-machine-version', highestVersion],
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

/** Changes are answered when they are committed. */
const change = { ...common, flags: ['admin', 'noscript', 'stale'] } as const;

const add: NodeCommand = {
  ...change,
  name: 'add',
  arity: -4,
  summary:
    'Adds a node: it gets the log, and then a vote. REPLACE: in the place of a member whose data folder is gone',
  syntax: 'member-id host:raft-port [REPLACE]',
  run(node, _session, argv, done) {
    const [, , id = '', address = '', option] = argv;
    const replace = option?.toLowerCase() === 'replace';
    if (argv.length > 5 || (option !== undefined && !replace)) throw SYNTAX_ERROR;
    const asked = { kind: 'add', id: memberId(id), address: raftAddress(address), replace } as const;
    node.raftChange(asked, answerTo(done));
  },
};

const remove: NodeCommand = {
  ...change,
  name: 'remove',
  arity: 3,
  summary: 'Removes a member. A leader that removes itself hands over',
  syntax: 'member-id',
  run: (node, _session, argv, done) => node.raftChange({ kind: 'remove', id: argv[2]! }, answerTo(done)),
};

const update: NodeCommand = {
  ...change,
  name: 'update',
  arity: 4,
  summary: 'Tells the others where a member is found from now on',
  syntax: 'member-id host:raft-port',
  run(node, _session, argv, done) {
    const asked = { kind: 'update', id: argv[2]!, address: raftAddress(argv[3]!) } as const;
    node.raftChange(asked, answerTo(done));
  },
};

function answerTo(done: (reply: Reply) => void): (error: string | null) => void {
  return error => done(error === null ? OK : new ErrorReply(error));
}

function raftAddress(text: string): string {
  const port = Number(/^.+:(\d{1,5})$/.exec(text)?.[1]);
  if (text.length > 255 || !(port >= 1 && port <= 65_535))
    throw new ErrorReply(`ERR '${text}' is not host:raftport`);
  return text;
}

function memberId(text: string): string {
  if (!/^[A-Za-z0-9_.-]{1,64}$/.test(text)) throw new ErrorReply(`ERR '${text}' is not a member id`);
  return text;
}

const snapshot: NodeCommand = {
  ...common,
  name: 'snapshot',
  arity: 2,
  summary: 'Takes a snapshot of this node; answers the index of the last entry in it when it is on disk',
  complexity: 'O(N) with N the number of elements in all databases',
  syntax: '',
  run: (node, _session, _argv, done) =>
    node.snapshot((error, index) => done(error === null ? index : new ErrorReply(error))),
};

const digest: NodeCommand = {
  ...common,
  name: 'digest',
  arity: 2,
  summary: 'Compares the states of all nodes as of one entry; answers the digest of each',
  complexity: 'O(N) with N the number of elements in all databases',
  syntax: '',
  run: (node, _session, _argv, done) =>
    node.raftDigest(report => {
      if (typeof report === 'string') done(new ErrorReply(report));
      else
        done(
          new MapReply([
            ...['index', report.index, 'digest', report.digest],
            ...['members', new MapReply(report.members.flat())],
          ]),
        );
    }),
};

const HELP = helpReply('RAFT', [
  ['ADD <member-id> <host:raft-port> [REPLACE]', 'Adds a node, or puts a new one in the place of a member.'],
  ['BACKUP <BEGIN | NEXT>', 'Reads a snapshot chunk by chunk.'],
  ['DIGEST', 'Compares the states of all nodes.'],
  ['MEMBERS', 'The members of the cluster.'],
  ['REMOVE <member-id>', 'Removes a member.'],
  ['SNAPSHOT', 'Takes a snapshot of this node.'],
  ['STATUS', 'The part of this node in its cluster.'],
  ['TRANSFER [<member-id>]', 'Hands leadership to another member.'],
  ['UPDATE <member-id> <host:raft-port>', 'Gives a member another address.'],
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
  summary: 'Shows the cluster, changes its members, and hands leadership over',
  complexity: 'Depends on the subcommand',
  syntax: 'subcommand [argument ...]',
  subcommands: [add, backup, digest, help, members, remove, snapshot, status, transfer, update],
};
