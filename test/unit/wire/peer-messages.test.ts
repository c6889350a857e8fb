import { expect } from 'chai';
import type { PeerMessage } from '../../../src/base/peer-message.js';
import { SeededRandom, below } from '../../../src/base/random.js';
import type { Content } from '../../../src/wire/content.js';
import { decodeFrame } from '../../../src/wire/decode-frame.js';
import { encodeFrame } from '../../../src/wire/encode-frame.js';
import { MAX_FRAME_BYTES, WireError } from '../../../src/wire/frame.js';
import { quorate } from '../../../src/wire/raft.pb.js';
import { entry, samples, UUID } from './samples.js';

const FROM = { id: 'n1', uuid: UUID };

function encode(content: Content): Buffer {
  return Buffer.concat(encodeFrame(content)!);
}

function roundTrip(content: Content): Content {
  const frame = encode(content);
  expect(frame.readUInt32BE(0)).to.equal(frame.length - 4);
  return decodeFrame(frame.subarray(4), FROM, 'n2');
}

function append(entries: ReturnType<typeof entry>[]): PeerMessage {
  const message = {
    type: 'append',
    from: 'n1',
    uuid: UUID,
    to: 'n2',
    term: 9,
    prevIndex: 0,
    prevTerm: 0,
    entries,
    commit: 0,
  } as const;
  return { kind: 'raft', message, clocks: { wall: 1, stamp: 2 } };
}

/** What a hostile or broken peer might send: fields that our encoder would not write. */
function forged(fields: quorate.wire.Frame.$Properties): () => Content {
  const bytes = Buffer.from(quorate.wire.Frame.encode(fields).finish());
  return () => decodeFrame(bytes, FROM, 'n2');
}

describe('peer messages on the wire', () => {
  for (const message of samples('n1', 'n2')) {
    it(`come back as they were: ${message.message.type}`, () => {
      expect(roundTrip(message)).to.deep.equal(message);
    });
  }

  it('know ping and pong', () => {
    expect(roundTrip({ kind: 'ping' })).to.deep.equal({ kind: 'ping' });
    expect(roundTrip({ kind: 'pong' })).to.deep.equal({ kind: 'pong' });
  });

  it('are one protobuf message, bodies included', () => {
    const sent = append([entry(1, 1, 'x'.repeat(20_000)), entry(2, 1, 'y'.repeat(300)), entry(3, 1, '')]);
    const frame = quorate.wire.Frame.decode(encode(sent).subarray(4));
    expect(frame.bodies.map(body => body.length)).to.deep.equal([20_000, 300, 0]);
    expect(frame.raft?.append?.terms).to.deep.equal([1, 1, 1]);
  });

  it('do not copy large bodies, and put small ones into one piece', () => {
    const large = entry(2, 1, 'x'.repeat(20_000));
    const pieces = encodeFrame(append([entry(1, 1, 'a'), large, entry(3, 1, 'b')]))!;
    expect(pieces).to.have.length(3);
    expect(pieces[1]!.buffer).to.equal(large.data.buffer);
  });

  it('are refused by the encoder when they exceed a frame', () => {
    expect(encodeFrame(append([entry(1, 1, Buffer.alloc(MAX_FRAME_BYTES))]))).to.equal(null);
    expect(encodeFrame(append([entry(1, 1, Buffer.alloc(MAX_FRAME_BYTES - 100))]))).not.to.equal(null);
  });

  const batch = { uuid: UUID, incarnation: 1, sequence: 1 };
  const head = { term: 3, wall: 1, stamp: 1 };
  const hostile: Record<string, quorate.wire.Frame.$Properties> = {
    'no content': {},
    'another group': { group: 1, ping: {} },
    'a Raft message of no type': { raft: head },
    'a term beyond 2^53': { raft: { ...head, term: 2 ** 60, timeoutNow: {} } },
    'a clock that is no number': { raft: { ...head, wall: Number.NaN, timeoutNow: {} } },
    'a stamp without end': { raft: { ...head, stamp: Number.POSITIVE_INFINITY, timeoutNow: {} } },
    'an index beyond 2^53': { raft: { ...head, vote: { lastIndex: 2 ** 55 } } },
    'members that are none': {
      raft: { ...head, append: { terms: [1], kinds: [2] } },
      bodies: [Buffer.from('members')],
    },
    'more terms than bodies': { raft: { ...head, append: { terms: [1], kinds: [1] } } },
    'more bodies than terms': { raft: { ...head, append: {} }, bodies: [Buffer.from('x')] },
    'an entry of no known kind': {
      raft: { ...head, append: { terms: [1], kinds: [9 as never] } },
      bodies: [Buffer.from('x')],
    },
    'an entry of term 0': {
      raft: { ...head, append: { terms: [0], kinds: [1] } },
      bodies: [Buffer.from('x')],
    },
    'an entry of a term later than the message': {
      raft: { ...head, append: { terms: [4], kinds: [1] } },
      bodies: [Buffer.from('x')],
    },
    'terms that fall': {
      raft: { ...head, append: { prevIndex: 1, prevTerm: 3, terms: [2], kinds: [1] } },
      bodies: [Buffer.from('x')],
    },
    'a proposal without a body': { propose: { batch } },
    'a proposal without a batch': { propose: {}, bodies: [Buffer.from('x')] },
    'a batch with a short uuid': {
      propose: { batch: { ...batch, uuid: 'abc' } },
      bodies: [Buffer.from('x')],
    },
    'a refusal without a batch': { refuse: { leader: 'n1' } },
    'a leader with an endless name': { refuse: { batch, leader: 'x'.repeat(256) } },
    'a question without a topic': { ask: { id: 1, body: 'x' } },
    'a tick in the past of all time': { fence: { id: 1, tick: -1 } },
  };
  for (const [what, fields] of Object.entries(hostile)) {
    it(`do not come out of a frame with ${what}`, () => {
      expect(forged(fields)).to.throw(WireError);
    });
  }

  it('come out whole or as an error, whatever bytes are changed or missing', () => {
    const random = new SeededRandom(7);
    let refused = 0;
    for (let round = 0; round < 4000; round++) {
      const all = samples('n1', 'n2').filter(sample => sample.message.type !== 'append' || round % 50 === 0);
      const bytes = Buffer.from(encode(all[round % all.length]!).subarray(4));
      for (let flips = 1 + below(random, 3); flips > 0; flips--)
        bytes[below(random, bytes.length)]! ^= 1 << below(random, 8);
      const cut = below(random, 4) === 0 ? below(random, bytes.length) : bytes.length;
      try {
        decodeFrame(bytes.subarray(0, cut), FROM, 'n2');
      } catch (error) {
        expect(error).to.be.instanceOf(WireError);
        refused++;
      }
    }
    expect(refused).to.be.greaterThan(500);
  });
});
