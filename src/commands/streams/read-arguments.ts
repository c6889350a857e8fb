import { ErrorReply, SYNTAX_ERROR } from '../../resp/reply.js';
import { integer, integer64, isKeyword, keyword } from '../arguments.js';

/** What XREAD and XREADGROUP ask for. Ids stand as they were sent. */
export interface ReadArguments {
  readonly keys: readonly string[];
  readonly ids: readonly string[];
  /** Where the ids begin in the command. */
  readonly idsAt: number;
  /** Entries of each stream, at most. */
  readonly count: number;
  /** Milliseconds, 0: for ever; undefined: it does not wait. */
  readonly timeout: number | undefined;
  /** Of XREADGROUP. */
  readonly reader: { readonly group: string; readonly consumer: string } | undefined;
  readonly noAck: boolean;
}

const GROUP_IN_XREAD = new ErrorReply(
  'ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.',
);
const NOACK_IN_XREAD = new ErrorReply(
  'ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.',
);
const NO_GROUP = new ErrorReply('ERR Missing GROUP option for XREADGROUP');
const NO_TIMEOUT = new ErrorReply('ERR timeout is not an integer or out of range');
const TIMEOUT_OUT_OF_RANGE = new ErrorReply('ERR timeout is out of range');
const TIMEOUT_NEGATIVE = new ErrorReply('ERR timeout is negative');

/** Of commands that wait: what they ask for is looked at whenever one of their keys changes. */
const waiting = new WeakMap<readonly string[], ReadArguments>();

/** As {@link readArguments}, for a waiter: its arguments are read once. */
export function waitingArguments(argv: readonly string[], forGroup: boolean, now: number): ReadArguments {
  const known = waiting.get(argv);
  if (known !== undefined) return known;
  const request = readArguments(argv, forGroup, now);
  waiting.set(argv, request);
  return request;
}

/** `now`: milliseconds since the epoch. */
export function readArguments(argv: readonly string[], forGroup: boolean, now: number): ReadArguments {
  let timeout: number | undefined;
  let count = Infinity;
  let reader: ReadArguments['reader'];
  let noAck = false;
  for (let at = 1; at < argv.length; at++) {
    const behind = argv.length - at - 1;
    const option = keyword(argv[at], 'BLOCK', 'COUNT', 'STREAMS', 'GROUP', 'NOACK');
    if (option === 'BLOCK' && behind >= 1) {
      timeout = timeoutArgument(argv[++at]!, now);
    } else if (option === 'COUNT' && behind >= 1) {
      count = integer(argv[++at]!);
      if (count <= 0) count = Infinity;
    } else if (option === 'STREAMS' && behind >= 1) {
      const { keys, ids, idsAt } = streamsFrom(argv, at + 1, forGroup);
      if (forGroup && reader === undefined) throw NO_GROUP;
      return { keys, ids, idsAt, count, timeout, reader, noAck };
    } else if (option === 'GROUP' && behind >= 2) {
      if (!forGroup) throw GROUP_IN_XREAD;
      reader = { group: argv[at + 1]!, consumer: argv[at + 2]! };
      at += 2;
    } else if (option === 'NOACK') {
      if (!forGroup) throw NOACK_IN_XREAD;
      noAck = true;
    } else {
      throw SYNTAX_ERROR;
    }
  }
  throw SYNTAX_ERROR;
}

/** Whether XREAD asks to wait: what it then says has to be logged. Anything that is wrong is not. */
export function mayWait(argv: readonly string[]): boolean {
  for (let at = 1; at < argv.length && !isKeyword(argv[at], 'STREAMS'); at++) {
    if (isKeyword(argv[at], 'BLOCK')) return true;
    if (isKeyword(argv[at], 'COUNT')) at++;
  }
  return false;
}

function streamsFrom(
  argv: readonly string[],
  from: number,
  forGroup: boolean,
): Pick<ReadArguments, 'keys' | 'ids' | 'idsAt'> {
  const count = argv.length - from;
  if (count % 2 === 1) {
    const [name, symbol] = forGroup ? ['xreadgroup', '>'] : ['xread', '$'];
    throw new ErrorReply(
      `ERR Unbalanced '${name}' list of streams: for each stream key an ID or '${symbol}' must be specified.`,
    );
  }
  const idsAt = from + count / 2;
  return { keys: argv.slice(from, idsAt), ids: argv.slice(idsAt), idsAt };
}

function timeoutArgument(text: string, now: number): number {
  const timeout = integer64(text, NO_TIMEOUT);
  if (timeout < 0) throw TIMEOUT_NEGATIVE;
  if (timeout > 2n ** 63n - 1n - BigInt(now)) throw TIMEOUT_OUT_OF_RANGE;
  return Math.min(Number(timeout), Number.MAX_SAFE_INTEGER);
}
