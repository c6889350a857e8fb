import { connect } from 'node:net';
import type { MemberId } from '../base/raft-message.js';
import type { Scheduler } from '../ports/scheduler.js';
import { decodeFrame } from '../wire/decode-frame.js';
import { encodeFrame } from '../wire/encode-frame.js';
import { WireError } from '../wire/frame.js';
import { decodeHello, encodeHello, type Lane, MAX_HELLO_BYTES } from '../wire/hello.js';
import { FrameSocket } from './frame-socket.js';
import { ANYBODY, isForeign, makeHello, refusalOf, type Self } from './handshake.js';

export interface PeerAddress {
  readonly id: MemberId;
  /** Of its data folder; left out or '': not known. */
  readonly uuid?: string;
  readonly host: string;
  readonly port: number;
}

export interface LinkEvents {
  up(): void;
  down(): void;
  /** The peer has said that it belongs to another cluster. */
  foreign(clusterId: string): void;
  /** The peer has answered. `clusterId` null: it belongs to no cluster; `stranger`: it knows another folder of this node. */
  met(clusterId: string | null, stranger: boolean): void;
  /** Something for the log, said once for each change. */
  trouble(text: string): void;
}

/** Milliseconds. */
export interface LinkTimes {
  readonly handshake: number;
  readonly backOffMin: number;
  readonly backOffMax: number;
  readonly ping: number;
  readonly silence: number;
}

const LANES: readonly Lane[] = ['urgent', 'bulk'];

/**
 * All that this node sends to one peer: two connections that it dials, one for what must not wait and one for bodies.
 * They live and die together. One connection with two queues would not do: what the kernel has taken, up to megabytes
 * of it, cannot be overtaken any more, and a heartbeat behind it comes late when the network is slow.
 */
export class Link {
  #lanes = new Map<Lane, FrameSocket>();
  readonly #accepted = new Set<Lane>();
  #attempts = 0;
  /** The next dial is planned, and not begun. */
  #isWaiting = false;
  #cancelTimer: () => void = () => undefined;
  /** When the unanswered ping left; null: there is none. */
  #pingedAt: number | null = null;
  #lastTrouble: string | null = null;
  #stopped = false;

  constructor(
    readonly peer: PeerAddress,
    private readonly self: Self,
    private readonly clusterId: () => string | null,
    private readonly scheduler: Scheduler,
    private readonly times: LinkTimes,
    private readonly queueBytes: number,
    private readonly events: LinkEvents,
  ) {
    this.#dial();
  }

  get isUp(): boolean {
    return this.#accepted.size === LANES.length;
  }

  get queued(): number {
    let bytes = 0;
    for (const socket of this.#lanes.values()) bytes += socket.queued;
    return bytes;
  }

  /** False when the link is down or the lane's queue is full: a queue takes one message more than its bound. */
  send(lane: Lane, pieces: readonly Buffer[]): boolean {
    const socket = this.#lanes.get(lane);
    if (!this.isUp || socket === undefined || socket.queued >= this.queueBytes) return false;
    socket.write(pieces);
    return true;
  }

  /** The peer has dialled this node: it lives, there is no use in waiting longer. */
  hurry(): void {
    if (this.#isWaiting) this.#dial();
  }

  stop(): void {
    this.#stopped = true;
    this.#fail(null);
  }

  #dial(): void {
    this.#cancelTimer();
    this.#isWaiting = false;
    const attempt = new Map<Lane, FrameSocket>();
    this.#lanes = attempt;
    this.#cancelTimer = this.scheduler.after(this.times.handshake, () =>
      this.#fail('no answer to the handshake'),
    );
    for (const lane of LANES) {
      const socket = connect({ host: this.peer.host, port: this.peer.port });
      const frames = new FrameSocket(socket, MAX_HELLO_BYTES, {
        frame: bytes => this.#onFrame(lane, bytes),
        closed: reason => {
          if (this.#lanes === attempt) this.#fail(reason); // else: this was an earlier attempt
        },
      });
      attempt.set(lane, frames);
      const hello = encodeHello(makeHello(this.self, this.clusterId(), this.peer.id, lane));
      socket.once('connect', () => frames.write([hello]));
    }
  }

  #onFrame(lane: Lane, bytes: Buffer): void {
    const socket = this.#lanes.get(lane);
    if (socket === undefined) return;
    if (this.isUp) {
      this.#onPong(bytes);
      return;
    }
    const hello = decodeHello(bytes);
    const own = this.clusterId();
    this.events.met(hello.clusterId, hello.stranger);
    if (isForeign(hello, own)) this.events.foreign(hello.clusterId!);
    if (hello.refusal !== null) throw new WireError(`refused: ${hello.refusal}`);
    const refusal = this.#refusal(hello.nodeId, refusalOf(hello, this.self, own));
    if (refusal !== null) throw new WireError(refusal);
    this.#accepted.add(lane);
    if (!this.isUp) return;
    this.#cancelTimer();
    this.#schedulePing();
    this.events.up();
  }

  #refusal(nodeId: MemberId, refusal: string | null): string | null {
    if (refusal !== null) return refusal;
    return nodeId === this.peer.id || this.peer.id === ANYBODY
      ? null
      : `there is node ${nodeId}, not ${this.peer.id}`;
  }

  /** Nothing but pongs comes back on a connection of ours. */
  #onPong(bytes: Buffer): void {
    if (decodeFrame(bytes, { id: this.peer.id, uuid: '' }, this.self.id).kind !== 'pong')
      throw new WireError('not a pong');
    this.#pingedAt = null;
    this.#attempts = 0; // it lives: the next dial may be quick again
    this.#lastTrouble = null;
  }

  #schedulePing(): void {
    this.#cancelTimer = this.scheduler.after(this.times.ping, () => {
      // A pong may have come while this process stood still: what was received is handled before it is judged.
      this.scheduler.endOfTurn(() => this.#ping());
    });
  }

  #ping(): void {
    if (!this.isUp) return;
    const now = this.scheduler.now();
    if (this.#pingedAt !== null && now - this.#pingedAt >= this.times.silence) {
      this.#fail('silent for too long');
      return;
    }
    if (this.#pingedAt === null) {
      this.#pingedAt = now;
      this.send('urgent', encodeFrame({ kind: 'ping' })!);
    }
    this.#schedulePing();
  }

  #fail(reason: string | null): void {
    const wasUp = this.isUp;
    this.#cancelTimer();
    const lanes = this.#lanes;
    this.#lanes = new Map();
    this.#accepted.clear();
    this.#pingedAt = null;
    for (const socket of lanes.values()) socket.close(null);
    if (reason !== null && reason !== this.#lastTrouble) {
      this.#lastTrouble = reason;
      this.events.trouble(`node ${this.peer.id} at ${this.peer.host}:${this.peer.port}: ${reason}`);
    }
    if (wasUp) this.events.down();
    this.#isWaiting = !this.#stopped;
    if (this.#isWaiting) this.#cancelTimer = this.scheduler.after(this.#backOff(), () => this.#dial());
  }

  /** Doubles up to the maximum; half of it is random, so that nodes that lost each other at once do not meet at once. */
  #backOff(): number {
    const { backOffMin, backOffMax } = this.times;
    const full = Math.min(backOffMin * 2 ** this.#attempts, backOffMax);
    this.#attempts = Math.min(this.#attempts + 1, 30);
    return full * (0.5 + this.scheduler.random() / 2 ** 33);
  }
}
