import { assert } from '../../../base/assert.js';
import { ByteReader } from '../../../base/bytes.js';
import type { ValueBuilder } from '../../container.js';
import { TextReader } from '../pieces.js';
import { CAUSES, MESSAGE_STATES } from './message.js';
import { LOWEST_PRIORITY } from './options.js';
import type { RestoredMessage } from './letter.js';
import { Queue } from './queue.js';

/** Makes a queue of the pieces of a frozen one. */
export class QueueBuilder implements ValueBuilder {
  #queue: Queue | null = null;
  readonly #texts = new TextReader();
  /** Known ids that are still to come. */
  #known = 0;
  #figures: string | null = null;

  add(piece: Uint8Array): void {
    this.#texts.add(piece, text => this.#take(text));
  }

  finish(): Queue {
    assert(this.#queue !== null, 'a queue has a head');
    assert(this.#figures === null && this.#known === 0, 'the last part of a queue is complete');
    return this.#queue;
  }

  #take(text: string): void {
    if (this.#queue === null) {
      this.#queue = this.#begin(readerOf(text));
    } else if (this.#known > 0) {
      const reader = readerOf(text);
      this.#queue.known.add(reader.string(), reader.varint(), reader.varint());
      this.#known--;
    } else if (this.#figures === null) {
      this.#figures = text;
    } else {
      this.#queue.restore(messageOf(readerOf(this.#figures), text));
      this.#figures = null;
    }
  }

  #begin(reader: ByteReader): Queue {
    const dlq = reader.string();
    const [visibility, maxDeliveries] = [reader.varint(), reader.varint()];
    const [maxLength, maxBytes] = [reader.varint(), reader.varint()];
    const [retention, dedup] = [reader.varint(), reader.varint()];
    const [rateCount, rateWindow] = [reader.varint(), reader.varint()];
    const limits = { maxLength, maxBytes, retention, dedup, rateCount, rateWindow };
    const queue = new Queue({ visibility, maxDeliveries, dlq, ...limits });
    queue.rate.restore({ from: reader.varint(), used: reader.varint() });
    this.#known = reader.varint();
    return queue;
  }
}

function readerOf(text: string): ByteReader {
  return new ByteReader(Buffer.from(text, 'latin1'));
}

function messageOf(reader: ByteReader, payload: string): RestoredMessage {
  const [id, since, until, mark] = [reader.varint(), reader.varint(), reader.varint(), reader.varint()];
  const [deliveries, priority] = [reader.varint(), reader.varint() + LOWEST_PRIORITY];
  const [state, cause] = [MESSAGE_STATES[reader.uint8()], CAUSES[reader.uint8()]];
  assert(state !== undefined && cause !== undefined, 'state and cause of a message are known ones');
  const group = reader.string();
  const [uuid, lane] = [reader.string(), reader.varint()];
  const holder = uuid === '' ? null : { uuid, lane };
  const text = reader.string();
  const message = { id, since, until, mark, deliveries, priority, state, cause };
  return { message, group, payload, holder, reason: cause === 'other' ? text : cause };
}
