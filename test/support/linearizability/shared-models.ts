import type { Command } from './models.js';
import type { Model } from './search.js';

/** The life of a lock that is taken with SET NX PX. Milliseconds. */
export const LOCK_MS = 300;
/** The time of the cluster may run so much faster than that of a client. */
const DRIFT = 0.01;

const isUnknown = ({ to }: Command): boolean => to === Infinity;
const same = (reply: unknown, expected: string | number): boolean => String(reply) === String(expected);

/**
 * Two keys that always get the same value, together: REPLACE (WATCH, reads, MULTI, two SETs, EXEC; answers what was read
 * and whether EXEC did it), and BOTH (a transaction that reads them). One that was not done says nothing: an EXEC may fail
 * for a change that was undone.
 */
export const PAIR: Model<Command> = {
  initial: '',
  apply(state, command) {
    const [name, , value = ''] = command.argv;
    const isHeld = (read: readonly (string | null)[]): boolean => read.every(each => (each ?? '') === state);
    if (name === 'BOTH') return isUnknown(command) || isHeld(command.reply as string[]) ? state : null;
    if (isUnknown(command)) return value;
    const { read, done } = command.reply as { read: string[]; done: boolean };
    if (!done) return state;
    return isHeld(read) ? value : null;
  },
};

/**
 * A lock: SET NX PX, UNLOCK (deletes what holds the value, answers how many) and GET. It may end by itself from `LOCK_MS`
 * behind the call that took it on, and not before. The state is the holder, and from when on it may be gone.
 */
export const LOCK: Model<Command> = {
  initial: '',
  apply(state, command) {
    const [name = '', , value = ''] = command.argv;
    const [holder = '', end = '0'] = state.split('@');
    const mayBeOver = holder === '' || command.to >= Number(end);
    const taken = `${value}@${command.from + LOCK_MS * (1 - DRIFT)}`;
    switch (name) {
      case 'SET':
        if (isUnknown(command) || same(command.reply, 'OK')) return mayBeOver ? taken : null;
        return holder === '' ? null : state;
      case 'UNLOCK':
        if (isUnknown(command)) return holder === value ? '' : state;
        if (same(command.reply, 1)) return holder === value ? '' : null;
        if (holder !== value) return state;
        return mayBeOver ? '' : null;
      case 'GET':
        if (isUnknown(command) || same(command.reply ?? '', holder)) return state;
        return command.reply === null && mayBeOver ? '' : null;
      default:
        throw new Error(`no model of ${name} on a lock`);
    }
  },
};

/**
 * A stream with one group of consumers, each entry with another value: XADD, and XREADGROUP of one new entry, whose value
 * is its answer. Each entry goes to one consumer, in order; none is lost. The state: the last id that was seen, and the
 * values that nobody has.
 */
export const STREAM: Model<Command> = {
  initial: '0-0|',
  apply(state, command) {
    const [last = '', waiting = ''] = state.split('|');
    const [name, ...rest] = command.argv;
    if (name === 'XADD') {
      const after = `${waiting}${rest[3]},`;
      if (isUnknown(command)) return `${last}|${after}`;
      const id = command.reply as string;
      return isLater(id, last) ? `${id}|${after}` : null;
    }
    const head = waiting.slice(0, waiting.indexOf(',') + 1);
    const taken = `${last}|${waiting.slice(head.length)}`;
    if (isUnknown(command)) return head === '' ? null : taken;
    if (command.reply === null) return head === '' ? state : null;
    return head === `${command.reply as string},` ? taken : null;
  },
};

function isLater(id: string, than: string): boolean {
  const [ms = 0, seq = 0] = id.split('-').map(Number);
  const [lastMs = 0, lastSeq = 0] = than.split('-').map(Number);
  return ms > lastMs || (ms === lastMs && seq > lastSeq);
}
