import type { VirtualTime } from './ports/virtual-time.js';
import { below, type Random } from '../../src/base/random.js';
import type { Lane } from '../../src/replica/api.js';
import type { ReplicaNode } from '../../src/replica/replica.js';
import { ErrorReply, NullArray, type Reply } from '../../src/resp/reply.js';
import type { History, Operation } from './history.js';
import type { SimNode } from './sim-node.js';

const WRITES = new Set(['push', 'incr', 'pop']);

/** A connection to one node that keeps up to three commands on their way, and comes back when its node does. */
export class SimClient {
  #replica: ReplicaNode | null = null;
  #lane: Lane | null = null;
  #open: Operation[] = [];
  #sent = 0;
  #resting = false;

  constructor(
    private readonly number: number,
    private readonly node: SimNode,
    private readonly history: History,
    private readonly time: VirtualTime,
    private readonly random: Random,
  ) {}

  get isIdle(): boolean {
    return this.#open.length === 0;
  }

  /** What it has on its way is over without an answer: its node or its connection is gone. */
  disconnect(): void {
    for (const operation of this.#open) operation.outcome = 'unknown';
    this.#open = [];
    const lane = this.#lane;
    if (lane !== null && this.#replica === this.node.replica) this.#replica?.closeLane(lane);
    this.#lane = null;
    this.#replica = null;
  }

  /** Sends a few commands when nothing is on its way; `final`: one increment only, to see that the cluster lives. */
  act(final: boolean): void {
    if (this.#replica !== this.node.replica) this.disconnect();
    if (this.node.replica === null || !this.isIdle || this.#resting) return;
    this.#replica = this.node.replica;
    this.#lane ??= this.#replica.openLane();
    if (final) {
      this.#send('incr', 'c0', '');
      return;
    }
    if (below(this.random, 100) < 15) {
      this.#send('pop', `q${below(this.random, 2)}`, '');
      return;
    }
    for (let left = 1 + below(this.random, 3); left > 0; left--) this.#sendAny();
  }

  #sendAny(): void {
    const choice = below(this.random, 100);
    const element = `${this.number}:${++this.#sent}`;
    if (choice < 25) this.#send('push', `l${below(this.random, 2)}`, element);
    else if (choice < 40) this.#send('push', `q${below(this.random, 2)}`, element);
    else if (choice < 70) this.#send('incr', `c${below(this.random, 2)}`, '');
    else this.#send('get', `c${below(this.random, 2)}`, '');
  }

  #send(kind: Operation['kind'], key: string, element: string): void {
    const lane = this.#lane;
    if (lane === null) return;
    const operation = this.history.begin(this.number, kind, key, element, this.time.now());
    this.#open.push(operation);
    this.#replica?.submit({
      lane,
      argv: this.#command(operation),
      db: 0,
      kind: WRITES.has(kind) ? 'write' : 'read',
      done: reply => this.#answered(operation, reply),
      lost: () => this.disconnect(),
    });
  }

  #command({ kind, key, element }: Operation): string[] {
    switch (kind) {
      case 'push':
        return ['RPUSH', key, element];
      case 'incr':
        return ['INCR', key];
      case 'get':
        return ['GET', key];
      case 'pop':
        return ['BLPOP', key, String((1 + below(this.random, 15)) / 10)];
    }
  }

  #answered(operation: Operation, reply: Reply): void {
    if (!this.#open.includes(operation))
      throw new Error('a command was answered twice, or after its connection ended');
    this.#open = this.#open.filter(other => other !== operation);
    operation.endedAt = this.time.now();
    operation.outcome = 'ok';
    if (reply instanceof ErrorReply) {
      const definite = /^(CLUSTERDOWN|LOADING) /.test(reply.text);
      if (!definite && !reply.text.startsWith('TIMEOUT outcome unknown'))
        throw new Error(`unexpected: ${reply.text}`);
      operation.outcome = definite ? 'refused' : 'unknown';
      operation.endedAt = Infinity;
    } else if (operation.kind === 'pop') {
      operation.popped = reply instanceof NullArray ? null : ((reply as string[])[1] ?? null);
    } else {
      operation.value = Number(reply ?? 0);
    }
    this.#resting = true;
    this.time.after(below(this.random, 120), () => {
      this.#resting = false;
    });
  }
}
