import type { Words } from './words.js';

type Make = (words: Words) => readonly string[];

const flags = (w: Words): string[] =>
  w.options(
    2,
    ['NX', 'XX', 'GT', 'LT', 'gt', 'nx'].map(flag => () => [flag]),
  );
const several = (w: Words): string[] => w.dice.several(1, 4, w.key);

/** What redis-server 7.0 gives for 12, hello, a list and a hash; then a damaged one, and none. */
const PAYLOADS = [
  '\x00\xc0\x0c\x0a\x00\x3c\x2a\xf8\x51\x5c\x04\xbc\xd5',
  '\x00\x05\x68\x65\x6c\x6c\x6f\x0a\x00\x63\x72\xdf\x76\x65\x34\x20\x0a',
  '\x12\x01\x02\x0d\x0d\x00\x00\x00\x02\x00\x81\x78\x02\x81\x79\x02\xff\x0a\x00\x7e\x97\x5b\x56\x8d\x1a\xfa\x6f',
  '\x10\x0d\x0d\x00\x00\x00\x02\x00\x81\x66\x02\x81\x76\x02\xff\x0a\x00\x20\xf1\x3d\x44\x23\x54\x08\x9d',
  '\x00\xc0\x0c\x0a\x00',
  '',
];

/** One maker a key or expiry command. SCAN has a step of its own; here are its errors and whole answers. */
export const KEY_COMMANDS: readonly Make[] = [
  w => ['DEL', ...several(w)],
  w => ['UNLINK', ...several(w)],
  w => ['EXISTS', ...several(w)],
  w => ['TOUCH', ...several(w)],
  w => ['EXPIRE', w.key(), w.timeToLive(), ...flags(w)],
  w => ['PEXPIRE', w.key(), w.timeToLive(), ...flags(w)],
  w => ['EXPIREAT', w.key(), w.deadline(), ...flags(w)],
  w => ['PEXPIREAT', w.key(), w.deadline(), ...flags(w)],
  w => ['TTL', w.key()],
  w => ['PTTL', w.key()],
  w => ['EXPIRETIME', w.key()],
  w => ['PEXPIRETIME', w.key()],
  w => ['PERSIST', w.key()],
  w => ['TYPE', w.key()],
  w => ['KEYS', w.pattern()],
  w => ['RENAME', w.key(), w.key()],
  w => ['RENAMENX', w.key(), w.key()],
  w => ['MOVE', w.key(), w.database()],
  w => [
    'COPY',
    w.key(),
    w.key(),
    ...w.options(3, [() => ['REPLACE'], () => ['DB', w.database()], () => ['replace']]),
  ],
  w => [
    'RESTORE',
    w.key(),
    w.dice.percent(70) ? '0' : w.timeToLive(),
    w.dice.pick(PAYLOADS),
    ...w.options(3, [
      () => ['REPLACE'],
      () => ['IDLETIME', w.index()],
      () => ['FREQ', w.dice.pick(['0', '255', '256', '-1', 'x'])],
    ]),
  ],
  () => ['RANDOMKEY'],
  w => ['OBJECT', w.dice.pick(['ENCODING', 'encoding', 'REFCOUNT', 'IDLETIME', 'FREQ', 'nothing']), w.key()],
  w => ['MEMORY', 'USAGE', w.key(), ...w.options(1, [() => ['SAMPLES', w.index()], () => ['nothing', '1']])],
  w => ['SCAN', w.dice.pick(['abc', '', '18446744073709551616', '1.5', ' 0'])],
  w => [
    'SCAN',
    '0',
    ...w.dice.pick([
      ['COUNT', '0'],
      ['COUNT', '-1'],
      ['COUNT', 'x'],
      ['COUNT'],
      ['MATCH'],
      ['TYPE'],
      ['nothing', '1'],
    ]),
  ],
];

/** Options of a whole iteration: keys come back once, whatever COUNT says. */
export function scanOptions(w: Words): string[] {
  return w.options(3, [
    () => ['MATCH', w.pattern()],
    () => ['COUNT', w.dice.pick(['1', '2', '10', '1000'])],
    () => ['TYPE', w.dice.pick(['string', 'list', 'STRING', 'hash', 'nothing', ''])],
  ]);
}
