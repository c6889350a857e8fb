import { createServer, type Server } from 'node:net';
import { assert } from '../base/assert.js';
import type { Member } from '../base/configuration.js';
import { OperatorError } from '../base/errors.js';
import type { PeerMessage } from '../base/peer-message.js';
import type { MemberId } from '../base/raft-message.js';
import type { Scheduler } from '../ports/scheduler.js';
import type { Transport, TransportEvents } from '../ports/transport.js';
import { encodeFrame } from '../wire/encode-frame.js';
import { MAX_FRAME_BYTES } from '../wire/frame.js';
import { ANYBODY, type Self } from './handshake.js';
import { Inbound } from './inbound.js';
import { Link, type LinkTimes, type PeerAddress } from './link.js';

export type { PeerAddress, Self };

export interface TransportOptions {
  readonly self: Self;
  readonly listen: { readonly host: string; readonly port: number };
  /** The other nodes. */
  readonly peers: readonly PeerAddress[];
  /** A member of the cluster that this node is to join: dialled until some member is connected. */
  readonly join?: { readonly host: string; readonly port: number } | null;
  /** Asked for each handshake; null before the node belongs to a cluster. */
  readonly clusterId: () => string | null;
  readonly scheduler: Scheduler;
  /** Lines for the log; each kind of trouble is told once until it changes. */
  readonly warn: (text: string) => void;
  /** The peers that said they belong to another cluster, and to which; called when there is one more. */
  readonly foreign?: (peers: ReadonlyMap<MemberId, string>) => void;
  /** See {@link LinkEvents.met}. */
  readonly met?: (peer: MemberId, clusterId: string | null, stranger: boolean) => void;
  /** Bound of what waits for one peer, for each of its two connections. */
  readonly queueBytes?: number;
  readonly times?: Partial<LinkTimes>;
}

const DEFAULT_QUEUE_BYTES = 32 << 20;
const DEFAULT_TIMES: LinkTimes = {
  handshake: 3000,
  backOffMin: 50,
  backOffMax: 2000,
  ping: 1000,
  silence: 5000,
};

/**
 * Listens, and dials every peer once {@link TcpTransport.start} was called.
 *
 * @throws OperatorError PORT_IN_USE, BAD_SETTING (an address that is not of this machine, a port without permission)
 */
export async function createTransport(options: TransportOptions): Promise<TcpTransport> {
  const server = createServer();
  const { host, port } = options.listen;
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(listenError(error, host, port)));
    server.listen({ host, port }, resolve);
  });
  server.removeAllListeners('error');
  return new TcpTransport(server, options);
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): OperatorError {
  return error.code === 'EADDRINUSE'
    ? new OperatorError('PORT_IN_USE', `raft port ${host}:${port} is in use by another process`, {
        cause: error,
      })
    : new OperatorError('BAD_SETTING', `cannot listen on raft port ${host}:${port}: ${error.message}`, {
        cause: error,
      });
}

/** All else must not wait behind bodies: heartbeats, votes, fences, answers; small, every one. */
const BULK: ReadonlySet<PeerMessage['message']['type']> = new Set([
  'append',
  'propose',
  'refuse',
  'ask',
  'tell',
  'snapshotOffer',
  'snapshotChunk',
]);

/** Bodies wait in the sockets: a message is encoded when it is sent, and nothing else is kept. */
export class TcpTransport implements Transport {
  readonly #links = new Map<MemberId, Link>();
  #peers: ReadonlyMap<MemberId, PeerAddress>;
  #events: TransportEvents | null = null;
  readonly #connected = new Set<MemberId>();
  readonly #foreign = new Map<MemberId, string>();
  #inbound: Inbound | null = null;
  #cancelSweep: () => void = () => undefined;

  constructor(
    private readonly server: Server,
    private readonly options: TransportOptions,
  ) {
    this.#peers = new Map(options.peers.map(peer => [peer.id, peer]));
    server.on('error', error => options.warn(`raft port: ${error.message}`));
    // Before the start nobody is there to take messages: the peer dials again.
    server.on('connection', socket =>
      this.#inbound === null ? socket.destroy() : this.#inbound.accept(socket),
    );
  }

  /** The port that it listens on, which the system chose when 0 was asked for. */
  get port(): number {
    const address = this.server.address();
    assert(address !== null && typeof address === 'object', 'the server listens on a port');
    return address.port;
  }

