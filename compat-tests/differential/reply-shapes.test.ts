import { expect } from 'chai';
import { usePair } from './pair.js';
import { formatFailure, runScript } from './runner.js';
import type { Step } from './script.js';

const send = (...command: readonly string[]): Step => ({ do: 'send', on: 0, commands: [command] });

const FILLED = [
  send('ZADD', 'z', '1', 'a', '2.5', 'b', '-inf', 'c', '7103280232656895', 'd'),
  send('HSET', 'h', 'f', 'v', 'g', 'w'),
  send('SADD', 's', 'a'),
  send('RPUSH', 'l', 'a', 'b', 'c'),
  send('XADD', 'x', '1-1', 'f', 'v'),
  send('XADD', 'x', '2-1', 'f', 'v'),
  send('XADD', 'x', '3-1', 'f', 'v'),
];

/** Commands whose replies have another shape in RESP3, or a shape that clients have stumbled over. */
const SHAPED = [
  ['ZRANGE', 'z', '0', '-1', 'WITHSCORES'],
  ['ZRANGE', 'z', '0', '-1'],
  ['ZREVRANGE', 'z', '0', '1', 'WITHSCORES'],
  ['ZUNION', '1', 'z', 'WITHSCORES'],
  ['ZRANDMEMBER', 'none', '1', 'WITHSCORES'],
  ['ZSCORE', 'z', 'b'],
  ['ZMSCORE', 'z', 'a', 'none'],
  ['ZINCRBY', 'z', '0.25', 'b'],
  ['ZADD', 'z', 'INCR', '1', 'a'],
  ['ZADD', 'z', 'NX', 'INCR', '1', 'a'],
  ['ZPOPMIN', 'z'],
  ['ZPOPMAX', 'z', '1'],
  ['ZMPOP', '1', 'z', 'MIN'],
  ['ZMPOP', '1', 'none', 'MIN'],
  ['BZPOPMIN', 'z', '1'],
  ['BZPOPMIN', 'none', '0.01'],
  ['BLPOP', 'none', '0.01'],
  ['BLMOVE', 'none', 'l', 'LEFT', 'LEFT', '0.01'],
  ['BRPOPLPUSH', 'none', 'l', '0.01'],
  ['LPOP', 'none'],
  ['LPOP', 'none', '1'],
  ['LMPOP', '1', 'l', 'LEFT'],
  ['BLMPOP', '0.01', '1', 'none', 'LEFT'],
  ['HGETALL', 'h'],
  ['HGETALL', 'none'],
  ['HRANDFIELD', 'none', '2', 'WITHVALUES'],
  ['SMEMBERS', 's'],
  ['SPOP', 's', '1'],
  ['CONFIG', 'GET', 'set-max-intset*'],
  ['XRANGE', 'x', '-', '+'],
  ['XREAD', 'STREAMS', 'x', '1-1'],
  ['XREAD', 'STREAMS', 'none', '0'],
  ['XREAD', 'BLOCK', '10', 'STREAMS', 'none', '0'],
  ['GEOADD', 'geo', '13.4', '52.5', 'Berlin'],
  ['GEOPOS', 'geo', 'Berlin', 'none'],
  ['GEODIST', 'geo', 'Berlin', 'none'],
  ['LCS', 'none', 'none', 'IDX'],
  ['COMMAND', 'GETKEYS', 'GET', 'k'],
  ['INCRBYFLOAT', 'n', '0.1'],
  ['EXISTS', 'none'],
  ['GET', 'none'],
  ['GET', 'l'],
];

const GROUP = [
  send('XGROUP', 'CREATE', 'x', 'g', '0'),
  send('XREADGROUP', 'GROUP', 'g', 'c', 'STREAMS', 'x', '>'),
  send('XDEL', 'x', '2-1'),
  // What was delivered and then deleted: nil in place of the fields.
  send('XREADGROUP', 'GROUP', 'g', 'c', 'STREAMS', 'x', '0'),
  send('XPENDING', 'x', 'g'),
  send('XPENDING', 'x', 'g', '-', '+', '0'),
  send('XPENDING', 'x', 'none'),
  send('XAUTOCLAIM', 'x', 'g', 'd', '0', '0', 'COUNT', '1'),
  send('XAUTOCLAIM', 'x', 'g', 'd', '0', '0'),
  send('XAUTOCLAIM', 'x', 'g', 'd', '0', '0', 'JUSTID'),
  send('XCLAIM', 'x', 'g', 'e', '0', '1-1', '2-1'),
  send('XCLAIM', 'x', 'g', 'e', '0', '1-1', 'JUSTID'),
  send('XINFO', 'STREAM', 'x'),
  send('XINFO', 'STREAM', 'x', 'FULL'),
  send('XINFO', 'GROUPS', 'x'),
  send('XINFO', 'STREAM', 'none'),
];

