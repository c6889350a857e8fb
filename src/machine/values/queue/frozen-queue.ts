import type { Frozen } from '../../container.js';
import type { HashTable } from '../hash-table.js';
import { textPieces } from '../pieces.js';
import type { KnownId } from './known-ids.js';
import type { Message } from './message.js';
import type { QueueOptions } from './options.js';
import type { RateState } from './rate-window.js';

/** Texts before the known ids, of a known id, and of a message. */
export const HEAD_TEXTS = 12;
export const KNOWN_TEXTS = 3;
export const MESSAGE_TEXTS = 12;

/** A queue as it was at one moment. */
export class FrozenQueue implements Frozen {
  readonly type = 'dqueue';

  constructor(
    private readonly options: QueueOptions,
    private readonly rate: RateState,
    private readonly known: { readonly size: number; entries(): Iterable<KnownId> },
    private readonly messages: HashTable<Message>,
  ) {}

  pieces(): Generator<Uint8Array> {
    return textPieces(this.#texts());
  }

  *#texts(): Generator<string> {
    const { options } = this;
    yield String(options.visibility);
    yield String(options.maxDeliveries);
    yield options.dlq;
    yield String(options.maxLength);
    yield String(options.maxBytes);
    yield String(options.retention);
    yield String(options.dedup);
    yield String(options.rateCount);
    yield String(options.rateWindow);
    yield String(this.rate.from);
    yield String(this.rate.used);
    yield String(this.known.size);
    for (const [name, id, until] of this.known.entries()) yield* [name, String(id), String(until)];
    for (const [, message] of this.messages.entries()) yield* textsOf(message);
  }
}

function* textsOf(message: Message): Generator<string> {
  yield String(message.id);
  yield message.payload;
  yield String(message.priority);
  yield message.group;
  yield String(message.pushedAt);
  yield String(message.deliveries);
  yield message.state;
  yield String(message.until);
  yield String(message.mark);
  yield message.holder?.uuid ?? '';
  yield String(message.holder?.lane ?? 0);
  yield message.reason;
}
