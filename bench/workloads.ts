/** A command in the form that redis-benchmark takes: `__rand_int__` becomes another number below `keyspace` each time. */
type Command = readonly string[];

/** What clients do, again and again. */
export interface Workload {
  readonly name: string;
  /** Whether it is answered without the log. */
  readonly reads?: true;
  /** One of redis-benchmark's own tests, or any command. */
  readonly sends: { readonly test: string } | { readonly command: Command };
  /** How many different numbers `__rand_int__` gives; else every command is the same. */
  readonly keyspace?: number;
  /** Bytes of a value in redis-benchmark's own tests; 3 by default. */
  readonly valueBytes?: number;
  /** What must be there: run before each measurement, once, or once a request that is about to be measured. */
  readonly before?: readonly { readonly command: Command; readonly times: 'once' | 'each request' }[];
}

const KEYSPACE = 100_000;
const numbers = (count: number): string[] => Array.from({ length: count }, (_, at) => String(at));

const test = (name: string, more: Partial<Workload> = {}): Workload => ({
  name,
  sends: { test: name.toLowerCase() },
  ...more,
});

/** Pops what was pushed before: the collection never runs out. */
const pop = (name: string, fill: Command, command: Command): Workload => ({
  name,
  sends: { command },
  keyspace: 1_000_000_000,
  before: [
    { command: ['DEL', command[1] ?? ''], times: 'once' },
    { command: fill, times: 'each request' },
  ],
});

export const WORKLOADS: readonly Workload[] = [
  test('SET'),
  test('GET', { reads: true }),
  test('SET', { name: 'SET 1 KB', valueBytes: 1024 }),
  test('GET', {
    name: 'GET 1 KB',
    reads: true,
    sends: { command: ['GET', 'bench:1kb'] },
    before: [{ command: ['SET', 'bench:1kb', 'x'.repeat(1024)], times: 'once' }],
  }),
  test('INCR'),
  test('MSET'),
  test('LPUSH'),
  pop('RPOP', ['LPUSH', 'bench:pops', 'xxx'], ['RPOP', 'bench:pops']),
  {
    name: 'LRANGE 100',
    reads: true,
    sends: { command: ['LRANGE', 'bench:range', '0', '99'] },
    before: [
      { command: ['DEL', 'bench:range'], times: 'once' },
      { command: ['RPUSH', 'bench:range', ...numbers(1000)], times: 'once' },
    ],
  },
  {
    name: 'HSET',
    sends: { command: ['HSET', 'bench:hash', 'field:__rand_int__', 'xxx'] },
    keyspace: KEYSPACE,
  },
  { name: 'SADD', sends: { command: ['SADD', 'bench:set', 'member:__rand_int__'] }, keyspace: KEYSPACE },
  pop('SPOP', ['SADD', 'bench:spops', 'member:__rand_int__'], ['SPOP', 'bench:spops']),
  {
    name: 'ZADD',
    sends: { command: ['ZADD', 'bench:zset', '__rand_int__', 'member:__rand_int__'] },
    keyspace: KEYSPACE,
  },
  {
    name: 'ZRANGE 100',
    reads: true,
    sends: { command: ['ZRANGE', 'bench:zrange', '0', '99'] },
    before: [
      { command: ['DEL', 'bench:zrange'], times: 'once' },
      { command: ['ZADD', 'bench:zrange', ...numbers(1000).flatMap(n => [n, `m${n}`])], times: 'once' },
    ],
  },
  {
    name: 'XADD',
    sends: { command: ['XADD', 'bench:stream', 'MAXLEN', '~', '100000', '*', 'field', 'xxx'] },
  },
  {
    name: 'XREADGROUP',
    sends: {
      command: ['XREADGROUP', 'GROUP', 'g', 'c', 'COUNT', '1', 'NOACK', 'STREAMS', 'bench:group', '>'],
    },
    before: [
      { command: ['DEL', 'bench:group'], times: 'once' },
      { command: ['XGROUP', 'CREATE', 'bench:group', 'g', '0', 'MKSTREAM'], times: 'once' },
      { command: ['XADD', 'bench:group', '*', 'field', 'xxx'], times: 'each request' },
    ],
  },
];
