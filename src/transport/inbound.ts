import type { Socket } from 'node:net';
import type { PeerMessage } from '../base/peer-message.js';
import type { MemberId } from '../base/raft-message.js';
import type { Scheduler } from '../ports/scheduler.js';
import { decodeFrame } from '../wire/decode-frame.js';
import { encodeFrame } from '../wire/encode-frame.js';
import { MAX_FRAME_BYTES } from '../wire/frame.js';
import { decodeHello, encodeHello, type Hello, type Lane, MAX_HELLO_BYTES } from '../wire/hello.js';
import { FrameSocket } from './frame-socket.js';
import { isForeign, makeHello, refusalOf, type Self } from './handshake.js';

/** What this node knows of a member. */
export interface KnownPeers {
  /** The uuid of the member, '' while it is not known; null: not a member. */
  uuidOf(id: MemberId): string | null;
}

export interface InboundEvents {
  message(from: MemberId, message: PeerMessage): void;
  /** Both lanes of this peer are open, or no longer. */
  changed(peer: MemberId): void;
  /** A node that is not a member has connected, and is found at this address. */
  guest(id: MemberId, address: string): void;
  /** A node that belongs to another cluster has dialled. */
  foreign(id: MemberId, clusterId: string): void;
  trouble(text: string): void;
}

/** Strangers that have not said who they are; the oldest gives way. */
const MAX_STRANGERS = 64;
/** Nodes that have said who they are and are not members, as far as this node knows. */
const MAX_GUESTS = 16;

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
    private readonly peers: KnownPeers,
    private readonly self: Self,
    private readonly clusterId: () => string | null,
    private readonly scheduler: Scheduler,
    private readonly handshakeMs: number,
    private readonly events: InboundEvents,
  ) {}

  isOpen(peer: MemberId): boolean {
    return this.#accepted.get(peer)?.size === 2;
  }

  /** Is there any connection of this peer? */
  isThere(peer: MemberId): boolean {
    return this.#accepted.has(peer);
  }

  /** Ends what another node than the member has open under its id. */
  expel(): void {
    for (const [id, lanes] of this.#accepted) {
      const uuid = this.peers.uuidOf(id);
      for (const { socket, uuid: other } of lanes.values())
        if (uuid !== null && uuid !== '' && uuid !== other) socket.close('replaced');
    }
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
    const known = this.peers.uuidOf(hello.nodeId);
    const stranger = known !== null && known !== '' && known !== hello.uuid;
    const refusal = this.#refusal(hello, known !== null, stranger);
    if (refusal !== null) {
      if (hello.to === this.self.id && isForeign(hello, own.clusterId)) {
        this.events.foreign(hello.nodeId, hello.clusterId!);
      }
      socket.closeAfter(encodeHello({ ...own, refusal, stranger }), `refused: ${refusal}`);
      return null;
    }
    if (known === null) this.events.guest(hello.nodeId, hello.address);
    const lanes = this.#accepted.get(hello.nodeId) ?? new Map<Lane, Accepted>();
    this.#accepted.set(hello.nodeId, lanes);
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

  #refusal(hello: Hello, isMember: boolean, stranger: boolean): string | null {
    const refusal = refusalOf(hello, this.self, this.clusterId());
    if (refusal !== null) return refusal;
    if (stranger) return `${hello.nodeId} is a member with another data folder`;
    if (!isMember && (hello.address === '' || this.#guests >= MAX_GUESTS)) {
      return `node ${hello.nodeId} is not a peer of ${this.self.id}`;
    }
    for (const { uuid } of this.#accepted.get(hello.nodeId)?.values() ?? []) {
      if (uuid !== hello.uuid) return `another node with id ${hello.nodeId} is connected`;
    }
    return null;
  }

  get #guests(): number {
    return [...this.#accepted.keys()].filter(id => this.peers.uuidOf(id) === null).length;
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
    if (lanes.size === 0) this.#accepted.delete(peer);
    this.events.changed(peer);
  }
}
