import { Redis } from 'ioredis5';
import Redlock from 'redlock';
import { Connections, Locks } from '../src/client/index.js';

/** Tasks that take and release locks of their own, over one connection. */
const TASKS = 50;
/** Clients that want the same lock all the time. */
const WAITERS = 100;
const TTL = 30_000;
/** Node compiles what runs often, in the servers and in here. */
const WARM_UP_SECONDS = 4;
const ROUNDS = 5;
/** What a client does between two locks. Milliseconds. */
const PAUSE_MS = 50;

const YARDSTICK = 'redlock, redis-server that keeps locks';
const ONE_NODE = 'DLOCK, one node';
/** So many times the pairs of the yardstick are promised. */
const PAIRS_PROMISE = 0.8;

/** What one way of locking did. */
export interface LockFigures {
  readonly name: string;
  /** Acquire and release of locks that nobody else wants, a second. */
  readonly pairs: number;
  /** From a release to the next grant, in line of a hundred. Milliseconds, sorted. */
  readonly handOvers: readonly number[] | undefined;
  /** From a request to its grant. Milliseconds, sorted. */
  readonly waits: readonly number[] | undefined;
}

/** One client's way to lock. `acquire` waits until it has the lock; what it answers releases it. */
interface Locker {
  acquire(name: string): Promise<() => Promise<unknown>>;
  close(): void;
}

function byRedlock(port: number): Locker {
  const redis = new Redis(port, '127.0.0.1');
  const redlock = new Redlock([redis], { retryCount: -1 });
  redlock.on('error', () => undefined); // that a lock is held is no error here
  return {
    acquire: async name => {
      const lock = await redlock.acquire([name], TTL);
      return () => lock.release();
    },
    close: () => redis.disconnect(),
  };
}

function byDlock(port: number): Locker {
  const redis = new Redis(port, '127.0.0.1');
  return {
    acquire: async name => {
      const reply = (await redis.call('DLOCK', 'ACQUIRE', name, TTL, 'WAIT', 0)) as [number, number];
      return () => redis.call('DLOCK', 'RELEASE', name, reply[0]);
    },
    close: () => redis.disconnect(),
  };
}

/** The client of this project: its lease is watched and renewed. */
function byClient(port: number): Locker {
  const connections = new Connections({ nodes: [`127.0.0.1:${port}`] });
  const locks = new Locks(connections);
  return {
    acquire: async name => {
      const lock = await locks.acquire(name);
      return () => lock.release();
    },
    close: () => connections.close(),
  };
}

/** Without a wait, so that many tasks can share the connection. */
function byDlockAlone(port: number): Locker {
  const redis = new Redis(port, '127.0.0.1');
  return {
    acquire: async name => {
      const reply = (await redis.call('DLOCK', 'ACQUIRE', name, TTL)) as [number, number];
      return () => redis.call('DLOCK', 'RELEASE', name, reply[0]);
    },
    close: () => redis.disconnect(),
  };
}

/** A second. */
async function pairsOf(locker: Locker, seconds: number): Promise<number> {
  let pairs = 0;
  const end = performance.now() + seconds * 1000;
  const task = async (id: number): Promise<void> => {
    while (performance.now() < end) {
      const release = await locker.acquire(`own:${id}`);
      await release();
      pairs++;
    }
  };
  await Promise.all(Array.from({ length: TASKS }, (_, id) => task(id)));
  return pairs / seconds;
}

async function contended(
  make: () => Locker,
  seconds: number,
): Promise<{ handOvers: number[]; waits: number[] }> {
  const handOvers: number[] = [];
  const waits: number[] = [];
  const lockers = Array.from({ length: WAITERS }, make);
  const end = performance.now() + seconds * 1000;
  let releasedAt = 0;
  const task = async (locker: Locker): Promise<void> => {
    while (performance.now() < end) {
      const askedAt = performance.now();
      const release = await locker.acquire('shared');
      const grantedAt = performance.now();
      if (releasedAt > 0) handOvers.push(grantedAt - releasedAt);
      waits.push(grantedAt - askedAt);
      releasedAt = performance.now();
      await release();
      // Else whoever releases a lock that is polled for takes it again before anybody else looks.
      await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
    }
  };
  await Promise.all(lockers.map(task));
  for (const locker of lockers) locker.close();
  const sorted = (values: number[]): number[] => values.sort((a, b) => a - b);
  return { handOvers: sorted(handOvers), waits: sorted(waits) };
}

