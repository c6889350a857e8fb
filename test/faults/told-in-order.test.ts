import { expect } from 'chai';
import { RawConnection } from '../../compat-tests/support/raw-connection.js';
import { parseReply, type ReplyNode } from '../../compat-tests/support/reply.js';
import { waitFor } from '../../compat-tests/support/wait.js';
import { useCluster } from '../integration/support/cluster.js';
import type { TestNode } from '../integration/support/node.js';

const LIMIT_MS = 60_000;
const KEYS = Array.from({ length: 6 }, (_, at) => `k${at}`);
const CHANNEL = 'news';

/** One command as a whole: after it, all keys have the same value, one more than before. */
const RAISE_ALL = [['MULTI'], ...KEYS.map(key => ['INCR', key]), ['EXEC']];

/** The next reply; undefined when the connection is closed. */
async function next(connection: RawConnection): Promise<ReplyNode | undefined> {
  await connection.until(() => connection.pending > 0 || connection.closed);
  const reply = connection.take();
  return reply === undefined ? undefined : parseReply(reply);
}

/**
 * Gives `use` a connection on which `setup` succeeded, and another one whenever it returns, as clients that come back
 * do, until `isOver`.
 */
async function stay(
  node: TestNode,
  isOver: () => boolean,
  setup: readonly (readonly string[])[],
  use: (connection: RawConnection) => Promise<void>,
): Promise<void> {
  while (!isOver()) {
    const connection = await RawConnection.open(node.port).catch(() => undefined);
    if (connection === undefined) {
      await new Promise(resolve => setTimeout(resolve, 20)); // the node is down
      continue;
    }
    try {
      let isReady = true;
      for (const command of setup) {
        connection.send(command);
        const reply = await next(connection);
        isReady &&= reply !== undefined && reply.type !== '-';
      }
      if (isReady) await use(connection);
    } finally {
      connection.close();
    }
  }
}

/** A client with a cache of its own, which holds what it read until it is told that it changed. */
class Reader {
  reads = 0;
  invalidations = 0;
  readonly wrong: string[] = [];
  #cache = new Map<string, number>();

  constructor(
    readonly node: TestNode,
    readonly mode: readonly string[],
  ) {}

  run(isOver: () => boolean): Promise<void> {
    const setup = [
      ['HELLO', '3'],
      ['CLIENT', 'TRACKING', 'ON', ...this.mode],
    ];
    return stay(this.node, isOver, setup, async connection => {
      this.#cache.clear(); // what changed meanwhile it was not told
      for (let at = 0; !isOver(); at = (at + 1) % KEYS.length) {
        const key = KEYS[at] ?? '';
        connection.send(['GET', key]);
        let reply = await next(connection);
        for (; reply?.type === '>'; reply = await next(connection)) this.#invalidate(reply);
        if (reply === undefined) return;
        if (reply.type !== '-') this.#check(key, Number(reply.text));
      }
    });
  }

  /** Keys by name, or null for all of them. */
  #invalidate({ items: [, keys] }: ReplyNode): void {
    this.invalidations++;
    if (keys?.none === true) this.#cache.clear();
    for (const { text } of keys?.items ?? []) this.#cache.delete(text);
  }

  /** All keys change together: beside a value just read, a cached one that differs was not invalidated in time. */
  #check(key: string, value: number): void {
    this.reads++;
    for (const [name, cached] of this.#cache) {
      if (cached === value) continue;
      this.wrong.push(`${this.node.id} ${this.mode.join(' ')}: ${key} is ${value}, ${name} still ${cached}`);
    }
    this.#cache.set(key, value);
  }
}

/** Raises all keys and publishes, each message once. */
class Writer {
  readonly published: string[] = [];
  writes = 0;
  #made = 0;

  constructor(readonly node: TestNode) {}

  run(isOver: () => boolean): Promise<void> {
    return stay(this.node, isOver, [], async connection => {
      while (!isOver()) {
        const message = `${this.node.id}:${++this.#made}`;
        connection.send(...RAISE_ALL, ['PUBLISH', CHANNEL, message]);
        const replies: (ReplyNode | undefined)[] = [];
        while (replies.length < RAISE_ALL.length + 1) replies.push(await next(connection));
        if (replies.at(-2)?.type === '*') this.writes++;
        if (replies.at(-1)?.type === ':') this.published.push(message);
        if (replies.at(-1) === undefined) return;
      }
    });
  }
}

