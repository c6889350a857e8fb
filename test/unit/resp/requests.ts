import { RequestDecoder } from '../../../src/resp/decoder.js';
import { type Random, below } from '../../../src/base/random.js';

export const LIMITS = { maxBulkBytes: 536_870_888 };

/** What came out of a stream: the requests, the failure behind them, and what was left over. */
export interface Outcome {
  readonly requests: string[][];
  readonly failure: string | null;
}

/** A request as clients send it. */
export function request(...argv: string[]): string {
  return `*${argv.length}\r\n${argv.map(argument => `$${argument.length}\r\n${argument}\r\n`).join('')}`;
}

/** Feeds a stream of latin1 text in chunks of the sizes that `size` gives. */
export function decode(
  stream: string,
  size: (left: number) => number = left => left,
  decoder = new RequestDecoder(LIMITS),
): Outcome {
  const bytes = Buffer.from(stream, 'latin1');
  const requests: string[][] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + Math.max(1, Math.min(bytes.length - at, size(bytes.length - at)));
    const chunk = Buffer.from(bytes.subarray(at, end));
    decoder.feed(chunk);
    at = end;
    for (let argv = decoder.next(); argv !== undefined; argv = decoder.next()) requests.push(argv);
    decoder.keep();
    chunk.fill(0x7e); // as the next read of a socket does
    if (decoder.failure !== null) break;
  }
  return { requests, failure: decoder.failure };
}

export const byteByByte = (): number => 1;

/** Some bytes, often those that mean something to the protocol. */
export function randomBytes(random: Random, length: number): string {
  const telling = '*$\r\n0123456789-+:"\' \\x\0\xff';
  let text = '';
  for (let i = 0; i < length; i += 1) {
    text +=
      below(random, 3) === 0
        ? String.fromCharCode(below(random, 256))
        : telling.charAt(below(random, telling.length));
  }
  return text;
}

/** Good requests, with `damages` bytes changed, inserted or removed. */
export function mutatedRequests(random: Random, damages: number): string {
  let stream = '';
  for (let i = below(random, 6) + 1; i > 0; i -= 1) {
    const argv = Array.from({ length: below(random, 4) + 1 }, () => randomBytes(random, below(random, 30)));
    stream += below(random, 8) === 0 ? 'PING inline\r\n' : request(...argv);
  }
  for (let i = 0; i < damages; i += 1) {
    const at = below(random, stream.length + 1);
    const removed = below(random, 3);
    stream = stream.slice(0, at) + randomBytes(random, below(random, 3)) + stream.slice(at + removed);
  }
  return stream;
}
