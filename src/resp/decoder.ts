import RedisParser from 'redis-parser';
import { latin1Text } from '../base/latin1.js';
import { splitArguments } from './inline.js';

const LF = 0x0a;
const CR = 0x0d;
const DOLLAR = 0x24;
const STAR = 0x2a;
const ZERO = 0x30;

/** V8's longest string: the largest bulk there can be. */
export const LARGEST_BULK = 536_870_888;

const MAX_ARGUMENTS = 1_048_576;
/** The longest inline request, and the longest header line, in bytes. */
const MAX_LINE = 64 * 1024;
/** What a client may send before it has shown a password. */
const UNAUTHENTICATED = { arguments: 10, bulk: 16_384 };
/** Frames are decoded ahead of their execution by about this many bytes, or one frame if that is larger. */
const BATCH_BYTES = 64 * 1024;
/** A buffer above this is not kept for the sake of a small rest. */
const KEEP_BYTES = 128 * 1024;
/** Digits of the largest count or length in its plain form. */
const MAX_DIGITS = 10;
const PARTIAL = -1;

const EMPTY = new Uint8Array(0);
const NEGATIVE_COUNT = /^-[1-9][0-9]{0,18}$/;

/** Read anew whenever bytes are scanned, so that a changed setting holds at once. */
export interface DecoderLimits {
  /** `proto-max-bulk-len`, in bytes. */
  readonly maxBulkBytes: number;
}

/**
 * What redis-parser is given in the place of a Buffer. It takes strings out by `toString('utf8', start, end)`; here
 * that is latin1, so arguments keep their bytes and no slice is made that would pin the chunk.
 */
class Latin1Frames extends Uint8Array {
  override toString(_encoding?: string, start = 0, end = this.length): string {
    return latin1Text(this, start, end);
  }
}

/**
 * Decodes the requests of one connection: RESP arrays of bulk strings, and inline lines.
 *
 * redis-parser was made for the replies of a trusted server: it allocates by the counts it is told, recurses without
 * a bound, checks no digit and no line end. So a scanner goes first, which lets only whole, flat frames of checked
 * counts through. It resumes where it stopped: each byte is scanned once, however the chunks fall, and copied at most
 * a constant number of times.
 *
 * Invariant: #start <= #position <= #end; the bytes from #start to #position are scanned and not yet decoded.
 */
export class RequestDecoder {
  /** Small limits hold while false. */
  authenticated = true;

  readonly #limits: DecoderLimits;
  readonly #parser: RedisParser;
  #failure: string | null = null;

  #buffer: Uint8Array = EMPTY;
  /** The buffer is the caller's. */
  #isLent = false;
  #start = 0;
  #end = 0;
  #position = 0;
  /** Arguments of the frame at hand that are still to be scanned; 0: between two requests. */
  #missing = 0;
  /** Length of the bulk that begins at #position; -1: a header comes next. */
  #bulk = -1;
  /** No line end lies between #position and here. */
  #searched = 0;

  #ready: string[][] = [];
  #taken = 0;

