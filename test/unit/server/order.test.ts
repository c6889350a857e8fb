import { expect } from 'chai';
import { request } from '../resp/requests.js';
import { ServerWorld } from './world.js';

describe('the order of a connection', () => {
  let world: ServerWorld;
  beforeEach(async () => {
    world = await new ServerWorld().start();
  });
  afterEach(() => world.stop());

  /** The request that the replica got and did not answer, with that argument. */
  function unanswered(argument: string): { done: (reply: string) => void } {
    const found = world.replica.unanswered.find(({ argv }) => argv[1] === argument);
    if (found === undefined) throw new Error(`${argument} was not submitted`);
    return found;
  }

  it('replies leave in the order of the requests, however they complete', async () => {
    const client = await world.client();
    client.send('LATER a\r\nLATER b\r\nPING c\r\nLATER d\r\nSET k v\r\n');
    const probe = await world.client();
    await probe.line('PING');
    unanswered('d').done('D');
    unanswered('b').done('B');
    expect(client.received).to.equal('');
    unanswered('a').done('A');
    expect(await client.take(33)).to.equal('$1\r\nA\r\n$1\r\nB\r\n$1\r\nc\r\n$1\r\nD\r\n+OK\r\n');
  });

  it('session commands take effect as they arrive: a database selected holds for what follows only', async () => {
    const client = await world.client();
    const got = await client.ask('SET k zero\r\nSELECT 1\r\nSET k one\r\nGET k\r\nSELECT 0\r\nGET k\r\n', 39);
    expect(got).to.equal('+OK\r\n+OK\r\n+OK\r\n$3\r\none\r\n+OK\r\n$4\r\nzero\r\n');
  });

  it('a protocol chosen holds for what follows only, also when the earlier replies come later', async () => {
    const client = await world.client();
    client.send('LATER a\r\nHELLO 3\r\nGET missing\r\n');
    const probe = await world.client();
    await probe.line('PING');
    world.replica.unanswered[0]?.done(null);
    expect(await client.take(7)).to.equal('$-1\r\n%7');
    client.send('PING end\r\n');
    const rest = await client.take(
      `\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$5\r\n7.4.0\r\n`.length,
    );
    expect(rest).to.contain('7.4.0');
  });

  it('a node command runs when all before it is answered, and holds what is behind it', async () => {
    const client = await world.client();
    client.send('LATER a\r\nNODE\r\nSET k v\r\n');
    const probe = await world.client();
    await probe.line('PING');
    expect(world.nodeCommands).to.have.length(0);
    unanswered('a').done('A');
    expect(await client.take(7)).to.equal('$1\r\nA\r\n');
    await probe.line('PING');
    expect(world.nodeCommands).to.have.length(1);
    expect(world.values.size).to.equal(0);
    world.nodeCommands[0]?.(7);
    expect(await client.take(9)).to.equal(':7\r\n+OK\r\n');
    expect(world.values.size).to.equal(1);
  });

  it('nothing behind a blocking command is dispatched before that is answered', async () => {
    const client = await world.client();
    client.send('WAIT q\r\nSET k v\r\nPING\r\n');
    const other = await world.client();
    expect(await other.line('GET k')).to.equal('$-1\r\n');
    world.replica.serve(1, 'element');
    expect(await client.take(25)).to.equal('$7\r\nelement\r\n+OK\r\n+PONG\r\n');
    expect(world.executed.find(([name]) => name === 'wait')).to.deep.equal(['wait', 0]);
  });

  it('a blocked client is read up to the query buffer limit, then cut off', async () => {
    world.settings.maxQueryBytes = 300_000;
    const client = await world.client();
    client.send(`WAIT q\r\n${request('SET', 'k', 'x'.repeat(100_000))}`);
    const other = await world.client();
    await other.line('PING');
    expect(client.closed).to.equal(false);
    client.send(request('SET', 'k', 'x'.repeat(300_000)));
    await client.rest();
    expect(world.counters.queryBufferLimitCuts).to.equal(1);
    expect(world.replica.closedLanes).to.include(1);
  });

  it('when the outcome of a command is lost, the socket is closed without an answer', async () => {
    const client = await world.client();
    client.send('PING\r\nLATER a\r\nPING\r\n');
    expect(await client.take(7)).to.equal('+PONG\r\n');
    world.replica.unanswered[0]?.lost();
    expect(await client.rest()).to.equal('');
  });

  it('what a client sent before it closed its side is still answered', async () => {
    const client = await world.client();
    client.socket.end('PING\r\nLATER a\r\nSET k v\r\n');
    expect(await client.take(7)).to.equal('+PONG\r\n');
    const other = await world.client();
    await other.line('PING');
    world.replica.unanswered[0]?.done('A');
    expect(await client.rest()).to.equal('$1\r\nA\r\n+OK\r\n');
  });

  it('a blocked client that closes its side is gone', async () => {
    const client = await world.client();
    client.socket.end('WAIT q\r\n');
    expect(await client.rest()).to.equal('');
    expect(world.replica.closedLanes).to.deep.equal([1]);
    expect(world.clients.size).to.equal(0);
  });

  it('while the replica is congested nothing is submitted, and nothing is lost', async () => {
    const client = await world.client();
    world.replica.congested = true;
    client.send('SET k v\r\nGET k\r\n');
    const other = await world.client();
    other.send('GET k\r\n');
    await new Promise<void>(resolve => setImmediate(resolve));
    expect(world.values.size).to.equal(0);
    world.replica.congested = false;
    expect(await client.take(12)).to.equal('+OK\r\n$1\r\nv\r\n');
    expect((await other.take(5)).length).to.equal(5);
  });

  it('answers a pipeline of 100,000 commands', async () => {
    const client = await world.client();
    const replies = await client.ask(request('SET', 'k', 'v').repeat(100_000), 500_000);
    expect(replies).to.equal('+OK\r\n'.repeat(100_000));
    expect(world.counters.commandsProcessed).to.equal(100_000);
  });

  it('bounds the commands of a connection that are on their way', async () => {
    const client = await world.client();
    client.send('LATER a\r\n'.repeat(10_000));
    const other = await world.client();
    await other.line('PING');
    while (world.replica.unanswered.length < 4096) await other.line('PING');
    await other.line('PING');
    expect(world.replica.unanswered).to.have.length(4096);
    let answered = 0;
    while (answered < 10_000) {
      for (const later of world.replica.unanswered.splice(0)) {
        later.done(1);
        answered += 1;
      }
      await other.line('PING');
    }
    expect(await client.take(40_000)).to.equal(':1\r\n'.repeat(10_000));
  });

  it('sends a large reply whole', async () => {
    const value = 'v'.repeat(20 << 20);
    const client = await world.client();
    expect(await client.ask(request('SET', 'k', value), 5)).to.equal('+OK\r\n');
    const reply = await client.ask('GET k\r\nPING\r\n', value.length + 13 + 7);
    expect(reply === `$${value.length}\r\n${value}\r\n+PONG\r\n`).to.equal(true);
  });

  it('answers an internal error for a handler that failed, and tells the log', async () => {
    const client = await world.client();
    expect(await client.line('FAILS')).to.equal('-ERR internal error\r\n');
    expect(world.failures).to.have.length(1);
    expect(await client.line('PING')).to.equal('+PONG\r\n');
  });

  it('knows nothing of commands that only nodes may propose', async () => {
    const client = await world.client();
    expect(await client.line('HIDDEN a')).to.match(
      /^-ERR unknown command 'HIDDEN', with args beginning with: 'a'/,
    );
    expect(await client.line('HIDDEN')).to.match(/^-ERR unknown command/);
  });
});
