import { createServer, type Server } from 'node:net';
import { assert } from '../base/assert.js';
import { OperatorError } from '../base/errors.js';
import type { PeerMessage } from '../base/peer-message.js';
import type { MemberId } from '../base/raft-message.js';
import type { Scheduler } from '../ports/scheduler.js';
import type { Transport, TransportEvents } from '../ports/transport.js';
import { encodeFrame } from '../wire/encode-frame.js';
import { MAX_FRAME_BYTES } from '../wire/frame.js';
import type { Self } from './handshake.js';
import { Inbound } from './inbound.js';
import { Link, type LinkTimes, type PeerAddress } from './link.js';

export type { PeerAddress, Self };

export interface TransportOptions {
  readonly self: Self;
  readonly listen: { readonly host: string; readonly port: number };
  /** The other nodes. */
  readonly peers: readonly PeerAddress[];
  /** Asked for each handshake; null before the node belongs to a cluster. */
  readonly clusterId: () => string | null;
  readonly scheduler: Scheduler;
  /** Lines for the log; each kind of trouble is told once until it changes. */
  readonly warn: (text: string) => void;
  /** The peers that said they belong to another cluster, and to which; called when there is one more. */
  readonly foreign?: (peers: ReadonlyMap<MemberId, string>) => void;
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
]);

/** Bodies wait in the sockets: a message is encoded when it is sent, and nothing else is kept. */
export class TcpTransport implements Transport {
  readonly #links = new Map<MemberId, Link>();
  readonly #connected = new Set<MemberId>();
  readonly #foreign = new Map<MemberId, string>();
  #inbound: Inbound | null = null;
  #cancelSweep: () => void = () => undefined;

  constructor(
    private readonly server: Server,
    private readonly options: TransportOptions,
  ) {
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
    const { self, peers, clusterId, scheduler, warn, queueBytes = DEFAULT_QUEUE_BYTES } = this.options;
    const times = { ...DEFAULT_TIMES, ...this.options.times };
    const changed = (peer: MemberId): void => this.#update(peer, events);
    const ids = peers.map(peer => peer.id);
    this.#inbound = new Inbound(ids, self, clusterId, scheduler, times.handshake, {
      message: (from, message) => events.message(from, message),
      changed,
      trouble: warn,
    });
    for (const peer of peers) {
      const link = new Link(peer, self, clusterId, scheduler, times, queueBytes, {
        up: () => {
          this.#foreign.delete(peer.id);
          changed(peer.id);
        },
        down: () => changed(peer.id),
        foreign: clusterId => this.#sayForeign(peer.id, clusterId),
        trouble: warn,
      });
      this.#links.set(peer.id, link);
    }
    this.#sweepEvery(times.ping, times.silence);
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

  #update(peer: MemberId, events: TransportEvents): void {
    const connected = this.#links.get(peer)!.isUp && this.#inbound!.isOpen(peer);
    if (connected === this.#connected.has(peer)) return;
    if (connected) {
      this.#connected.add(peer);
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