  /** Begins to dial and to accept; `events` may be called from the next turn on. Once. */
  start(events: TransportEvents): void {
    assert(this.#inbound === null, 'a transport is started once');
    const { self, clusterId, scheduler, warn } = this.options;
    this.#events = events;
    const known = { uuidOf: (id: MemberId) => this.#uuidOf(id) };
    this.#inbound = new Inbound(known, self, clusterId, scheduler, this.#times.handshake, {
      message: (from, message) => events.message(from, message),
      changed: peer => this.#changed(peer),
      foreign: (id, cluster) => {
        // One that only claims the id of a member is not what this node is connected to.
        if (this.#links.get(id)?.isUp !== true) this.#sayForeign(id, cluster);
      },
      guest: (id, address) => this.#dial(peerAt({ id, uuid: '', address })),
      trouble: warn,
    });
    for (const peer of this.#peers.values()) this.#dial(peer);
    const { join } = this.options;
    if (join) this.#dial({ id: ANYBODY, ...join });
    this.#sweepEvery(this.#times.ping, this.#times.silence);
  }

  setPeers(peers: readonly Pick<Member, 'id' | 'uuid' | 'address'>[]): void {
    const { id } = this.options.self;
    this.#peers = new Map(peers.filter(peer => peer.id !== id).map(peer => [peer.id, peerAt(peer)]));
    if (this.#events === null) return; // they are dialled at the start
    this.#inbound!.expel();
    for (const peer of [...this.#links.keys()]) this.#leaveUnlessKnown(peer);
    for (const peer of this.#peers.values()) this.#dial(peer);
  }

  /** '': a member whose folder is not known yet; null: not a member. */
  #uuidOf(id: MemberId): string | null {
    const peer = this.#peers.get(id);
    return peer === undefined ? null : (peer.uuid ?? '');
  }

  get #times(): LinkTimes {
    return { ...DEFAULT_TIMES, ...this.options.times };
  }

  /** Dials a peer, or the same one at another address. */
  #dial(peer: PeerAddress): void {
    const before = this.#links.get(peer.id);
    if (before?.peer.host === peer.host && before.peer.port === peer.port) return;
    before?.stop();
    const { self, clusterId, scheduler, warn, queueBytes = DEFAULT_QUEUE_BYTES } = this.options;
    const link = new Link(peer, self, clusterId, scheduler, this.#times, queueBytes, {
      up: () => {
        this.#foreign.delete(peer.id);
        this.#update(peer.id);
      },
      down: () => this.#update(peer.id),
      foreign: clusterId => this.#sayForeign(peer.id, clusterId),
      met: (clusterId, stranger) => this.options.met?.(peer.id, clusterId, stranger),
      trouble: warn,
    });
    this.#links.set(peer.id, link);
  }

  #changed(peer: MemberId): void {
    this.#update(peer);
    if (this.#inbound!.isOpen(peer)) this.#links.get(peer)?.hurry();
    else if (!this.#inbound!.isThere(peer)) this.#leaveUnlessKnown(peer);
  }

  /** A node that is not a member is answered only as long as it is connected itself. */
  #leaveUnlessKnown(peer: MemberId): void {
    if (this.#peers.has(peer) || peer === ANYBODY || this.#inbound!.isThere(peer)) return;
    this.#links.get(peer)?.stop();
    this.#links.delete(peer);
    this.#foreign.delete(peer);
    this.#update(peer);
  }

  send(to: MemberId, message: PeerMessage): boolean {
    const link = this.#links.get(to);
    if (link === undefined || !link.isUp) return false;
    const pieces = encodeFrame(message);
    if (pieces !== null) return link.send(BULK.has(message.message.type) ? 'bulk' : 'urgent', pieces);
    this.options.warn(
      `a message (${message.message.type}) to ${to} exceeds ${MAX_FRAME_BYTES} bytes: dropped`,
    );
    return false;
  }

  queued(to: MemberId): number {
    return this.#links.get(to)?.queued ?? 0;
  }

  isConnected(peer: MemberId): boolean {
    return this.#connected.has(peer);
  }

  close(done: () => void): void {
    this.#cancelSweep();
    for (const link of this.#links.values()) link.stop();
    this.#inbound?.close();
    this.server.close(() => done());
  }

  #update(peer: MemberId): void {
    const events = this.#events!;
    const connected = this.#links.get(peer)?.isUp === true && this.#inbound!.isOpen(peer);
    if (connected === this.#connected.has(peer)) return;
    if (connected) {
      this.#connected.add(peer);
      this.#links.get(ANYBODY)?.stop(); // it has introduced this node
      this.#links.delete(ANYBODY);
      events.connected(peer);
    } else {
      this.#connected.delete(peer);
      events.disconnected(peer);
    }
  }

  #sayForeign(peer: MemberId, clusterId: string): void {
    if (this.#foreign.get(peer) === clusterId) return;
    this.#foreign.set(peer, clusterId);
    this.options.foreign?.(this.#foreign);
  }

  #sweepEvery(ms: number, silenceMs: number): void {
    this.#cancelSweep = this.options.scheduler.after(ms, () => {
      this.options.scheduler.endOfTurn(() => this.#inbound!.sweep(silenceMs));
      this.#sweepEvery(ms, silenceMs);
    });
  }
}

/** An address is host:port; a host of IPv6 may stand in brackets. */
function peerAt({ id, uuid, address }: Pick<Member, 'id' | 'uuid' | 'address'>): PeerAddress {
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  return { id, uuid, host, port: Number(address.slice(colon + 1)) };
}
