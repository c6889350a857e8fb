/**
 * A reply as the machine knows it, before a protocol is chosen. A JavaScript string is a bulk string of bytes:
 * one UTF-16 unit, 0 to 255, for each byte ("latin1").
 */
export type Reply =
  | string // bulk string
  | number // integer; a safe integer, always
  | bigint // integer, where it may leave the safe range
  | boolean // RESP3 boolean; RESP2 1 or 0
  | null // null: `$-1` in RESP2, `_` in RESP3
  | readonly Reply[]
  | Status
  | ErrorReply
  | NullArray
  | Double
  | Decimal
  | MapReply
  | PairsReply
  | KeyedReply
  | SetReply
  | Verbatim
  | BigNumber
  | Push
  | Attributed
  | Frames
  | Blocked
  | NoReply;

/** A simple string: `+OK`. */
export class Status {
  constructor(readonly text: string) {}
}

/** An error: its first word is the code that clients switch on. Thrown by handlers too, before they change anything. */
export class ErrorReply {
  constructor(readonly text: string) {}
}

/** The null array: `*-1` in RESP2, `_` in RESP3. */
export class NullArray {}

export class Double {
  constructor(readonly value: number) {}
}

/** A number whose text is made already: a double in RESP3, a bulk string in RESP2. */
export class Decimal {
  constructor(readonly text: string) {}
}

/** Pairs, flat: key, value, key, value. An array of twice the length in RESP2. */
export class MapReply {
  constructor(readonly pairs: readonly Reply[]) {}
}

/** Pairs in order, flat: member, score, member, score. As they stand in RESP2; an array of arrays of two in RESP3. */
export class PairsReply {
  constructor(readonly pairs: readonly Reply[]) {}
}

/** Pairs, flat: key, value, key, value. An array of arrays of two in RESP2, a map in RESP3. */
export class KeyedReply {
  constructor(readonly pairs: readonly Reply[]) {}
}

/** An array in RESP2. */
export class SetReply {
  constructor(readonly members: readonly Reply[]) {}
}

/** Text with a three-letter format; a bulk string in RESP2. */
export class Verbatim {
  constructor(
    readonly format: 'txt' | 'mkd',
    readonly text: string,
  ) {}
}

/** An integer of any length: a bulk string in RESP2. */
export class BigNumber {
  constructor(readonly text: string) {}
}

/** Out-of-band data: an array in RESP2. */
export class Push {
  constructor(readonly items: readonly Reply[]) {}
}

/** A reply with attributes in front of it, pairs, flat, which RESP2 does without. */
export class Attributed {
  constructor(
    readonly attributes: readonly Reply[],
    readonly reply: Reply,
  ) {}
}

/** Several replies to one command, one after the other: what SUBSCRIBE answers, one for each channel. */
export class Frames {
  constructor(readonly frames: readonly Reply[]) {}
}

/** Not a reply: the command waits, and its reply comes with a later entry. */
export class Blocked {}

/** Nothing is sent (CLIENT REPLY, QUIT after its answer ...). */
export class NoReply {}

export const OK = new Status('OK');
export const PONG = new Status('PONG');
export const QUEUED = new Status('QUEUED');
export const NULL_ARRAY = new NullArray();
export const BLOCKED = new Blocked();
export const NO_REPLY = new NoReply();

export const WRONG_TYPE = new ErrorReply('WRONGTYPE Operation against a key holding the wrong kind of value');
export const SYNTAX_ERROR = new ErrorReply('ERR syntax error');
export const NOT_AN_INTEGER = new ErrorReply('ERR value is not an integer or out of range');
export const NOT_A_FLOAT = new ErrorReply('ERR value is not a valid float');
export const NO_SUCH_KEY = new ErrorReply('ERR no such key');
