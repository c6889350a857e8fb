import { parseInt64 } from '../../base/numbers.js';
import { ErrorReply, SYNTAX_ERROR } from '../../resp/reply.js';
import { integer, isKeyword, printed } from '../arguments.js';
import type { ClientFilter } from '../ports.js';

const BAD_KILL_ID = new ErrorReply('ERR client-id should be greater than 0');
const BAD_LIST_ID = new ErrorReply('ERR Invalid client ID');
const BAD_MAX_AGE = new ErrorReply('ERR maxage is not an integer or out of range');
const MAX_AGE_TOO_SMALL = new ErrorReply('ERR maxage should be greater than 0');

type ClientType = NonNullable<ClientFilter['type']>;
const TYPES: Readonly<Record<string, ClientType>> = {
  normal: 'normal',
  master: 'master',
  slave: 'replica',
  replica: 'replica',
  pubsub: 'pubsub',
};

/** CLIENT LIST [TYPE type | ID id ...] */
export function listFilter(argv: readonly string[]): ClientFilter {
  if (argv.length === 2) return {};
  if (argv.length === 4 && isKeyword(argv[2], 'TYPE')) return { type: clientType(argv[3] ?? '') };
  if (argv.length > 3 && isKeyword(argv[2], 'ID')) {
    return { ids: argv.slice(3).map(text => integer(text, BAD_LIST_ID)) };
  }
  throw SYNTAX_ERROR;
}

/** CLIENT KILL option value [option value ...]; a later option replaces an earlier one of the same name. */
export function killFilter(argv: readonly string[], callerId: number): ClientFilter {
  let filter: ClientFilter = { except: callerId };
  for (let at = 2; at < argv.length; at += 2) {
    const value = argv[at + 1];
    if (value === undefined) throw SYNTAX_ERROR;
    const option = (argv[at] ?? '').toUpperCase();
    switch (option) {
      case 'ID':
        filter = { ...filter, ids: [killId(value)] };
        break;
      case 'ADDR':
        filter = { ...filter, address: value };
        break;
      case 'LADDR':
        filter = { ...filter, localAddress: value };
        break;
      case 'TYPE':
        filter = { ...filter, type: clientType(value) };
        break;
      case 'USER':
        if (value !== 'default') throw new ErrorReply(`ERR No such user '${printed(value)}'`);
        filter = { ...filter, user: value };
        break;
      case 'MAXAGE':
        filter = { ...filter, maxAge: maxAge(value) };
        break;
      case 'SKIPME':
        filter = skipMe(filter, value, callerId);
        break;
      default:
        throw SYNTAX_ERROR;
    }
  }
  return filter;
}

function killId(text: string): number {
  const id = parseInt64(text);
  if (id === undefined || id < 1) throw BAD_KILL_ID;
  return Number(id);
}

function maxAge(text: string): number {
  const seconds = integer(text, BAD_MAX_AGE);
  if (seconds <= 0) throw MAX_AGE_TOO_SMALL;
  return seconds;
}

function skipMe(filter: ClientFilter, value: string, callerId: number): ClientFilter {
  const { except: _, ...others } = filter;
  if (isKeyword(value, 'YES')) return { ...others, except: callerId };
  if (isKeyword(value, 'NO')) return others;
  throw SYNTAX_ERROR;
}

function clientType(name: string): ClientType {
  const type = TYPES[name.toLowerCase()];
  if (type === undefined) throw new ErrorReply(`ERR Unknown client type '${printed(name)}'`);
  return type;
}
