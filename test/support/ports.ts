import { createServer } from 'node:net';

/**
 * Below the ports that systems give to outgoing connections: one of those may take the port of a server that is down
 * for a moment, and a client that knocks there may be connected to itself.
 */
const SINGLE = { first: 12_000, count: 9000 };
/** What `quorate cluster` is told to begin at: its Raft ports are 10,000 above. */
const CLUSTERS = { first: 21_000, count: 1700 };

/** Files of a suite run side by side: each process takes its ports from a share of its own. */
const SHARES = 2;
const share = Number(process.env['MOCHA_WORKER_ID'] ?? 0) % SHARES;

/** Walks a share of a range around, from a place that differs from process to process. */
class Range {
  readonly #first: number;
  readonly #count: number;
  #next: number;

  constructor({ first, count }: { first: number; count: number }, step: number) {
    this.#count = Math.floor(count / SHARES / step) * step;
    this.#first = first + share * this.#count;
    this.#next = (process.pid * 61 * step) % this.#count;
  }

  /** The next place at which all of `offsets` are free. */
  async take(offsets: readonly number[], step: number): Promise<number> {
    for (let tries = 0; tries < this.#count; tries += step) {
      const port = this.#first + this.#next;
      this.#next = (this.#next + step) % this.#count;
      const free = await Promise.all(offsets.map(offset => isFree(port + offset)));
      if (free.every(Boolean)) return port;
    }
    throw new Error(`no free ports from ${this.#first} on`);
  }
}

const singles = new Range(SINGLE, 1);
const clusters = new Range(CLUSTERS, 3);

/** `count` ports that nobody listens on, all different, and different from the last thousands that were given. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) ports.push(await singles.take([0], 1));
  return ports;
}

/** A port with two free neighbours, and the three Raft ports 10,000 above them free too. */
export const firstOfThreePorts = (): Promise<number> => clusters.take([0, 1, 2, 10_000, 10_001, 10_002], 3);

/** True when nobody listens on the port, on any address. */
function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const probe = createServer().once('error', () => resolve(false));
    probe.listen(port, () => probe.close(() => resolve(true)));
  });
}
