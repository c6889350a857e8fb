import { NullArray } from '../../../src/resp/reply.js';
import type { Call, Model } from './search.js';

/** A command as a client sent it, and what came back. */
export interface Command extends Call {
  readonly argv: readonly string[];
  /** Undefined: no answer, or "unknown". */
  readonly reply: unknown;
}

/** What separates the elements in the state of a list; not to be in them. */
const COMMA = ',';
const NIL = 'nil';
const text = (state: string): string | null => (state === NIL ? null : state.slice(1));
const held = (value: string): string => `=${value}`;

const isUnknown = ({ to }: Call): boolean => to === Infinity;
const isNil = (reply: unknown): boolean => reply === null || reply instanceof NullArray;

/** `after` if the reply may be `reply`. */
function if_(command: Command, reply: string | number | null, after: string): string | null {
  if (isUnknown(command)) return after;
  const same = reply === null ? isNil(command.reply) : String(command.reply) === String(reply);
  return same ? after : null;
}

/** A string: SET (NX, XX, IFEQ, GET), SETNX, GETSET, GET, INCR, DEL. */
export const STRING: Model<Command> = {
  initial: NIL,
  apply(state, command) {
    const [name = '', , value = ''] = command.argv;
    const old = text(state);
    switch (name) {
      case 'GET':
        return if_(command, old, state);
      case 'SET':
        return set(state, command);
      case 'SETNX':
        return if_(command, old === null ? 1 : 0, old === null ? held(value) : state);
      case 'GETSET':
        return if_(command, old, held(value));
      case 'INCR':
        return if_(command, Number(old ?? 0) + 1, held(String(Number(old ?? 0) + 1)));
      case 'DEL':
        return if_(command, old === null ? 0 : 1, NIL);
      default:
        throw new Error(`no model of ${name} on a string`);
    }
  },
};

function set(state: string, command: Command): string | null {
  const [, , value = '', ...options] = command.argv;
  const old = text(state);
  const ifEqual = options.indexOf('IFEQ');
  const holds =
    (!options.includes('NX') || old === null) &&
    (!options.includes('XX') || old !== null) &&
    (ifEqual < 0 || old === options[ifEqual + 1]);
  const reply = options.includes('GET') ? old : holds ? 'OK' : null;
  return if_(command, reply, holds ? held(value) : state);
}

/**
 * A list that only grows at its end, each element another one: RPUSH, LRANGE key 0 -1, LLEN. What the longest read shows
 * settles the order of all before it, so that pushes without an answer need not be tried everywhere.
 */
export function list(history: readonly Command[]): Model<Command> {
  const shown = (reply: unknown): string => (reply as string[]).map(element => element + COMMA).join('');
  const reads = history.filter(command => command.argv[0] === 'LRANGE' && !isUnknown(command));
  const longest = longestOf(reads.map(({ reply }) => shown(reply)));
  return {
    initial: '',
    apply(state, command) {
      const [name = '', , ...elements] = command.argv;
      const length = state.split(COMMA).length - 1;
      switch (name) {
        case 'LRANGE':
          return isUnknown(command) || shown(command.reply) === state ? state : null;
        case 'LLEN':
          return if_(command, length, state);
        case 'RPUSH': {
          const after = state + shown(elements);
          return agrees(after, longest) ? if_(command, length + elements.length, after) : null;
        }
        default:
          throw new Error(`no model of ${name} on a list`);
      }
    },
  };
}

/** A text that only grows, each piece another one: APPEND, GET, STRLEN. As with {@link list}. */
export function growingText(history: readonly Command[]): Model<Command> {
  const shown = (reply: unknown): string => (isNil(reply) ? '' : String(reply));
  const reads = history.filter(command => command.argv[0] === 'GET' && !isUnknown(command));
  const longest = longestOf(reads.map(({ reply }) => shown(reply)));
  return {
    initial: '',
    apply(state, command) {
      const [name = '', , piece = ''] = command.argv;
      switch (name) {
        case 'GET':
          return isUnknown(command) || shown(command.reply) === state ? state : null;
        case 'STRLEN':
          return if_(command, state.length, state);
        case 'APPEND': {
          const after = state + piece;
          return agrees(after, longest) ? if_(command, after.length, after) : null;
        }
        default:
          throw new Error(`no model of ${name} on a text`);
      }
    },
  };
}

const longestOf = (texts: readonly string[]): string =>
  texts.reduce((longest, each) => (each.length > longest.length ? each : longest), '');
const agrees = (state: string, longest: string): boolean =>
  state.length <= longest.length ? longest.startsWith(state) : state.startsWith(longest);

/**
 * A queue, each element another one: LPUSH, BRPOP, RPOP, LLEN. A pop whose client cannot say what it got may have taken
 * nothing, an element for good, or one that went back to the end it came from because nobody was there to take it: that is
 * the call which {@link withReturns} adds. The state is the queue, the next element first, and what is out like that.
 */
export const QUEUE: Model<Command> = {
  initial: '|',
  apply(state, command) {
    const [waiting, out] = state.split('|') as [string, string];
    const [name = '', , ...elements] = command.argv;
    const [head = ''] = waiting.split(COMMA);
    const rest = waiting.slice(head.length + 1);
    switch (name) {
      case 'LPUSH': {
        const after = waiting + elements.map(element => element + COMMA).join('');
        return if_(command, after.split(COMMA).length - 1, `${after}|${out}`);
      }
      case 'LLEN':
        return if_(command, waiting.split(COMMA).length - 1, state);
      case 'BRPOP':
      case 'RPOP':
        if (isUnknown(command)) {
          return head === '' ? null : `${rest}|${out}${command.lane}=${head}${COMMA}`;
        }
        if (isNil(command.reply)) return head === '' ? state : null;
        return head !== '' && head === takenBy(command) ? `${rest}|${out}` : null;
      case RETURN: {
        const entry = out.split(COMMA).find(each => each.startsWith(`${command.argv[2]}=`));
        if (entry === undefined) return null;
        const element = entry.slice(entry.indexOf('=') + 1);
        return `${element}${COMMA}${waiting}|${out.replace(entry + COMMA, '')}`;
      }
      default:
        throw new Error(`no model of ${name} on a queue`);
    }
  },
};

const RETURN = '(return)';

/** The element that a BRPOP, which also names the key, or a RPOP was answered. */
export function takenBy({ argv, reply }: Pick<Command, 'argv' | 'reply'>): string {
  return argv[0] === 'BRPOP' ? ((reply as string[])[1] ?? '') : String(reply);
}

/** For each pop without an answer a call by which the element may have come back. */
export function withReturns(history: readonly Command[]): Command[] {
  return history.flatMap((command, at) => {
    if (!isUnknown(command) || !['BRPOP', 'RPOP'].includes(command.argv[0] ?? '')) return [command];
    const lane = `${command.lane}#${at}`; // names the element that is out
    const back = { ...command, lane: '', argv: [RETURN, command.argv[1] ?? '', lane] };
    return [{ ...command, lane }, back];
  });
}