  constructor(limits: DecoderLimits) {
    this.#limits = limits;
    const impossible = (): never => {
      throw new Error('the parser met a frame that the guard should have held back');
    };
    this.#parser = new RedisParser({
      returnReply: reply => this.#ready.push(reply as string[]),
      returnError: impossible,
      returnFatalError: impossible,
    });
  }

  /** Why nothing more will come, in Redis's words; null: all is well. Set only when all requests before it are taken. */
  get failure(): string | null {
    return this.#failure;
  }

  /** Bytes that were fed and not yet decoded. */
  get buffered(): number {
    return this.#end - this.#start;
  }

  /** Takes what the socket brought. Decodes nothing yet. The chunk is lent until {@link keep}. */
  feed(chunk: Uint8Array): void {
    const live = this.#end - this.#start;
    if (live === 0) {
      this.#buffer = chunk;
      this.#isLent = true;
      this.#start = this.#position = this.#searched = 0;
      this.#end = chunk.length;
      return;
    }
    if (this.#end + chunk.length > this.#buffer.length) this.#move(Math.max(live + chunk.length, 2 * live));
    this.#buffer.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** The chunk is about to be overwritten: what is left of it moves to a buffer of the decoder's own. */
  keep(): void {
    if (this.#isLent && this.#end > this.#start) this.#move(this.#end - this.#start);
    this.#isLent = false;
  }

  /** The next request, never empty; undefined: more bytes are needed, or see {@link failure}. */
  next(): string[] | undefined {
    while (this.#ready.length === 0) {
      if (this.#failure !== null || this.#start === this.#end || !this.#decode()) return undefined;
    }
    const argv = this.#ready[this.#taken];
    this.#taken += 1;
    if (this.#taken === this.#ready.length) {
      this.#ready.length = 0;
      this.#taken = 0;
    }
    return argv;
  }

  /** Decodes some whole requests; false: none is whole, or the stream is broken. */
  #decode(): boolean {
    if (this.#atLine()) return this.#decodeLine();
    const whole = this.#scan();
    if (whole === this.#start) {
      this.#release(whole);
      return this.#failure === null && this.#atLine(); // behind empty requests, which were skipped
    }
    // A failure behind whole frames is found again when these are taken: a limit may have been lifted by then (AUTH).
    this.#failure = null;
    const frames = new Latin1Frames(
      this.#buffer.buffer as ArrayBuffer,
      this.#buffer.byteOffset + this.#start,
      whole - this.#start,
    );
    this.#parser.execute(frames);
    this.#release(whole);
    return true;
  }

  /** An inline request comes next. */
  #atLine(): boolean {
    return this.#missing === 0 && this.#position < this.#end && this.#buffer[this.#position] !== STAR;
  }

  /**
   * Scans frames, and answers where the last whole one ends; #start: there is none yet. Frames without arguments are
   * skipped. One batch at a time; before AUTH one frame at a time, since the frame itself may lift the limits.
   */
  #scan(): number {
    const buffer = this.#buffer;
    const end = this.#end;
    const stop = this.authenticated ? this.#start + BATCH_BYTES : this.#start;
    const most = Math.min(this.#limits.maxBulkBytes, LARGEST_BULK);
    let whole = this.#start;
    let position = this.#position;
    let missing = this.#missing;
    let bulk = this.#bulk;
    for (;;) {
      if (bulk >= 0) {
        const after = position + bulk + 2;
        if (after > end) break;
        if (buffer[after - 2] !== CR || buffer[after - 1] !== LF) {
          this.#failure = 'Protocol error: bulk string without a line end';
          break;
        }
        position = after;
        bulk = -1;
        missing -= 1;
        if (missing > 0) continue;
        whole = position;
        if (whole > stop) break;
      }
      if (position === end) break;
      const type = buffer[position];
      if (type !== (missing === 0 ? STAR : DOLLAR)) {
        if (missing > 0) this.#failure = unexpected(type as number);
        break;
      }

      let count = 0;
      let digits = position + 1;
      const last = Math.min(end, digits + MAX_DIGITS);
      for (; digits < last; digits += 1) {
        const digit = (buffer[digits] as number) - ZERO;
        if (digit < 0 || digit > 9) break;
        count = count * 10 + digit;
      }
      const plain = digits > position + 1 && (buffer[position + 1] !== ZERO || digits === position + 2);
      if (!plain || digits + 1 >= end || buffer[digits] !== CR || buffer[digits + 1] !== LF) {
        count = this.#unusualHeader(position, missing === 0);
        if (count === PARTIAL) break;
        digits = this.#searched;
      }
      if (missing > 0) {
        if (!this.#bulkFits(count, most)) break;
        bulk = count;
      } else if (count > 0) {
        if (!this.#countFits(count)) break;
        missing = count;
      } else {
        // Not a request. The frames before it go first, so that those handed on are always one range.
        if (whole > this.#start) break;
        whole = this.#start = digits + 2;
      }
      position = digits + 2;
    }
    this.#position = position;
    this.#missing = missing;
    this.#bulk = bulk;
    return whole;
  }

  /**
   * A header that is not whole, or not a plain number. Answers 0 for a negative count of arguments, which Redis takes
   * for an empty request; then #searched stands at the line end. PARTIAL: more is needed, or #failure is set.
   */
  #unusualHeader(position: number, ofArray: boolean): number {
    const line = this.#seek(CR, position + 1);
    if (line - position > MAX_LINE) {
      this.#failure = `Protocol error: too big ${ofArray ? 'mbulk' : 'bulk'} count string`;
    } else if (line + 1 < this.#end) {
      const text = latin1Text(this.#buffer, position + 1, line);
      if (ofArray && NEGATIVE_COUNT.test(text) && this.#buffer[line + 1] === LF) return 0;
      this.#failure = `Protocol error: invalid ${ofArray ? 'multibulk' : 'bulk'} length`;
    }
    return PARTIAL;
  }

  #countFits(count: number): boolean {
    if (count > MAX_ARGUMENTS) this.#failure = 'Protocol error: invalid multibulk length';
    else if (!this.authenticated && count > UNAUTHENTICATED.arguments) {
      this.#failure = 'Protocol error: unauthenticated multibulk length';
    } else return true;
    return false;
  }

  #bulkFits(length: number, most: number): boolean {
    if (length > most) {
      this.#failure = 'Protocol error: invalid bulk length';
    } else if (!this.authenticated && length > UNAUTHENTICATED.bulk) {
      this.#failure = 'Protocol error: unauthenticated bulk length';
    } else return true;
    return false;
  }

  /** An inline request: one line. An empty one is skipped. */
  #decodeLine(): boolean {
    const line = this.#seek(LF, this.#position);
    if (line - this.#position > MAX_LINE) {
      this.#failure = 'Protocol error: too big inline request';
      return false;
    }
    if (line === this.#end) return false;
    const argv = splitArguments(latin1Text(this.#buffer, this.#position, line));
    if (argv === null) {
      this.#failure = 'Protocol error: unbalanced quotes in request';
      return false;
    }
    this.#position = line + 1;
    this.#release(line + 1);
    if (argv.length > 0) this.#ready.push(argv);
    return true;
  }

  /** Where the next `byte` stands, from `from` on, or #end. Goes on where the last search ended. */
  #seek(byte: number, from: number): number {
    const buffer = this.#buffer;
    const end = this.#end;
    let at = Math.max(from, this.#searched);
    while (at < end && buffer[at] !== byte) at += 1;
    this.#searched = at;
    return at;
  }

  /** Lets go of the bytes before `start`, and of a large buffer when little is left in it. */
  #release(start: number): void {
    this.#start = start;
    const live = this.#end - start;
    if (live === 0) {
      this.#buffer = EMPTY;
      this.#start = this.#end = this.#position = this.#searched = 0;
    } else if (this.#buffer.length > KEEP_BYTES && live * 4 < this.#buffer.length) {
      this.#move(live);
    }
  }

  /** Moves the live bytes to a buffer of their own. */
  #move(capacity: number): void {
    const buffer = Buffer.allocUnsafe(capacity);
    this.#isLent = false;
    buffer.set(this.#buffer.subarray(this.#start, this.#end));
    this.#buffer = buffer;
    this.#end -= this.#start;
    this.#position -= this.#start;
    this.#searched = Math.max(0, this.#searched - this.#start);
    this.#start = 0;
  }
}

function unexpected(byte: number): string {
  const shown = byte === CR || byte === LF ? ' ' : String.fromCharCode(byte);
  return `Protocol error: expected '$', got '${shown}'`;
}