/** What one subscriber got over each of its connections. */
class Subscriber {
  readonly spans: string[][] = [];

  constructor(readonly node: TestNode) {}

  run(isOver: () => boolean): Promise<void> {
    return stay(this.node, isOver, [['SUBSCRIBE', CHANNEL]], async connection => {
      const span: string[] = [];
      this.spans.push(span);
      for (;;) {
        const reply = await next(connection);
        if (reply === undefined) return;
        const [, , message] = reply.items;
        if (message?.text === 'over') return;
        span.push(message?.text ?? '');
      }
    });
  }
}

describe('What nodes tell their clients while others are killed', function () {
  this.timeout(180_000);
  const cluster = useCluster(3);

  it('invalidates each key before a reply that shows its change, and delivers messages in one order', async () => {
    const { nodes } = cluster();
    const first = await cluster().leader();
    const [spared] = cluster().others(first) as [TestNode];
    const readers = nodes.flatMap(node => [new Reader(node, []), new Reader(node, ['BCAST', 'PREFIX', 'k'])]);
    const writers = nodes.map(node => new Writer(node));
    const subscribers = nodes.map(node => new Subscriber(node));
    let isWritten = false;
    let isOver = false;
    const hearing = subscribers.map(subscriber => subscriber.run(() => isOver));
    await waitFor('subscriptions', LIMIT_MS, () => subscribers.every(({ spans }) => spans.length > 0));
    const writing = writers.map(writer => writer.run(() => isWritten));
    const reading = readers.map(reader => reader.run(() => isOver));
    const progress = async (): Promise<void> => {
      const living = readers.filter(({ node }) => node.running);
      const before = living.map(({ reads, invalidations }) => ({ reads, invalidations }));
      await waitFor('readers to be told', LIMIT_MS, () =>
        living.every(
          ({ reads, invalidations }, at) =>
            reads >= (before[at]?.reads ?? 0) + 30 && invalidations >= (before[at]?.invalidations ?? 0) + 10,
        ),
      );
    };
    await progress();
    for (let round = 0; round < 2; round++) {
      const leader = round === 0 ? first : await cluster().leader();
      const victim =
        leader === spared ? (nodes.find(node => node !== spared && node !== first) as TestNode) : leader;
      await victim.kill();
      await progress();
      await victim.start();
      await cluster().serving();
      await progress();
    }
    isWritten = true;
    await Promise.all(writing);
    const reads = readers.map(reader => reader.reads);
    await waitFor('all to be read again', LIMIT_MS, () =>
      readers.every((reader, at) => reader.reads >= (reads[at] ?? 0) + 2 * KEYS.length),
    );
    isOver = true;
    await spared.call('PUBLISH', CHANNEL, 'over');
    await Promise.all([...hearing, ...reading]);

    expect(readers.flatMap(({ wrong }) => wrong)).to.deep.equal([]);
    expectOneOrder(subscribers, spared, writers);
  });
});

/** The node that was spared heard everything, over one connection; the others heard pieces of that without a gap. */
function expectOneOrder(
  subscribers: readonly Subscriber[],
  spared: TestNode,
  writers: readonly Writer[],
): void {
  const [all = [], ...more] = subscribers.find(({ node }) => node === spared)?.spans ?? [];
  expect(more, 'connections to the node that was spared').to.deep.equal([]);
  expect(new Set(all).size, 'no message twice').to.equal(all.length);
  for (const { node, published } of writers) {
    const delivered = new Set(published);
    expect(
      all.filter(message => delivered.has(message)),
      `messages of ${node.id}`,
    ).to.deep.equal(published);
  }
  for (const { spans } of subscribers) {
    for (const span of spans) {
      const start = span.length === 0 ? 0 : all.indexOf(span[0] ?? '');
      expect(all.slice(start, start + span.length)).to.deep.equal(span);
    }
  }
}