const SCORES = [
  '7103280232656895',
  '9007199254740993',
  '1e17',
  '123456789012345678',
  '1e20',
  '1e21',
  '0.1',
  '0.30000000000000004',
  '1e-7',
  '-0',
  '3.0',
  'inf',
  '-inf',
  '5e-324',
  '1.7976931348623157e308',
].flatMap(score => [
  send('ZADD', 'z', score, score),
  send('ZSCORE', 'z', score),
  send('ZRANGEBYSCORE', 'z', score, score, 'WITHSCORES'),
  send('ZRANGEBYSCORE', 'z', `(${score}`, '+inf', 'WITHSCORES', 'LIMIT', '0', '1'),
]);

const DEPRECATED = [
  send('ZREVRANGEBYSCORE', 'z', '+inf', '-inf', 'WITHSCORES', 'LIMIT', '0', '2'),
  send('ZRANGEBYSCORE', 'z', '-inf', '(2.5', 'WITHSCORES'),
  send('ZREVRANGEBYLEX', 'z', '+', '-'),
  send('RPOPLPUSH', 'l', 'm'),
  send('BRPOPLPUSH', 'l', 'm', '1'),
  send('HMSET', 'h', 'f', '1', 'i', '2'),
  send('GETSET', 'k', 'v'),
  send('GETSET', 'k', 'w'),
  send('SETEX', 'k', '10', 'v'),
  send('PSETEX', 'k', '10000', 'v'),
  send('SETNX', 'k', 'v'),
  send('SUBSTR', 'k', '0', '-1'),
  send('GEOADD', 'geo', '13.4', '52.5', 'Berlin', '2.35', '48.86', 'Paris'),
  send('GEORADIUS', 'geo', '13', '52', '1000', 'km', 'WITHDIST', 'WITHCOORD', 'ASC'),
  send('GEORADIUSBYMEMBER', 'geo', 'Paris', '1000', 'km', 'WITHHASH', 'DESC'),
  send('GEORADIUS_RO', 'geo', '13', '52', '100', 'km'),
];

const SCRIPTS: readonly (readonly [string, readonly Step[]])[] = [
  ['each by itself', [...FILLED, ...SHAPED.map(command => send(...command))]],
  [
    'inside a transaction',
    [...FILLED, send('MULTI'), ...SHAPED.map(command => send(...command)), send('EXEC')],
  ],
  ['of consumer groups', [...FILLED, ...GROUP]],
  [
    'of consumer groups inside a transaction',
    [...FILLED, send('MULTI'), ...GROUP.slice(0, 12), send('EXEC')],
  ],
  ['of scores', SCORES],
  ['of commands that are deprecated, and used', [...FILLED, ...DEPRECATED]],
  [
    'of a transaction that cannot be',
    [
      send('EXEC'),
      send('DISCARD'),
      send('MULTI'),
      send('MULTI'),
      send('WATCH', 'k'),
      send('NOPE'),
      send('GET'),
      send('SET', 'k', 'v'),
      send('EXEC'),
      send('GET', 'k'),
      send('MULTI'),
      send('LPUSH', 'k'),
      send('DISCARD'),
      send('WATCH', 'k'),
      send('SET', 'k', 'v'),
      send('MULTI'),
      send('GET', 'k'),
      send('EXEC'),
      send('MULTI'),
      send('INCR', 'k'),
      send('SET', 'k', 'w'),
      send('EXEC'),
      send('MULTI'),
      send('EXEC'),
    ],
  ],
];

describe('the shapes of replies', () => {
  const pair = usePair();

  for (const protocol of [2, 3] as const) {
    for (const [what, steps] of SCRIPTS) {
      it(`are those of redis-server over RESP${protocol}: ${what}`, async () => {
        const failure = await runScript(pair, { seed: 0, protocol, steps });
        expect(failure, failure && formatFailure(failure)).to.equal(undefined);
      });
    }
  }
});
