import { crc64 } from '../../../../src/base/crc64.js';

/** A payload for RESTORE: type and content, then version and checksum. */
export function payload(content: Buffer | readonly number[], version = 12): string {
  const body = Buffer.concat([Buffer.from(content), Buffer.from([version, 0])]);
  return Buffer.concat([body, crc64(body)]).toString('latin1');
}

/** A string as RDB writes it, short or long. */
export function text(bytes: string | Buffer): Buffer {
  const data = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
  const length = Buffer.alloc(5);
  length[0] = 0x80;
  length.writeUInt32BE(data.length, 1);
  return Buffer.concat([length, data]);
}

/** A ziplist of short texts; integers from 0 to 12 in their short form. */
export function ziplist(...elements: readonly (string | number)[]): Buffer {
  const entries: Buffer[] = [];
  let previous = 0;
  for (const element of elements) {
    const body =
      typeof element === 'number'
        ? Buffer.from([0xf1 + element])
        : Buffer.concat([Buffer.from([element.length]), Buffer.from(element, 'latin1')]);
    entries.push(Buffer.concat([Buffer.from([previous]), body]));
    previous = body.length + 1;
  }
  const size = 10 + entries.reduce((sum, { length }) => sum + length, 0) + 1;
  const head = Buffer.alloc(10);
  head.writeUInt32LE(size, 0);
  head.writeUInt16LE(elements.length, 8);
  return Buffer.concat([head, ...entries, Buffer.from([0xff])]);
}
