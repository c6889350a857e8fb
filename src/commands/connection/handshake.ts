import { REDIS_VERSION } from '../../base/version.js';
import { ErrorReply, MapReply, OK, PONG, type Reply, Status, SYNTAX_ERROR } from '../../resp/reply.js';
import { integer, integer64, isKeyword, printed, wrongArity } from '../arguments.js';
import type { SessionPort } from '../ports.js';
import type { SessionCommand } from '../spec.js';
import { checkedName } from './names.js';

const WRONG_PASSWORD = new ErrorReply('WRONGPASS invalid username-password pair or user is disabled.');
const HELLO_NEEDS_AUTH = new ErrorReply(
  'NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> ' +
    'option can be used to authenticate the client and select the RESP protocol version at the same time',
);
const NO_PROTOCOL = new ErrorReply('NOPROTO unsupported protocol version');
const NOT_A_PROTOCOL = new ErrorReply('ERR Protocol version is not an integer or out of range');
const NO_SUCH_DATABASE = new ErrorReply('ERR DB index is out of range');
const BEYOND_INT = new ErrorReply('ERR value is out of range, value must between -2147483648 and 2147483647');

const flags = ['noscript', 'loading', 'stale', 'fast', 'no_auth', 'allow_busy'] as const;
const common = { class: 'session', group: 'connection', categories: ['connection'] } as const;

export const hello: SessionCommand = {
  ...common,
  name: 'hello',
  arity: -1,
  flags,
  since: '6.0.0',
  summary: 'Shakes hands: chooses the protocol, authenticates and names the connection in one step',
  complexity: 'O(1)',
  syntax: '[protover [AUTH username password] [SETNAME clientname]]',
  run(session, argv) {
    const protocol = argv.length > 1 ? protocolOf(argv[1] ?? '') : session.protocol;
    const { user, password, name } = helloOptions(argv);
    if (user !== undefined && !session.authenticate(user, password ?? '', true)) throw WRONG_PASSWORD;
    if (!session.authenticated) throw HELLO_NEEDS_AUTH;
    if (name !== undefined) session.name = checkedName(name);
    session.protocol = protocol;
    return greeting(session);
  },
};

function protocolOf(text: string): 2 | 3 {
  const version = integer(text, NOT_A_PROTOCOL);
  if (version !== 2 && version !== 3) throw NO_PROTOCOL;
  return version;
}

interface HelloOptions {
  user?: string;
  password?: string;
  name?: string;
}

function helloOptions(argv: readonly string[]): HelloOptions {
  const options: HelloOptions = {};
  for (let at = 2; at < argv.length; ) {
    const left = argv.length - 1 - at;
    if (isKeyword(argv[at], 'AUTH') && left >= 2) {
      options.user = argv[at + 1] ?? '';
      options.password = argv[at + 2] ?? '';
      at += 3;
    } else if (isKeyword(argv[at], 'SETNAME') && left >= 1) {
      options.name = checkedName(argv[at + 1] ?? '');
      at += 2;
    } else throw new ErrorReply(`ERR Syntax error in HELLO option '${printed(argv[at]!)}'`);
  }
  return options;
}

/** To its clients every node is a master on its own. */
function greeting(session: SessionPort): Reply {
  return new MapReply([
    'server',
    'redis',
    'version',
    REDIS_VERSION,
    'proto',
    session.protocol,
    'id',
    session.id,
    'mode',
    'standalone',
    'role',
    'master',
    'modules',
    [],
  ]);
}

export const auth: SessionCommand = {
  ...common,
  name: 'auth',
  arity: -2,
  flags,
  since: '1.0.0',
  summary: 'Shows the password of a user',
  complexity: 'O(1)',
  syntax: '[username] password',
  run(session, argv) {
    if (argv.length > 3) throw SYNTAX_ERROR;
    const explicit = argv.length === 3;
    const user = explicit ? (argv[1] ?? '') : 'default';
    if (!session.authenticate(user, argv[argv.length - 1] ?? '', explicit)) throw WRONG_PASSWORD;
    return OK;
  },
};

export const select: SessionCommand = {
  ...common,
  name: 'select',
  arity: 2,
  flags: ['loading', 'stale', 'fast'],
  since: '1.0.0',
  summary: 'Chooses the database of the connection',
  complexity: 'O(1)',
  syntax: 'index',
  run(session, argv) {
    session.db = chosenDatabase(argv, session.databases);
    return OK;
  },
  chooses(argv, databases) {
    try {
      return chosenDatabase(argv, databases);
    } catch (error) {
      if (error instanceof ErrorReply) return undefined;
      throw error;
    }
  },
};

function chosenDatabase(argv: readonly string[], databases: number): number {
  const value = integer64(argv[1] ?? '');
  if (value < -(2 ** 31) || value >= 2 ** 31) throw BEYOND_INT;
  const db = Number(value);
  if (db < 0 || db >= databases) throw NO_SUCH_DATABASE;
  return db;
}

export const reset: SessionCommand = {
  ...common,
  name: 'reset',
  arity: 1,
  flags,
  since: '6.2.0',
  summary: 'Makes the connection as it was when it was new',
  complexity: 'O(1)',
  syntax: '',
  run(session) {
    session.reset();
    return new Status('RESET');
  },
};

export const quit: SessionCommand = {
  ...common,
  name: 'quit',
  arity: -1,
  flags: ['noscript', 'loading', 'stale', 'fast', 'no_auth', 'allow_busy'],
  since: '1.0.0',
  summary: 'Closes the connection, once everything before is answered',
  complexity: 'O(1)',
  syntax: '',
  run(session) {
    session.closeAfterReply();
    return OK;
  },
};

export const ping: SessionCommand = {
  ...common,
  name: 'ping',
  arity: -1,
  flags: ['fast'],
  since: '1.0.0',
  summary: 'Answers PONG, or the message it was given',
  complexity: 'O(1)',
  syntax: '[message]',
  run(session, argv) {
    if (argv.length > 2) throw wrongArity('ping');
    if (session.isSubscribed && session.protocol === 2) return ['pong', argv[1] ?? ''];
    return argv[1] ?? PONG;
  },
};

export const echo: SessionCommand = {
  ...common,
  name: 'echo',
  arity: 2,
  flags: ['loading', 'stale', 'fast'],
  since: '1.0.0',
  summary: 'Answers the message it was given',
  complexity: 'O(1)',
  syntax: 'message',
  run: (_session, argv) => argv[1] ?? '',
};

/** Every node serves every command, so there is nothing to switch. */
export const readonly: SessionCommand = {
  ...common,
  name: 'readonly',
  arity: 1,
  flags: ['loading', 'stale', 'fast'],
  since: '3.0.0',
  summary: 'Accepted for the sake of cluster clients; every node serves reads that are up to date',
  complexity: 'O(1)',
  syntax: '',
  run: () => OK,
};

export const readwrite: SessionCommand = {
  ...readonly,
  name: 'readwrite',
  summary: 'Accepted for the sake of cluster clients; every node takes writes',
};
