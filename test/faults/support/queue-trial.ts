import { waitFor } from '../../../compat-tests/support/wait.js';
import { SeededRandom } from '../../../src/base/random.js';
import { TestCluster } from '../../integration/support/cluster.js';
import type { TestNode } from '../../integration/support/node.js';
import type { Dead } from '../../support/queue-history.js';
import { FaultyNetwork } from './faulty-network.js';
import { type FaultCount, type FaultKind, Nemesis } from './nemesis.js';
import { QueueLoad } from './queue-load.js';

const LIMIT_MS = 60_000;
const MAX_DELIVERIES = 6;
/** Shorter than some faults last: incarnations are ended while their nodes live. Milliseconds. */
const NODE_TIMEOUT = 1_000;
/** A run in which less is acknowledged shows nothing. */
const ENOUGH = 200;
/** What happens once at least; between them, and behind them, it is left to chance. */
const CERTAIN: readonly FaultKind[] = ['kill', 'isolate', 'remove', 'pause'];

/** What a run did and found, to be kept as JSON. */
export interface QueueReport {
  readonly seed: number;
  readonly nodes: number;
  readonly seconds: number;
  readonly pushes: number;
  readonly pushesUnknown: number;
  readonly deliveries: number;
  readonly acknowledged: number;
  readonly dead: number;
  readonly faults: Readonly<Record<FaultKind, FaultCount>>;
  readonly verdict: 'kept' | 'broken';
  /** The promise that was not kept. */
  readonly violation: string | null;
}

/** Runs producers, consumers and faults for so long, empties the queue, and holds what was seen against its promises. */
export async function queueTrial(seed: number, nodes: number, seconds: number): Promise<QueueReport> {
  const network = new FaultyNetwork();
  const flags = { 'node-timeout': NODE_TIMEOUT };
  const cluster = await TestCluster.planThrough(nodes, (id, port) => network.proxy(id, port), flags);
  try {
    await cluster.heal();
    const node = cluster.node(0);
    await node.call('DQUEUE', 'CREATE', 'q', 'MAXDELIVERIES', String(MAX_DELIVERIES));
    const load = new QueueLoad(cluster.nodes, 'q', new SeededRandom(seed));
    const nemesis = new Nemesis(cluster, network, { inFlight: () => 1 }, new SeededRandom(seed));
    const began = performance.now();
    for (const kind of CERTAIN) await nemesis.strike(kind);
    for (let turn = 1; performance.now() - began < seconds * 1000; turn++)
      await nemesis.strike(turn % 8 === 0 ? 'remove' : undefined);
    await waitFor('enough to be worked on', LIMIT_MS, () => load.history.acknowledged >= ENOUGH);
    load.stopProducing();
    await empty(node);
    await load.stop();
    const dead = await deadLetters(node);
    await cluster.level();
    return {
      ...{ seed, nodes, seconds: Math.round((performance.now() - began) / 1000), ...load.figures },
      ...{ dead: dead.length, faults: nemesis.faults, ...verdict(load, dead) },
    };
  } finally {
    network.close();
    await cluster.remove();
  }
}

function verdict(load: QueueLoad, dead: readonly Dead[]): Pick<QueueReport, 'verdict' | 'violation'> {
  try {
    load.history.check(dead, MAX_DELIVERIES);
    return { verdict: 'kept', violation: null };
  } catch (error) {
    return { verdict: 'broken', violation: (error as Error).message };
  }
}

async function empty(node: TestNode): Promise<void> {
  await waitFor('the queue to be empty', LIMIT_MS, async () => {
    const reply = await node.call('DQUEUE', 'INFO', 'q').catch(() => '');
    const figure = (name: string): string | undefined =>
      new RegExp(`\\b${name}\\r\\n:(\\d+)`).exec(reply)?.[1];
    return ['ready', 'delayed', 'inflight'].every(name => figure(name) === '0');
  });
}

async function deadLetters(node: TestNode): Promise<Dead[]> {
  const client = await node.client();
  const shown = await client.call('DQUEUE', 'DEAD', 'q', 'COUNT', 1_000_000);
  client.disconnect();
  return (shown as [string, string, number][]).map(([, payload, deliveries]) => ({ payload, deliveries }));
}
