import { rmSync } from 'node:fs';
import { below, type Random } from '../../../src/base/random.js';
import type { TestCluster } from '../../integration/support/cluster.js';
import { change, voters } from '../../integration/support/members.js';
import type { TestNode } from '../../integration/support/node.js';
import { order } from './fault-orders.js';
import type { FaultyNetwork } from './faulty-network.js';
import type { Recorder } from './recorder.js';

/** What can be done to any cluster. */
const USUAL = ['kill', 'stop', 'pause', 'isolate', 'deafen', 'mute', 'flap', 'transfer'] as const;
/** To one whose nodes take orders by a fault socket. */
const ORDERED = ['clock', 'slow', 'break', 'stall', 'hang'] as const;
const MEMBERS = ['remove', 'replace'] as const;
const KINDS = [...USUAL, ...ORDERED, ...MEMBERS];
const HOUR_MS = 3_600_000;

export type FaultKind = (typeof KINDS)[number];

/** What was done to the cluster. */
export interface FaultCount {
  count: number;
  /** Of these, how many fell while a write was on its way at the node that was hit. */
  inFlight: number;
}

/** Does one thing after another to a cluster, as its random source says. */
export class Nemesis {
  readonly faults = Object.fromEntries(KINDS.map(kind => [kind, { count: 0, inFlight: 0 }])) as Record<
    FaultKind,
    FaultCount
  >;

  constructor(
    private readonly cluster: TestCluster,
    private readonly network: FaultyNetwork,
    private readonly recorder: Pick<Recorder, 'inFlight'>,
    private readonly random: Random,
  ) {}

  /** As `strike`, with all there is, where nodes take orders; new disks, which take their time, only in a long run. */
  any(isLong: boolean): Promise<void> {
    const kinds = isLong ? KINDS : KINDS.filter(kind => kind !== 'replace');
    return this.strike(kinds[below(this.random, kinds.length)]);
  }

  /** One fault, often on the leader; the cluster is whole again when it ends. */
  async strike(kind: FaultKind = USUAL[below(this.random, USUAL.length)]!): Promise<void> {
    const leader = await this.cluster.leader();
    const { nodes } = this.cluster;
    const victim =
      below(this.random, 2) === 0 ? leader : (nodes[below(this.random, nodes.length)] as TestNode);
    const ms = 200 + below(this.random, 1500);
    await sleep(below(this.random, 50)); // not always at the same moment of an exchange
    this.faults[kind].count++;
    if (this.recorder.inFlight(victim) > 0) this.faults[kind].inFlight++;
    await this.#do(kind, victim, ms);
    await this.cluster.heal();
  }

  async #do(kind: FaultKind, victim: TestNode, ms: number): Promise<void> {
    switch (kind) {
      case 'kill':
        await victim.kill();
        await sleep(ms);
        return;
      case 'stop':
        await victim.stop();
        return;
      case 'pause':
        victim.pause();
        await sleep(ms);
        victim.resume();
        return;
      case 'isolate':
      case 'deafen':
      case 'mute':
        this.#cut(victim, kind);
        await sleep(ms);
        this.network.heal();
        return;
      case 'flap':
        for (let times = 0; times < 5; times++) {
          this.#cut(victim, 'isolate');
          await sleep(50 + below(this.random, 150));
          this.network.heal();
          await sleep(50 + below(this.random, 150));
        }
        return;
      case 'transfer':
        await victim.call('RAFT', 'TRANSFER').catch(() => undefined);
        return;
      case 'remove':
        return this.#remove(victim, ms);
      case 'replace':
        return this.#replace(victim);
      case 'clock':
      case 'slow':
      case 'break':
      case 'stall':
      case 'hang':
        return this.#order(kind, victim, ms);
    }
  }

  async #order(kind: (typeof ORDERED)[number], victim: TestNode, ms: number): Promise<void> {
    switch (kind) {
      case 'clock':
        await order(victim, { order: 'clock', ms: below(this.random, 2 * HOUR_MS) - HOUR_MS });
        await sleep(ms);
        await order(victim, { order: 'clock', ms: 0 });
        return;
      case 'slow':
        await order(victim, { order: 'sync', ms: ms / 4, times: 4 });
        await sleep(ms);
        await order(victim, { order: 'healthy' });
        return;
      case 'break': {
        const error = below(this.random, 2) === 0 ? 'EIO' : 'ENOSPC';
        await order(victim, { order: 'sync', error });
        const { code } = await victim.process.ended;
        if (code !== 1) throw new Error(`${victim.id} ended with ${code} when its disk failed`);
        return;
      }
      case 'stall':
      case 'hang':
        await order(victim, { order: 'stop', thread: kind === 'hang' ? 'server' : 'consensus', ms });
        await sleep(ms);
    }
  }

  /** Its disk is gone, and it comes back with a new one. */
  async #replace(victim: TestNode): Promise<void> {
    await victim.kill();
    rmSync(victim.data, { recursive: true });
    const [other] = this.cluster.others(victim) as [TestNode];
    await change(other, 'ADD', victim.id, this.network.address(victim.id), 'REPLACE');
    await victim.start();
    await voters(other, this.cluster.nodes.map(({ id }) => id).join(' '));
  }

  /** Its clients stay, and are served again when it is back. */
  async #remove(victim: TestNode, ms: number): Promise<void> {
    const { nodes } = this.cluster;
    const [other] = this.cluster.others(victim) as [TestNode];
    await change(other, 'REMOVE', victim.id);
    await sleep(ms);
    await change(other, 'ADD', victim.id, this.network.address(victim.id));
    await voters(other, nodes.map(({ id }) => id).join(' '));
  }

  #cut(victim: TestNode, kind: 'isolate' | 'deafen' | 'mute'): void {
    for (const { id } of this.cluster.others(victim)) {
      if (kind !== 'mute') this.network.cut(id, victim.id);
      if (kind !== 'deafen') this.network.cut(victim.id, id);
    }
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
