import { expect } from 'chai';
import { RawConnection } from '../support/raw-connection.js';
import { DIFFERENT } from './scripts/different.js';
import { errors } from './scripts/errors.js';
import { asking, bodies, headers, libraryWith, loading, registrations } from './scripts/functions.js';
import { usePair } from './pair.js';
import { answersOf } from './pipeline.js';
import { values } from './scripts/values.js';

const CALL = ['2', 'k1', 'k2', '1', 'a b', 'get'];
const LIST = ['FUNCTION', 'LIST', 'WITHCODE'];

describe('functions', () => {
  const pair = usePair();
  let redis: RawConnection;
  let ours: RawConnection;
  let differences: unknown[] = [];

  beforeEach(async () => {
    differences = [];
    [redis, ours] = [await RawConnection.open(pair.reference), await RawConnection.open(pair.ours)];
  });
  afterEach(() => {
    [redis, ours].forEach(connection => connection.close());
    expect(differences).to.deep.equal([]);
  });

  async function compare(...commands: readonly (readonly string[])[]): Promise<void> {
    const [expected, answers] = await Promise.all([redis, ours].map(to => answersOf(to, commands)));
    for (const [at, command] of commands.entries()) {
      const [one, other] = [expected?.[at], answers?.[at]];
      if (one !== other) differences.push({ command: command.join(' '), redis: one, ours: other });
    }
  }

  async function speak(protocol: string): Promise<void> {
    await Promise.all([redis, ours].map(to => to.call('HELLO', protocol)));
  }

  async function compareLoading(...libraries: readonly string[]): Promise<void> {
    const each = (library: string): string[][] => [
      ['FUNCTION', 'FLUSH'],
      ['FUNCTION', 'LOAD', library],
      LIST,
      ['FCALL', 'f', ...CALL],
    ];
    await compare(...libraries.flatMap(each));
  }

  it('are loaded, listed and removed as in redis-server, in both protocols', async () => {
    await compare(...asking);
    await speak('3');
    await compare(...asking);
  });

  it('have the same first lines', () => compareLoading(...headers));

  it('see the same while their library is loaded', () =>
    compareLoading(...loading.map(code => `#!lua name=lib\n${code}`)));

  it('are registered in the same ways', () =>
    compareLoading(...registrations.map(code => `#!lua name=lib\nredis.register_function${code}`)));

  for (const protocol of ['2', '3']) {
    it(`answer as redis-server does in RESP${protocol}`, async function () {
      this.timeout(120_000);
      await speak(protocol);
      const compared = [...bodies, ...values, ...errors].filter(
        body => !DIFFERENT.some(([, pattern]) => pattern.test(body)),
      );
      const each = (body: string): string[][] => [
        ['FLUSHALL'],
        ['FUNCTION', 'LOAD', 'REPLACE', libraryWith(body)],
        ['FCALL', 'f', ...CALL],
      ];
      await compare(...compared.flatMap(each));
    });
  }

  it('are held to their flags', async () => {
    for (const flag of ['', '"no-writes"', '"allow-oom"', '"no-cluster"', '"no-writes", "allow-stale"']) {
      const library = `#!lua name=lib
        redis.register_function{function_name='r', flags={${flag}}, callback=function(keys)
          return redis.call('get', keys[1]) end}
        redis.register_function{function_name='w', flags={${flag}}, callback=function(keys)
          return redis.pcall('set', keys[1], 1) end}`;
      const calls = ['FCALL', 'FCALL_RO'].flatMap(name => ['r', 'w'].map(called => [name, called, '1', 'k']));
      await compare(['FLUSHALL'], ['FUNCTION', 'LOAD', 'REPLACE', library], ...calls);
      await compare(['MULTI'], ...calls, ['FUNCTION', 'STATS'], ['EXEC'], ['GET', 'k']);
    }
  });

  it('travel as a payload both ways', async () => {
    const libraries = ['one', 'two'].map(
      name => `#!lua name=${name}\nredis.register_function('f_${name}', function() return '${name}' end)`,
    );
    const dump = async (of: RawConnection): Promise<string> => (await of.ask('FUNCTION', 'DUMP')).text;
    for (const [from, to] of [
      [redis, ours],
      [ours, redis],
    ] as const) {
      await compare(['FUNCTION', 'FLUSH']);
      const empty = await dump(from);
      await compare(['FUNCTION', 'RESTORE', empty]);
      for (const library of libraries) await from.call('FUNCTION', 'LOAD', library);
      const payload = await dump(from);
      expect(await to.call('FUNCTION', 'RESTORE', payload)).to.equal('+OK\r\n');
      await compare(['FCALL', 'f_one', '0'], ['FCALL', 'F_TWO', '0'], ['FUNCTION', 'STATS']);
      await compare(['FUNCTION', 'DELETE', 'two']);
      await compare(...['', 'APPEND', 'x'].map(policy => ['FUNCTION', 'RESTORE', payload, policy]));
      await compare(['FUNCTION', 'DELETE', 'one']);
      await compare(['FUNCTION', 'LOAD', libraries[0]!.replace('=one', '=other')]);
      for (const policy of ['APPEND', 'REPLACE', 'FLUSH'])
        await compare(
          ['FUNCTION', 'RESTORE', payload, policy],
          ['FUNCTION', 'STATS'],
          ['FCALL', 'f_two', '0'],
        );
      await compare(['FUNCTION', 'RESTORE', payload, 'replace'], ['FUNCTION', 'STATS']);
      await compare(['FUNCTION', 'RESTORE', payload.slice(0, -1)], ['FUNCTION', 'RESTORE', `x${payload}`]);
    }
  });
});
