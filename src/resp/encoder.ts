import { assert } from '../base/assert.js';
import { formatDouble } from './double.js';
import {
  Attributed,
  BigNumber,
  Blocked,
  Decimal,
  Double,
  ErrorReply,
  Frames,
  KeyedReply,
  MapReply,
  NoReply,
  NullArray,
  OK,
  PairsReply,
  Push,
  type Reply,
  SetReply,
  Status,
  Verbatim,
} from './reply.js';

export type Protocol = 2 | 3;

/** A part is closed at this size: it stays far below V8's longest string, and is a fair unit for a socket. */
const PART_BYTES = 1024 * 1024;
/** A bulk from this size on is a part of its own: it is never copied into a longer string. */
const APART_BYTES = 64 * 1024;

const LARGEST_INTEGER = 2n ** 63n - 1n;
const SMALLEST_INTEGER = -(2n ** 63n);

const LINE_ENDS = /[\r\n]/g;

/**
 * Encodes replies into the bytes of RESP2 or RESP3, as strings in latin1, in parts: a reply may be longer than the
 * longest string.
 */
export class ReplyEncoder {
  #text = '';
  #parts: string[] = [];
  #closedBytes = 0;

  /** Bytes encoded and not yet taken. */
  get bytes(): number {
    return this.#closedBytes + this.#text.length;
  }

  /** Adds one reply. {@link NoReply} adds nothing. */
  add(reply: Reply, protocol: Protocol): void {
    if (typeof reply === 'string') this.#addBulk(reply);
    else if (typeof reply === 'number') this.#text += `:${reply}\r\n`;
    else if (reply === OK) this.#text += '+OK\r\n';
    else if (reply === null) this.#text += protocol === 2 ? '$-1\r\n' : '_\r\n';
    else this.#addOther(reply, protocol);
    if (this.#text.length >= PART_BYTES) this.#closePart();
  }

  /** Hands out what was encoded, in order, and starts anew. */
  take(): string[] {
    if (this.#text !== '') this.#closePart();
    const parts = this.#parts;
    this.#parts = [];
    this.#closedBytes = 0;
    return parts;
  }

  #addBulk(bytes: string): void {
    if (bytes.length < APART_BYTES) {
      this.#text += `$${bytes.length}\r\n${bytes}\r\n`;
      return;
    }
    this.#text += `$${bytes.length}\r\n`;
    this.#closePart();
    this.#parts.push(bytes);
    this.#closedBytes += bytes.length;
    this.#text = '\r\n';
  }

  #addOther(reply: Exclude<Reply, string | number | null>, protocol: Protocol): void {
    if (isArray(reply)) this.#addAll('*', reply.length, reply, protocol);
    else if (reply instanceof Status) this.#text += `+${reply.text}\r\n`;
    else if (reply instanceof ErrorReply) this.#text += `-${errorLine(reply.text)}\r\n`;
    else if (reply instanceof NullArray) this.#text += protocol === 2 ? '*-1\r\n' : '_\r\n';
    else if (typeof reply === 'bigint') this.#addInteger(reply, protocol);
    else if (typeof reply === 'boolean') this.#text += BOOLEANS[protocol][reply ? 1 : 0];
    else if (reply instanceof Double) this.#addDouble(formatDouble(reply.value), protocol);
    else if (reply instanceof Decimal) this.#addDouble(reply.text, protocol);
    else if (reply instanceof Verbatim) this.#addVerbatim(reply, protocol);
    else if (reply instanceof BigNumber) this.#addBigNumber(reply.text, protocol);
    else if (reply instanceof MapReply) this.#addMap(reply.pairs, protocol);
    else if (reply instanceof PairsReply) this.#addPairs(reply.pairs, protocol === 3, protocol);
    else if (reply instanceof KeyedReply) this.#addKeyed(reply.pairs, protocol);
    else if (reply instanceof SetReply) {
      this.#addAll(protocol === 2 ? '*' : '~', reply.members.length, reply.members, protocol);
    } else if (reply instanceof Push) {
      this.#addAll(protocol === 2 ? '*' : '>', reply.items.length, reply.items, protocol);
    } else if (reply instanceof Attributed) {
      if (protocol === 3) this.#addAll('|', reply.attributes.length / 2, reply.attributes, protocol);
      this.add(reply.reply, protocol);
    } else if (reply instanceof Frames) {
      for (const frame of reply.frames) this.add(frame, protocol);
    } else assert(!(reply instanceof Blocked) && reply instanceof NoReply, 'only a final reply is encoded');
  }

