import type { Reply } from '../../resp/reply.js';
import { isKeyword } from '../arguments.js';

/** What a command is about to look at. */
export interface Extent {
  /** Bytes of the values under its keys, by their weights. */
  bytes(): number;
  /** Of each of those values. */
  lengths(): readonly number[];
  /** Keys of the database. */
  keys(): number;
  /** Bytes of all that there is. */
  total(): number;
}

/** What a command may cost however short its arguments and its reply are, in units of about one Lua instruction. */
export interface ScriptCost {
  before?(extent: Extent, argv: readonly string[]): number;
  after?(reply: Reply): number;
}

/** By weight, a value holds that much for each small element. */
const ELEMENT_BYTES = 64;
const VISIT_UNITS = 20;
const RANDOM_UNITS = 500;
const REMOVAL_UNITS = 60;
/** Of patterns, matched in the time of one instruction; longer ones may be tried at every place of a text. */
const PATTERN_CHARACTERS_A_UNIT = 1;
const SHORT_PATTERN = 32;
const LCS_CELLS_A_UNIT = 2;
const DEFAULT_COUNT = 10;
const RESTORED_BYTE_UNITS = 6;

/** So many units for each element of the values under the keys. */
const walking = (units: number): ScriptCost => ({
  before: extent => (extent.bytes() / ELEMENT_BYTES) * units,
});
const removing: ScriptCost = { after: reply => (typeof reply === 'number' ? reply * REMOVAL_UNITS : 0) };

function patternUnits(pattern: string, texts: number, bytes: number): number {
  const each = VISIT_UNITS + pattern.length / PATTERN_CHARACTERS_A_UNIT;
  return texts * each + (pattern.length > SHORT_PATTERN ? bytes * pattern.length : 0);
}

function wordBehind(argv: readonly string[], option: string): string | undefined {
  const at = argv.findIndex(word => isKeyword(word, option));
  return at < 0 ? undefined : argv[at + 1];
}

const scanning = (all: (extent: Extent) => number, bytes: (extent: Extent) => number): ScriptCost => ({
  before(extent, argv) {
    const asked = Number(wordBehind(argv, 'count') ?? DEFAULT_COUNT);
    const count = Math.min(Number.isNaN(asked) ? 0 : asked, all(extent) + 1);
    return patternUnits(wordBehind(argv, 'match') ?? '', count, bytes(extent));
  },
});
const scanningValue = scanning(
  extent => extent.bytes() / ELEMENT_BYTES,
  extent => extent.bytes(),
);

const groups: readonly (readonly [cost: ScriptCost, names: readonly string[]])[] = [
  [walking(0.2), ['append', 'setrange', 'getset', 'setbit', 'bitfield']],
  [walking(1), ['copy', 'lrem', 'lpos', 'linsert', 'ltrim']],
  [walking(8), ['dump', 'pfadd', 'sinter', 'xtrim', 'xautoclaim', 'xpending']],
  [walking(20), ['sort', 'sort_ro', 'sintercard']],
  [
    walking(30),
    ['bitcount', 'bitpos', 'bitop', 'sinterstore', 'sunion', 'sunionstore', 'sdiff', 'sdiffstore'],
  ],
  [walking(40), ['zinter', 'zinterstore', 'zintercard', 'zunion', 'zunionstore', 'zdiff', 'zdiffstore']],
  [walking(40), ['zrangestore']],
  [walking(150), ['pfcount', 'pfmerge', 'geosearch', 'geosearchstore', 'georadius', 'georadiusbymember']],
  [walking(150), ['georadius_ro', 'georadiusbymember_ro']],
  [removing, ['zremrangebylex', 'zremrangebyrank', 'zremrangebyscore']],
  [scanningValue, ['hscan', 'sscan', 'zscan']],
];

const alone: readonly (readonly [name: string, cost: ScriptCost])[] = [
  [
    'scan',
    scanning(
      extent => extent.keys(),
      extent => extent.total(),
    ),
  ],
  ['keys', { before: (extent, [, pattern = '']) => patternUnits(pattern, extent.keys(), extent.total()) }],
  ['randomkey', { before: () => RANDOM_UNITS }],
  ['restore', { before: (_extent, [, , , payload = '']) => payload.length * RESTORED_BYTE_UNITS }],
  [
    'lcs',
    {
      before(extent) {
        const [one = 0, other = 0] = extent.lengths();
        return (one * other) / LCS_CELLS_A_UNIT;
      },
    },
  ],
];

const COSTS: ReadonlyMap<string, ScriptCost> = new Map([
  ...groups.flatMap(([cost, names]) => names.map(name => [name, cost] as const)),
  ...alone,
]);

/** Null: its arguments and its reply tell all. */
export function scriptCost(name: string): ScriptCost | null {
  return COSTS.get(name) ?? null;
}
