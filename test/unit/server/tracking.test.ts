import { expect } from 'chai';
import { Push } from '../../../src/resp/reply.js';
import { type TestClient, ServerWorld } from './world.js';

const HELLO = /proto\r\n:3[^]*modules\r\n\*0\r\n$/;

describe('what a client is told without asking', () => {
  let world: ServerWorld;
  beforeEach(async () => {
    world = await new ServerWorld().start();
  });
  afterEach(() => world.stop());

  const ask = async (client: TestClient, text: string, expected: string): Promise<void> => {
    expect(await client.ask(text.replaceAll('\n', '\r\n'), expected.length)).to.equal(expected);
  };
  /** A client that speaks RESP3, and its id. */
  const modern = async (): Promise<[TestClient, number]> => {
    const client = await world.client();
    client.send('hello 3\r\n');
    while (!HELLO.test(client.received)) await new Promise(resolve => setImmediate(resolve));
    client.received = '';
    return [client, Number((await client.line('client id')).slice(1))];
  };
  const invalidate = (...keys: string[]): string =>
    `>2\r\n$10\r\ninvalidate\r\n*${keys.length}\r\n${keys.map(key => `$${key.length}\r\n${key}\r\n`).join('')}`;
  const changed = (origin: number, ...keys: string[]): void => world.replica.news?.keysChanged(keys, origin);

  it('are messages, those of its own command behind the reply', async () => {
    const [client, id] = await modern();
    const frame = new Push(['message', 'a', 'b']);
    const text = '>3\r\n$7\r\nmessage\r\n$1\r\na\r\n$1\r\nb\r\n';
    world.replica.news?.message(id, frame, 0);
    await ask(client, '', text);
    client.send('later\r\n');
    const [request] = await world.requests(1);
    world.replica.news?.message(id, frame, id);
    world.replica.news?.message(id, frame, 0);
    request?.done('reply');
    await ask(client, '', `${text}$5\r\nreply\r\n${text}`);
  });

  it('is which keys changed that it has read, once for each reading', async () => {
    const [client] = await modern();
    expect(world.replica.isTracking).to.be.false;
    await ask(client, 'client tracking on\nget a\nget b\nset c 1\n', '+OK\r\n_\r\n_\r\n+OK\r\n');
    expect(world.replica.isTracking).to.be.true;
    changed(0, 'a', 'c', 'a');
    changed(0, 'a');
    changed(0, 'b');
    await ask(client, 'ping\n', `${invalidate('a')}${invalidate('b')}+PONG\r\n`);
    await ask(client, 'get a\nclient tracking off\n', '_\r\n+OK\r\n');
    changed(0, 'a');
    await ask(client, 'ping\n', '+PONG\r\n');
    expect(world.replica.isTracking).to.be.false;
  });

  it('is every key with a prefix, with BCAST, in one message for what changed at once', async () => {
    const [client] = await modern();
    await ask(client, 'client tracking on bcast prefix a prefix b\n', '+OK\r\n');
    changed(0, 'b2', 'a2', 'c', 'a1', 'a2');
    await ask(client, 'ping\n', `${invalidate('a1', 'a2')}${invalidate('b2')}+PONG\r\n`);
  });

  it('leaves out its own changes with NOLOOP, and comes behind the reply otherwise', async () => {
    const [client, id] = await modern();
    await ask(client, 'client tracking on\nget a\n', '+OK\r\n_\r\n');
    client.send('later\r\n');
    const [request] = await world.requests(1);
    changed(id, 'a');
    request?.done(1);
    await ask(client, '', `:1\r\n${invalidate('a')}`);
    await ask(client, 'client tracking on noloop\nget a\n', '+OK\r\n_\r\n');
    changed(id, 'a');
    await ask(client, 'ping\n', '+PONG\r\n');
  });

  it('follows CLIENT CACHING with OPTIN and OPTOUT', async () => {
    const [client] = await modern();
    await ask(
      client,
      'client tracking on optin\nget a\nclient caching yes\nget b\nget c\n',
      '+OK\r\n_\r\n+OK\r\n_\r\n_\r\n',
    );
    changed(0, 'a', 'b', 'c');
    await ask(client, 'ping\n', `${invalidate('b')}+PONG\r\n`);
    await ask(client, 'client tracking off\nclient tracking on optout\n', '+OK\r\n+OK\r\n');
    await ask(client, 'get a\nclient caching no\nget b\nget c\n', '_\r\n+OK\r\n_\r\n_\r\n');
    changed(0, 'a', 'b', 'c');
    await ask(client, 'ping\n', `${invalidate('a')}${invalidate('c')}+PONG\r\n`);
  });

  it('is told that everything may have changed by a null', async () => {
    const [client] = await modern();
    await ask(client, 'client tracking on\nget a\n', '+OK\r\n_\r\n');
    world.replica.news?.flushed(0);
    changed(0, 'a');
    await ask(client, 'ping\n', '>2\r\n$10\r\ninvalidate\r\n_\r\n+PONG\r\n');
  });

  it('goes to the client of a REDIRECT, as a message over RESP2, until that is gone', async () => {
    const [client] = await modern();
    const other = await world.client();
    const id = (await other.line('client id')).slice(1).trim();
    await ask(
      client,
      `client tracking on redirect ${id}\nget a\nget b\nclient getredir\n`,
      `+OK\r\n_\r\n_\r\n:${id}\r\n`,
    );
    world.replica.counts = { channels: 1, patterns: 0, shards: 0 };
    changed(0, 'a');
    await ask(other, '', '*3\r\n$7\r\nmessage\r\n$20\r\n__redis__:invalidate\r\n*1\r\n$1\r\na\r\n');
    other.socket.destroy();
    while (world.clients.size > 1) await new Promise(resolve => setImmediate(resolve));
    changed(0, 'b');
    await ask(client, '', `>2\r\n$21\r\ntracking-redir-broken\r\n:${id}\r\n`);
  });

  it('is bounded: the key that was read first is given up first', async () => {
    world.settings.maxTrackedKeys = 2;
    const [client] = await modern();
    await ask(
      client,
      'client tracking on\nget a\nget b\nget c\n',
      `+OK\r\n_\r\n_\r\n${invalidate('a')}_\r\n`,
    );
  });

  it('covers the reads of a transaction at their places', async () => {
    const [client] = await modern();
    client.send('client tracking on\r\nmulti\r\nget a\r\nset a 1\r\nexec\r\n');
    const [exec] = await world.requests(1);
    expect(exec?.inside?.(0, () => 'old')).to.equal('old');
    changed(0, 'a');
    exec?.done(['old', 'OK']);
    const before = '+OK\r\n+OK\r\n+QUEUED\r\n+QUEUED\r\n';
    await ask(client, 'ping\n', `${before}${invalidate('a')}*2\r\n$3\r\nold\r\n$2\r\nOK\r\n+PONG\r\n`);
  });
});
