import { assert } from '../../../src/base/assert.js';
import type { NodeKey } from '../../../src/base/configuration.js';
import type { PeerMessage } from '../../../src/base/peer-message.js';
import type { MemberId } from '../../../src/base/raft-message.js';
import type { Scheduler } from '../../../src/ports/scheduler.js';
import type { Transport, TransportEvents } from '../../../src/ports/transport.js';
import { decodeFrame } from '../../../src/wire/decode-frame.js';
import { encodeFrame } from '../../../src/wire/encode-frame.js';
import { FRAME_HEAD_BYTES } from '../../../src/wire/frame.js';

/**
 * Chances from 0 to 1; delays in milliseconds. Only what Raft sends is doubled: it must bear that on any network. All else
 * relies on the port's word that a message arrives at most once: a refusal would prove nothing if its proposal came twice.
 */
export interface NetworkFaults {
  readonly loss: number;
  readonly duplication: number;
  readonly minDelay: number;
  readonly maxDelay: number;
}

const CALM: NetworkFaults = { loss: 0, duplication: 0, minDelay: 0.1, maxDelay: 0.1 };
const QUEUE_BYTES = 1 << 20;

/**
 * A network in virtual time. Messages pass through the real encoding, so that nodes never share an object. With equal
 * delays they keep their order, as on TCP; with a spread of delays they overtake each other, which is worse than TCP.
 */
export class SimNetwork {
  faults: NetworkFaults = CALM;
  readonly #nodes = new Map<MemberId, SimTransport>();
  readonly #cut = new Set<string>();

  constructor(readonly scheduler: Scheduler) {}

  /** A node comes up under `id`, the one that had it before is gone. It connects to all that are there. */
  join(id: MemberId, uuid: string, events: TransportEvents): SimTransport {
    this.#nodes.get(id)?.leave();
    const node = new SimTransport(id, uuid, this, events);
    this.#nodes.set(id, node);
    this.#refresh();
    return node;
  }

  /** Takes messages from one to the other away: one direction only. Not noticed by either, as on a real network. */
  cut(from: MemberId, to: MemberId): void {
    this.#cut.add(`${from}>${to}`);
  }

  /** Nodes of different groups do not reach each other; those in no group reach nobody. */
  partition(...groups: readonly MemberId[][]): void {
    this.#cut.clear();
    for (const from of this.#nodes.keys()) {
      for (const to of this.#nodes.keys()) {
        if (!groups.some(group => group.includes(from) && group.includes(to))) this.cut(from, to);
      }
    }
  }

  heal(): void {
    this.#cut.clear();
  }

  /** For {@link SimTransport} only. */
  carry(from: SimTransport, to: MemberId, frame: Buffer, mayDouble: boolean, arrived: () => void): void {
    const doubles = this.#chance(this.faults.duplication) && mayDouble;
    const copies = this.#chance(this.faults.loss) ? 0 : doubles ? 2 : 1;
    const { minDelay, maxDelay } = this.faults;
    const target = this.#nodes.get(to);
    if (copies === 0) this.scheduler.after(minDelay, arrived);
    for (let copy = 0; copy < copies; copy++) {
      const spread = (this.scheduler.random() / 2 ** 32) * (maxDelay - minDelay);
      this.scheduler.after(minDelay + spread, () => {
        if (copy === 0) arrived();
        const reached = !this.#cut.has(`${from.id}>${to}`) && this.#nodes.get(to) === target;
        if (reached && from.isUp) target?.deliver(from, frame);
      });
    }
  }

  /** For {@link SimTransport} only. */
  left(node: SimTransport): void {
    if (this.#nodes.get(node.id) === node) this.#nodes.delete(node.id);
    this.#refresh();
  }

  #refresh(): void {
    for (const node of [...this.#nodes.values()]) node.reconnect([...this.#nodes.keys()]);
  }

  #chance(probability: number): boolean {
    return this.scheduler.random() / 2 ** 32 < probability;
  }
}

export class SimTransport implements Transport {
  isUp = true;
  #queued = new Map<MemberId, number>();
  #peers = new Set<MemberId>();

  constructor(
    readonly id: MemberId,
    readonly uuid: string,
    private readonly network: SimNetwork,
    private readonly events: TransportEvents,
  ) {}

  send(to: MemberId, message: PeerMessage): boolean {
    const queued = this.queued(to);
    if (!this.#peers.has(to) || queued >= QUEUE_BYTES) return false;
    const pieces = encodeFrame(message);
    if (pieces === null) return false;
    const frame = Buffer.concat(pieces);
    this.#queued.set(to, queued + frame.length);
    this.network.carry(this, to, frame, message.kind === 'raft', () =>
      this.#queued.set(to, this.queued(to) - frame.length),
    );
    return true;
  }

  queued(to: MemberId): number {
    return this.#queued.get(to) ?? 0;
  }

  isConnected(peer: MemberId): boolean {
    return this.#peers.has(peer);
  }

  close(done: () => void): void {
    this.leave();
    this.network.scheduler.after(0, done);
  }

  /** The process is gone, without a word. */
  leave(): void {
    this.isUp = false;
    this.#peers.clear();
    this.network.left(this);
  }

  deliver(from: NodeKey, frame: Buffer): void {
    if (!this.isUp || !this.#peers.has(from.id)) return;
    const content = decodeFrame(Buffer.from(frame.subarray(FRAME_HEAD_BYTES)), from, this.id);
    assert(content.kind === 'raft' || content.kind === 'node', 'only messages travel here');
    this.events.message(from.id, content);
  }

  /** Who is there now. Told in a turn of its own, so that a node is complete before it hears of others. */
  reconnect(present: readonly MemberId[]): void {
    const peers = new Set(present.filter(id => id !== this.id));
    this.network.scheduler.endOfTurn(() => {
      if (!this.isUp) return;
      const before = this.#peers;
      this.#peers = peers;
      for (const peer of before) if (!peers.has(peer)) this.events.disconnected(peer);
      for (const peer of peers) if (!before.has(peer)) this.events.connected(peer);
    });
  }
}
