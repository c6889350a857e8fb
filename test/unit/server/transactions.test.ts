import { expect } from 'chai';
import { OK } from '../../../src/resp/reply.js';
import { type TestClient, ServerWorld } from './world.js';

describe('transactions of a connection', () => {
  let world: ServerWorld;
  let client: TestClient;
  beforeEach(async () => {
    world = await new ServerWorld().start();
    client = await world.client();
  });
  afterEach(() => world.stop());

  const ask = async (text: string, expected: string): Promise<void> => {
    expect(await client.ask(text.replaceAll('\n', '\r\n'), expected.length)).to.equal(expected);
  };

  it('answer QUEUED until EXEC, which becomes one command', async () => {
    await ask('multi\nset a 1\nget a\n', '+OK\r\n+QUEUED\r\n+QUEUED\r\n');
    expect(world.values.size).to.equal(0);
    client.send('exec\r\nping\r\n');
    const [request] = await world.requests(1);
    expect(request?.kind).to.equal('write');
    expect(request?.argv).to.deep.equal([
      'quorate.exec',
      '0',
      '0',
      '3',
      'set',
      'a',
      '1',
      '0',
      '2',
      'get',
      'a',
    ]);
    request?.done([OK, '1']);
    await ask('', '*2\r\n+OK\r\n$1\r\n1\r\n+PONG\r\n');
    expect(world.executed.map(([name]) => name)).to.include.members(['exec', 'set', 'get']);
  });

  it('that only read are a read', async () => {
    await ask('multi\nget a\nget b\nexec\nping\n', '+OK\r\n+QUEUED\r\n+QUEUED\r\n');
    expect((await world.requests(1)).map(({ kind, argv: [name] }) => [kind, name])).to.deep.equal([
      ['read', 'quorate.look'],
    ]);
  });

  it('without commands are over at once', () =>
    ask('multi\nexec\nexec\n', '+OK\r\n*0\r\n-ERR EXEC without MULTI\r\n'));

  it('are discarded when a command was refused', () =>
    ask(
      'multi\nset a\nset a 1\nexec\nexec\n',
      "+OK\r\n-ERR wrong number of arguments for 'set' command\r\n+QUEUED\r\n" +
        '-EXECABORT Transaction discarded because of previous errors.\r\n-ERR EXEC without MULTI\r\n',
    ));

  it('cannot be nested nor watch, which does not break them; EXEC with arguments does', () =>
    ask(
      'multi\nmulti\nwatch a\nexec x\nexec\n',
      '+OK\r\n-ERR MULTI calls can not be nested\r\n-ERR WATCH inside MULTI is not allowed\r\n' +
        "-EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command\r\n" +
        '-ERR EXEC without MULTI\r\n',
    ));

  it('are forgotten by DISCARD and RESET', () =>
    ask(
      'multi\nset a 1\ndiscard\ndiscard\nmulti\nreset\nexec\n',
      '+OK\r\n+QUEUED\r\n+OK\r\n-ERR DISCARD without MULTI\r\n+OK\r\n+RESET\r\n-ERR EXEC without MULTI\r\n',
    ));

  it('tell what was watched, each key from the first time', async () => {
    client.send('watch a b\r\nwatch b c\r\nmulti\r\nset a 1\r\nexec\r\n');
    const [first] = await world.requests(1);
    expect(first?.argv).to.deep.equal(['watch', 'a', 'b']);
    first?.done([7, 100]);
    const [second] = await world.requests(1);
    second?.done([9, 200]);
    const [exec] = await world.requests(1);
    const watched = ['3', '0', 'a', '7', '100', '0', 'b', '7', '100', '0', 'c', '9', '200'];
    expect(exec?.argv).to.deep.equal(['quorate.exec', ...watched, '0', '3', 'set', 'a', '1']);
    exec?.done(null);
    await ask('', '+OK\r\n+OK\r\n+OK\r\n+QUEUED\r\n$-1\r\n');
  });

  it('forget what was watched with UNWATCH, DISCARD and EXEC', async () => {
    for (const forget of ['unwatch\r\n', 'multi\r\ndiscard\r\n', 'multi\r\nexec\r\n']) {
      client.send(`watch a\r\n${forget}multi\r\nset a 1\r\nexec\r\n`);
      const [watch] = await world.requests(1);
      watch?.done([7, 100]);
      let [exec] = await world.requests(1);
      if (exec?.argv[1] === '1') {
        exec.done([]); // the empty transaction is asked for what it watched
        [exec] = await world.requests(1);
      }
      expect(exec?.argv).to.deep.equal(['quorate.exec', '0', '0', '3', 'set', 'a', '1']);
      exec?.done([]);
    }
  });

  it('count the databases that SELECT among them chooses', async () => {
    client.send('select 2\r\nmulti\r\nset a 1\r\nselect 5\r\nselect 99\r\nset b 1\r\nexec\r\nping\r\n');
    const [exec] = await world.requests(1);
    expect(exec?.argv.slice(2)).to.deep.equal([
      ...['2', '3', 'set', 'a', '1', '2', '2', 'select', '5'],
      ...['5', '2', 'select', '99', '5', '3', 'set', 'b', '1'],
    ]);
  });

  it('run what concerns the connection when they are applied, and hold what comes behind until then', async () => {
    client.send('multi\r\nclient setname me\r\nnode\r\nexec\r\nclient getname\r\n');
    const [exec] = await world.requests(1);
    const replies = [0, 1].map(index => exec?.inside?.(index, () => expect.fail('no read')) ?? null);
    exec?.done(replies);
    expect(world.nodeCommands.length).to.equal(1);
    world.nodeCommands[0]?.('late');
    await ask('', '+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n+OK\r\n$4\r\nlate\r\n$2\r\nme\r\n');
  });

  it('end a connection that queues too much', async () => {
    world.settings.maxQueryBytes = 100;
    client.send(`multi\r\n`);
    for (let i = 0; i < 10; i++) client.send(`set a ${'x'.repeat(20)}\r\n`);
    await client.rest();
    expect(world.counters.queryBufferLimitCuts).to.equal(1);
  });

  it('are held by a pause of writes if they write', async () => {
    const other = await world.client();
    await other.line('client pause 100000 write');
    await ask('multi\nget a\nexec\n', '+OK\r\n+QUEUED\r\n');
    const [look] = await world.requests(1);
    look?.done(['1']);
    await ask('', '*1\r\n$1\r\n1\r\n');
    await ask('multi\nset a 1\nexec\n', '+OK\r\n+QUEUED\r\n');
    expect(world.replica.unanswered).to.be.empty;
    other.send('client unpause\r\n');
    expect((await world.requests(1)).length).to.equal(1);
  });
});
