import { expect } from 'chai';
import { formatFailure, runScript } from './runner.js';
import { usePair } from './pair.js';
import type { CommandLine, Step } from './script.js';

/** `on` sends one command. */
const send = (on: number, ...command: CommandLine): Step => ({ do: 'send', on, commands: [command] });
const disconnect = (on: number): Step => ({ do: 'disconnect', on });

/** What DUMP gives of the string 12. */
const DUMP_OF_12 = '\x00\xc0\x0c\x0a\x00\x3c\x2a\xf8\x51\x5c\x04\xbc\xd5';

/** Scripts that random ones meet rarely, or that clients have stumbled over. */
const SCRIPTS: readonly [string, readonly Step[]][] = [
  [
    'what tools ask a server before anything else',
    [
      send(0, 'ACL', 'WHOAMI'),
      send(0, 'ACL', 'USERS'),
      send(0, 'ACL', 'CAT', 'nope'),
      send(0, 'ACL', 'nope'),
      send(0, 'MODULE', 'LIST'),
      send(0, 'REPLICAOF', 'NO', 'ONE'),
      send(0, 'SLAVEOF', 'no', 'one'),
      send(0, 'FAILOVER'),
      send(0, 'FAILOVER', 'ABORT'),
      send(0, 'FAILOVER', 'nope'),
    ],
  ],
  [
    'the kind of null of each command that pops',
    [
      send(0, 'LPOP', 'none'),
      send(0, 'LPOP', 'none', '1'),
      send(0, 'RPOP', 'none', '0'),
      send(0, 'LMPOP', '1', 'none', 'LEFT'),
      send(0, 'LMOVE', 'none', 'none', 'LEFT', 'RIGHT'),
      send(0, 'RPOPLPUSH', 'none', 'none'),
      send(0, 'BLPOP', 'none', '0.01'),
      send(0, 'BLMOVE', 'none', 'none', 'LEFT', 'RIGHT', '0.01'),
      send(0, 'BRPOPLPUSH', 'none', 'none', '0.01'),
      send(0, 'BLMPOP', '0.01', '1', 'none', 'LEFT'),
      send(0, 'LPOS', 'none', 'x'),
      send(0, 'LPOS', 'none', 'x', 'COUNT', '0'),
      send(0, 'RANDOMKEY'),
      send(0, 'OBJECT', 'ENCODING', 'none'),
      send(0, 'GETDEL', 'none'),
      send(0, 'SET', 'k', 'v', 'XX', 'GET'),
    ],
  ],
  [
    'the kind of nothing of each command for hashes and sets',
    [
      send(0, 'HGET', 'none', 'f'),
      send(0, 'HMGET', 'none', 'f', 'g'),
      send(0, 'HGETALL', 'none'),
      send(0, 'HKEYS', 'none'),
      send(0, 'HRANDFIELD', 'none'),
      send(0, 'HRANDFIELD', 'none', '1'),
      send(0, 'HRANDFIELD', 'none', '1', 'WITHVALUES'),
      send(0, 'HSCAN', 'none', '0'),
      send(0, 'SMEMBERS', 'none'),
      send(0, 'SPOP', 'none'),
      send(0, 'SPOP', 'none', '1'),
      send(0, 'SRANDMEMBER', 'none'),
      send(0, 'SRANDMEMBER', 'none', '1'),
      send(0, 'SSCAN', 'none', '0'),
      send(0, 'SINTER', 'none', 'none'),
      send(0, 'SUNION', 'none'),
      send(0, 'SDIFF', 'none'),
      send(0, 'SMISMEMBER', 'none', 'a'),
    ],
  ],
  [
    'one member, which SPOP must take, and one field, which HRANDFIELD must name',
    [
      send(0, 'SADD', 's', 'one'),
      send(0, 'SRANDMEMBER', 's'),
      send(0, 'SRANDMEMBER', 's', '-3'),
      send(0, 'SPOP', 's'),
      send(0, 'EXISTS', 's'),
      send(0, 'HSET', 'h', 'f', 'v'),
      send(0, 'HRANDFIELD', 'h'),
      send(0, 'HRANDFIELD', 'h', '-2', 'WITHVALUES'),
      send(0, 'HRANDFIELD', 'h', '2', 'WITHVALUES'),
    ],
  ],
  [
    'RESTORE with life times at the ends of the range',
    ['0', '1000', '-1', '9223372036854775807', '9223372036854775808'].flatMap(ttl =>
      [[], ['ABSTTL'], ['REPLACE']].flatMap(options => [
        send(0, 'SET', 'k', 'v'),
        send(0, 'RESTORE', 'k', ttl, DUMP_OF_12, 'REPLACE', ...options),
        send(0, 'DEL', 'other'),
        send(0, 'RESTORE', 'other', ttl, DUMP_OF_12, ...options),
        send(0, 'MGET', 'k', 'other'),
      ]),
    ),
  ],
  [
    'a key set with a deadline that has passed',
    [
      send(0, 'SET', 'k', 'v', 'PXAT', '1'),
      send(0, 'GET', 'k'),
      send(0, 'EXISTS', 'k'),
      send(0, 'SET', 'k', 'v', 'EXAT', '1', 'NX', 'GET'),
      send(0, 'TTL', 'k'),
      send(0, 'SET', 'k', 'v'),
      send(0, 'GETEX', 'k', 'EXAT', '1'),
      send(0, 'GET', 'k'),
    ],
  ],
  [
    'the order in which blocked clients are served',
    [
      send(0, 'BLPOP', 'a', '0'),
      send(1, 'BRPOP', 'a', 'b', '0'),
      send(2, 'BLMOVE', 'a', 'b', 'LEFT', 'LEFT', '0'),
      send(3, 'RPUSH', 'a', '1', '2', '3', '4'),
      send(3, 'LRANGE', 'a', '0', '-1'),
      send(3, 'LRANGE', 'b', '0', '-1'),
    ],
  ],
  [
    'a chain of clients that wake each other',
    [
      send(0, 'BLMOVE', 'a', 'b', 'LEFT', 'RIGHT', '0'),
      send(1, 'BLMOVE', 'b', 'c', 'LEFT', 'RIGHT', '0'),
      send(2, 'BRPOPLPUSH', 'c', 'a', '0'),
      send(3, 'RPUSH', 'a', 'x'),
      send(3, 'KEYS', '*'),
    ],
  ],
  [
    'keys in the order of the command, when several are there',
    [
      send(0, 'RPUSH', 'b', '1'),
      send(0, 'RPUSH', 'c', '2'),
      send(0, 'BLPOP', 'a', 'c', 'b', '0'),
      send(1, 'BLPOP', 'a', 'd', '0'),
      send(0, 'MSET', 'x', '1'),
      send(0, 'RENAME', 'b', 'd'),
    ],
  ],
  [
    'a client that waits for a key of another type',
    [
      send(0, 'BLPOP', 'a', '0'),
      send(1, 'SET', 'a', 'string'),
      send(2, 'BLPOP', 'a', '0'),
      send(1, 'DEL', 'a'),
      send(1, 'RPUSH', 'a', 'x'),
    ],
  ],
  [
    'a target of the wrong type, found out when served',
    [
      send(0, 'BLMOVE', 'a', 'string', 'LEFT', 'RIGHT', '0'),
      send(1, 'SET', 'string', 'v'),
      send(1, 'RPUSH', 'a', 'x'),
      send(1, 'LRANGE', 'a', '0', '-1'),
    ],
  ],
  [
    'a client that left: its element goes to the next',
    [
      send(0, 'BLPOP', 'a', '0'),
      send(1, 'BLPOP', 'a', '0'),
      disconnect(0),
      send(2, 'RPUSH', 'a', 'x', 'y'),
      send(2, 'LRANGE', 'a', '0', '-1'),
    ],
  ],
  [
    'CLIENT UNBLOCK with and without ERROR',
    [
      send(0, 'BLPOP', 'a', '0'),
      send(1, 'CLIENT', 'UNBLOCK', { clientOf: 0 }),
      send(1, 'CLIENT', 'UNBLOCK', { clientOf: 0 }),
      send(0, 'BLMOVE', 'a', 'b', 'LEFT', 'LEFT', '0'),
      send(1, 'CLIENT', 'UNBLOCK', { clientOf: 0 }, 'ERROR'),
      send(0, 'BLMPOP', '0', '1', 'a', 'LEFT'),
      send(1, 'CLIENT', 'UNBLOCK', { clientOf: 0 }, 'TIMEOUT'),
    ],
  ],
  [
    'members for blocked clients, the lowest and the highest score first',
    [
      send(0, 'BZPOPMIN', 'a', 'b', '0'),
      send(1, 'BZPOPMAX', 'b', 'a', '0'),
      send(2, 'BZMPOP', '0', '2', 'b', 'a', 'MAX', 'COUNT', '2'),
      send(3, 'ZADD', 'a', '1', 'x', '2.5', 'y', 'inf', 'z', '-inf', 'w', '0', 'v'),
      send(3, 'ZRANGE', 'a', '0', '-1', 'WITHSCORES'),
      send(0, 'BZPOPMAX', 'a', '0'),
      send(0, 'BZPOPMIN', 'none', 'a', '0'),
      send(3, 'ZADD', 'none', 'XX', '1', 'x'),
      send(3, 'ZINCRBY', 'none', '1e17', 'x'),
    ],
  ],
  [
    'a client that waits for a sorted set where other types come and go',
    [
      send(0, 'BZPOPMIN', 'a', '0'),
      send(1, 'RPUSH', 'a', 'x'),
      send(1, 'ZADD', 'b', '1', 'y'),
      send(1, 'RENAME', 'b', 'a'),
      send(0, 'BZMPOP', '0', '1', 'a', 'MIN', 'COUNT', '10'),
      send(1, 'ZADD', 'b', '1', 'y', '2', 'z'),
      send(2, 'BLPOP', 'c', '0'),
      send(1, 'ZUNIONSTORE', 'c', '1', 'b'),
      send(1, 'ZRANGESTORE', 'a', 'b', '0', '-1'),
      send(1, 'DEL', 'c'),
      send(1, 'RPUSH', 'c', 'x'),
    ],
  ],
  [
    'the kind of null of each command for sorted sets that pops, and empty outcomes',
    [
      send(0, 'ZPOPMIN', 'none'),
      send(0, 'ZPOPMAX', 'none', '2'),
      send(0, 'ZMPOP', '1', 'none', 'MIN'),
      send(0, 'BZPOPMIN', 'none', '0.01'),
      send(0, 'BZMPOP', '0.01', '1', 'none', 'MAX'),
      send(0, 'ZRANDMEMBER', 'none'),
      send(0, 'ZRANDMEMBER', 'none', '1'),
      send(0, 'ZSCORE', 'none', 'x'),
      send(0, 'ZMSCORE', 'none', 'x', 'y'),
      send(0, 'ZRANK', 'none', 'x'),
      send(0, 'ZADD', 'none', 'XX', 'INCR', '1', 'x'),
      send(0, 'ZADD', 'k', '1.5', 'x', '2', 'y'),
      send(0, 'ZPOPMIN', 'k', '0'),
      send(0, 'ZPOPMIN', 'k', '1'),
      send(0, 'ZPOPMAX', 'k'),
      send(0, 'EXISTS', 'k'),
    ],
  ],
  [
    'commands behind one that blocks',
    [
      send(0, 'BLPOP', 'a', '0'),
      send(0, 'SET', 'k', 'behind'),
      send(0, 'BLPOP', 'b', '0'),
      send(1, 'GET', 'k'),
      send(1, 'RPUSH', 'a', 'x'),
      send(1, 'GET', 'k'),
      send(1, 'RPUSH', 'b', 'y'),
    ],
  ],
  [
    'databases: a waiter waits in its own',
    [
      send(0, 'SELECT', '1'),
      send(0, 'BLPOP', 'a', '0'),
      send(1, 'RPUSH', 'a', 'in 0'),
      send(1, 'SWAPDB', '0', '1'),
      send(1, 'DBSIZE'),
      send(2, 'BLPOP', 'm', '0'),
      send(1, 'SELECT', '5'),
      send(1, 'RPUSH', 'm', 'x'),
      send(1, 'MOVE', 'm', '0'),
    ],
  ],
];

describe('scripts by hand', () => {
  const pair = usePair();

  for (const protocol of [2, 3] as const) {
    for (const [what, steps] of SCRIPTS) {
      it(`answer as redis-server does over RESP${protocol}: ${what}`, async () => {
        const failure = await runScript(pair, { seed: 0, protocol, steps });
        expect(failure, failure && formatFailure(failure)).to.equal(undefined);
      });
    }
  }
});
