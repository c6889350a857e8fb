import { assert } from '../../../base/assert.js';
import type { ValueBuilder } from '../../container.js';
import { TextReader } from '../pieces.js';
import { HEAD_TEXTS, KNOWN_TEXTS, MESSAGE_TEXTS } from './frozen-queue.js';
import { type Message, MESSAGE_STATES } from './message.js';
import { Queue } from './queue.js';

/** Makes a queue of the pieces of a frozen one. */
export class QueueBuilder implements ValueBuilder {
  #queue: Queue | null = null;
  readonly #texts = new TextReader();
  #known = 0;
  #row: string[] = [];

  add(piece: Uint8Array): void {
    this.#texts.add(piece, text => this.#take(text));
  }

  finish(): Queue {
    assert(this.#queue !== null, 'a queue has a head');
    assert(this.#row.length === 0 && this.#known === 0, 'the last part of a queue is complete');
    return this.#queue;
  }

  #take(text: string): void {
    this.#row.push(text);
    const row = this.#row;
    if (this.#queue === null) {
      if (row.length === HEAD_TEXTS) this.#queue = this.#begin(row);
    } else if (this.#known > 0) {
      if (row.length < KNOWN_TEXTS) return;
      this.#queue.known.add(row[0]!, Number(row[1]), Number(row[2]));
      this.#known--;
      this.#row = [];
    } else if (row.length === MESSAGE_TEXTS) {
      this.#queue.restore(messageOf(row));
      this.#row = [];
    }
  }

  #begin(row: readonly string[]): Queue {
    const [visibility, maxDeliveries, , maxLength, maxBytes, retention, dedup, rateCount, rateWindow, from, used, known] =
      row.map(Number) as number[] as Fixed;
    const limits = { visibility, maxDeliveries, maxLength, maxBytes, retention, dedup, rateCount, rateWindow };
    const queue = new Queue({ ...limits, dlq: row[2]! });
    queue.rate.restore({ from, used });
    this.#known = known;
    this.#row = [];
    return queue;
  }
}

type Fixed = [number, number, number, number, number, number, number, number, number, number, number, number];

function messageOf(row: readonly string[]): Message {
  const [id, payload, priority, group, pushedAt, deliveries, stateName, until, mark, uuid, lane, reason] =
    row as readonly string[] as Texts;
  const state = MESSAGE_STATES.find(name => name === stateName);
  assert(state !== undefined, 'a message is in a known state');
  return {
    id: Number(id),
    payload,
    priority: Number(priority),
    group,
    pushedAt: Number(pushedAt),
    deliveries: Number(deliveries),
    state,
    until: Number(until),
    mark: Number(mark),
    holder: uuid === '' ? null : { uuid, lane: Number(lane) },
    reason,
  };
}

type Texts = [string, string, string, string, string, string, string, string, string, string, string, string];
