import type { ContainerCommand, NodeCommand } from '../spec.js';
import { helpReply } from './help.js';

/** There are no modules; tools ask which. */

const common = {
  class: 'node',
  group: 'server',
  categories: [],
  complexity: 'O(1)',
} as const;

const list: NodeCommand = {
  ...common,
  name: 'list',
  arity: 2,
  flags: ['admin', 'noscript'],
  since: '4.0.0',
  summary: 'Lists the modules: none',
  syntax: '',
  run: (_node, _session, _argv, done) => done([]),
};

const help: NodeCommand = {
  ...common,
  name: 'help',
  arity: 2,
  flags: ['loading', 'stale'],
  since: '5.0.0',
  summary: 'Explains the subcommands',
  syntax: '',
  run: (_node, _session, _argv, done) => done(helpReply('MODULE', [['LIST', 'Lists the modules: none.']])),
};

export const modules: ContainerCommand = {
  class: 'container',
  name: 'module',
  arity: -2,
  flags: [],
  categories: [],
  group: 'server',
  since: '4.0.0',
  summary: 'Tells of modules, of which there are none',
  complexity: 'O(1)',
  syntax: 'subcommand',
  subcommands: [list, help],
};
