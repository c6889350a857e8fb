import type { Socket } from 'node:net';
import type { PeerMessage } from '../base/peer-message.js';
import type { MemberId } from '../base/raft-message.js';
import type { Scheduler } from '../ports/scheduler.js';
import { decodeFrame } from '../wire/decode-frame.js';
import { encodeFrame } from '../wire/encode-frame.js';
import { MAX_FRAME_BYTES } from '../wire/frame.js';
import { decodeHello, encodeHello, type Hello, type Lane, MAX_HELLO_BYTES } from '../wire/hello.js';
import { FrameSocket } from './frame-socket.js';
import { makeHello, refusalOf, type Self } from './handshake.js';

export interface InboundEvents {
  message(from: MemberId, message: PeerMessage): void;
  /** Both lanes of this peer are open, or no longer. */
  changed(peer: MemberId): void;
  trouble(text: string): void;
}

/** Strangers that have not said who they are; the oldest gives way. */
const MAX_STRANGERS = 64;

interface Accepted {
  readonly socket: FrameSocket;
  readonly uuid: string;
  heardAt: number;
}

/** All that peers send to this node: the connections that they dialled, at most one a peer and lane. */
export class Inbound {
  readonly #strangers = new Map<FrameSocket, () => void>();
  readonly #accepted = new Map<MemberId, Map<Lane, Accepted>>();
  #told = { text: '', at: Number.NEGATIVE_INFINITY };

  constructor(
    peers: Iterable<MemberId>,
    private readonly self: Self,
    private readonly clusterId: () => string | null,
    private readonly scheduler: Scheduler,
    private readonly handshakeMs: number,
    private readonly events: InboundEvents,
  ) {
    for (const id of peers) this.#accepted.set(id, new Map());
  }

  isOpen(peer: MemberId): boolean {
    return this.#accepted.get(peer)?.size === 2;
  }

  /** A connection whose other side is not known yet: it has little time and may send little. */
  accept(socket: Socket): void {
    const remote = socket.remoteAddress ?? 'nowhere';
    let peer: { id: MemberId; lane: Lane; accepted: Accepted } | null = null;
    const frames = new FrameSocket(socket, MAX_HELLO_BYTES, {
      frame: bytes => {
        if (peer === null) peer = this.#greet(frames, bytes);
        else this.#onFrame(peer.id, peer.accepted, bytes);
      },
      closed: reason => {
        this.#forgetStranger(frames);
        if (peer !== null) this.#forget(peer.id, peer.lane, peer.accepted);
        else if (reason !== null) this.#tell(`connection from ${remote}: ${reason}`);
      },
    });
    const cancel = this.scheduler.after(this.handshakeMs, () => frames.close('no handshake in time'));
    this.#strangers.set(frames, cancel);
    if (this.#strangers.size > MAX_STRANGERS) {
      const [oldest] = this.#strangers.keys();
      oldest!.close('too many connections without a handshake');
    }
  }

  /** Ends connections of peers that have not been heard of for `silenceMs`: their links ping more often than that. */
  sweep(silenceMs: number): void {
    const now = this.scheduler.now();
    for (const lanes of this.#accepted.values()) {
      const heardAt = lanes.get('urgent')?.heardAt ?? now;
      if (now - heardAt >= silenceMs)
        for (const { socket } of lanes.values()) socket.close('silent for too long');
    }
  }

  close(): void {
    for (const socket of this.#strangers.keys()) socket.close(null);
    for (const lanes of this.#accepted.values()) for (const { socket } of lanes.values()) socket.close(null);
  }

  #greet(socket: FrameSocket, bytes: Buffer) {
    const hello = decodeHello(bytes);
    this.#forgetStranger(socket);
    const own = makeHello(this.self, this.clusterId(), hello.nodeId, hello.lane);
    const lanes = this.#accepted.get(hello.nodeId);
    const refusal = this.#refusal(hello);
    if (lanes === undefined || refusal !== null) {
      const reason = refusal ?? `node ${hello.nodeId} is not a peer of ${this.self.id}`;
      socket.closeAfter(encodeHello({ ...own, refusal: reason }), `refused: ${reason}`);
      return null;
    }
    const accepted = { socket, uuid: hello.uuid, heardAt: this.scheduler.now() };
    // What a former connection still holds must not come after what this one brings: order.
    const former = lanes.get(hello.lane);
    lanes.set(hello.lane, accepted);
    former?.socket.close(null);
    socket.allowFramesOf(MAX_FRAME_BYTES);
    socket.write([encodeHello(own)]);
    this.events.changed(hello.nodeId);
    return { id: hello.nodeId, lane: hello.lane, accepted };
  }

  #refusal(hello: Hello): string | null {
    const refusal = refusalOf(hello, this.self, this.clusterId());
    if (refusal !== null) return refusal;
    for (const { uuid } of this.#accepted.get(hello.nodeId)?.values() ?? []) {
      if (uuid !== hello.uuid) return `another node with id ${hello.nodeId} is connected`;
    }
    return null;
  }

  #onFrame(from: MemberId, accepted: Accepted, bytes: Buffer): void {
    accepted.heardAt = this.scheduler.now();
    const content = decodeFrame(bytes, { id: from, uuid: accepted.uuid }, this.self.id);
    if (content.kind === 'ping') accepted.socket.write(encodeFrame({ kind: 'pong' })!);
    else if (content.kind !== 'pong') this.events.message(from, content);
  }

  /** Strangers cannot fill the log: one line a second, the same one once a minute. */
  #tell(text: string): void {
    const now = this.scheduler.now();
    if (now - this.#told.at < (text === this.#told.text ? 60_000 : 1000)) return;
    this.#told = { text, at: now };
    this.events.trouble(text);
  }

  #forgetStranger(socket: FrameSocket): void {
    this.#strangers.get(socket)?.();
    this.#strangers.delete(socket);
  }

  #forget(peer: MemberId, lane: Lane, accepted: Accepted): void {
    const lanes = this.#accepted.get(peer)!;
    if (lanes.get(lane) !== accepted) return; // a newer connection took its place
    lanes.delete(lane);
    this.events.changed(peer);
  }
}
