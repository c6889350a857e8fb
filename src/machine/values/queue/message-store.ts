import { HashTable } from '../hash-table.js';
import {
  type Cause,
  type Figures,
  type Holder,
  type Message,
  messageKey,
  messageOf,
  type Place,
} from './message.js';
import { MessageTable } from './message-table.js';
import { Segments } from './segments.js';

/** Bytes that nobody needs any more are left where they are up to here, and up to three times those in use. */
const SPARE_BYTES = 4 << 20;
/** Messages looked at after each one that goes, while there is more than that to spare. */
const SWEEP = 32;

/** All that there is of a message. */
export interface WholeMessage {
  readonly message: Message;
  readonly group: string;
  readonly payload: string;
  /** Given out for as long as this connection lives; null: it is not bound. */
  readonly holder: Holder | null;
  /** Why it came back last. */
  readonly reason: string;
}

/** The messages of a queue: rows in typed arrays, their bytes in segments, and beside those what few of them have. */
export class MessageStore {
  readonly #table = new MessageTable();
  readonly #segments = new Segments();
  readonly #holders = new HashTable<Holder>();
  readonly #reasons = new HashTable<string>();
  #reasonBytes = 0;
  /** Up to here the sweep has come. */
  #swept = 0;

  get size(): number {
    return this.#table.size;
  }

  /** Of groups, payloads and reasons. */
  get textBytes(): number {
    return this.#segments.live + this.#reasonBytes;
  }

  /** Messages that are bound to a connection. */
  get held(): number {
    return this.#holders.size;
  }

  /** Bytes that buffers take, used or not. */
  get allocated(): number {
    return this.#segments.allocated;
  }

  get(id: number): Message | undefined {
    return this.#table.get(id);
  }

  payload({ segment, offset, groupLength, length }: Place): string {
    return this.#segments.text(segment, offset + groupLength, length);
  }

  group({ segment, offset, groupLength }: Place): string {
    return groupLength === 0 ? '' : this.#segments.text(segment, offset, groupLength);
  }

  holder(id: number): Holder | undefined {
    return this.#holders.size === 0 ? undefined : this.#holders.get(messageKey(id));
  }

  reason({ id, cause }: Pick<Message, 'id' | 'cause'>): string {
    return reasonOf(cause, this.#reasons, id);
  }

  /** Adds a message with its bytes, `number` standing for its group; answers it as it stands. */
  add(figures: Figures, number: number, group: string, payload: string): Message {
    const { segment, offset } = this.#segments.add(group, payload);
    const added = messageOf(figures, number, segment, offset, group.length, payload.length);
    this.#table.add(added);
    return added;
  }

  replace(message: Message): void {
    this.#table.replace(message);
  }

  setHolder(id: number, holder: Holder | null): void {
    if (holder !== null) this.#holders.set(messageKey(id), holder);
    else if (this.#holders.size > 0) this.#holders.delete(messageKey(id));
  }

  /** Of a message whose cause is `other`; empty: of any other. */
  setReason(id: number, reason: string): void {
    if (reason === '' && this.#reasons.size === 0) return;
    const key = messageKey(id);
    this.#reasonBytes += reason.length - (this.#reasons.get(key)?.length ?? 0);
    if (reason !== '') this.#reasons.set(key, reason);
    else this.#reasons.delete(key);
  }

  delete(message: Message): void {
    const { id, segment, groupLength, length } = message;
    this.#table.delete(id);
    this.#segments.release(segment, groupLength + length);
    this.setHolder(id, null);
    this.setReason(id, '');
    this.#sweep();
  }

  /** In order of id. Nothing may be changed meanwhile. */
  entries(): Generator<Message> {
    return this.#table.entries();
  }

  /** As they are now, in order of id, whatever changes later. Costs O(number of pages and segments). */
  freeze(): { readonly entries: () => Generator<WholeMessage> } {
    const [rows, buffers] = [this.#table.freeze(), this.#segments.freeze()];
    const [holders, reasons] = [this.#holders.clone(), this.#reasons.clone()];
    return {
      *entries() {
        for (const message of rows.entries()) {
          const { id, segment, offset, groupLength, length, cause } = message;
          const bytes = buffers.get(segment)?.toString('latin1', offset, offset + groupLength + length) ?? '';
          yield {
            message,
            group: bytes.slice(0, groupLength),
            payload: bytes.slice(groupLength),
            holder: holders.size === 0 ? null : (holders.get(messageKey(id)) ?? null),
            reason: reasonOf(cause, reasons, id),
          };
        }
      },
    };
  }

  /** Moves messages out of segments that they have almost for themselves, a few at a time, round and round. */
  #sweep(): void {
    const { live, allocated } = this.#segments;
    if (allocated <= 4 * live + SPARE_BYTES) return;
    const messages = this.#table.from(this.#swept, SWEEP);
    for (const message of messages) {
      const { segment, offset, groupLength, length } = message;
      if (!this.#segments.isSparse(segment)) continue;
      const place = this.#segments.move(segment, offset, groupLength + length);
      this.#segments.release(segment, groupLength + length);
      this.#table.replace({ ...message, ...place });
    }
    this.#swept = messages.length < SWEEP ? 0 : (messages.at(-1) as Message).id + 1;
  }
}

function reasonOf(cause: Cause, reasons: HashTable<string>, id: number): string {
  if (cause === 'none') return '';
  return cause === 'other' ? (reasons.get(messageKey(id)) ?? '') : cause;
}
