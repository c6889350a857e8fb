import type { ReadContext } from '../../machine/context.js';
import type { Database } from '../../machine/database.js';
import { List, type ListEnd } from '../../machine/values/list.js';
import type { WholeMessage } from '../../machine/values/queue/message-store.js';
import { Queue } from '../../machine/values/queue/queue.js';
import { WRONG_TYPE } from '../../resp/reply.js';
import { requeueArguments } from '../queues/requeueing.js';
import { FULL } from '../queues/values.js';
import { pushTo, takeFrom, takeOne } from './values.js';

/**
 * What pushes and pops work on. A queue has one end to push to and one to take from, whatever the command says, and what
 * is taken counts as acknowledged: so old producers and consumers share a queue with new ones.
 */
export type Sequence = List | Queue;

type Place = Pick<ReadContext, 'db' | 'settings' | 'keyspace' | 'now'>;

export interface Taken {
  readonly elements: string[];
  /** A command that puts them back where they were. */
  readonly giveBack: () => readonly string[];
}

/** The list or the queue under a key; undefined: nothing is there. */
export function sequenceAt(db: Database, key: string): Sequence | undefined {
  const value = db.get(key);
  if (value === undefined || value instanceof List || value instanceof Queue) return value;
  throw WRONG_TYPE;
}

/** The same, to be changed in place. */
export function sequenceToEdit(db: Database, key: string): Sequence | undefined {
  const value = db.edit(key);
  if (value === undefined || value instanceof List || value instanceof Queue) return value;
  throw WRONG_TYPE;
}

/** The same, if something can be taken of it now: a queue may be there that has nothing to give. */
export function sourceToEdit({ db, now }: Place, key: string): Sequence | undefined {
  const sequence = sequenceToEdit(db, key);
  return sequence instanceof Queue && sequence.next(now) === undefined ? undefined : sequence;
}

/** Elements of a list, messages of a queue that are ready. */
export function lengthOf(sequence: Sequence): number {
  return sequence instanceof Queue ? sequence.ready : sequence.length;
}

/** Elements from `start` to `stop`, both included and within it. */
export function sliceOf(sequence: Sequence, start: number, stop: number): string[] {
  if (!(sequence instanceof Queue)) return sequence.slice(start, stop);
  const payloads: string[] = [];
  let index = 0;
  for (const message of sequence.peek()) {
    if (index > stop) break;
    if (index++ >= start) payloads.push(sequence.content.payload(message));
  }
  return payloads;
}

/** Adds elements one after the other; undefined: makes a list. Answers the length afterwards. Throws -QUOTA. */
export function pushOnto(
  place: Place,
  key: string,
  target: Sequence | undefined,
  end: ListEnd,
  elements: readonly string[],
): number {
  if (!(target instanceof Queue)) return pushTo(place, key, target, end, elements).length;
  const bytes = elements.reduce((sum, element) => sum + element.length, 0);
  if (target.isFullFor(elements.length, bytes)) throw FULL;
  for (const element of elements) target.push(element, place.keyspace);
  place.db.touchParts(key, target);
  return target.ready;
}

/** The element that would be taken; there is one. */
export function nextOf({ now }: Place, source: Sequence, end: ListEnd): string {
  if (source instanceof Queue) return source.content.payload(source.next(now)!);
  return source.get(end === 'left' ? 0 : source.length - 1)!;
}

/** Takes at most `count` elements; a list goes with its last one. */
export function takeElements(
  place: Place,
  key: string,
  source: Sequence,
  end: ListEnd,
  count: number,
): Taken {
  if (!(source instanceof Queue)) {
    const elements =
      count === 1 ? [takeOne(place, key, source, end)] : takeFrom(place, key, source, end, count);
    return { elements, giveBack: () => ['quorate.return', key, end, ...elements] };
  }
  const messages: WholeMessage[] = [];
  while (messages.length < count) {
    const message = source.take(place.keyspace);
    if (message === undefined) break;
    messages.push(message);
  }
  place.db.touchParts(key, source);
  return {
    elements: messages.map(({ payload }) => payload),
    giveBack: () => requeueArguments(key, messages),
  };
}
