import type { Words } from './words.js';

type Make = (words: Words) => readonly string[];

const few = (w: Words): string[] => w.dice.several(1, 6, w.value);

/** So many that the sparse encoding splits and joins its runs, and ends. */
const many = (w: Words): string[] => {
  const from = w.dice.below(100_000);
  return Array.from({ length: w.dice.pick([20, 100, 100, 1000]) }, (_, i) => String(from + i));
};

/** One maker a HyperLogLog command. PFCOUNT of one key has its own script: redis-server writes its answer into the value. */
export const HYPERLOGLOG_COMMANDS: readonly Make[] = [
  w => ['PFADD', w.key(), ...few(w)],
  w => ['PFADD', w.key(), ...many(w)],
  w => ['PFADD', w.key()],
  w => ['PFCOUNT', w.key(), ...w.dice.several(1, 3, w.key)],
  w => ['PFMERGE', w.key(), ...w.dice.several(0, 3, w.key)],
  w => ['PFDEBUG', w.dice.pick(['DECODE', 'DECODE', 'ENCODING', 'encoding', 'TODENSE', 'nothing']), w.key()],
];
