import { CAUSES, type Message, MESSAGE_STATES } from './message.js';
import { LOWEST_PRIORITY } from './options.js';

/** Rows in one page, at most: 16 KB. */
export const PAGE_ROWS = 256;
const FIRST_ROWS = 8;
const ROW_BYTES = 64;

const ROW_DOUBLES = ROW_BYTES / 8;
const [ID, SINCE, UNTIL, MARK] = [0, 1, 2, 3];

const ROW_WORDS = ROW_BYTES / 4;
const [SEGMENT, OFFSET, GROUP_LENGTH, LENGTH, DELIVERIES, GROUP, KIND] = [8, 9, 10, 11, 12, 13, 14];

/** Messages in order of id, 64 bytes each. */
export class MessagePage {
  count = 0;
  #bytes: Uint8Array;
  #doubles: Float64Array;
  #words: Uint32Array;

  /** `epoch`: of the table in which it is made; only in that one it may be changed. */
  constructor(
    readonly epoch: number,
    rows = FIRST_ROWS,
  ) {
    const buffer = new ArrayBuffer(rows * ROW_BYTES);
    this.#bytes = new Uint8Array(buffer);
    this.#doubles = new Float64Array(buffer);
    this.#words = new Uint32Array(buffer);
  }

  id(at: number): number {
    return this.#doubles[at * ROW_DOUBLES + ID] as number;
  }

  /** The first row whose id is not smaller. */
  seek(id: number): number {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.id(middle) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  read(at: number): Message {
    const [doubles, words] = [this.#doubles, this.#words];
    const [d, w] = [at * ROW_DOUBLES, at * ROW_WORDS];
    const kind = words[w + KIND] as number;
    return {
      id: doubles[d + ID] as number,
      since: doubles[d + SINCE] as number,
      until: doubles[d + UNTIL] as number,
      mark: doubles[d + MARK] as number,
      segment: words[w + SEGMENT] as number,
      offset: words[w + OFFSET] as number,
      groupLength: words[w + GROUP_LENGTH] as number,
      length: words[w + LENGTH] as number,
      deliveries: words[w + DELIVERIES] as number,
      group: words[w + GROUP] as number,
      priority: (kind >>> 16) + LOWEST_PRIORITY,
      state: MESSAGE_STATES[(kind >>> 8) & 0xff] ?? 'ready',
      cause: CAUSES[kind & 0xff] ?? 'none',
    };
  }

  write(at: number, message: Message): void {
    const [doubles, words] = [this.#doubles, this.#words];
    const [d, w] = [at * ROW_DOUBLES, at * ROW_WORDS];
    doubles[d + ID] = message.id;
    doubles[d + SINCE] = message.since;
    doubles[d + UNTIL] = message.until;
    doubles[d + MARK] = message.mark;
    words[w + SEGMENT] = message.segment;
    words[w + OFFSET] = message.offset;
    words[w + GROUP_LENGTH] = message.groupLength;
    words[w + LENGTH] = message.length;
    words[w + DELIVERIES] = message.deliveries;
    words[w + GROUP] = message.group;
    words[w + KIND] =
      ((message.priority - LOWEST_PRIORITY) << 16) |
      (MESSAGE_STATES.indexOf(message.state) << 8) |
      CAUSES.indexOf(message.cause);
  }

  insert(at: number, message: Message): void {
    if (this.count * ROW_BYTES === this.#bytes.length) this.#grow();
    this.#bytes.copyWithin((at + 1) * ROW_BYTES, at * ROW_BYTES, this.count * ROW_BYTES);
    this.count++;
    this.write(at, message);
  }

  remove(at: number): void {
    this.#bytes.copyWithin(at * ROW_BYTES, (at + 1) * ROW_BYTES, this.count * ROW_BYTES);
    this.count--;
  }

  /** Keeps the first half and answers the other. */
  split(): MessagePage {
    const half = this.count >> 1;
    const other = new MessagePage(this.epoch, PAGE_ROWS);
    other.#take(this, half, this.count);
    this.count = half;
    return other;
  }

  /** Both together are not larger than a page. */
  join(other: MessagePage): void {
    while ((this.count + other.count) * ROW_BYTES > this.#bytes.length) this.#grow();
    this.#take(other, 0, other.count);
  }

  /** This page, or a copy of it that may be changed in `epoch`. */
  in(epoch: number): MessagePage {
    if (this.epoch === epoch) return this;
    const copy = new MessagePage(epoch, this.#bytes.length / ROW_BYTES);
    copy.#take(this, 0, this.count);
    return copy;
  }

  #take(other: MessagePage, from: number, to: number): void {
    this.#bytes.set(other.#bytes.subarray(from * ROW_BYTES, to * ROW_BYTES), this.count * ROW_BYTES);
    this.count += to - from;
  }

  #grow(): void {
    const grown = new MessagePage(this.epoch, (2 * this.#bytes.length) / ROW_BYTES);
    grown.#bytes.set(this.#bytes);
    this.#bytes = grown.#bytes;
    this.#doubles = grown.#doubles;
    this.#words = grown.#words;
  }
}
