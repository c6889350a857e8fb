import type { Redis } from 'ioredis';
import { below, type Random } from '../../../src/base/random.js';
import type { TestNode } from '../../integration/support/node.js';
import { QueueHistory, type Outcome } from '../../support/queue-history.js';

const REFUSED = /^(CLUSTERDOWN|LOADING|MISCONF|QUOTA)/;
const VISIBILITY_MS = 1_500;
const RETRY_MS = 20;
/** Messages whose handler never succeeds: in each, one of so many. */
const HOPELESS = 10;

const pause = (milliseconds: number): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, milliseconds));

/** Producers and consumers of one queue, on every node, which go on whatever happens to their nodes. */
export class QueueLoad {
  readonly history = new QueueHistory();
  #stopping = false;
  #producing = true;
  readonly #running: Promise<void>[];

  constructor(
    nodes: readonly TestNode[],
    private readonly queue: string,
    private readonly random: Random,
  ) {
    this.#running = nodes.flatMap((node, at) => [
      this.#produce(node, at),
      this.#consume(node),
      this.#consume(node),
    ]);
  }

  get figures(): { pushes: number; pushesUnknown: number; deliveries: number; acknowledged: number } {
    const { pushes, deliveries, acknowledged } = this.history;
    const pushesUnknown = pushes.filter(({ outcome }) => outcome === 'unknown').length;
    return { pushes: pushes.length, pushesUnknown, deliveries: deliveries.length, acknowledged };
  }

  stopProducing(): void {
    this.#producing = false;
  }

  async stop(): Promise<void> {
    this.#producing = false;
    this.#stopping = true;
    await Promise.all(this.#running);
  }

  /** Runs `use` with a connection, and with another one when that is over; an error of it ends a connection. */
  async #connected(
    node: TestNode,
    goesOn: () => boolean,
    use: (client: Redis) => Promise<void>,
  ): Promise<void> {
    while (goesOn()) {
      const client = await node.client().catch(() => null);
      try {
        while (client !== null && goesOn()) await use(client);
      } catch {
        // What it knows is in the history.
      }
      client?.disconnect();
      await pause(RETRY_MS);
    }
  }

  /** A message whose fate is unknown is pushed again under the same id, until a node says that it is there. */
  async #produce(node: TestNode, at: number): Promise<void> {
    let count = 0;
    let pending: QueueHistory['pushes'][number] | null = null;
    await this.#connected(
      node,
      () => this.#producing,
      async client => {
        if (pending === null) {
          const choice = below(this.random, 3);
          const group = choice === 0 ? '' : `${at}-${choice}`;
          const priority = below(this.random, 4) - 2;
          pending = { payload: `${at}:${++count}`, group, priority, outcome: 'unknown', id: '' };
          this.history.pushes.push(pending);
        }
        const push = pending;
        const group = push.group === '' ? [] : ['GROUP', push.group];
        const options = ['ID', push.payload, 'PRIORITY', push.priority ?? 0, ...group];
        try {
          const [id] = (await client.call(
            'DQUEUE',
            'PUSH',
            this.queue,
            ...options,
            'MSG',
            push.payload,
          )) as string[];
          Object.assign(push, { outcome: 'ok', id });
          pending = null;
        } catch (error) {
          if (outcomeOf(error) === 'unknown') throw error;
          await pause(RETRY_MS);
        }
      },
    );
  }

  async #consume(node: TestNode): Promise<void> {
    await this.#connected(
      node,
      () => !this.#stopping,
      async client => {
        const askedAt = performance.now();
        const bound = below(this.random, 2) === 0 ? ['BOUND'] : [];
        const options = [
          'COUNT',
          1 + below(this.random, 4),
          'WAIT',
          200,
          'VISIBILITY',
          VISIBILITY_MS,
          ...bound,
        ];
        const rows = (await client.call('DQUEUE', 'PULL', this.queue, ...options)) as [
          string,
          string,
          string,
          number,
        ][];
        for (const [id, payload, receipt, deliveries] of rows)
          this.history.deliveries.push({ id, payload, receipt, deliveries, askedAt });
        for (const [, payload, receipt] of rows) await this.#handle(client, payload, receipt);
      },
    );
  }

  async #handle(client: Redis, payload: string, receipt: string): Promise<void> {
    const isHopeless = Number(payload.split(':')[1]) % HOPELESS === 0;
    const choice = isHopeless ? 90 : below(this.random, 100);
    if (choice >= 98) throw new Error('the consumer dies');
    if (choice >= 95) return; // forgotten: its time will run out
    if (choice >= 85) {
      await client.call(
        'DQUEUE',
        'NACK',
        this.queue,
        receipt,
        'DELAY',
        below(this.random, 50),
        'REASON',
        'no',
      );
      return;
    }
    const acknowledged = await client.call('DQUEUE', 'ACK', this.queue, receipt).catch((error: unknown) => {
      const endedAt = performance.now();
      if (outcomeOf(error) === 'unknown')
        this.history.acks.push({ receipt, endedAt, acknowledged: undefined });
      throw error;
    });
    this.history.acks.push({ receipt, endedAt: performance.now(), acknowledged: acknowledged === 1 });
  }
}

function outcomeOf(error: unknown): Outcome {
  return error instanceof Error && REFUSED.test(error.message) ? 'refused' : 'unknown';
}
