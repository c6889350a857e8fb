import type { Socket } from 'node:net';
import { keysRead } from '../commands/server/keys-of.js';
import type { LeafCommand } from '../commands/spec.js';
import type { Lane, SubscriptionCounts } from '../replica/api.js';
import { RequestDecoder } from '../resp/decoder.js';
import type { Protocol } from '../resp/encoder.js';
import { ErrorReply, NO_REPLY, type Push, type Reply, type Status } from '../resp/reply.js';
import { addressesOf } from './address.js';
import { describeClient } from './describe.js';
import { Dispatcher, type DispatchLine } from './dispatcher.js';
import { ExecPending } from './exec-pending.js';
import type { ConnectionHost } from './host.js';
import { Output } from './output.js';
import { Pending, PendingQueue } from './pending.js';
import { readShared } from './shared-input.js';
import { ClientSession, type SessionOwner } from './session.js';

/** Commands of one connection that may be on their way at a time, and the bytes of their arguments. */
const MAX_OUTSTANDING = 4096;
const MAX_OUTSTANDING_BYTES = 64 * 1024 * 1024;
/** Replies that a client leaves unread before its commands wait. Large: some clients write a pipeline whole, then read. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;
/** Requests are read ahead by this much while the connection's commands wait. */
const READ_AHEAD_BYTES = 64 * 1024;

/**
 * One client. Requests go to where their class says; replies leave in the order of the requests, whatever the order in
 * which they come. Invariants: #pending holds exactly the commands whose replies were not encoded yet, in
 * order; while #barrier is set, it is in there, and nothing behind it is dispatched.
 */
export class Connection implements SessionOwner, DispatchLine {
  readonly lane: Lane;
  readonly session: ClientSession;
  readonly createdAt: number;
  /** Monotonic milliseconds of the last bytes received. */
  activeAt: number;
  /** When the command at hand began: the clock is read once between two commands. Monotonic milliseconds. */
  clock: number;
  lastCommand: LeafCommand | null = null;

  readonly #host: ConnectionHost;
  readonly #socket: Socket;
  readonly #decoder: RequestDecoder;
  readonly #output: Output;
  readonly #dispatcher: Dispatcher;
  readonly #isUnix: boolean;
  isScheduled = false;
  readonly #pending = new PendingQueue();
  /** What came of the command at hand besides its reply: told behind it. */
  #behind: (Push | Status)[] = [];
  #barrier: Pending | null = null;
  /** The barrier is a command that waits for data: the socket is still read. */
  #blocking = false;
  /** A request that was decoded and could not be dispatched yet. */
  #held: string[] | null = null;

  #pumping = false;
  #reading = true;
  /** No command is taken any more; the socket ends when all replies are out. */
  #closing = false;
  #closed = false;
  /** The client closed its side; what it sent before is still answered, unless it would have to wait for data. */
  #inputEnded = false;

