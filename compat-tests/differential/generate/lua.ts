import { below, type Random } from '../../../src/base/random.js';

type Kind = 'number' | 'string' | 'list';
type Maker = (lua: LuaWriter, depth: number) => string;

const NUMBERS = [
  '0',
  '1',
  '-1',
  '2',
  '3',
  '7',
  '10',
  '16',
  '31',
  '255',
  '256',
  '-128',
  '0.5',
  '-2.5',
  '3.14159',
];
const LARGE = [
  '1e3',
  '65535',
  '2147483647',
  '2147483648',
  '-2147483648',
  '4294967296',
  '1e15',
  '-1e15',
  '1e-7',
];
const STRINGS = [
  ...["''", "'a'", "'abc'", "'Hello World'", "'10'", "'-3'", "'2.50'", "'0x1f'", "' 12 '", "'1e2'"],
  ...[
    "'a,b,,c'",
    "'key=value'",
    "'aaa'",
    "'a.b'",
    "'%d'",
    "'\\0\\1\\255'",
    "'\\r\\n'",
    "'x\"y\\\\z'",
    "'\\195\\164'",
  ],
];
const PATTERNS = [
  ...["'a'", "'.'", "'%a+'", "'%d+'", "'^%s*(.-)%s*$'", "'(%w)(%w)'", "'[^,]*'", "'%w*'", "'l+'", "'()l'"],
  ...["'b*'", "'[a-c]+'", "'%.'", "'(.)%1'", "'$'", "'^a'", "'%bab'", "'[%]a]'", "'a-b'", "'%f[%w]%w+'"],
];
const FORMATS = ["'%d'", "'%5d|'", "'%-5d|'", "'%05d'", "'%+d'", "'%x'", "'%X'", "'%o'", "'%c'", "'%i'"];
const FLOAT_FORMATS = ["'%f'", "'%.2f'", "'%8.3f'", "'%g'", "'%.14g'", "'%.17g'", "'%e'", "'%G'", "'%s'"];
const STRING_FORMATS = ["'%s'", "'%q'", "'%5s|'", "'%-5s|'", "'%.2s'", "'<%s>'", "'%%%s'"];
const PACKS: readonly (readonly [format: string, kind: Kind])[] = [
  ...(
    ["'b'", "'B'", "'h'", "'>H'", "'<i'", "'>I4'", "'l'", "'>L'", "'i8'", "'f'", "'d'", "'>d'"] as const
  ).map(format => [format, 'number'] as const),
  ["'s'", 'string'],
];
const JSON_TEXTS = [
  "'[]'",
  '\'[1,2.5,"x"]\'',
  '\'{"a":[1]}\'',
  "'[true,false,null]'",
  "'[[],[[]]]'",
  '\'"a"\'',
  "'[1,'",
];
const BITS = ['band', 'bor', 'bxor', 'lshift', 'rshift', 'arshift', 'rol', 'ror'];

