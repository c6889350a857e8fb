import { Glob } from '../../base/glob.js';
import { ErrorReply, OK, type Reply } from '../../resp/reply.js';
import { float, integer, wrongSubcommandArity } from '../arguments.js';
import type { NodePort, SessionPort } from '../ports.js';
import { helpReply } from '../server/help.js';
import type { Command, NodeCommand } from '../spec.js';
import { debugView } from './looking.js';
import { NO_PUSH, NO_SAMPLE, SAMPLES } from './samples.js';

const FORBIDDEN = new ErrorReply(
  'ERR DEBUG command not allowed. If the enable-debug-command option is set to "local", you can run it from a local ' +
    'connection, otherwise you need to set this option in the configuration file, and then restart the server.',
);
const BAD_THRESHOLD = new ErrorReply(
  'ERR argument must be a memory value bigger than 1 and smaller than 4gb',
);
const THRESHOLD_MAX = 4 * 2 ** 30;

interface Call {
  readonly node: NodePort;
  readonly session: SessionPort;
  readonly args: readonly string[];
  readonly done: (reply: Reply) => void;
}

interface Subcommand {
  /** How many arguments it takes, at least and at most. */
  readonly args: readonly [least: number, most: number];
  readonly help: readonly [usage: string, ...text: string[]];
  readonly run: (call: Call) => void;
}

const view =
  (name: string) =>
  ({ node, session, args, done }: Call): void =>
    node.read(['quorate.debug', name, ...args], session.db, done);

/** What is on disk at once anyway is written as a snapshot, and stays what it is. */
const save = ({ node, done }: Call): void =>
  node.snapshot(error => done(error === null ? OK : new ErrorReply(error)));

/** The snapshot, and then the state made anew of another that is taken in memory. */
const reload = ({ node, done }: Call): void =>
  node.snapshot(error => {
    if (error === null) node.reload();
    done(error === null ? OK : new ErrorReply(error));
  });

const accepted = ({ done }: Call): void => done(OK);

const refused =
  (why: string) =>
  ({ done }: Call): void =>
    done(new ErrorReply(`ERR ${why}`));

const KILLS = refused('This server does not end itself by DEBUG: kill the process');
const NO_SUCH_STRUCTURE = refused('This server has no such structure: its values live in the heap of V8');

