import { MILLISECONDS } from '../timeouts.js';
import type { Words } from './words.js';

type Make = (words: Words) => readonly string[];

const BAD_IDS = [
  '',
  'abc',
  '-',
  '+',
  '1-',
  '-1',
  '1-2-3',
  '1-abc',
  '1-+',
  '(1-1',
  '1 -1',
  ' 1-1',
  '01-02',
  '+1-1',
  '1- 1',
  '1--1',
  '1- -1',
  '1-1\x00x',
  '18446744073709551616-0',
  '0-18446744073709551616',
  '*',
  '$',
  '>',
];

/** Near the ends of 64 bits, and beyond what a double holds. */
const FAR_IDS = [
  '0-0',
  '0-1',
  '0',
  '9007199254740993-9007199254740993',
  '18446744073709551615-0',
  '18446744073709551615-18446744073709551614',
  '18446744073709551615-18446744073709551615',
  '18446744073709551615',
  '7-18446744073709551615',
];

const nearId = (w: Words): string => {
  const ms = w.dice.between(0, 12);
  return w.dice.percent(30) ? String(ms) : `${ms}-${w.dice.between(0, 4)}`;
};

const id = (w: Words): string => {
  const chance = w.dice.below(100);
  if (chance < 88) return nearId(w);
  return w.dice.pick(chance < 95 ? FAR_IDS : BAD_IDS);
};

/** Mostly above what is there. Never `*`: two servers have two clocks. */
const newId = (w: Words): string => {
  const chance = w.dice.below(100);
  if (chance < 60) return `${w.dice.between(1, 12)}-*`;
  if (chance < 90) return nearId(w);
  if (chance < 98) return id(w).replace(/^\*$/, '**');
  return w.dice.pick(['18446744073709551615-*', '0-*', '-*', 'x-*', '1-**', '9007199254740993-*']);
};

const bound = (w: Words): string => {
  const chance = w.dice.below(100);
  if (chance < 30) return w.dice.pick(['-', '+']);
  return chance < 75 ? id(w) : `(${id(w)}`;
};

const group = (w: Words): string => w.dice.pick(['g', 'g', 'g', 'h', '', 'G\x00\xff']);
const consumer = (w: Words): string => w.dice.pick(['c', 'c', 'd', 'Z', '']);
const ids = (w: Words): string[] => w.dice.several(1, 4, () => id(w));
const lastId = (w: Words): string => (w.dice.percent(30) ? '$' : w.dice.percent(60) ? '0' : id(w));

const fields = (w: Words): string[] =>
  w.dice.percent(90)
    ? w.dice.several(1, 3, () => [w.dice.pick(['f', 'f', 'g', '1', '-70000']), w.element()]).flat()
    : w.dice.several(0, 5, w.value);

/** `=` or nothing three times out of four: what `~` leaves shows where nodes end. */
function trim(w: Words): string[] {
  const threshold = w.dice.percent(60) ? ['MAXLEN', w.count()] : ['MINID', id(w)];
  const sign = w.dice.pick([[], [], ['='], ['~'], ['~'], ['?']]);
  const limit = w.dice.percent(15) ? ['LIMIT', w.count()] : [];
  return [threshold[0] ?? '', ...sign, threshold[1] ?? '', ...limit];
}

const add: Make = w => [
  'XADD',
  w.key(),
  ...w.options(1, [() => [], () => [], () => ['NOMKSTREAM'], () => trim(w), () => ['LIMIT', w.count()]]),
  newId(w),
  ...fields(w),
];

/** Several nodes at once: with long values after some 40 entries, else after 100. */
const addLong: Make = w => [
  'XADD',
  w.key(),
  `${w.dice.between(1, 12)}-*`,
  'f',
  'x'.repeat(w.dice.between(300, 2100)),
];

const claimOptions = (w: Words): string[] =>
  w.options(2, [
    () => ['FORCE'],
    () => ['JUSTID'],
    () => ['IDLE', w.dice.pick(['0', '500000', '-1', 'x'])],
    () => ['TIME', w.dice.pick(['0', '1', '99999999999999999', 'x'])],
    () => ['RETRYCOUNT', w.count()],
    () => ['LASTID', id(w)],
    () => ['WHAT'],
  ]);

/** None, or so long that only IDLE and TIME of XCLAIM reach it. */
const idle = (w: Words): string => w.dice.pick(['0', '0', '0', '400000', '-5', 'x']);

const reader = (w: Words): string[] => ['GROUP', group(w), consumer(w)];
const count = (w: Words): string[] => (w.dice.percent(40) ? ['COUNT', w.count()] : []);

/** Keys, and as many ids, mostly. */
function streams(w: Words, makeId: () => string, keys = w.dice.several(1, 2, w.key)): string[] {
  const few = w.dice.percent(3) ? keys.slice(1) : keys;
  return ['STREAMS', ...keys, ...few.map(makeId)];
}

