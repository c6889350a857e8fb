import { below, type Random } from '../../src/base/random.js';

/**
 * Write commands of every family, with places to fill: K a key, V a value, N a small number, D a database, E an end of a
 * list. A family whose values are edited in place must stand here, or nothing shows that its handlers call `edit`.
 */
export const WRITE_FORMS: Readonly<Record<string, readonly string[]>> = {
  strings: [
    'set K V',
    'set K V keepttl',
    'set K V px N',
    'setnx K V',
    'setex K N V',
    'psetex K N V',
    'getset K V',
    'append K V',
    'setrange K N V',
    'incr K',
    'incrby K N',
    'decr K',
    'decrby K N',
    'incrbyfloat K N.5',
    'mset K V K V',
    'msetnx K V K V',
    'msetex 1 K V px N',
    'getdel K',
    'getex K px N',
    'delex K',
    'delifeq K V',
  ],
  bitmaps: [
    'setbit K N 1',
    'setbit K N 0',
    'bitop xor K K K',
    'bitop not K K',
    'bitfield K set u8 N 200 incrby i13 N N',
    'bitfield K overflow fail incrby u2 N 1',
  ],
  lists: [
    'lpush K V V V',
    'rpush K V V V',
    'lpushx K V',
    'rpushx K V',
    'lpop K',
    'rpop K',
    'lpop K N',
    'lmpop 2 K K E count N',
    'linsert K before V V',
    'lset K 0 V',
    'lrem K 0 V',
    'lrem K -1 V',
    'ltrim K 0 N',
    'lmove K K E E',
    'rpoplpush K K',
    'blpop K K N',
    'brpop K N',
    'blmove K K E E N',
    'brpoplpush K K N',
    'blmpop N 2 K K E',
    'quorate.return K E V',
  ],
  keys: [
    'del K K',
    'unlink K',
    'expire K N',
    'pexpire K N',
    'expireat K 1',
    'pexpireat K 99999999999999',
    'persist K',
    'rename K K',
    'renamenx K K',
    'move K D',
    'copy K K replace',
    'copy K K db D',
    'flushdb',
    'flushall',
    'swapdb D D',
  ],
};

/** One of the commands, filled in. */
export function randomWrite(random: Random, forms = Object.values(WRITE_FORMS).flat()): string[] {
  const fill: Readonly<Record<string, () => string>> = {
    K: () => `k${below(random, 6)}`,
    V: () => (below(random, 4) === 0 ? 'v'.repeat(below(random, 2000)) : `v${below(random, 8)}`),
    N: () => String(1 + below(random, 60)),
    D: () => String(below(random, 3)),
    E: () => (below(random, 2) === 0 ? 'left' : 'right'),
  };
  const form = forms[below(random, forms.length)]!;
  return form
    .split(' ')
    .map(word => fill[word]?.() ?? (word.startsWith('N.') ? fill['N']!() + word.slice(1) : word));
}