const SUBCOMMANDS: ReadonlyMap<string, Subcommand> = new Map<string, Subcommand>([
  ['digest', { args: [0, 0], help: ['DIGEST', 'A signature of all data.'], run: view('DIGEST') }],
  [
    'digest-value',
    {
      args: [1, Infinity],
      help: ['DIGEST-VALUE <key> [<key> ...]', 'A signature of each value.'],
      run: view('DIGEST-VALUE'),
    },
  ],
  [
    'diverge',
    {
      args: [2, 2],
      help: ['DIVERGE <key> <value>', 'Sets a key of database 0 on this node alone, as a fault would.'],
      run: ({ node, args, done }) => {
        node.corrupt(args[0]!, args[1]!);
        done(OK);
      },
    },
  ],
  [
    'error',
    {
      args: [1, 1],
      help: ['ERROR <string>', 'Answers an error with this text.'],
      run: ({ args, done }) => done(new ErrorReply(args[0]!)),
    },
  ],
  [
    'listpack',
    {
      args: [1, 1],
      help: ['LISTPACK <key>', 'Says whether a value counts as a listpack.'],
      run: view('LISTPACK'),
    },
  ],
  [
    'object',
    { args: [1, 2], help: ['OBJECT <key>', 'How a value is stored, and its size.'], run: view('OBJECT') },
  ],
  [
    'protocol',
    {
      args: [1, 1],
      help: ['PROTOCOL <type>', `Answers a reply of that type: ${Object.keys(SAMPLES).join(', ')}.`],
      run: ({ args, session, done }) => done(sampleOf(args[0]!, session.protocol)),
    },
  ],
  [
    'quicklist-packed-threshold',
    {
      args: [1, 1],
      help: ['QUICKLIST-PACKED-THRESHOLD <size>', 'Accepted: elements of any size are stored alike.'],
      run: ({ args, done }) => done(isThreshold(args[0]!) ? OK : BAD_THRESHOLD),
    },
  ],
  [
    'reload',
    {
      args: [0, 3],
      help: ['RELOAD [NOSAVE] [NOFLUSH] [MERGE]', 'Takes a snapshot, and makes the state of this node anew.'],
      run: reload,
    },
  ],
  ['loadaof', { args: [0, 0], help: ['LOADAOF', 'Takes a snapshot.'], run: save }],
  [
    'set-active-expire',
    {
      args: [1, 1],
      help: ['SET-ACTIVE-EXPIRE <0|1>', 'Accepted: a key that is due is not there, whoever deletes it.'],
      run: accepted,
    },
  ],
  [
    'sleep',
    {
      args: [1, 1],
      help: ['SLEEP <seconds>', 'Stops this process for that long, as a fault would.'],
      run: ({ node, args, done }) => {
        node.sleep(float(args[0]!));
        done(OK);
      },
    },
  ],
  [
    'stringmatch-len',
    {
      args: [2, 2],
      help: ['STRINGMATCH-LEN <len> <pattern>', 'Whether the pattern matches that many times the letter a.'],
      run: ({ args, done }) => done(new Glob(args[1]!).matches('a'.repeat(integer(args[0]!))) ? 1 : 0),
    },
  ],
  ...['assert', 'crash-and-recover', 'oom', 'panic', 'restart', 'segfault'].map(
    (name): [string, Subcommand] => [
      name,
      { args: [0, 1], help: [name.toUpperCase(), 'Refused.'], run: KILLS },
    ],
  ),
  ...['htstats', 'htstats-key', 'jmap', 'mallctl', 'mallctl-str', 'quicklist', 'sdslen', 'structsize'].map(
    (name): [string, Subcommand] => [
      name,
      { args: [0, 2], help: [name.toUpperCase(), 'Refused.'], run: NO_SUCH_STRUCTURE },
    ],
  ),
]);

const HELP = helpReply(
  'DEBUG',
  [...SUBCOMMANDS.values()].map(({ help }) => help),
);

function sampleOf(type: string, protocol: 2 | 3): Reply {
  const name = type.toLowerCase();
  if (!Object.hasOwn(SAMPLES, name)) throw NO_SAMPLE;
  if (name === 'push' && protocol === 2) throw NO_PUSH;
  return SAMPLES[name]!;
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1e3,
  kb: 1024,
  m: 1e6,
  mb: 2 ** 20,
  g: 1e9,
  gb: 2 ** 30,
};

function isThreshold(text: string): boolean {
  const [, count, unit] = /^(\d+)([a-z]*)$/i.exec(text) ?? [];
  const bytes = Number(count) * (UNITS[unit?.toLowerCase() ?? ''] ?? NaN);
  return bytes < THRESHOLD_MAX;
}

const debug: NodeCommand = {
  name: 'debug',
  class: 'node',
  arity: -2,
  flags: ['admin', 'noscript', 'loading', 'stale'],
  categories: [],
  group: 'server',
  since: '1.0.0',
  summary: 'Does what tests of clients need; off unless `enable-debug-command` allows it',
  complexity: 'Depends on the subcommand',
  syntax: 'subcommand [argument ...]',
  run(node, session, argv, done) {
    const allowed = node.debugAllowed();
    if (allowed === 'no' || (allowed === 'local' && !isLocal(session.address))) throw FORBIDDEN;
    const args = argv.slice(2);
    const name = argv[1]!.toLowerCase();
    if (name === 'help' && args.length === 0) {
      done(HELP);
      return;
    }
    const subcommand = SUBCOMMANDS.get(name);
    const [least, most] = subcommand?.args ?? [Infinity, 0];
    if (args.length < least || args.length > most) throw wrongSubcommandArity(argv);
    subcommand?.run({ node, session, args, done });
  },
};

function isLocal(address: string): boolean {
  return /^(?:127\.|\[?::1\]?:|\[?::ffff:127\.|\/)/.test(address);
}

export const debugging: readonly Command[] = [debug, debugView];
