import type { Dice } from '../../support/dice.js';

/** Few keys, so that types collide; empty, binary and long ones among them. */
export const KEYS = [
  'a',
  'b',
  'c',
  'd',
  'key:5',
  'list',
  'num',
  '',
  '\x00\xff\r\n\x80',
  'k'.repeat(300),
] as const;

/**
 * Sorted sets that are asked for texts. Of one whose scores differ, redis-server finds those of a skiplist by chance: the
 * first holds short members only, and so stays a listpack; all scores of the second are 0.
 */
export const TEXT_KEYS = ['texts', 'zeros'] as const;

/** Distances are stored here only: the last of their 17 digits is a matter of the library that took the sines. */
export const DISTANCES_KEY = 'distances';

/** So few keys that connections meet. */
export const FEW_KEYS = ['a', 'b', 'c'] as const;

const INTEGERS = [
  '0',
  '1',
  '-1',
  '2',
  '3',
  '5',
  '-2',
  '-3',
  '10',
  '-10',
  '100',
  '-100',
  '2147483647',
  '4294967296',
  '9223372036854775807',
  '-9223372036854775808',
  '9223372036854775806',
  '-9223372036854775807',
];

const NO_INTEGERS = [
  '',
  ' ',
  'abc',
  '1.5',
  ' 1',
  '1 ',
  '+1',
  '01',
  '-0',
  '-',
  '0x10',
  '1e3',
  '9223372036854775808',
  '-9223372036854775809',
  '18446744073709551616',
  '1\x00',
  '--1',
  'inf',
];

const FLOATS = [
  '0',
  '1.5',
  '-1.5',
  '3.14159',
  '0.1',
  '0.2',
  '-0.1',
  '1e10',
  '1e-5',
  '5.0e3',
  '.5',
  '5.',
  '10.000000000000001',
  '1e17',
  '1e21',
  '123456789012345678',
  '1.7976931348623157e308',
  '-1e308',
  '1e-320',
  '4.9e-324',
  '0x1p3',
  '0x10',
  '+3',
  '003.1',
  '1e+2',
];

const NO_FLOATS = [
  '',
  'abc',
  ' 1.5',
  '1.5 ',
  'nan',
  'inf',
  '-inf',
  '+inf',
  'infinity',
  '1e400',
  '1e5000',
  '1..2',
  '1,5',
  '--1',
  '1e',
];

/** Times to live that are over at once, too long, or no number. */
const NO_LIVES = [
  '0',
  '-1',
  '-100000',
  '9223372036854',
  '9223372036854775',
  '9223372036854775807',
  '-9223372036854775808',
  'abc',
  '',
  '1.5',
  '9223372036854775808',
];

/** What words a command is made of. */
export class Words {
  constructor(
    readonly dice: Dice,
    readonly keys: readonly string[],
  ) {}

  key = (): string => this.dice.pick(this.keys);

  integer = (): string => (this.dice.percent(12) ? this.dice.pick(NO_INTEGERS) : this.dice.pick(INTEGERS));

  /** Mostly an index or a count that lies near the length of a short list. */
  index = (): string => (this.dice.percent(15) ? this.integer() : String(this.dice.between(-8, 8)));

  count = (): string => (this.dice.percent(15) ? this.integer() : String(this.dice.between(0, 6)));

  float = (): string => (this.dice.percent(15) ? this.dice.pick(NO_FLOATS) : this.dice.pick(FLOATS));

  /** What a value is: a number, a word, nothing, bytes, something long. */
  value = (): string => {
    const { dice } = this;
    switch (dice.below(12)) {
      case 0:
        return dice.pick(INTEGERS);
      case 1:
        return dice.pick(FLOATS);
      case 2:
        return dice.pick(NO_INTEGERS);
      case 3:
        return dice.bytes(dice.below(20));
      case 4:
        return dice.percent(20)
          ? dice.bytes(dice.pick([44, 45, 64, 8192, 20_000]))
          : 'x'.repeat(dice.below(70));
      default:
        return dice.pick(['a', 'b', 'c', 'hello', 'hello world', 'foobar', '7', '42']);
    }
  };

  /** Elements of lists repeat, so that LREM, LPOS and LINSERT find them. */
  element = (): string => (this.dice.percent(85) ? this.dice.pick(['x', 'y', 'z', '1', '2']) : this.value());

  database = (): string =>
    this.dice.pick(['0', '0', '0', '1', '1', '2', '15', '16', '-1', 'abc', '', '9223372036854775808', '1.5']);

  /** Long enough to outlive a script, in the past, or wrong: never about now. */
  timeToLive = (): string => (this.dice.percent(70) ? this.longLife() : this.dice.pick(NO_LIVES));

  /** In seconds or milliseconds. No two are equal, or GT and LT would depend on the moment. */
  longLife = (): string => String(this.dice.between(100_000, 999_999_999));

  /** Absolute, in seconds or milliseconds: far away, or long ago. */
  deadline = (): string =>
    this.dice.percent(70)
      ? this.dice.pick(['33177117420', '33177117420000', '44177117420000'])
      : this.dice.pick([
          '0',
          '-1',
          '1',
          '1000000',
          '9223372036854775',
          '9223372036854775807',
          '-9223372036854775808',
          'abc',
          '',
        ]);

  pattern = (): string =>
    this.dice.pick([
      '*',
      'a',
      '?',
      'k*',
      '[ab]',
      '[^a]',
      '[a-c]',
      '*:*',
      '\\a',
      '',
      '[',
      '[a',
      'k*5',
      '**',
      '*k*k*',
      '\x00*',
      '[^',
      'a\\',
      '[b-a]',
      '[]]',
    ]);

  side = (): string => this.dice.pick(['LEFT', 'RIGHT', 'left', 'Right', 'UP', '']);

  /** Some of `options`, in any order, perhaps twice, perhaps in conflict. */
  options(most: number, options: readonly (() => readonly string[])[]): string[] {
    return this.dice.several(0, most, () => this.dice.pick(options)()).flat();
  }
}
