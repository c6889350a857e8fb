import type { Redis } from 'ioredis';
import { below, type Random } from '../../../src/base/random.js';
import type { TestNode } from '../../integration/support/node.js';
import type { SeenHold } from './lock-checks.js';

/** Names of the locks: one taken with DLOCK, one with SET NX PX. */
export const KINDS = ['dlock', 'string'] as const;
type Kind = (typeof KINDS)[number];

/** Short, so that leases end in elections and pauses. Milliseconds. */
const TTL = 1_000;
const WAIT = 3_000;
/** So much of its time a lease lasts by any clock there is. */
const SURE = 0.9;
/** More than `client-timeout` and an election. Milliseconds. */
const ANSWER_LIMIT_MS = 20_000;

/** Takes locks over any node, writes under them, and at times long after they were lost. */
export class LockLoad {
  /** Grants that were seen, and writes by how they ended. */
  readonly counts = { grants: 0, written: 0, fenced: 0, late: 0 };
  #stopping = false;
  readonly #workers: Promise<void>[];
  readonly holds: SeenHold[] = [];

  constructor(
    private readonly nodes: readonly TestNode[],
    private readonly random: Random,
    workers: number,
  ) {
    this.#workers = Array.from({ length: workers }, (_, id) => this.#run(id));
  }

  /** Each kind was granted so often, and some were late. */
  isEnough(grants: number): boolean {
    const isOften = (kind: Kind): boolean => this.holds.filter(hold => hold.kind === kind).length >= grants;
    return KINDS.every(isOften) && this.counts.late > 0 && this.counts.fenced > 0;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#workers);
  }

  /** Half of them use DLOCK, half SET NX PX. */
  async #run(id: number): Promise<void> {
    for (let turn = 0; !this.#stopping; turn++) {
      const node = this.nodes[below(this.random, this.nodes.length)] as TestNode;
      const client = await node.client().catch(() => null);
      // A node that is away: another one, after a moment.
      if (client === null) await sleep(20);
      else await this.#turn(client, id, turn).catch(() => undefined); // an answer that is lost is no answer
      client?.disconnect();
    }
  }

  async #turn(client: Redis, id: number, turn: number): Promise<void> {
    const kind: Kind = id % 2 === 0 ? 'dlock' : 'string';
    const askedAt = performance.now();
    const owner = `${id} ${turn}`;
    const token = kind === 'dlock' ? await this.#lock(client, owner) : await this.#set(client, owner);
    if (token === null) return;
    this.counts.grants++;
    const hold = { kind, token, askedAt, grantedAt: performance.now(), heldUntil: askedAt + TTL * SURE };
    this.holds.push(hold);
    await this.#write(client, kind, token);
    if (below(this.random, 4) === 0) {
      await sleep(TTL + below(this.random, TTL));
      this.counts.late++;
    }
    await this.#write(client, kind, token);
    hold.heldUntil = Math.min(hold.heldUntil, performance.now());
    const release = kind === 'dlock' ? ['RELEASE', kind, token] : ['GUARD', kind, token, 'DEL', kind];
    await ask(client, 'DLOCK', ...release);
  }

  async #lock(client: Redis, owner: string): Promise<number | null> {
    const reply = await ask(client, 'DLOCK', 'ACQUIRE', 'dlock', TTL, 'WAIT', WAIT, 'OWNER', owner);
    return reply === null ? null : (reply as [number, number])[0];
  }

  async #set(client: Redis, value: string): Promise<number | null> {
    const reply = await ask(client, 'SET', 'string', value, 'NX', 'PX', TTL);
    if (reply !== null) return (await ask(client, 'DLOCK', 'TOKEN', 'string', value)) as number | null;
    await sleep(20);
    return null;
  }

  /** What is written tells under which token. */
  async #write(client: Redis, kind: Kind, token: number): Promise<void> {
    try {
      await ask(client, 'DLOCK', 'GUARD', kind, token, 'RPUSH', `written:${kind}`, token);
      this.counts.written++;
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('FENCED'))) throw error;
      this.counts.fenced++;
    }
  }
}

/** A paused node does not answer: its connection is given up. */
async function ask(client: Redis, name: string, ...args: readonly (string | number)[]): Promise<unknown> {
  const timer = setTimeout(() => client.disconnect(), ANSWER_LIMIT_MS);
  try {
    return await client.call(name, ...args);
  } finally {
    clearTimeout(timer);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
