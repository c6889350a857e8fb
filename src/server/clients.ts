import type { ClientFilter } from '../commands/ports.js';
import type { Scheduler } from '../ports/scheduler.js';
import type { Lane, Replica } from '../replica/api.js';
import type { Connection } from './connection.js';
import { PauseGate } from './pause.js';

/** How long other nodes may take to answer what concerns their clients. */
const ASK_TIMEOUT = 200;

const TOPICS = {
  list: 'clients.list',
  kill: 'clients.kill',
  pause: 'clients.pause',
  unpause: 'clients.unpause',
  unblock: 'clients.unblock',
} as const;

/**
 * The clients of this node by id, and what CLIENT LIST, KILL, PAUSE and UNBLOCK do with those of all nodes: ids are
 * unique over the cluster, so a client is found wherever it is connected.
 */
export class ClientDirectory {
  readonly pause: PauseGate;
  readonly #replica: Replica;
  readonly #scheduler: Scheduler;
  readonly #byId = new Map<number, Connection>();
  #onUnpause: () => void = () => undefined;

  constructor(replica: Replica, scheduler: Scheduler) {
    this.#replica = replica;
    this.#scheduler = scheduler;
    this.pause = new PauseGate(scheduler, () => this.#onUnpause());
    this.#answerOtherNodes();
  }

  get size(): number {
    return this.#byId.size;
  }

  /** Clients of this node that wait in a blocking command. */
  get blocked(): number {
    let blocked = 0;
    for (const connection of this.#byId.values()) if (connection.isBlocked) blocked += 1;
    return blocked;
  }

  [Symbol.iterator](): IterableIterator<Connection> {
    return this.#byId.values();
  }

  /** A client of this node. */
  connection(id: number): Connection | undefined {
    return this.#byId.get(id);
  }

  /** The lane of a client of this node: what WAIT asks the replica about. */
  lane(id: number): Lane | undefined {
    return this.#byId.get(id)?.lane;
  }

  /** Lines of all nodes, those of this one first, each with its line end. Nodes silent for 200 ms are left out. */
  list(filter: ClientFilter, done: (lines: string) => void): void {
    const own = this.#describe(filter);
    if (this.#knowsAll(filter)) done(own);
    else this.#askAll(TOPICS.list, filter, answers => done(own + answers.join('')));
  }

  /** Answers how many were killed, on all nodes. */
  kill(filter: ClientFilter, done: (killed: number) => void): void {
    const complete = this.#knowsAll(filter);
    const own = this.#kill(filter);
    if (complete) done(own);
    else this.#askAll(TOPICS.kill, filter, answers => done(own + answers.map(Number).reduce(sum, 0)));
  }

  pauseAll(milliseconds: number, writesOnly: boolean, done: () => void): void {
    this.pause.pause(milliseconds, writesOnly);
    this.#askAll(TOPICS.pause, { milliseconds, writesOnly }, () => done());
  }

  unpauseAll(done: () => void): void {
    this.pause.unpause();
    this.#askAll(TOPICS.unpause, {}, () => done());
  }

  /** Answers whether that client was blocked. */
  unblock(id: number, withError: boolean, done: (unblocked: boolean) => void): void {
    const connection = this.#byId.get(id);
    if (connection !== undefined) this.#replica.unblock(connection.lane, withError, done);
    else this.#askAll(TOPICS.unblock, { id, withError }, answers => done(answers.includes('1')));
  }

  // For the server.

  add(connection: Connection): void {
    this.#byId.set(connection.id, connection);
  }

  remove(id: number): void {
    this.#byId.delete(id);
  }

  onUnpause(run: () => void): void {
    this.#onUnpause = run;
  }

  #describe(filter: ClientFilter): string {
    return this.#matching(filter)
      .map(connection => `${connection.describe()}\n`)
      .join('');
  }

  #kill(filter: ClientFilter): number {
    const matching = this.#matching(filter);
    for (const connection of matching) connection.kill();
    return matching.length;
  }

  #matching(filter: ClientFilter): Connection[] {
    const now = this.#scheduler.now();
    return [...this.#byId.values()].filter(connection => matches(connection, filter, now));
  }

  /** True when no other node can have a client that is meant. */
  #knowsAll(filter: ClientFilter): boolean {
    return filter.ids?.every(id => this.#byId.has(id)) ?? false;
  }

  #askAll(topic: string, body: object, done: (answers: string[]) => void): void {
    this.#replica.askAll(topic, JSON.stringify(body), ASK_TIMEOUT, done);
  }

  #answerOtherNodes(): void {
    const replica = this.#replica;
    replica.answer(TOPICS.list, (body, done) => done(this.#describe(JSON.parse(body) as ClientFilter)));
    replica.answer(TOPICS.kill, (body, done) => done(`${this.#kill(JSON.parse(body) as ClientFilter)}`));
    replica.answer(TOPICS.pause, (body, done) => {
      const { milliseconds, writesOnly } = JSON.parse(body) as { milliseconds: number; writesOnly: boolean };
      this.pause.pause(milliseconds, writesOnly);
      done('');
    });
    replica.answer(TOPICS.unpause, (_body, done) => {
      this.pause.unpause();
      done('');
    });
    replica.answer(TOPICS.unblock, (body, done) => {
      const { id, withError } = JSON.parse(body) as { id: number; withError: boolean };
      const connection = this.#byId.get(id);
      if (connection === undefined) done('0');
      else replica.unblock(connection.lane, withError, unblocked => done(unblocked ? '1' : '0'));
    });
  }
}

/** All clients are of user `default`, until there are others. */
function matches(connection: Connection, filter: ClientFilter, now: number): boolean {
  const { ids, address, localAddress, type, user, maxAge, except } = filter;
  return (
    (ids === undefined || ids.includes(connection.id)) &&
    (address === undefined || connection.session.address === address) &&
    (localAddress === undefined || connection.session.localAddress === localAddress) &&
    (type === undefined || type === (connection.session.isSubscribed ? 'pubsub' : 'normal')) &&
    (user === undefined || user === 'default') &&
    (maxAge === undefined || now - connection.createdAt >= maxAge * 1000) &&
    connection.id !== except
  );
}

function sum(a: number, b: number): number {
  return a + b;
}