const MAKERS: Readonly<Record<Kind, readonly Maker[]>> = {
  number: [
    lua => lua.pick(NUMBERS),
    lua => lua.pick(LARGE),
    lua => lua.variable('number'),
    (lua, depth) => `(${lua.number(depth)} ${lua.pick(['+', '-', '*'])} ${lua.number(depth)})`,
    (lua, depth) => `(${lua.number(depth)} ${lua.pick(['/', '%'])} ${lua.pick(['2', '3', '-7', '0.25'])})`,
    lua => `(${lua.pick(NUMBERS)} ^ ${lua.pick(['2', '3', '0'])})`,
    (lua, depth) => `math.${lua.pick(['floor', 'ceil', 'abs'])}(${lua.number(depth)})`,
    (lua, depth) => `math.${lua.pick(['max', 'min'])}(${lua.number(depth)}, ${lua.number(depth)})`,
    (lua, depth) => `#${lua.string(depth)}`,
    (lua, depth) => `#${lua.list(depth)}`,
    (lua, depth) => `(tonumber(${lua.string(depth)}) or ${lua.pick(NUMBERS)})`,
    (lua, depth) => `(tonumber(${lua.string(depth)}, ${lua.pick(['2', '8', '16', '36'])}) or -1)`,
    (lua, depth) => `(string.byte(${lua.string(depth)}, ${lua.small()}) or 0)`,
    (lua, depth) => `bit.${lua.pick(BITS)}(${lua.number(depth)}, ${lua.pick(NUMBERS)})`,
    (lua, depth) => `bit.${lua.pick(['bnot', 'bswap', 'tobit'])}(${lua.number(depth)})`,
    (lua, depth) => `select('#', string.find(${lua.string(depth)}, ${lua.pick(PATTERNS)}))`,
    (lua, depth) => `(string.find(${lua.string(depth)}, ${lua.pick(PATTERNS)}, ${lua.small()}) or 0)`,
    (lua, depth) => `redis.call('append', ${lua.key('s')}, ${lua.string(depth)})`,
    (lua, depth) => `redis.call('rpush', ${lua.key('l')}, ${lua.string(depth)}, ${lua.small()})`,
    (lua, depth) => `redis.call('hset', ${lua.key('h')}, ${lua.string(depth)}, ${lua.small()})`,
    (lua, depth) => `redis.call('setrange', ${lua.key('s')}, ${lua.small(false)}, ${lua.string(depth)})`,
    lua => `redis.call('incrby', ${lua.key('n')}, ${lua.small()})`,
    lua => `redis.call('zadd', ${lua.key('z')}, ${lua.small()}, ${lua.pick(STRINGS)})`,
    lua => `redis.call('sadd', ${lua.key('i')}, ${lua.small()}, ${lua.small()})`,
    lua => `redis.call('del', ${lua.key()})`,
    lua => `redis.call('exists', ${lua.key()}, ${lua.key()})`,
  ],
  string: [
    lua => lua.pick(STRINGS),
    lua => lua.variable('string'),
    (lua, depth) => `(${lua.string(depth)} .. ${lua.string(depth)})`,
    (lua, depth) => `(${lua.string(depth)} .. ${lua.number(depth)})`,
    (lua, depth) => `tostring(${lua.number(depth)})`,
    (lua, depth) => `string.${lua.pick(['upper', 'lower', 'reverse'])}(${lua.string(depth)})`,
    (lua, depth) => `string.rep(${lua.string(depth)}, ${lua.small()})`,
    (lua, depth) => `string.sub(${lua.string(depth)}, ${lua.small()}, ${lua.small()})`,
    (lua, depth) => `string.format(${lua.pick(FORMATS)}, ${lua.small()} + #${lua.string(depth)})`,
    (lua, depth) => `string.format(${lua.pick(FLOAT_FORMATS)}, ${lua.number(depth)})`,
    (lua, depth) => `string.format(${lua.pick(STRING_FORMATS)}, ${lua.string(depth)})`,
    (lua, depth) =>
      `(string.gsub(${lua.string(depth)}, ${lua.pick(PATTERNS)}, ${lua.pick(["'<%0>'", "''", "'%%'"])}))`,
    (lua, depth) =>
      `(string.gsub(${lua.string(depth)}, ${lua.pick(PATTERNS)}, function(x) return x and '!' end, 2))`,
    (lua, depth) => `(string.match(${lua.string(depth)}, ${lua.pick(PATTERNS)}) or 'none')`,
    (lua, depth) => `cjson.encode(${lua.any(depth)})`,
    (lua, depth) => `cmsgpack.pack(${lua.any(depth)})`,
    (lua, depth) => `cmsgpack.pack(${lua.any(depth)}, ${lua.any(depth)})`,
    (lua, depth) => lua.packed(depth),
    (lua, depth) => `redis.sha1hex(${lua.string(depth)})`,
    (lua, depth) => `(redis.call('get', ${lua.key('s')}) or ${lua.string(depth)})`,
    (lua, depth) => `redis.call('set', ${lua.key()}, ${lua.string(depth)}).ok`,
    lua => `redis.call('type', ${lua.key()}).ok`,
    lua => `type(redis.pcall('incr', ${lua.key()}))`,
    lua => `redis.call('getrange', ${lua.key('s')}, ${lua.small()}, ${lua.small()})`,
    (lua, depth) => `type(${lua.any(depth)})`,
    (lua, depth) => `table.concat(${lua.words(depth)}, ${lua.pick(["','", "''", "' - '"])})`,
  ],
  list: [
    lua => lua.variable('list'),
    (lua, depth) => `{${lua.any(depth)}, ${lua.any(depth)}}`,
    (lua, depth) =>
      `{${lua.number(depth)}, ${lua.pick(['false', 'true', 'nil', "{ok = 'fine'}"])}, ${lua.string(depth)}}`,
    (lua, depth) => `{string.find(${lua.string(depth)}, ${lua.pick(PATTERNS)})}`,
    (lua, depth) => `{string.byte(${lua.string(depth)}, 1, -1)}`,
    (lua, depth) => `{cmsgpack.unpack(cmsgpack.pack(${lua.any(depth)}, ${lua.number(depth)}))}`,
    (lua, depth) => `{pcall(cjson.decode, cjson.encode(${lua.any(depth)}))}`,
    lua => `{pcall(cjson.decode, ${lua.pick(JSON_TEXTS)})}`,
    (lua, depth) => lua.unpacked(depth),
    (lua, depth) => `{unpack(${lua.list(depth)}, 1, ${lua.pick(['0', '1', '2', '3'])})}`,
    lua => `redis.call('lrange', ${lua.key('l')}, ${lua.small()}, ${lua.small()})`,
    lua => `redis.call('hgetall', ${lua.key('h')})`,
    lua => `redis.call('zrange', ${lua.key('z')}, 0, -1, 'withscores')`,
    lua => `redis.call('smembers', ${lua.key('i')})`,
    lua => `redis.call('mget', ${lua.key('s')}, ${lua.key('n')}, ${lua.key('none')})`,
    lua => `{redis.pcall('lpop', ${lua.key()})}`,
  ],
};

