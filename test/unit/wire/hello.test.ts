import { expect } from 'chai';
import { WireError } from '../../../src/wire/frame.js';
import { decodeHello, encodeHello, type Hello, MAX_HELLO_BYTES } from '../../../src/wire/hello.js';
import { quorate } from '../../../src/wire/raft.pb.js';
import { UUID } from './samples.js';

const HELLO: Hello = {
  protocol: 1,
  nodeId: 'n1',
  uuid: UUID,
  clusterId: null,
  to: 'n2',
  lane: 'bulk',
  refusal: null,
  address: 'h1:1',
  stranger: true,
};

describe('the handshake on the wire', () => {
  it('comes back as it was', () => {
    for (const hello of [HELLO, { ...HELLO, clusterId: UUID, lane: 'urgent' as const, refusal: 'no' }]) {
      expect(decodeHello(encodeHello(hello).subarray(4))).to.deep.equal(hello);
    }
  });

  it('fits its bound however long the names', () => {
    const long = {
      ...HELLO,
      nodeId: 'x'.repeat(255),
      to: 'y'.repeat(255),
      clusterId: UUID,
      refusal: 'z'.repeat(9999),
    };
    expect(encodeHello(long).length).to.be.lessThan(MAX_HELLO_BYTES);
  });

  it('brings no control characters into the log of the one who is refused', () => {
    const hello = decodeHello(encodeHello({ ...HELLO, refusal: 'a\n\x1b[2Jb' }).subarray(4));
    expect(hello.refusal).to.equal('a??[2Jb');
  });

  it('is refused when a field is not as it must be', () => {
    const { Hello } = quorate.wire;
    const fields = { ...HELLO, clusterId: '', lane: 1, refusal: '' };
    for (const wrong of [
      { nodeId: '' },
      { address: 'nowhere' },
      { uuid: 'x' },
      { clusterId: 'x' },
      { lane: 7 },
    ]) {
      const frame = Buffer.from(Hello.encode({ ...fields, ...wrong }).finish());
      expect(() => decodeHello(frame), JSON.stringify(wrong)).to.throw(WireError);
    }
    expect(() => decodeHello(Buffer.from('GET / HTTP/1.1\r\n\r\n'))).to.throw(WireError);
  });
});
