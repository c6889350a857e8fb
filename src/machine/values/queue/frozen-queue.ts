import { ByteWriter } from '../../../base/bytes.js';
import type { Frozen } from '../../container.js';
import { textPieces } from '../pieces.js';
import type { KnownId } from './known-ids.js';
import { CAUSES, MESSAGE_STATES } from './message.js';
import type { WholeMessage } from './message-store.js';
import { LOWEST_PRIORITY, type QueueOptions } from './options.js';
import type { RateState } from './rate-window.js';

/**
 * A queue as it was at one moment. As texts: a head, one for each known id, and for each message one of its figures and one
 * of its payload.
 */
export class FrozenQueue implements Frozen {
  readonly type = 'dqueue';
  readonly #writer = new ByteWriter(128);

  constructor(
    private readonly options: QueueOptions,
    private readonly rate: RateState,
    private readonly known: { readonly size: number; entries(): Iterable<KnownId> },
    private readonly messages: { entries(): Iterable<WholeMessage> },
  ) {}

  pieces(): Generator<Uint8Array> {
    return textPieces(this.#texts());
  }

  *#texts(): Generator<string> {
    yield this.#text(writer => this.#writeHead(writer));
    for (const [name, id, until] of this.known.entries())
      yield this.#text(writer => {
        writer.string(name);
        writer.varint(id);
        writer.varint(until);
      });
    for (const whole of this.messages.entries()) {
      yield this.#text(writer => writeFigures(writer, whole));
      yield whole.payload;
    }
  }

  #writeHead(writer: ByteWriter): void {
    const { options, rate } = this;
    writer.string(options.dlq);
    for (const number of [
      options.visibility,
      options.maxDeliveries,
      options.maxLength,
      options.maxBytes,
      options.retention,
      options.dedup,
      options.rateCount,
      options.rateWindow,
      rate.from,
      rate.used,
      this.known.size,
    ])
      writer.varint(number);
  }

  #text(write: (writer: ByteWriter) => void): string {
    this.#writer.clear();
    write(this.#writer);
    return this.#writer.take().toString('latin1');
  }
}

function writeFigures(writer: ByteWriter, { message, group, holder, reason }: WholeMessage): void {
  const { id, since, until, mark, deliveries, priority, state, cause } = message;
  for (const number of [id, since, until, mark, deliveries, priority - LOWEST_PRIORITY])
    writer.varint(number);
  writer.uint8(MESSAGE_STATES.indexOf(state));
  writer.uint8(CAUSES.indexOf(cause));
  writer.string(group);
  writer.string(holder?.uuid ?? '');
  writer.varint(holder?.lane ?? 0);
  writer.string(cause === 'other' ? reason : '');
}
