import { Glob } from '../../base/glob.js';
import { ErrorReply, MapReply, type Reply, SetReply, Status, SYNTAX_ERROR } from '../../resp/reply.js';
import { isKeyword } from '../arguments.js';
import type { Catalogue, NodePort } from '../ports.js';
import type { Command, ContainerCommand, LeafCommand, NodeCommand } from '../spec.js';
import { commandDocs } from './docs-shape.js';
import { helpReply } from './help.js';
import { keysOf } from './keys-of.js';
import { categoriesOf, commandInfo, namedIn } from './shape.js';

/** COMMAND: what the server can do, all of it derived from the definitions. */

const INVALID_COMMAND = new ErrorReply('ERR Invalid command specified');
const INVALID_ARITY = new ErrorReply('ERR Invalid number of arguments specified for command');

const common = {
  class: 'node',
  group: 'server',
  categories: ['connection'],
  flags: ['loading', 'stale'],
  since: '2.8.13',
} as const;

/** An answer that needs nothing but the definitions. */
function answering(reply: (catalogue: Catalogue, argv: readonly string[]) => Reply): NodeCommand['run'] {
  return ({ catalogue }: NodePort, _session, argv, done) => done(reply(catalogue, argv));
}

const visible = ({ all }: Catalogue): Command[] => all.filter(({ internal }) => internal !== true);

/** `get`, or `config|set` for a subcommand. */
function find(catalogue: Catalogue, name: string): { command: Command; prefix: string } | undefined {
  const [top = '', sub, ...rest] = name.split('|');
  const command = catalogue.find(top);
  if (command === undefined || command.internal === true || rest.length > 0) return undefined;
  if (sub === undefined) return { command, prefix: '' };
  const found = command.class === 'container' ? catalogue.subcommand(command, sub) : undefined;
  return found && { command: found, prefix: `${command.name}|` };
}

const alone: NodeCommand = {
  ...common,
  name: 'command',
  arity: -1,
  summary: 'Describes every command',
  complexity: 'O(N) with N the number of commands',
  syntax: '',
  run: answering(catalogue => visible(catalogue).map(command => commandInfo(command))),
};

const count: NodeCommand = {
  ...common,
  name: 'count',
  arity: 2,
  summary: 'Counts the commands',
  complexity: 'O(1)',
  syntax: '',
  run: answering(catalogue => visible(catalogue).length),
};

const info: NodeCommand = {
  ...common,
  name: 'info',
  arity: -2,
  summary: 'Describes the commands named, or every command',
  complexity: 'O(N) with N the number of commands described',
  syntax: '[command-name [command-name ...]]',
  run: answering((catalogue, argv) => {
    if (argv.length === 2) return visible(catalogue).map(command => commandInfo(command));
    return argv.slice(2).map(name => {
      const found = find(catalogue, name);
      return found === undefined ? null : commandInfo(found.command, found.prefix);
    });
  }),
};

const docs: NodeCommand = {
  ...common,
  name: 'docs',
  arity: -2,
  since: '7.0.0',
  summary: 'Documents the commands named, or every command',
  complexity: 'O(N) with N the number of commands documented',
  syntax: '[command-name [command-name ...]]',
  run: answering((catalogue, argv) => {
    const names = argv.slice(2);
    const wanted =
      names.length === 0
        ? visible(catalogue).map(command => ({ command, prefix: '' }))
        : names.flatMap(name => find(catalogue, name) ?? []);
    return new MapReply(wanted.flatMap(({ command, prefix }) => commandDocs(command, prefix)));
  }),
};

const list: NodeCommand = {
  ...common,
  name: 'list',
  arity: -2,
  since: '7.0.0',
  summary: 'Lists the names of commands and subcommands',
  complexity: 'O(N) with N the number of commands',
  syntax: '[FILTERBY <MODULE module-name | ACLCAT category | PATTERN pattern>]',
  run: answering((catalogue, argv) => {
    const named = visible(catalogue).flatMap(namedIn);
    if (argv.length === 2) return named.map(([name]) => name);
    if (argv.length !== 5 || !isKeyword(argv[2], 'FILTERBY')) throw SYNTAX_ERROR;
    const matches = filter(argv[3] ?? '', argv[4] ?? '');
    return named.filter(([name, each]) => matches(name, each)).map(([name]) => name);
  }),
};

function filter(kind: string, text: string): (name: string, command: Command) => boolean {
  if (isKeyword(kind, 'MODULE')) return () => false;
  if (isKeyword(kind, 'ACLCAT')) return (_, command) => categoriesOf(command).includes(text.toLowerCase());
  if (!isKeyword(kind, 'PATTERN')) throw SYNTAX_ERROR;
  const glob = new Glob(text, true);
  return name => glob.matches(name);
}

/** The command that stands behind COMMAND GETKEYS. */
function behind(catalogue: Catalogue, argv: readonly string[]): LeafCommand {
  const command = catalogue.find(argv[0] ?? '');
  if (command === undefined || command.internal === true) throw INVALID_COMMAND;
  const leaf = command.class === 'container' ? catalogue.subcommand(command, argv[1] ?? '') : command;
  if (leaf === undefined) throw INVALID_COMMAND;
  const fits = leaf.arity >= 0 ? argv.length === leaf.arity : argv.length >= -leaf.arity;
  if (!fits) throw INVALID_ARITY;
  return leaf;
}

const getkeys: NodeCommand = {
  ...common,
  name: 'getkeys',
  arity: -4,
  summary: 'Names the keys among the arguments of a command',
  complexity: 'O(N) with N the number of arguments',
  syntax: 'command [arg [arg ...]]',
  run: answering((catalogue, argv) => {
    const inner = argv.slice(2);
    return keysOf(behind(catalogue, inner), inner).map(({ name }) => name);
  }),
};

const getkeysandflags: NodeCommand = {
  ...common,
  name: 'getkeysandflags',
  arity: -4,
  since: '7.0.0',
  summary: 'Names the keys among the arguments of a command, and what it does with each',
  complexity: 'O(N) with N the number of arguments',
  syntax: 'command [arg [arg ...]]',
  run: answering((catalogue, argv) => {
    const inner = argv.slice(2);
    return keysOf(behind(catalogue, inner), inner).map(({ name, flags }) => [
      name,
      new SetReply(flags.map(flag => new Status(flag))),
    ]);
  }),
};

const HELP = helpReply('COMMAND', [
  ['(no subcommand)', 'Describes every command.'],
  ['COUNT', 'How many commands there are.'],
  ['DOCS [<command-name> ...]', 'Documents these commands, or all.'],
  ['GETKEYS <full-command>', 'The keys among the arguments of a command.'],
  ['GETKEYSANDFLAGS <full-command>', 'The same, and what the command does with each key.'],
  ['INFO [<command-name> ...]', 'Describes these commands, or all.'],
  ['LIST [FILTERBY (MODULE <name>|ACLCAT <category>|PATTERN <pattern>)]', 'Names of commands.'],
]);

const help: NodeCommand = {
  ...common,
  name: 'help',
  arity: 2,
  since: '5.0.0',
  summary: 'Lists the subcommands of COMMAND',
  complexity: 'O(1)',
  syntax: '',
  run: answering(() => HELP),
};

export const command: ContainerCommand = {
  ...common,
  name: 'command',
  class: 'container',
  arity: -1,
  summary: alone.summary,
  complexity: alone.complexity,
  syntax: '[subcommand [argument ...]]',
  alone,
  subcommands: [count, docs, getkeys, getkeysandflags, help, info, list],
};