  constructor(host: ConnectionHost, accepted: Socket, unixPath: string | null) {
    this.#host = host;
    const socket = readShared(accepted, bytes => this.#received(bytes));
    this.#socket = socket;
    this.lane = host.replica.openLane();
    this.createdAt = this.activeAt = this.clock = host.scheduler.now();
    const addresses = addressesOf(socket, unixPath);
    this.#isUnix = addresses.isUnix;
    this.session = new ClientSession(this, this.lane.id, addresses, host.settings, host.tracking);
    this.#output = new Output(socket);
    this.#dispatcher = new Dispatcher(host, this);
    this.#decoder = new RequestDecoder(host.settings);
    this.#decoder.authenticated = this.session.authenticated;
    socket.on('drain', () => host.schedule(this));
    socket.on('end', () => {
      this.#inputEnded = true;
      host.schedule(this);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#ended());
  }

  // What its session needs of it.

  describe(): string {
    return describeClient(this.session, {
      now: this.#host.scheduler.now(),
      createdAt: this.createdAt,
      activeAt: this.activeAt,
      isUnix: this.#isUnix,
      command: this.lastCommand === null ? 'NULL' : this.#host.commands.fullName(this.lastCommand),
      blocked: this.isBlocked,
      closing: this.#closing,
      reading: this.#reading,
      queryBytes: this.#decoder.buffered,
      argumentBytes: this.#pending.bytes,
      encodedBytes: this.#output.encoder.bytes,
      outputParts: this.#output.parts,
      outputBytes: this.#output.bytes,
      descriptor: (this.#socket as { _handle?: { fd?: number } })._handle?.fd ?? -1,
    });
  }

  authenticationChanged(authenticated: boolean): void {
    this.#decoder.authenticated = authenticated;
  }

  closeAfterReply(): void {
    this.#closing = true;
    this.#host.schedule(this);
  }

  // What the server sees.

  get id(): number {
    return this.lane.id;
  }

  get isBlocked(): boolean {
    return this.#host.replica.isBlocked(this.lane);
  }

  /** Nothing is on its way, and nothing waits. */
  get isIdle(): boolean {
    return this.#pending.isEmpty && this.#held === null;
  }

  /** CLIENT KILL. One that kills itself is still answered. */
  kill(): void {
    if (this.#barrier?.command?.class === 'node' || this.#barrier instanceof ExecPending)
      this.closeAfterReply();
    else this.cut();
  }

  /** The server ends: takes no more commands. What it took is answered first, unless it waits for data. */
  end(): void {
    this.closeAfterReply();
    if (!this.#blocking) return;
    this.#host.counters.netOutputBytes += this.#output.flush();
    this.#output.end();
  }

  /** Ends the connection at once: nothing more is dispatched, nor sent. */
  cut(): void {
    this.#closing = true;
    this.#socket.destroy();
  }

  /** Cuts off a client that does not read what it asked for. */
  enforceOutputLimit(): void {
    if (this.#output.bytes === 0) return;
    const limit = this.#host.settings.outputLimit(this.session.isSubscribed ? 'pubsub' : 'normal');
    if (limit.hardBytes === 0 && limit.softBytes === 0) return;
    if (this.#socket.destroyed || !this.#output.exceeds(limit, this.#host.scheduler.now())) return;
    this.#host.counters.outputBufferLimitCuts += 1;
    this.cut();
  }

  /** Goes on with what waited, and sends what was answered: once in a turn of the event loop. */
  turn(): void {
    if (this.#socket.destroyed) return;
    if (this.#held !== null || this.#decoder.buffered > 0) this.clock = this.#host.scheduler.now();
    this.#pushBehind(); // of a command whose reply was given up
    this.#pump();
    this.#host.counters.netOutputBytes += this.#output.flush();
    this.enforceOutputLimit();
    if (this.#inputEnded) this.#finish();
    if (this.#closing && this.#pending.isEmpty) this.#output.end();
  }

  #finish(): void {
    if (this.#blocking) this.cut();
    else if (this.isIdle && this.#mayDispatch()) this.#closing = true;
  }

  #received(bytes: Uint8Array): void {
    if (this.#closing) return;
    this.#host.counters.netInputBytes += bytes.length;
    this.activeAt = this.clock = this.#host.scheduler.now();
    this.#decoder.feed(bytes);
    if (this.#decoder.buffered > this.#host.settings.maxQueryBytes) {
      this.#host.counters.queryBufferLimitCuts += 1;
      this.cut();
      return;
    }
    this.#pump();
    this.#decoder.keep();
  }

  /** Dispatches requests until there is none, or one has to wait. */
  #pump(): void {
    if (this.#pumping) return; // a reply that came at once: the loop below is running
    this.#pumping = true;
    while (this.#mayDispatch()) {
      const argv = this.#held ?? this.#decoder.next();
      if (argv === undefined) {
        if (this.#decoder.failure !== null) this.#protocolError(this.#decoder.failure);
        break;
      }
      this.#held = null;
      if (!this.#dispatcher.dispatch(argv)) {
        this.#held = argv;
        break;
      }
    }
    this.#pumping = false;
    this.#regulate();
  }

  #mayDispatch(): boolean {
    if (this.#closing || this.#closed || this.#barrier !== null) return false;
    if (this.#pending.count >= MAX_OUTSTANDING || this.#pending.bytes >= MAX_OUTSTANDING_BYTES) return false;
    if (this.#host.replica.congested) {
      this.#host.awaitRelief(this);
      return false;
    }
    return this.#output.bytes < MAX_UNREAD_BYTES;
  }

  /** Reads the socket on, unless what was read has to wait. Behind a blocking command it is read up to the limit. */
  #regulate(): void {
    const waits = this.#held !== null || (this.#decoder.buffered > 0 && !this.#mayDispatch());
    const read = !waits || this.#blocking || this.#decoder.buffered < READ_AHEAD_BYTES;
    if (read === this.#reading || this.#closed) return;
    this.#reading = read;
    if (read) this.#socket.resume();
    else this.#socket.pause();
  }

  #protocolError(reason: string): void {
    this.#host.counters.protocolErrors += 1;
    this.#closing = true;
    this.#dispatcher.refuse([], new ErrorReply(`ERR ${reason}`));
    this.#host.schedule(this);
  }

  setMonitoring(isOn: boolean): void {
    const { monitors } = this.#host;
    if (isOn) monitors.add(this);
    else monitors.remove(this);
  }

  subscriptions(): SubscriptionCounts {
    return this.#host.replica.subscriptions(this.lane);
  }

  /** Tells what was not asked for. `isOwn`: it came of the command of this connection that is taking effect. */
  push(frame: Push | Status, isOwn: boolean): void {
    if (this.#closed) return;
    if (isOwn) this.#behind.push(frame);
    else this.#output.encoder.add(frame, this.session.protocol);
    this.#host.schedule(this);
  }

  #pushBehind(): void {
    const behind = this.#behind;
    if (behind.length === 0) return;
    this.#behind = [];
    for (const frame of behind) this.#output.encoder.add(frame, this.session.protocol);
  }

  // What its dispatcher needs of it.

  get hasPending(): boolean {
    return !this.#pending.isEmpty;
  }

  place(reply: Reply): void {
    this.#host.counters.commandsProcessed += 1;
    if (reply instanceof ErrorReply) this.#host.counters.errorReplies += 1;
    if (this.#pending.isEmpty) {
      if (!this.session.isSilent) this.#encode(reply, this.session.protocol);
      return;
    }
    const pending = new Pending(this, [], 0, 'read', null, this.session.protocol, 0, 0);
    pending.silent = this.session.isSilent;
    pending.reply = reply;
    this.#pending.push(pending);
  }

  append(pending: Pending): void {
    this.#pending.push(pending);
  }

  bar(pending: Pending | null): void {
    this.#barrier = pending ?? this.#pending.last;
  }

  block(pending: Pending): void {
    this.#barrier = pending;
    this.#blocking = true;
  }

  // Called by Pending.

  answered(pending: Pending): void {
    if (this.#closed) return;
    const { command, reply } = pending;
    if (pending.tracks) this.#track(pending);
    if (command !== null && reply !== undefined) {
      const counters = this.#host.counters;
      counters.commandsProcessed += 1;
      if (reply instanceof ErrorReply) counters.errorReplies += 1;
      const waited = pending === this.#barrier && this.#blocking;
      this.clock = this.#host.scheduler.now();
      const took = waited ? 0 : this.clock - pending.startedAt;
      this.#host.observer.executed(command, pending.argv, reply, took, this.session);
      if (pending instanceof ExecPending && Array.isArray(reply)) this.#countInner(pending, reply as Reply[]);
    }
    if (pending === this.#pending.first) this.#advance();
  }

  /** It was evaluated in this very moment: nothing has changed since. */
  #track(pending: Pending): void {
    const { tracking } = this.#host;
    if (!this.session.tracking.isOn || pending.kind !== 'read') return; // those of the log did so inside
    const commands = pending instanceof ExecPending ? pending.commands : [pending];
    for (const { command, argv } of commands) {
      if (command?.class === 'read') tracking.remember(this.id, keysRead(command, argv));
    }
  }

  /** The time of the commands inside is that of their EXEC. */
  #countInner({ commands }: ExecPending, replies: readonly Reply[]): void {
    const { counters, observer } = this.#host;
    counters.commandsProcessed += commands.length;
    for (const [index, reply] of replies.entries()) {
      const inner = commands[index];
      if (inner !== undefined) observer.executed(inner.command, inner.argv, reply, 0, this.session);
      if (reply instanceof ErrorReply) counters.errorReplies += 1;
    }
  }

  outcomeLost(): void {
    this.cut();
  }

  /** Encodes the replies that are due. */
  #advance(): void {
    for (let due = this.#pending.shift(); due !== null; due = this.#pending.shift()) {
      if (!due.silent && due.reply !== undefined) this.#encode(due.reply, due.protocol);
      if (due === this.#barrier) {
        this.#barrier = null;
        this.#blocking = false;
      }
    }
    this.#pushBehind();
    this.#host.schedule(this);
  }

  #encode(reply: Reply, protocol: Protocol): void {
    if (reply === NO_REPLY) return;
    this.#output.encoder.add(reply, protocol);
    this.#host.schedule(this);
  }

  #ended(): void {
    this.#closed = true;
    this.#pending.clear();
    this.#behind = [];
    this.#barrier = this.#held = null;
    this.session.tracking.disable();
    this.setMonitoring(false);
    this.#host.replica.closeLane(this.lane);
    this.#host.closed(this);
  }
}