/** Writes small scripts of Lua, as a function of chance, whose replies leave nothing open. */
export class LuaWriter {
  readonly #variables: Record<Kind, string[]> = { number: [], string: [], list: [] };

  constructor(private readonly random: Random) {}

  script(): string {
    const lines: string[] = [];
    for (let count = 2 + below(this.random, 5); count > 0; count--) lines.push(this.#statement());
    const results = this.#all().map(name =>
      this.#variables.number.includes(name) ? `${name}, tostring(${name})` : name,
    );
    return `${lines.join('\n')}\nreturn {${results.join(', ')}}`;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[below(this.random, items.length)] as Item;
  }

  /** Now and then of another kind than asked for: what is wrong has to be told alike. */
  number(depth: number): string {
    return this.#make(below(this.random, 60) === 0 ? 'string' : 'number', depth - 1);
  }

  string(depth: number): string {
    return this.#make(below(this.random, 60) === 0 ? this.pick(['number', 'list']) : 'string', depth - 1);
  }

  list(depth: number): string {
    return this.#make('list', depth - 1);
  }

  any(depth: number): string {
    return this.#make(this.pick(['number', 'string', 'list']), depth - 1);
  }

  words(depth: number): string {
    return `{${[this.string(depth), this.number(depth), this.string(depth)].join(', ')}}`;
  }

  small(mayBeNegative = true): string {
    return String(below(this.random, 8) - (mayBeNegative ? 3 : 0));
  }

  /** Named for what it holds, mostly. */
  key(kind = this.pick(['s', 'l', 'h', 'n', 'z', 'i', 'none'])): string {
    return `'${below(this.random, 40) === 0 ? 's' : kind}${below(this.random, 2)}'`;
  }

  variable(kind: Kind): string {
    const known = this.#variables[kind];
    if (known.length > 0) return this.pick(known);
    return kind === 'number' ? this.pick(NUMBERS) : kind === 'string' ? this.pick(STRINGS) : '{}';
  }

  packed(depth: number): string {
    const [format, kind] = this.pick(PACKS);
    return `struct.pack(${format}, ${this.#make(kind, depth - 1)})`;
  }

  unpacked(depth: number): string {
    const [format, kind] = this.pick(PACKS);
    return `{struct.unpack(${format}, struct.pack(${format}, ${this.#make(kind, depth - 1)}))}`;
  }

  #statement(): string {
    const kind: Kind = this.pick(['number', 'string', 'list']);
    const value = this.#make(kind, 3);
    const names = this.#variables[kind];
    const name = `${kind.charAt(0)}${names.length}`;
    const shape = below(this.random, 8);
    if (shape === 0 && names.length > 0)
      return `if ${this.#condition()} then ${this.pick(names)} = ${value} end`;
    names.push(name);
    if (shape === 1 && kind === 'number')
      return `local ${name} = 0 for i = 1, ${this.small()} do ${name} = ${name} * 2 + i end`;
    if (shape === 2 && kind === 'list')
      return `local ${name} = {} for i, v in ipairs(${value}) do ${name}[i] = {v, i} end`;
    return `local ${name} = ${value}`;
  }

  #condition(): string {
    return `${this.#make('number', 2)} ${this.pick(['<', '<=', '==', '~='])} ${this.#make('number', 2)}`;
  }

  #make(kind: Kind, depth: number): string {
    if (depth <= 0)
      return kind === 'number' ? this.pick(NUMBERS) : kind === 'string' ? this.pick(STRINGS) : '{1, 2}';
    return this.pick(MAKERS[kind])(this, depth);
  }

  #all(): string[] {
    return Object.values(this.#variables).flat();
  }
}