const readId = (w: Words): string => (w.dice.percent(20) ? '$' : id(w).replace(/^\+$/, '0'));
const groupId = (w: Words): string => (w.dice.percent(65) ? '>' : id(w).replace(/^\+$/, '0'));
const noAck = (w: Words): string[] => (w.dice.percent(15) ? ['NOACK'] : []);

/** One maker a stream command that does not block. */
export const STREAM_COMMANDS: readonly Make[] = [
  add,
  add,
  add,
  add,
  addLong,
  w => ['XLEN', w.key()],
  w => ['XRANGE', w.key(), bound(w), bound(w), ...count(w)],
  w => ['XREVRANGE', w.key(), bound(w), bound(w), ...count(w)],
  w => ['XRANGE', w.key(), '-', '+'],
  w => ['XDEL', w.key(), ...ids(w)],
  w => ['XTRIM', w.key(), ...trim(w)],
  w => [
    'XSETID',
    w.key(),
    // Above all that XDEL deletes: redis-server 7.0 takes what lies below, later versions do not.
    w.dice.percent(90)
      ? `${w.dice.between(13, 16)}-${w.dice.between(0, 4)}`
      : w.dice.pick(['', 'abc', '-', '+', '$', '1-x']),
    ...w.options(2, [() => ['ENTRIESADDED', w.count()], () => ['MAXDELETEDID', nearId(w)]]),
  ],
  w => ['XREAD', ...count(w), ...streams(w, () => readId(w))],
  w => ['XREADGROUP', ...reader(w), ...count(w), ...noAck(w), ...streams(w, () => groupId(w))],
  w => ['XREADGROUP', ...reader(w), ...count(w), ...streams(w, () => '>')],
  w => ['XGROUP', 'CREATE', w.key(), group(w), lastId(w), 'MKSTREAM'],
  w => [
    'XGROUP',
    'CREATE',
    w.key(),
    group(w),
    lastId(w),
    ...w.options(2, [() => ['MKSTREAM'], () => ['ENTRIESREAD', w.count()], () => ['x']]),
  ],
  w => ['XGROUP', 'SETID', w.key(), group(w), lastId(w), ...w.options(1, [() => ['ENTRIESREAD', w.count()]])],
  w => ['XGROUP', 'DESTROY', w.key(), group(w)],
  w => ['XGROUP', 'CREATECONSUMER', w.key(), group(w), consumer(w)],
  w => ['XGROUP', 'DELCONSUMER', w.key(), group(w), consumer(w)],
  w => ['XACK', w.key(), group(w), ...ids(w)],
  w => ['XPENDING', w.key(), group(w)],
  w => [
    'XPENDING',
    w.key(),
    group(w),
    ...w.options(1, [() => ['IDLE', idle(w)]]),
    bound(w),
    bound(w),
    w.dice.percent(60) ? '10' : w.count(),
    ...w.options(1, [() => [consumer(w)]]),
  ],
  w => ['XCLAIM', w.key(), group(w), consumer(w), idle(w), ...ids(w), ...claimOptions(w)],
  w => [
    'XAUTOCLAIM',
    w.key(),
    group(w),
    consumer(w),
    idle(w),
    w.dice.percent(60) ? '-' : bound(w),
    ...w.options(2, [() => ['COUNT', w.dice.pick(['1', '2', '5', '0', '-1', 'x'])], () => ['JUSTID']]),
  ],
  w => ['XINFO', 'STREAM', w.key()],
  w => ['XINFO', 'STREAM', w.key(), 'FULL', ...w.options(1, [() => ['COUNT', w.count()], () => ['x']])],
  w => ['XINFO', 'GROUPS', w.key()],
  w => ['XINFO', 'CONSUMERS', w.key(), group(w)],
];

/**
 * The blocking ones, with a timeout that `timeout` gives. No key comes twice: redis-server 7.0 then waits for one of the
 * ids only, later versions for both.
 */
export function blockingStream(w: Words, timeout: string): readonly string[] {
  const keys = [...new Set(w.dice.several(1, 2, w.key))];
  const block = [...count(w), 'BLOCK', timeout];
  if (w.dice.percent(50)) return ['XREAD', ...block, ...streams(w, () => readId(w), keys)];
  return ['XREADGROUP', ...reader(w), ...block, ...noAck(w), ...streams(w, () => groupId(w), keys)];
}

export const shortBlockingStream: Make = w =>
  blockingStream(w, w.dice.pick(w.dice.percent(80) ? MILLISECONDS.short : MILLISECONDS.bad));

/** What serves those who wait. */
export const fillingStream: Make = w =>
  w.dice.percent(75)
    ? ['XADD', w.key(), `${w.dice.between(1, 12)}-*`, 'f', w.element()]
    : ['XGROUP', 'CREATE', w.key(), group(w), lastId(w), 'MKSTREAM'];
