import { ErrorReply, NO_REPLY, OK, Status, SYNTAX_ERROR, Verbatim } from '../../resp/reply.js';
import { isKeyword, keyword, printed } from '../arguments.js';
import type { SessionCommand } from '../spec.js';
import { checkedAttribute, checkedName } from './names.js';

/** Subcommands of CLIENT that concern this connection only. */

const common = {
  class: 'session',
  group: 'connection',
  categories: ['connection'],
  flags: ['noscript', 'loading', 'stale'],
  complexity: 'O(1)',
} as const;

const id: SessionCommand = {
  ...common,
  name: 'id',
  arity: 2,
  since: '5.0.0',
  summary: 'Answers the id of this connection, which no other will have in the life of the cluster',
  syntax: '',
  run: session => session.id,
};

const info: SessionCommand = {
  ...common,
  name: 'info',
  arity: 2,
  since: '6.2.0',
  summary: 'Answers the line of CLIENT LIST for this connection',
  syntax: '',
  run: session => new Verbatim('txt', `${session.describe()}\n`),
};

const getname: SessionCommand = {
  ...common,
  name: 'getname',
  arity: 2,
  since: '2.6.9',
  summary: 'Answers the name of this connection',
  syntax: '',
  run: session => (session.name === '' ? null : session.name),
};

const setname: SessionCommand = {
  ...common,
  name: 'setname',
  arity: 3,
  since: '2.6.9',
  summary: 'Names this connection',
  syntax: 'connection-name',
  run(session, argv) {
    session.name = checkedName(argv[2] ?? '');
    return OK;
  },
};

const setinfo: SessionCommand = {
  ...common,
  name: 'setinfo',
  arity: 4,
  since: '7.2.0',
  summary: 'Tells the name or the version of the library that the client uses',
  syntax: 'LIB-NAME libname | LIB-VER libver',
  run(session, argv) {
    const value = argv[3] ?? '';
    if (isKeyword(argv[2], 'LIB-NAME')) session.libraryName = checkedAttribute('lib-name', value);
    else if (isKeyword(argv[2], 'LIB-VER')) session.libraryVersion = checkedAttribute('lib-ver', value);
    else throw new ErrorReply(`ERR Unrecognized option '${printed(argv[2]!)}'`);
    return OK;
  },
};

const reply: SessionCommand = {
  ...common,
  name: 'reply',
  arity: 3,
  since: '3.2.0',
  summary: 'Switches the replies of this connection on or off, or skips the next one',
  syntax: 'ON | OFF | SKIP',
  run(session, argv) {
    switch (keyword(argv[2], 'ON', 'OFF', 'SKIP')) {
      case 'ON':
        session.setReplyMode('on');
        return OK;
      case 'OFF':
        session.setReplyMode('off');
        return NO_REPLY;
      case 'SKIP':
        session.setReplyMode('skip');
        return NO_REPLY;
      case undefined:
        throw SYNTAX_ERROR;
    }
  },
};

const noEvict: SessionCommand = {
  ...common,
  name: 'no-evict',
  arity: 3,
  flags: ['admin', 'noscript', 'loading', 'stale'],
  since: '7.0.0',
  summary: 'Protects this connection from being closed when clients use too much memory',
  syntax: 'ON | OFF',
  run(session, argv) {
    session.noEvict = onOrOff(argv[2]);
    return OK;
  },
};

const noTouch: SessionCommand = {
  ...common,
  name: 'no-touch',
  arity: 3,
  since: '7.2.0',
  summary: 'Lets the commands of this connection leave the access times of keys alone',
  syntax: 'ON | OFF',
  run(session, argv) {
    session.noTouch = onOrOff(argv[2]);
    return OK;
  },
};

function onOrOff(text: string | undefined): boolean {
  const mode = keyword(text, 'ON', 'OFF');
  if (mode === undefined) throw SYNTAX_ERROR;
  return mode === 'ON';
}

const HELP = [
  'CLIENT <subcommand> [<argument> ...]. Subcommands are:',
  'CACHING (YES|NO)',
  '    Whether the keys of the next command are tracked.',
  'GETNAME',
  '    The name of this connection.',
  'GETREDIR',
  '    Where invalidations of tracked keys go.',
  'ID',
  '    The id of this connection.',
  'INFO',
  '    The line of LIST for this connection.',
  'KILL <ip:port>',
  '    Closes the connection that comes from that address.',
  'KILL <option> <value> [<option> <value> ...]',
  '    Closes all connections for which every option holds:',
  '    ID <id>, ADDR <ip:port>, LADDR <ip:port>, TYPE (NORMAL|MASTER|REPLICA|PUBSUB), USER <name>,',
  '    MAXAGE <seconds>; SKIPME (YES|NO) spares this connection or not, and is YES by default.',
  'LIST [TYPE (NORMAL|MASTER|REPLICA|PUBSUB) | ID <id> ...]',
  '    A line for each connection, of all nodes.',
  'NO-EVICT (ON|OFF)',
  '    Protects this connection when clients use too much memory.',
  'NO-TOUCH (ON|OFF)',
  '    Leaves the access times of keys alone.',
  'PAUSE <milliseconds> [WRITE|ALL]',
  '    Holds the commands of all clients, or those that write.',
  'REPLY (ON|OFF|SKIP)',
  '    Switches replies on or off, or skips the next one.',
  'SETINFO (LIB-NAME|LIB-VER) <value>',
  '    Tells which library the client uses.',
  'SETNAME <name>',
  '    Names this connection.',
  'TRACKING (ON|OFF) [REDIRECT <id>] [BCAST] [PREFIX <prefix> ...] [OPTIN] [OPTOUT] [NOLOOP]',
  '    Tells this connection when keys that it has read change.',
  'TRACKINGINFO',
  '    What this connection tracks.',
  'UNBLOCK <id> [TIMEOUT|ERROR]',
  '    Ends the waiting of a blocked client.',
  'UNPAUSE',
  '    Ends a PAUSE.',
  'HELP',
  '    This text.',
].map(line => new Status(line));

const help: SessionCommand = {
  ...common,
  name: 'help',
  arity: 2,
  flags: ['loading', 'stale'],
  since: '5.0.0',
  summary: 'Lists the subcommands of CLIENT',
  syntax: '',
  run: () => HELP,
};

export const clientSession = [id, info, getname, setname, setinfo, reply, noEvict, noTouch, help];
