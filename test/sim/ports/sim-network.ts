import { assert } from '../../../src/base/assert.js';
import type { NodeKey } from '../../../src/base/configuration.js';
import type { PeerMessage } from '../../../src/base/peer-message.js';
import type { MemberId } from '../../../src/base/raft-message.js';
import type { Scheduler } from '../../../src/ports/scheduler.js';
import type { Transport, TransportEvents } from '../../../src/ports/transport.js';
import { decodeFrame } from '../../../src/wire/decode-frame.js';
import { encodeFrame } from '../../../src/wire/encode-frame.js';
import { FRAME_HEAD_BYTES } from '../../../src/wire/frame.js';

/** Chances from 0 to 1; delays in milliseconds. */
export interface NetworkFaults {
  readonly loss: number;
  readonly duplication: number;
  readonly minDelay: number;
  readonly maxDelay: number;
}

export const CALM: NetworkFaults = { loss: 0, duplication: 0, minDelay: 0.1, maxDelay: 0.1 };
const QUEUE_BYTES = 1 << 20;
/** A connection that was lost is there again after at most this. Milliseconds. */
const RECONNECT_MS = 80;

type Kind = PeerMessage['message']['type'];
/** What carries bodies has a connection of its own, as in the real transport. */
const BULK: ReadonlySet<Kind> = new Set<Kind>(['append', 'propose', 'refuse', 'ask', 'tell']);

interface Frame {
  readonly bytes: Buffer;
  readonly isBulk: boolean;
  readonly isRaft: boolean;
}

/**
 * A network in virtual time. Messages pass through the real encoding, so that nodes never share an object.
 *
 * `ordered`: connections as TCP makes them: all arrives in order, or the connection breaks and what was on its way is
 * lost. Otherwise each message goes its own way: lost, overtaken, those of Raft also doubled, which is worse than TCP.
 */
export class SimNetwork {
  faults: NetworkFaults = CALM;
  ordered = false;
  readonly #nodes = new Map<MemberId, SimTransport>();
  readonly #cut = new Set<string>();
  /** Of ordered connections: when the last message arrives. */
  readonly #lastArrival = new Map<string, number>();

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

  /** The connections between the two break: what is on its way is lost, and after a while there are new ones. */
  reset(one: MemberId, other: MemberId): void {
    const [a, b] = [this.#nodes.get(one), this.#nodes.get(other)];
    if (a === undefined || b === undefined || a === b) return;
    a.lose(other);
    b.lose(one);
    const retry = (): void => {
      if (!a.isUp || !b.isUp || a.isConnected(other)) return;
      if (this.#cut.has(`${one}>${other}`) || this.#cut.has(`${other}>${one}`)) {
        this.scheduler.after(RECONNECT_MS, retry);
      } else {
        this.#refresh();
      }
    };
    this.scheduler.after((this.scheduler.random() / 2 ** 32) * RECONNECT_MS, retry);
  }

  /** For {@link SimTransport} only. */
  carry(from: SimTransport, to: MemberId, frame: Frame, arrived: () => void): void {
    const target = this.#nodes.get(to);
    const isLost = this.#chance(this.faults.loss);
    if (this.ordered) {
      // A lost packet costs time, not a message; now and then it costs the connection.
      if (isLost && this.#chance(0.1)) this.reset(from.id, to);
      else this.#deliverInOrder(from, to, target, frame, arrived);
      return;
    }
    const copies = isLost ? 0 : frame.isRaft && this.#chance(this.faults.duplication) ? 2 : 1;
    if (copies === 0) this.scheduler.after(this.faults.minDelay, arrived);
    for (let copy = 0; copy < copies; copy++) {
      this.scheduler.after(this.#delay(), () => {
        if (copy === 0) arrived();
        const reached = !this.#cut.has(`${from.id}>${to}`) && this.#nodes.get(to) === target;
        if (reached && from.isUp) target?.deliver(from, frame.bytes);
      });
    }
  }

  #deliverInOrder(
    from: SimTransport,
    to: MemberId,
    target: SimTransport | undefined,
    frame: Frame,
    arrived: () => void,
  ): void {
    const connection = from.connection(to);
    const name = `${from.id}>${to}${frame.isBulk ? '!' : ''}`;
    const now = this.scheduler.now();
    const at = Math.max(now + this.#delay(), this.#lastArrival.get(name) ?? 0);
    this.#lastArrival.set(name, at);
    this.scheduler.after(at - now, () => {
      arrived();
      if (from.connection(to) !== connection || this.#nodes.get(to) !== target || !from.isUp) return;
      if (this.#cut.has(`${from.id}>${to}`)) this.reset(from.id, to);
      else target?.deliver(from, frame.bytes);
    });
  }

  #delay(): number {
    const { minDelay, maxDelay } = this.faults;
    return minDelay + (this.scheduler.random() / 2 ** 32) * (maxDelay - minDelay);
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
  /** Grows with each connection that was lost. */
  #connections = new Map<MemberId, number>();

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
    const bytes = Buffer.concat(pieces);
    const frame = { bytes, isBulk: BULK.has(message.message.type), isRaft: message.kind === 'raft' };
    this.#queued.set(to, queued + bytes.length);
    const connection = this.connection(to);
    this.network.carry(this, to, frame, () => {
      if (this.connection(to) === connection) this.#queued.set(to, this.queued(to) - bytes.length);
    });
    return true;
  }

  queued(to: MemberId): number {
    return this.#queued.get(to) ?? 0;
  }

  isConnected(peer: MemberId): boolean {
    return this.#peers.has(peer);
  }

  /** The name of the present connection to a peer. */
  connection(peer: MemberId): number {
    return this.#connections.get(peer) ?? 0;
  }

  /** Here every node reaches every other. */
  setPeers(): void {}

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

  /** The connection to a peer breaks. */
  lose(peer: MemberId): void {
    this.#connections.set(peer, this.connection(peer) + 1);
    this.#queued.delete(peer);
    this.#peers.delete(peer);
    this.network.scheduler.endOfTurn(() => {
      if (this.isUp) this.events.disconnected(peer);
    });
  }

  deliver(from: NodeKey, bytes: Buffer): void {
    if (!this.isUp || !this.#peers.has(from.id)) return;
    const content = decodeFrame(Buffer.from(bytes.subarray(FRAME_HEAD_BYTES)), from, this.id);
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
