import type { Words } from './words.js';

type Make = (words: Words) => readonly string[];

/** Mostly within a few bytes; now and then across a chunk of 16 KB, out of range or no number. */
const offset = (w: Words): string => {
  const chance = w.dice.below(100);
  if (chance < 75) return String(w.dice.below(60));
  if (chance < 90) return w.dice.pick(['131071', '131072', '131073', '300000']);
  return w.dice.pick(['-1', '4294967296', 'x', '', '1.5', '01', ' 1', '#1']);
};

const bit = (w: Words): string => (w.dice.percent(92) ? w.dice.pick(['0', '1']) : w.integer());

const unit = (w: Words): string => w.dice.pick(['BIT', 'BYTE', 'bit', 'byte', 'BIT', 'bits']);

const place = (w: Words): string => (w.dice.percent(85) ? String(w.dice.between(-40, 40)) : w.integer());

const fieldType = (w: Words): string =>
  w.dice.percent(90)
    ? w.dice.pick(['u', 'i']) + w.dice.pick(['1', '2', '5', '8', '13', '16', '31', '32', '33', '63'])
    : w.dice.pick(['i64', 'i64', 'u64', 'i0', 'u0', 'i65', 'x8', 'u', '', 'U8', 'i8\0x', 'u08', 'u-1']);

const fieldOffset = (w: Words): string =>
  w.dice.percent(30) ? `#${w.dice.percent(90) ? w.dice.below(8) : offset(w)}` : offset(w);

const operand = (w: Words): string => (w.dice.percent(60) ? String(w.dice.between(-300, 300)) : w.integer());

const gets = (w: Words): (() => string[])[] => [() => ['GET', fieldType(w), fieldOffset(w)]];

const changes = (w: Words): (() => string[])[] => [
  ...gets(w),
  () => ['SET', fieldType(w), fieldOffset(w), operand(w)],
  () => ['INCRBY', fieldType(w), fieldOffset(w), operand(w)],
  () => ['incrby', fieldType(w), fieldOffset(w), operand(w)],
  () => ['OVERFLOW', w.dice.pick(['WRAP', 'SAT', 'FAIL', 'sat', 'fail', 'none'])],
];

/** One maker a bitmap command of Redis 7.0. */
export const BITMAP_COMMANDS: readonly Make[] = [
  w => ['SETBIT', w.key(), offset(w), bit(w)],
  w => ['SETBIT', w.key(), offset(w), bit(w)],
  w => ['GETBIT', w.key(), offset(w)],
  w => ['BITCOUNT', w.key()],
  w => ['BITCOUNT', w.key(), place(w), place(w)],
  w => ['BITCOUNT', w.key(), place(w), place(w), unit(w)],
  w => ['BITPOS', w.key(), bit(w)],
  w => ['BITPOS', w.key(), bit(w), place(w)],
  w => ['BITPOS', w.key(), bit(w), place(w), place(w)],
  w => ['BITPOS', w.key(), bit(w), place(w), place(w), unit(w)],
  w => [
    'BITOP',
    w.dice.pick(['AND', 'OR', 'XOR', 'xor', 'NAND']),
    w.key(),
    ...w.dice.several(1, 4, () => w.key()),
  ],
  w => ['BITOP', 'NOT', w.key(), w.key(), ...w.options(1, [() => [w.key()], () => [], () => []])],
  w => ['BITFIELD', w.key(), ...w.options(5, changes(w))],
  w => ['BITFIELD', w.key(), ...w.options(5, changes(w))],
  w => ['BITFIELD_RO', w.key(), ...w.options(3, w.dice.percent(90) ? gets(w) : changes(w))],
];
