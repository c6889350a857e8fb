import { leave } from '../commands/pubsub/subscribing.js';
import { keysRead } from '../commands/server/keys-of.js';
import { exec, watch } from '../commands/transactions/index.js';
import { logged, unlogged } from '../commands/transactions/running.js';
import { transactionArguments } from '../commands/transactions/transaction.js';
import type { LeafCommand, NodeCommand, SessionCommand } from '../commands/spec.js';
import { ErrorReply, QUEUED, type Reply } from '../resp/reply.js';
import { ExecPending, type InnerRunner, ResetPending, WatchPending } from './exec-pending.js';
import type { ConnectionHost, Waiting } from './host.js';
import { bytesOf, Pending, type ReplyOrder } from './pending.js';
import type { ClientSession } from './session.js';
import { WATCH_INSIDE } from './transaction.js';

const NO_AUTH = new ErrorReply('NOAUTH Authentication required.');
const INTERNAL_ERROR = new ErrorReply('ERR internal error');
const BROKEN = new ErrorReply('EXECABORT Transaction discarded because of previous errors.');
const FOR_MONITORS = new ErrorReply("ERR Replica can't interact with the keyspace");
const NOT_IN_TRANSACTIONS = new ErrorReply('ERR Command not allowed inside a transaction');

/** What MULTI does not hold back. */
const NEVER_QUEUED: ReadonlySet<string> = new Set(['exec', 'discard', 'multi', 'watch', 'quit', 'reset']);

/** They change what the connection may do next, so nothing behind them is dispatched before they are answered. */
const SUBSCRIBING: ReadonlySet<string> = new Set(
  ['', 'p', 's'].flatMap(kind => [`${kind}subscribe`, `${kind}unsubscribe`]),
);
/** What a subscriber may send over RESP2, where a reply and a message look alike. */
const FOR_SUBSCRIBERS: ReadonlySet<string> = new Set([...SUBSCRIBING, 'ping', 'quit', 'reset']);

/** The connection, as its dispatcher sees it. */
export interface DispatchLine extends ReplyOrder, Waiting {
  readonly session: ClientSession;
  /** When the command at hand began. Monotonic milliseconds. */
  clock: number;
  lastCommand: LeafCommand | null;
  /** Commands are on their way whose replies were not encoded. */
  readonly hasPending: boolean;
  /** Gives a reply that is there its place behind those that are not. */
  place(reply: Reply): void;
  /** Gives a command that is on its way its place. */
  append(pending: Pending): void;
  /** Nothing is dispatched until this one, or what is last on its way, is answered. */
  bar(pending: Pending | null): void;
  /** The same, for a command that may wait for data: the socket is still read. */
  block(pending: Pending): void;
  cut(): void;
}

/** What becomes of a request: it is refused, queued by MULTI, or goes where the class of its command says. */
export class Dispatcher implements InnerRunner {
  constructor(
    private readonly host: ConnectionHost,
    private readonly line: DispatchLine,
  ) {}

  /** False: it has to wait, and is to be dispatched again. */
  dispatch(argv: string[]): boolean {
    const isDone = this.#dispatch(argv);
    const { tracking, transaction } = this.line.session;
    // CLIENT CACHING holds for the command behind it, or for a whole transaction.
    if (isDone && tracking.isOn && !transaction.isOpen && argv[0]?.toLowerCase() !== 'client')
      tracking.forgetCaching();
    return isDone;
  }

