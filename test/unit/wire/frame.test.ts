import { expect } from 'chai';
import { FrameReader, MAX_FRAME_BYTES, WireError } from '../../../src/wire/frame.js';

function framed(...bodies: string[]): Buffer {
  return Buffer.concat(
    bodies.map(body => {
      const head = Buffer.alloc(4);
      head.writeUInt32BE(body.length);
      return Buffer.concat([head, Buffer.from(body)]);
    }),
  );
}

function readAll(chunks: Buffer[], maxBytes = MAX_FRAME_BYTES): string[] {
  const reader = new FrameReader(maxBytes);
  const frames: string[] = [];
  for (const chunk of chunks) reader.push(chunk, frame => frames.push(frame.toString()));
  return frames;
}

describe('FrameReader', () => {
  const bodies = ['a', 'bc'.repeat(300), 'd', 'e'.repeat(70_000)];
  const stream = framed(...bodies);

  it('cuts one chunk into its frames', () => {
    expect(readAll([stream])).to.deep.equal(bodies);
  });

  it('gives the same frames however the network cut the stream', () => {
    for (const size of [1, 2, 3, 5, 7, 100, 65_536]) {
      const chunks = [];
      for (let at = 0; at < stream.length; at += size) chunks.push(stream.subarray(at, at + size));
      expect(readAll(chunks), `chunks of ${size}`).to.deep.equal(bodies);
    }
  });

  it('does not copy a frame that came in one chunk', () => {
    const chunk = framed('hello');
    let frame: Buffer | null = null;
    new FrameReader(10).push(chunk, bytes => (frame = bytes));
    chunk[4] = 0x4a;
    expect(String(frame)).to.equal('Jello');
  });

  it('refuses a length above the bound as soon as it is read', () => {
    expect(() => readAll([Buffer.from('ffffffff', 'hex')])).to.throw(WireError, '4294967295 bytes');
    expect(() => readAll([framed('12345')], 4)).to.throw(WireError);
    expect(readAll([framed('1234')], 4)).to.deep.equal(['1234']);
  });

  it('refuses an empty frame', () => {
    expect(() => readAll([Buffer.alloc(4)])).to.throw(WireError);
  });
});
