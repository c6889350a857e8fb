import { expect } from 'chai';
import { RawConnection } from '../support/raw-connection.js';
import { usePair } from './pair.js';

const many = (count: number, make: (at: number) => readonly string[]): string[] =>
  Array.from({ length: count }, (_, at) => make(at)).flat();

/** A setting, and a command that makes a value of a size (elements, or bytes of one) that the setting is about. */
const THRESHOLDS: readonly (readonly [setting: string, make: (size: number) => string[]])[] = [
  ['hash-max-listpack-entries', size => ['HSET', 'k', ...many(size, at => [`f${at}`, 'v'])]],
  ['hash-max-ziplist-entries', size => ['HSET', 'k', ...many(size, at => [`f${at}`, 'v'])]],
  ['hash-max-listpack-value', size => ['HSET', 'k', 'f', 'v'.repeat(size)]],
  ['zset-max-listpack-entries', size => ['ZADD', 'k', ...many(size, at => ['1', `m${at}`])]],
  ['zset-max-ziplist-value', size => ['ZADD', 'k', '1', 'm'.repeat(size)]],
  ['set-max-intset-entries', size => ['SADD', 'k', ...many(size, at => [String(at)])]],
];
/** Between what redis-server 7.0 calls `hashtable` and later versions `listpack`. */
const INTSET_BEYOND = 200;

describe('OBJECT ENCODING', () => {
  const pair = usePair();

  for (const [setting, make] of THRESHOLDS) {
    it(`changes where redis-server's does, as CONFIG SET ${setting} says`, async () => {
      const connections = [await RawConnection.open(pair.reference), await RawConnection.open(pair.ours)];
      const both = (...command: string[]): Promise<string[]> =>
        Promise.all(connections.map(connection => connection.call(...command)));
      const [before = ''] = (await connections[0]!.ask('CONFIG', 'GET', setting)).items
        .map(({ text }) => text)
        .slice(1);
      const limits = setting === 'set-max-intset-entries' ? [INTSET_BEYOND] : [0, 1, 7];
      for (const limit of limits) {
        expect(await both('CONFIG', 'SET', setting, String(limit))).to.deep.equal(['+OK\r\n', '+OK\r\n']);
        for (const size of [1, limit, limit + 1].filter(size => size > 0)) {
          await both('DEL', 'k');
          await both(...make(size));
          const [theirs, ours] = await both('OBJECT', 'ENCODING', 'k');
          expect(ours, `${setting} ${limit}, size ${size}`).to.equal(theirs);
        }
      }
      await both('CONFIG', 'SET', setting, before);
      for (const connection of connections) connection.close();
    });
  }
});
