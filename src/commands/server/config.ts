import { SETTINGS, settingName } from '../../config/table.js';
import { assert } from '../../base/assert.js';
import { ErrorReply, MapReply, OK, type Reply, SYNTAX_ERROR } from '../../resp/reply.js';
import type { ConfigOutcome } from '../ports.js';
import type { ContainerCommand, NodeCommand, WriteCommand } from '../spec.js';
import { helpReply } from './help.js';

const common = {
  class: 'node',
  group: 'server',
  categories: [],
  flags: ['admin', 'noscript', 'loading', 'stale'],
} as const;

const outcomeReply = (outcome: ConfigOutcome): Reply => (outcome.ok ? OK : new ErrorReply(outcome.error));

/** The arguments from `from` on, two by two; their number is even. */
function pairsFrom(argv: readonly string[], from: number): [string, string][] {
  const pairs: [string, string][] = [];
  for (let at = from; at < argv.length; at += 2) pairs.push([argv[at] ?? '', argv[at + 1] ?? '']);
  return pairs;
}

const get: NodeCommand = {
  ...common,
  name: 'get',
  arity: -3,
  since: '2.0.0',
  summary: 'Returns the settings whose names match a pattern, with their values',
  complexity: 'O(N) with N the number of settings times the number of patterns',
  syntax: 'parameter [parameter ...]',
  run(node, _session, argv, done) {
    done(new MapReply(node.configGet(argv.slice(2)).flat()));
  },
};

const set: NodeCommand = {
  ...common,
  name: 'set',
  arity: -4,
  since: '2.0.0',
  summary: 'Changes settings, all of those named or none; what commands do is changed on all nodes',
  complexity: 'O(N) with N the number of settings named',
  syntax: 'parameter value [parameter value ...]',
  run(node, _session, argv, done) {
    if (argv.length % 2 !== 0) throw SYNTAX_ERROR;
    node.configSet(pairsFrom(argv, 2), outcome => done(outcomeReply(outcome)));
  },
};

const resetstat: NodeCommand = {
  ...common,
  name: 'resetstat',
  arity: 2,
  since: '2.0.0',
  summary: 'Sets the counters that INFO shows back to zero',
  complexity: 'O(1)',
  syntax: '',
  run(node, _session, _argv, done) {
    node.configResetStat();
    done(OK);
  },
};

const rewrite: NodeCommand = {
  ...common,
  name: 'rewrite',
  arity: 2,
  since: '2.8.0',
  summary: 'Writes the present settings into the configuration file, whose comments stay',
  complexity: 'O(N) with N the length of the file',
  syntax: '',
  run(node, _session, _argv, done) {
    node.configRewrite(outcome => done(outcomeReply(outcome)));
  },
};

const HELP = helpReply('CONFIG', [
  ['GET <pattern> [<pattern> ...]', 'The settings that match, with their values.'],
  ['SET <name> <value> [<name> <value> ...]', 'Changes settings, all or none.'],
  ['RESETSTAT', 'Sets the counters of INFO back to zero.'],
  ['REWRITE', 'Writes the present settings into the configuration file.'],
]);

const help: NodeCommand = {
  ...common,
  name: 'help',
  flags: ['loading', 'stale'],
  arity: 2,
  since: '5.0.0',
  summary: 'Lists the subcommands of CONFIG',
  complexity: 'O(1)',
  syntax: '',
  run: (_node, _session, _argv, done) => done(HELP),
};

export const config: ContainerCommand = {
  ...common,
  name: 'config',
  class: 'container',
  flags: [],
  arity: -2,
  since: '2.0.0',
  summary: 'Shows and changes settings',
  complexity: 'Depends on the subcommand',
  syntax: 'subcommand [argument ...]',
  subcommands: [get, help, rewrite, resetstat, set],
};

/** What CONFIG SET becomes in the log, for settings that all nodes share. Its values were checked and are normal. */
export const setting: WriteCommand = {
  name: 'quorate.setting',
  class: 'write',
  arity: -3,
  flags: ['write'],
  categories: [],
  group: 'quorate',
  since: '0.1.0',
  summary: 'Changes settings that all nodes share',
  complexity: 'O(N) with N the number of settings named',
  syntax: 'name value [name value ...]',
  internal: true,
  apply({ settings }, argv) {
    const pairs = pairsFrom(argv, 1);
    for (const [name] of pairs) {
      const known = settingName(name);
      assert(
        known !== undefined && SETTINGS[known].scope === 'cluster',
        'the log holds settings of all nodes',
      );
    }
    for (const [name, value] of pairs) settings.set(name, value);
    return OK;
  },
};
