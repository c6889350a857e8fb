import { expect } from 'chai';
import { SeededRandom, below } from '../../../src/base/random.js';
import { RequestDecoder } from '../../../src/resp/decoder.js';
import { byteByByte, decode, LIMITS, mutatedRequests, randomBytes, request } from './requests.js';

const PING = request('PING');

/** Each case runs in one chunk, byte by byte, and in chunks of three. */
function cases(
  title: string,
  table: Record<string, { stream: string; requests?: string[][]; failure?: string }>,
): void {
  describe(title, () => {
    for (const [name, { stream, requests = [], failure = null }] of Object.entries(table)) {
      for (const [chunks, size] of Object.entries({
        'one chunk': undefined,
        'byte by byte': byteByByte,
        threes: (): number => 3,
      })) {
        it(`${name} (${chunks})`, () => {
          expect(decode(stream, size)).to.deep.equal({ requests, failure });
        });
      }
    }
  });
}

describe('RequestDecoder', () => {
  cases('well-formed requests', {
    'one request': { stream: request('SET', 'k', 'v'), requests: [['SET', 'k', 'v']] },
    'a pipeline': { stream: PING + request('GET', 'a') + PING, requests: [['PING'], ['GET', 'a'], ['PING']] },
    'an empty argument': { stream: request('ECHO', ''), requests: [['ECHO', '']] },
    'an empty name': { stream: request(''), requests: [['']] },
    'all byte values': {
      stream: request('SET', Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join('')),
      requests: [['SET', Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join('')]],
    },
    'line ends within an argument': {
      stream: request('SET', '\r\n*1\r\n'),
      requests: [['SET', '\r\n*1\r\n']],
    },
    'empty and negative counts are no requests': {
      stream: `*0\r\n${PING}*-1\r\n*-999999999\r\n${PING}*0\r\n`,
      requests: [['PING'], ['PING']],
    },
    'an inline request behind an empty count': { stream: '*0\r\nPING\r\n', requests: [['PING']] },
    'an inline request among others': {
      stream: `${PING}GET a\r\n${PING}`,
      requests: [['PING'], ['GET', 'a'], ['PING']],
    },
    'inline lines that end in LF alone': { stream: 'PING\nPING\n', requests: [['PING'], ['PING']] },
    'empty lines': { stream: '\r\n\n  \r\nPING\r\n', requests: [['PING']] },
    'a request that is not whole': {
      stream: PING + request('SET', 'k', 'v').slice(0, -1),
      requests: [['PING']],
    },
    'other types begin an inline request': {
      stream: '$4\r\n:1\r\n+OK\r\n-ERR x\r\n',
      requests: [['$4'], [':1'], ['+OK'], ['-ERR', 'x']],
    },
  });

  const multibulk = 'Protocol error: invalid multibulk length';
  const bulk = 'Protocol error: invalid bulk length';
  cases('damage, behind a good request', {
    'a count that is no number': {
      stream: `${PING}*abc\r\n${PING}`,
      requests: [['PING']],
      failure: multibulk,
    },
    'no count': { stream: `${PING}*\r\n`, requests: [['PING']], failure: multibulk },
    'a count with a sign': { stream: `${PING}*+1\r\n`, requests: [['PING']], failure: multibulk },
    'a count with a leading zero': { stream: `${PING}*01\r\n`, requests: [['PING']], failure: multibulk },
    'a count with a fraction': { stream: `${PING}*1.5\r\n`, requests: [['PING']], failure: multibulk },
    'a count of minus zero': { stream: `${PING}*-0\r\n`, requests: [['PING']], failure: multibulk },
    'a count above the limit': { stream: `${PING}*1048577\r\n`, requests: [['PING']], failure: multibulk },
    'a count of 2^25': { stream: '*33554432\r\n', failure: multibulk },
    'a count of 2^32': { stream: '*4294967296\r\n', failure: multibulk },
    'a count of 20 digits': { stream: '*99999999999999999999\r\n', failure: multibulk },
    'a count line without LF': { stream: '*1\rX$4\rXPING\r\n', failure: multibulk },
    'a length that is no number': { stream: `${PING}*1\r\n$abc\r\n`, requests: [['PING']], failure: bulk },
    'no length': { stream: '*1\r\n$\r\n', failure: bulk },
    'a negative length': { stream: '*1\r\n$-1\r\n', failure: bulk },
    'a length with a leading zero': { stream: '*1\r\n$04\r\nPING\r\n', failure: bulk },
    'a length with a fraction': { stream: '*1\r\n$1.5\r\n', failure: bulk },
    'a length above the limit': { stream: '*1\r\n$536870889\r\n', failure: bulk },
    'a length of 20 digits': { stream: '*2\r\n$1\r\na\r\n$99999999999999999999\r\n', failure: bulk },
    'a length line without LF': { stream: '*1\r\n$4\rXPING\r\n', failure: bulk },
    'a nested array': { stream: '*1\r\n*1\r\n', failure: "Protocol error: expected '$', got '*'" },
    'arrays nested deeply': {
      stream: '*1\r\n'.repeat(5000),
      failure: "Protocol error: expected '$', got '*'",
    },
    'an integer in an array': {
      stream: '*2\r\n$1\r\na\r\n:1\r\n',
      failure: "Protocol error: expected '$', got ':'",
    },
    'an unknown type': { stream: '*1\r\nXabc\r\n', failure: "Protocol error: expected '$', got 'X'" },
    'a line end in the place of a type': {
      stream: '*1\r\n\r\n',
      failure: "Protocol error: expected '$', got ' '",
    },
    'a byte above 127 in the place of a type': {
      stream: '*1\r\n\xff',
      failure: "Protocol error: expected '$', got '\xff'",
    },
    'a bulk without a line end': {
      stream: `*1\r\n$4\r\nPINGXX${PING}`,
      failure: 'Protocol error: bulk string without a line end',
    },
    'unbalanced quotes': {
      stream: 'PING\r\nPING "abc\r\n',
      requests: [['PING']],
      failure: 'Protocol error: unbalanced quotes in request',
    },
  });

  describe('lines without an end', () => {
    const table = {
      'a count': { stream: `${PING}*`, failure: 'Protocol error: too big mbulk count string' },
      'a length': { stream: `${PING}*1\r\n$`, failure: 'Protocol error: too big bulk count string' },
      'an inline request': { stream: `${PING}a`, failure: 'Protocol error: too big inline request' },
    };
    for (const [name, { stream, failure }] of Object.entries(table)) {
      it(`${name} may have 64 KB`, () => {
        const digits = '1'.repeat(64 * 1024 - 1);
        expect(decode(stream + digits, () => 1000)).to.deep.equal({ requests: [['PING']], failure: null });
        expect(decode(`${stream}${digits}11`, () => 1000).failure).to.equal(failure);
        expect(decode(`${stream}${digits}11\r\n`).failure).to.equal(failure);
      });
    }

    it('are not scanned again with every byte', () => {
      const decoder = new RequestDecoder(LIMITS);
      let fed = 0;
      while (decoder.failure === null) {
        decoder.feed(Buffer.from('1'));
        fed += 1;
        decoder.next();
      }
      expect(fed).to.equal(64 * 1024 + 1);
    });
  });

  describe('before AUTH', () => {
    const strict = (): RequestDecoder => {
      const decoder = new RequestDecoder(LIMITS);
      decoder.authenticated = false;
      return decoder;
    };

    it('a request has at most 10 arguments', () => {
      const ten = Array.from({ length: 10 }, () => 'x');
      expect(decode(request(...ten), undefined, strict())).to.deep.equal({ requests: [ten], failure: null });
      expect(decode('*11\r\n', undefined, strict()).failure).to.equal(
        'Protocol error: unauthenticated multibulk length',
      );
    });

    it('an argument has at most 16,384 bytes', () => {
      const longest = request('x'.repeat(16_384));
      expect(decode(longest, undefined, strict()).requests).to.have.length(1);
      expect(decode('*1\r\n$16385\r\n', undefined, strict()).failure).to.equal(
        'Protocol error: unauthenticated bulk length',
      );
    });

    it('a request that authenticates lifts the limits for those in the same chunk', () => {
      const decoder = strict();
      const large = request('SET', 'k', 'x'.repeat(20_000));
      decoder.feed(Buffer.from(request('AUTH', 'secret') + large));
      expect(decoder.next()).to.deep.equal(['AUTH', 'secret']);
      decoder.authenticated = true;
      expect(decoder.next()).to.have.length(3);
      expect(decoder.failure).to.equal(null);
    });
  });

  it('takes the limit of a bulk anew each time', () => {
    const limits = { maxBulkBytes: 4 };
    const decoder = new RequestDecoder(limits);
    decoder.feed(Buffer.from(request('four')));
    expect(decoder.next()).to.deep.equal(['four']);
    limits.maxBulkBytes = 5;
    decoder.feed(Buffer.from(request('fives')));
    expect(decoder.next()).to.deep.equal(['fives']);
    decoder.feed(Buffer.from(request('sixsix')));
    expect(decoder.next()).to.equal(undefined);
    expect(decoder.failure).to.equal('Protocol error: invalid bulk length');
  });

  it('never reads beyond V8’s longest string, whatever the setting says', () => {
    const decoder = new RequestDecoder({ maxBulkBytes: 1e12 });
    expect(decode('*1\r\n$536870889\r\n', undefined, decoder).failure).to.equal(
      'Protocol error: invalid bulk length',
    );
  });

  it('allocates by what came, not by what was promised', () => {
    const before = process.memoryUsage();
    const decoders = Array.from({ length: 200 }, () => {
      const decoder = new RequestDecoder(LIMITS);
      decoder.feed(Buffer.from('*1048576\r\n$536870888\r\nabc'));
      decoder.next();
      return decoder;
    });
    const after = process.memoryUsage();
    expect(decoders.every(decoder => decoder.buffered === 25)).to.equal(true);
    expect(after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers).to.be.below(8 << 20);
  });

  it('copies a large bulk a constant number of times, and lets go of it', () => {
    const value = 'v'.repeat(32 << 20);
    const decoder = new RequestDecoder(LIMITS);
    const outcome = decode(request('SET', 'k', value) + PING, () => 4096, decoder);
    expect(outcome.requests.map(argv => argv[0])).to.deep.equal(['SET', 'PING']);
    expect(outcome.requests[0]?.[2] === value).to.equal(true);
    expect(decoder.buffered).to.equal(0);
  });

  it('decodes a limited number of requests ahead of their execution', () => {
    const decoder = new RequestDecoder(LIMITS);
    const stream = PING.repeat(1_000_000);
    decoder.feed(Buffer.from(stream));
    expect(decoder.next()).to.deep.equal(['PING']);
    expect(decoder.buffered).to.be.above(stream.length - 100_000);
  });

  it('takes many arguments in small chunks', () => {
    const argv = Array.from({ length: 100_000 }, (_, i) => `${i}`);
    expect(decode(request(...argv), () => 777)).to.deep.equal({ requests: [argv], failure: null });
  });

  describe('fuzz', () => {
    const seeds = Array.from({ length: 100 }, (_, i) => i + 1);

    it('10,000 random and damaged streams: the chunks change nothing', () => {
      let failures = 0;
      let requests = 0;
      for (const seed of seeds) {
        const random = new SeededRandom(seed);
        for (let i = 0; i < 100; i += 1) {
          const stream =
            i % 4 === 0 ? randomBytes(random, below(random, 200)) : mutatedRequests(random, below(random, 4));
          const whole = decode(stream);
          const torn = decode(stream, () => below(random, 20) + 1);
          expect(torn, `seed ${seed}, stream ${i}`).to.deep.equal(whole);
          expect(decode(stream, byteByByte), `seed ${seed}, stream ${i}`).to.deep.equal(whole);
          if (whole.failure !== null) failures += 1;
          requests += whole.requests.length;
        }
      }
      expect(failures).to.be.above(2000);
      expect(requests).to.be.above(10_000);
    });

    it('good requests in front of the damage come out', () => {
      for (const seed of seeds) {
        const random = new SeededRandom(seed);
        const good = Array.from({ length: below(random, 5) + 1 }, () =>
          Array.from({ length: below(random, 4) + 1 }, () => randomBytes(random, below(random, 50))),
        );
        const stream = good.map(argv => request(...argv)).join('') + mutatedRequests(random, 3);
        expect(decode(stream).requests.slice(0, good.length)).to.deep.equal(good);
      }
    });
  });
});
