import { ErrorReply, type Reply } from '../../resp/reply.js';
import { printed, wrongSubcommandArity } from '../arguments.js';
import type { Catalogue, NodePort } from '../ports.js';
import type { ContainerCommand, NodeCommand } from '../spec.js';
import { helpReply } from './help.js';
import { CATEGORIES, categoriesOf, namedIn } from './shape.js';

/** ACL as far as there is one user, `default`, whose password is `requirepass` and who may do everything. */

const common = {
  class: 'node',
  group: 'server',
  categories: [],
  flags: ['noscript', 'loading', 'stale'],
  since: '6.0.0',
  complexity: 'O(1)',
} as const;

const ONLY_USER = 'default';

function constant(reply: Reply): NodeCommand['run'] {
  return (_node, _session, _argv, done) => done(reply);
}

/** The commands of a category, subcommands as `client|id`. */
function inCategory(catalogue: Catalogue, category: string): Reply {
  if (!CATEGORIES.includes(category)) {
    throw new ErrorReply(`ERR Unknown category '${printed(category)}'`);
  }
  return catalogue.all
    .filter(({ internal }) => internal !== true)
    .flatMap(namedIn)
    .filter(([, command]) => categoriesOf(command).includes(category))
    .map(([name]) => name);
}

const cat: NodeCommand = {
  ...common,
  name: 'cat',
  arity: -2,
  summary: 'Lists the categories of commands, or the commands of one',
  complexity: 'O(N) with N the number of commands',
  syntax: '[category]',
  run({ catalogue }: NodePort, _session, argv, done) {
    if (argv.length > 3) throw wrongSubcommandArity(argv);
    const [, , category] = argv;
    done(category === undefined ? [...CATEGORIES] : inCategory(catalogue, category.toLowerCase()));
  },
};

const help: NodeCommand = {
  ...common,
  name: 'help',
  arity: 2,
  flags: ['loading', 'stale'],
  summary: 'Explains the subcommands',
  syntax: '',
  run: constant(
    helpReply('ACL', [
      ['CAT [<category>]', 'Lists the categories of commands, or the commands of one.'],
      ['USERS', 'Lists the names of the users: there is one.'],
      ['WHOAMI', 'Returns the name of the user of this connection.'],
    ]),
  ),
};

const users: NodeCommand = {
  ...common,
  name: 'users',
  arity: 2,
  flags: ['admin', 'noscript', 'loading', 'stale'],
  summary: 'Lists the names of the users: there is one',
  syntax: '',
  run: constant([ONLY_USER]),
};

const whoami: NodeCommand = {
  ...common,
  name: 'whoami',
  arity: 2,
  summary: 'Returns the name of the user of this connection',
  syntax: '',
  run: constant(ONLY_USER),
};

export const acl: ContainerCommand = {
  class: 'container',
  name: 'acl',
  arity: -2,
  flags: [],
  categories: [],
  group: 'server',
  since: '6.0.0',
  summary: 'Tells of users and of categories of commands',
  complexity: 'O(1), but for CAT',
  syntax: 'subcommand [argument ...]',
  subcommands: [cat, help, users, whoami],
};