  #addAll(type: string, count: number, items: readonly Reply[], protocol: Protocol): void {
    this.#text += `${type}${count}\r\n`;
    for (const item of items) this.add(item, protocol);
  }

  #addMap(pairs: readonly Reply[], protocol: Protocol): void {
    assert(pairs.length % 2 === 0, 'a map is made of pairs');
    if (protocol === 2) this.#addAll('*', pairs.length, pairs, protocol);
    else this.#addAll('%', pairs.length / 2, pairs, protocol);
  }

  #addKeyed(pairs: readonly Reply[], protocol: Protocol): void {
    if (protocol === 2) this.#addPairs(pairs, true, protocol);
    else this.#addMap(pairs, protocol);
  }

  #addPairs(pairs: readonly Reply[], nested: boolean, protocol: Protocol): void {
    assert(pairs.length % 2 === 0, 'pairs have two sides');
    this.#text += `*${nested ? pairs.length / 2 : pairs.length}\r\n`;
    for (let at = 0; at < pairs.length; at++) {
      if (nested && at % 2 === 0) this.#text += '*2\r\n';
      this.add(pairs[at] as Reply, protocol);
    }
  }

  /** Beyond 64 bits RESP3 has a type of its own. */
  #addInteger(value: bigint, protocol: Protocol): void {
    if (value >= SMALLEST_INTEGER && value <= LARGEST_INTEGER) this.#text += `:${value}\r\n`;
    else if (protocol === 2) this.#addBulk(`${value}`);
    else this.#text += `(${value}\r\n`;
  }

  #addDouble(text: string, protocol: Protocol): void {
    if (protocol === 2) this.#addBulk(text);
    else this.#text += `,${text}\r\n`;
  }

  #addBigNumber(text: string, protocol: Protocol): void {
    if (protocol === 2) this.#addBulk(text);
    else this.#text += `(${text}\r\n`;
  }

  /** The length counts the format and its colon. */
  #addVerbatim(reply: Verbatim, protocol: Protocol): void {
    if (protocol === 2) {
      this.#addBulk(reply.text);
      return;
    }
    this.#text += `=${reply.text.length + reply.format.length + 1}\r\n${reply.format}:`;
    this.#closePart();
    this.#parts.push(reply.text);
    this.#closedBytes += reply.text.length;
    this.#text = '\r\n';
  }

  #closePart(): void {
    this.#parts.push(this.#text);
    this.#closedBytes += this.#text.length;
    this.#text = '';
  }
}

const BOOLEANS = { 2: [':0\r\n', ':1\r\n'], 3: ['#f\r\n', '#t\r\n'] } as const;

/** Array.isArray does not narrow a readonly array out of a union. */
function isArray(reply: Reply): reply is readonly Reply[] {
  return Array.isArray(reply);
}

/** An error is one line: as in Redis, line ends at its end go, and others become spaces. */
function errorLine(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '\r' || text[end - 1] === '\n')) end--;
  return text.slice(0, end).replace(LINE_ENDS, ' ');
}

/** The bytes of one reply as one string, for short ones. */
export function encodeReply(reply: Reply, protocol: Protocol): string {
  const encoder = new ReplyEncoder();
  encoder.add(reply, protocol);
  return encoder.take().join('');
}