/** The servers that are compared, by their ports. */
export interface LockPorts {
  /** redis-server that keeps nothing: it forgets its locks when it starts again. */
  readonly plain: number;
  /** redis-server that syncs every write. */
  readonly always: number;
  readonly one: number;
  /** Of three nodes. */
  readonly leader: number;
}

interface Way {
  readonly name: string;
  readonly port: number;
  readonly alone: (port: number) => Locker;
  /** Undefined: not measured. */
  readonly contended?: (port: number) => Locker;
}

export async function measureLocks(ports: LockPorts, seconds: number): Promise<LockFigures[]> {
  const { plain, always, one, leader } = ports;
  const dlock = { alone: byDlockAlone, contended: byDlock };
  const ways: Way[] = [
    { name: YARDSTICK, port: always, alone: byRedlock, contended: byRedlock },
    { name: 'redlock, redis-server that forgets', port: plain, alone: byRedlock },
    { name: ONE_NODE, port: one, ...dlock },
    { name: 'DLOCK, three nodes', port: leader, ...dlock },
    { name: 'quorate/client, one node', port: one, alone: byClient },
    { name: 'quorate/client, three nodes', port: leader, alone: byClient },
  ];
  const pairs = await pairsOfAll(ways, seconds / ROUNDS);
  const figures: LockFigures[] = [];
  for (const [index, { name, port, contended: make }] of ways.entries()) {
    const line = make === undefined ? undefined : await contended(() => make(port), seconds);
    figures.push({ name, pairs: pairs[index] ?? NaN, handOvers: line?.handOvers, waits: line?.waits });
  }
  return figures;
}

/** Medians of rounds that take turns: a slow minute of the machine hits all of them. An uncounted round comes first. */
async function pairsOfAll(ways: readonly Way[], seconds: number): Promise<number[]> {
  const lockers = ways.map(({ alone, port }) => alone(port));
  const rates: number[][] = ways.map(() => []);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [index, locker] of lockers.entries()) {
      const rate = await pairsOf(locker, round === 0 ? WARM_UP_SECONDS : seconds);
      if (round > 0) rates[index]?.push(rate);
    }
  }
  for (const locker of lockers) locker.close();
  return rates.map(each => each.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? NaN);
}

const at = (values: readonly number[], share: number): string =>
  (values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN).toFixed(1);

const spread = (values: readonly number[] | undefined, shares: readonly number[]): string =>
  values === undefined ? '' : shares.map(share => at(values, share)).join(' / ');

function ratioOf(figures: readonly LockFigures[], name: string): number {
  const pairs = (of: string): number => figures.find(row => row.name === of)?.pairs ?? NaN;
  return pairs(name) / pairs(YARDSTICK);
}

export const locksPass = (figures: readonly LockFigures[]): boolean =>
  ratioOf(figures, ONE_NODE) >= PAIRS_PROMISE;

export function formatLocks(figures: readonly LockFigures[]): string {
  const columns = (words: readonly [string, string, string, string, string]): string =>
    words
      .map((word, index) => (index === 0 ? word.padEnd(36) : word.padStart([0, 8, 7, 18, 27][index]!)))
      .join(' ');
  const rows = figures.map(({ name, pairs, handOvers, waits }) =>
    columns([
      name,
      pairs.toFixed(0),
      ratioOf(figures, name).toFixed(2),
      spread(handOvers, [0.5, 0.99]),
      spread(waits, [0.5, 0.99, 1]),
    ]),
  );
  const head = columns(['', 'pairs/s', 'ratio', 'hand-over p50/p99', 'wait p50/p99/max']);
  const verdict = locksPass(figures) ? 'pass' : 'FAIL';
  return [head, ...rows, `promised, one node: ${PAIRS_PROMISE} x (${verdict}); times in ms`].join('\n');
}
