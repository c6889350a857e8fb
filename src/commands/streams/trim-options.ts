import type { MachineSettings } from '../../machine/settings.js';
import type { Trim } from '../../machine/values/stream/stream.js';
import { ErrorReply, SYNTAX_ERROR } from '../../resp/reply.js';
import { integer, keyword } from '../arguments.js';
import { beforeZero, idArgument, type NewId, newIdArgument } from './ids.js';
import { configuredNodeEntries } from './values.js';

const TWICE = new ErrorReply(
  'ERR syntax error, MAXLEN and MINID options at the same time are not compatible',
);
const NEGATIVE_MAXLEN = new ErrorReply('ERR The MAXLEN argument must be >= 0.');
const NEGATIVE_LIMIT = new ErrorReply('ERR The LIMIT argument must be >= 0.');
const LIMIT_ALONE = new ErrorReply(
  'ERR syntax error, LIMIT cannot be used without specifying a trimming strategy',
);
const LIMIT_EXACT = new ErrorReply('ERR syntax error, LIMIT cannot be used without the special ~ option');
const NOTHING_TO_TRIM = new ErrorReply('ERR syntax error, XTRIM must be called with a trimming strategy');

/** Of nodes that a `~` without LIMIT removes at most, and of entries. */
const LIMIT_NODES = 100;
const LIMIT_DEFAULT = 10_000;
const LIMIT_MOST = 1_000_000;

/** The options of XADD in front of the id, or those of XTRIM. */
export interface TrimOptions {
  readonly trim: Trim | undefined;
  /** XADD: do not make a stream. */
  readonly noMakeStream: boolean;
  /** Of XADD; null: `*`. */
  readonly id: NewId | null;
  /** Where XADD's id stands, or should. */
  readonly end: number;
}

/** Reads options from `argv[2]` on: all of them for XTRIM, those up to the id for XADD. */
export function trimOptions(argv: readonly string[], isAdd: boolean, settings: MachineSettings): TrimOptions {
  let to: Trim['to'] | undefined;
  let wholeNodes = false;
  let noMakeStream = false;
  let limit: number | undefined;
  let id: NewId | null = null;
  let at = 2;
  for (; at < argv.length; at++) {
    if (isAdd && beforeZero(argv[at]!) === '*') break;
    const option = keyword(argv[at], 'MAXLEN', 'MINID', 'LIMIT', 'NOMKSTREAM');
    const hasArgument = at + 1 < argv.length;
    if ((option === 'MAXLEN' || option === 'MINID') && hasArgument) {
      if (to !== undefined) throw TWICE;
      const sign = at + 2 < argv.length ? beforeZero(argv[at + 1]!) : '';
      wholeNodes = sign === '~';
      at += wholeNodes || sign === '=' ? 2 : 1;
      to = option === 'MAXLEN' ? maxLength(argv[at]!) : idArgument(argv[at]!);
    } else if (option === 'LIMIT' && hasArgument) {
      limit = integer(argv[++at]!);
      if (limit < 0) throw NEGATIVE_LIMIT;
    } else if (isAdd && option === 'NOMKSTREAM') {
      noMakeStream = true;
    } else if (isAdd) {
      id = newIdArgument(argv[at]!);
      break;
    } else {
      throw SYNTAX_ERROR;
    }
  }
  return { trim: trimOf(to, wholeNodes, limit, isAdd, settings), noMakeStream, id, end: at };
}

function maxLength(argument: string): number {
  const length = integer(argument);
  if (length < 0) throw NEGATIVE_MAXLEN;
  return length;
}

function trimOf(
  to: Trim['to'] | undefined,
  wholeNodes: boolean,
  limit: number | undefined,
  isAdd: boolean,
  settings: MachineSettings,
): Trim | undefined {
  if (to === undefined) {
    if (limit !== undefined && limit > 0) throw LIMIT_ALONE;
    if (!isAdd) throw NOTHING_TO_TRIM;
  }
  if (limit !== undefined && !wholeNodes) throw LIMIT_EXACT;
  if (to === undefined) return undefined;
  return { to, wholeNodes, limit: wholeNodes ? (limit ?? usualLimit(settings)) : 0 };
}

function usualLimit(settings: MachineSettings): number {
  const limit = LIMIT_NODES * configuredNodeEntries(settings);
  return limit <= 0 ? LIMIT_DEFAULT : Math.min(limit, LIMIT_MOST);
}
