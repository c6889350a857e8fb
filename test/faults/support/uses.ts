import type { Redis } from 'ioredis';
import { below, type Random } from '../../../src/base/random.js';
import { LOCK_MS } from '../../support/linearizability/shared-models.js';

/** What a key is used for, and so which model explains what was seen of it. */
export type Use = 'register' | 'counter' | 'list' | 'text' | 'queue' | 'pair' | 'lock' | 'stream';
export const USES: readonly Use[] = [
  'register',
  'register',
  'counter',
  'list',
  'text',
  'queue',
  'pair',
  'lock',
  'stream',
];

const GROUP = 'g';
const UNLOCK = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;
const READS = new Set(['GET', 'LRANGE', 'BOTH']);

/** What a client does next. Names that Redis does not have stand for what {@link perform} makes of them. */
export function commandOf(use: Use, key: string, value: string, random: Random, seen: string): string[] {
  const choice = below(random, 10);
  switch (use) {
    case 'register':
      if (choice < 5) return ['GET', key];
      return choice < 8 ? ['SET', key, value] : ['SET', key, value, 'IFEQ', seen];
    case 'counter':
      return choice < 7 ? ['INCR', key] : ['GET', key];
    case 'list':
      return choice < 6 ? ['RPUSH', key, value] : ['LRANGE', key, '0', '-1'];
    case 'text':
      return choice < 6 ? ['APPEND', key, `${value};`] : ['GET', key];
    case 'queue':
      return choice < 6 ? ['LPUSH', key, value] : ['BRPOP', key, '0.2'];
    case 'pair':
      return choice < 6 ? ['REPLACE', key, value] : ['BOTH', key];
    case 'lock':
      if (choice < 5) return ['SET', key, value, 'NX', 'PX', String(LOCK_MS)];
      return choice < 8 && seen !== '' ? ['UNLOCK', key, seen] : ['GET', key];
    case 'stream':
      return choice < 6 ? ['XADD', key, '*', 'v', value] : takeOf(key, value);
  }
}

const takeOf = (key: string, consumer: string): string[] => ['XREADGROUP', key, consumer];

/** What shows all that is left in a key; of a queue or a stream one element, until there is none. */
export function lastOf(use: Use, key: string): string[] {
  switch (use) {
    case 'queue':
      return ['RPOP', key];
    case 'stream':
      return takeOf(key, 'last');
    case 'list':
      return ['LRANGE', key, '0', '-1'];
    case 'pair':
      return ['BOTH', key];
    case 'register':
    case 'counter':
    case 'text':
    case 'lock':
      return ['GET', key];
  }
}

export const isWrite = ([name = '']: readonly string[]): boolean => !READS.has(name);

/** Sends it; the answer as the models know it. */
export async function perform(redis: Redis, argv: readonly string[]): Promise<unknown> {
  const [name = '', key = '', value = ''] = argv;
  const [a, b] = [`${key}:a`, `${key}:b`];
  switch (name) {
    case 'REPLACE': {
      await redis.watch(a, b);
      const read = await redis.mget(a, b);
      const done = await redis.multi().set(a, value).set(b, value).exec();
      for (const [error] of done ?? []) if (error !== null) throw error;
      return { read, done: done !== null };
    }
    case 'BOTH': {
      const rows = (await redis.multi().get(a).get(b).exec()) ?? [];
      for (const [error] of rows) if (error !== null) throw error;
      return rows.map(([, reply]) => reply);
    }
    case 'UNLOCK':
      return redis.call('EVAL', UNLOCK, '1', key, value);
    case 'XREADGROUP': {
      // One that was made before says so.
      await redis.xgroup('CREATE', key, GROUP, '0', 'MKSTREAM').catch((error: Error) => {
        if (!error.message.startsWith('BUSYGROUP')) throw refusedAs(error);
      });
      const reply = await redis.call('XREADGROUP', 'GROUP', GROUP, value, 'COUNT', '1', 'STREAMS', key, '>');
      return (reply as [string, [string, [string, string]][]] | null)?.[1][0]?.[1][1] ?? null;
    }
    default:
      return redis.call(name, key, ...argv.slice(2));
  }
}

/** A group may be made at any time: whoever does not know whether it was made has certainly not read. */
function refusedAs(error: Error): Error {
  return error.message.startsWith('TIMEOUT') ? new Error(`TRYAGAIN ${error.message}`) : error;
}