  #dispatch(argv: string[]): boolean {
    const { host, line } = this;
    const { transaction } = line.session;
    const command = host.commands.resolveForClient(argv);
    if (command instanceof ErrorReply) {
      if (isHttp(argv)) line.cut();
      else this.refuse(argv, command);
      return true;
    }
    const refusal = this.#refusalOf(command);
    if (refusal !== null) {
      host.observer.rejected(command);
      this.refuse(argv, refusal);
      return true;
    }
    if (transaction.isOpen && !NEVER_QUEUED.has(command.name)) {
      this.#queue(command, argv);
      return true;
    }
    if (host.pause.isClosed && host.pause.holds(command, command === exec && transaction.hasWrites)) {
      host.awaitUnpause(line);
      return false;
    }
    line.lastCommand = command;
    // With the database that it worked in: SELECT shows the one that it chose.
    const isShownBehind = command.class === 'session' && command !== exec;
    if (!isShownBehind && command.class !== 'node') this.#show(command, argv);
    const isDone = command === exec && transaction.isOpen ? this.#exec() : this.#route(command, argv);
    if (isShownBehind) this.#show(command, argv);
    return isDone;
  }

  /** Those of a transaction are shown when it runs, and before their EXEC, as in Redis. */
  #show(command: LeafCommand, argv: readonly string[]): void {
    const { monitors } = this.host;
    const { session } = this.line;
    if (monitors.isEmpty) return;
    if (command === exec)
      for (const inner of session.transaction.commands) monitors.show(inner.command, inner.argv, session);
    monitors.show(command, argv, session);
  }

  #refusalOf(command: LeafCommand): ErrorReply | null {
    const { session } = this.line;
    if (session.transaction.isOpen && command.flags.includes('no_multi')) return NOT_IN_TRANSACTIONS;
    if (!session.authenticated && !command.flags.includes('no_auth')) return NO_AUTH;
    if (session.isMonitor && (command.class === 'read' || command.class === 'write')) return FOR_MONITORS;
    if (session.protocol === 2 && !FOR_SUBSCRIBERS.has(command.name) && session.isSubscribed)
      return forSubscribersOnly(this.host.commands.fullName(command));
    return null;
  }

  /** The answer to a command that did not run. */
  refuse(argv: readonly string[], error: ErrorReply): void {
    const { session } = this.line;
    session.beginCommand();
    if (argv[0]?.toLowerCase() === 'exec') {
      session.transaction.clear();
      const reason = error.text.replace(/^ERR /, '');
      this.line.place(new ErrorReply(`EXECABORT Transaction discarded because of: ${reason}`));
    } else {
      session.transaction.break();
      this.line.place(error);
    }
  }

  #route(command: LeafCommand, argv: string[]): boolean {
    const { host, line } = this;
    switch (command.class) {
      case 'write':
      case 'read': {
        if (command === watch) return this.#watch(argv);
        const pending = this.#pending(argv, command.class, command);
        if (mayWait(command, argv)) line.block(pending);
        else if (SUBSCRIBING.has(command.name)) line.bar(pending);
        host.replica.submit(pending);
        return true;
      }
      case 'session':
        if (command.name === 'reset' && line.session.isSubscribed) this.#leave(command, argv);
        else this.#runSession(command, argv);
        return true;
      case 'node':
        if (line.hasPending) {
          line.bar(null);
          return false;
        }
        this.#runNode(command, argv);
        return true;
    }
  }

  #pending(
    argv: readonly string[],
    kind: 'write' | 'read',
    command: LeafCommand,
    Kind: typeof Pending = Pending,
  ): Pending {
    const { line } = this;
    const { session } = line;
    session.beginCommand();
    const { db, protocol } = session;
    const pending = new Kind(line, argv, db, kind, command, protocol, line.clock, bytesOf(argv));
    pending.silent = session.isSilent;
    pending.tracks = (kind === 'read' || command === exec) && session.tracking.wantsKeys;
    line.append(pending);
    return pending;
  }

  #runSession(command: SessionCommand, argv: string[]): void {
    const { host, line } = this;
    const startedAt = line.clock;
    line.session.beginCommand();
    const reply = this.#sessionReply(command, argv);
    line.clock = host.scheduler.now();
    host.observer.executed(command, argv, reply, line.clock - startedAt, line.session);
    line.place(reply);
  }

  #sessionReply(command: SessionCommand, argv: readonly string[]): Reply {
    try {
      return command.run(this.line.session, argv);
    } catch (error) {
      return this.#errorOf(error);
    }
  }

  /** RESET of a subscriber: no message comes behind its answer. */
  #leave(command: SessionCommand, argv: readonly string[]): void {
    const pending = this.#pending([leave.name], 'write', command, ResetPending) as ResetPending;
    pending.reset = () => this.#sessionReply(command, argv);
    this.line.bar(pending);
    this.host.replica.submit(pending);
  }

  #runNode(command: NodeCommand, argv: string[]): void {
    this.#show(command, argv);
    const pending = this.#pending(argv, 'read', command);
    this.line.bar(pending);
    this.#run(command, argv, reply => pending.done(reply));
  }

  #errorOf(error: unknown): ErrorReply {
    if (error instanceof ErrorReply) return error;
    this.host.failed(error);
    return INTERNAL_ERROR;
  }

  // ---- transactions ------------------------------------------------------------------------------------------------

  #queue(command: LeafCommand, argv: string[]): void {
    const { host, line } = this;
    const { session } = line;
    session.beginCommand();
    session.transaction.queue(command, argv);
    if (session.transaction.bytes > host.settings.maxQueryBytes) {
      host.counters.queryBufferLimitCuts += 1;
      line.cut();
      return;
    }
    line.place(QUEUED);
  }

  /** What comes behind it may be the EXEC that needs its mark. */
  #watch(argv: string[]): boolean {
    const { host, line } = this;
    const { transaction, db } = line.session;
    if (transaction.isOpen) {
      line.session.beginCommand();
      line.place(WATCH_INSIDE);
      return true;
    }
    const pending = this.#pending(argv, 'read', watch, WatchPending) as WatchPending;
    pending.watch = mark => {
      transaction.watch(argv.slice(1), { ...mark, db });
      if (transaction.bytes > host.settings.maxQueryBytes) line.cut();
    };
    line.bar(pending);
    host.replica.submit(pending);
    return true;
  }

  #exec(): boolean {
    const { host, line } = this;
    const { session } = line;
    const { transaction } = session;
    const { commands, watched, isBroken } = transaction;
    const inner = transaction.withDatabases(session.db, session.databases);
    transaction.clear();
    if (isBroken || (commands.length === 0 && watched.length === 0)) {
      session.beginCommand();
      line.place(isBroken ? BROKEN : []);
      return true;
    }
    const isRead = commands.every(({ command }) => command.class === 'read');
    const { name, class: kind } = isRead ? unlogged : logged;
    const argv = transactionArguments(name, { watched, commands: inner });
    const pending = this.#pending(argv, kind, exec, ExecPending) as ExecPending;
    pending.commands = commands;
    pending.runner = this;
    // What concerns this connection takes effect when the entry is applied, and before whatever comes behind it.
    if (commands.some(({ command }) => concernsConnection(command))) line.bar(pending);
    host.replica.submit(pending);
    return true;
  }

  evaluated(command: LeafCommand, argv: readonly string[]): void {
    const { id, session } = this.line;
    if (session.tracking.isOn) this.host.tracking.remember(id, keysRead(command, argv));
  }

  run(command: LeafCommand, argv: readonly string[], done: (reply: Reply) => void): void {
    const { session } = this.line;
    session.mayBlock = false;
    this.#run(command, argv, done);
    session.mayBlock = true;
  }

  #run(command: LeafCommand, argv: readonly string[], done: (reply: Reply) => void): void {
    if (command.class === 'session') {
      done(this.#sessionReply(command, argv));
    } else if (command.class === 'node') {
      try {
        command.run(this.host.node, this.line.session, argv, done);
      } catch (error) {
        done(this.#errorOf(error));
      }
    }
  }
}

function concernsConnection(command: LeafCommand): boolean {
  return command.class === 'session' || command.class === 'node' || SUBSCRIBING.has(command.name);
}

function forSubscribersOnly(name: string): ErrorReply {
  return new ErrorReply(
    `ERR Can't execute '${name}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`,
  );
}

/** A browser that was tricked into speaking to this port: its body must not be taken for commands. */
function isHttp(argv: readonly string[]): boolean {
  const name = (argv[0] ?? '').toLowerCase();
  return name === 'post' || name === 'host:';
}

function mayWait(command: LeafCommand, argv: readonly string[]): boolean {
  if (!command.flags.includes('blocking')) return false;
  return command.class !== 'write' || command.mayWait === undefined || command.mayWait(argv);
}
