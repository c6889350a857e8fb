import { Redis } from 'ioredis5';
import Redlock from 'redlock';
import { startCluster, startRedis } from '../compat-tests/support/server-process.js';
import { waitFor } from '../compat-tests/support/wait.js';
import { RawConnection } from '../compat-tests/support/raw-connection.js';

/** Tasks that take and release locks of their own, over one connection. */
const TASKS = 50;
/** Clients that want the same lock all the time. */
const WAITERS = 100;
const TTL = 30_000;
/** What a client does between two locks. Milliseconds. */
const PAUSE_MS = 50;

/** What one way of locking did. */
export interface LockFigures {
  readonly name: string;
  /** Acquire and release of locks that nobody else wants, a second. */
  readonly pairs: number;
  /** From a release to the next grant, in line of a hundred. Milliseconds, sorted. */
  readonly handOvers: readonly number[];
  /** From a request to its grant. Milliseconds, sorted. */
  readonly waits: readonly number[];
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
  locker.close();
  return pairs / seconds;
}

async function contended(
  make: () => Locker,
  seconds: number,
): Promise<Pick<LockFigures, 'handOvers' | 'waits'>> {
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

/** Three nodes of Quorate, their leader, beside redlock on one redis-server. */
export async function measureLocks(seconds: number): Promise<LockFigures[]> {
  const [redis, cluster] = [await startRedis(), await startCluster()];
  try {
    const leader = await leaderOf(cluster.ports);
    const redlock = await pairsOf(byRedlock(redis.port), seconds);
    const dlock = await pairsOf(byDlockAlone(leader), seconds);
    return [
      {
        name: 'redlock, one redis-server',
        pairs: redlock,
        ...(await contended(() => byRedlock(redis.port), seconds)),
      },
      {
        name: 'DLOCK, three nodes',
        pairs: dlock,
        ...(await contended(() => byDlock(leader), seconds)),
      },
    ];
  } finally {
    await Promise.all([redis.stop(), cluster.stop()]);
  }
}

async function leaderOf(ports: readonly number[]): Promise<number> {
  return waitFor('a leader', 20_000, async () => {
    for (const port of ports) {
      const connection = await RawConnection.open(port);
      const { text } = await connection.ask('INFO', 'raft');
      connection.close();
      if (/^raft_role:leader/m.test(text)) return port;
    }
    return undefined;
  });
}

const at = (values: readonly number[], share: number): string =>
  (values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN).toFixed(1);

export function formatLocks(figures: readonly LockFigures[]): string {
  const rows = figures.map(({ name, pairs, handOvers, waits }) =>
    [
      name.padEnd(26),
      pairs.toFixed(0).padStart(9),
      `${at(handOvers, 0.5)} / ${at(handOvers, 0.99)}`.padStart(18),
      `${at(waits, 0.5)} / ${at(waits, 0.99)} / ${at(waits, 1)}`.padStart(26),
    ].join(' '),
  );
  const head = ['', 'pairs/s', 'hand-over p50/p99', 'wait p50/p99/max'];
  const widths = [26, 9, 18, 26];
  return [head.map((word, index) => word.padStart(widths[index]!)).join(' '), ...rows].join('\n');
}
