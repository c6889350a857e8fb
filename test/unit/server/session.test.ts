import { expect } from 'chai';
import { request } from '../resp/requests.js';
import { ServerWorld } from './world.js';

describe('a session', () => {
  let world: ServerWorld;
  beforeEach(async () => {
    world = await new ServerWorld().start();
  });
  afterEach(() => world.stop());

  it('needs no password when none is configured', async () => {
    const client = await world.client();
    expect(await client.line('AUTH secret')).to.match(
      /^-ERR AUTH <password> called without any password configured/,
    );
    expect(await client.line('AUTH default anything')).to.equal('+OK\r\n');
    expect(await client.line('AUTH other anything')).to.match(/^-WRONGPASS /);
  });

  it('with a password configured, does nothing before it is shown', async () => {
    world.settings.requirePass = 'secret';
    const client = await world.client();
    expect(await client.line('GET k')).to.equal('-NOAUTH Authentication required.\r\n');
    expect(await client.line('PING')).to.equal('-NOAUTH Authentication required.\r\n');
    expect(await client.line('GET')).to.match(/^-ERR wrong number of arguments/);
    expect(await client.line('HELLO 3')).to.match(/^-NOAUTH HELLO must be called/);
    expect(await client.line('AUTH wrong')).to.equal(
      '-WRONGPASS invalid username-password pair or user is disabled.\r\n',
    );
    expect(await client.line('AUTH default secret')).to.equal('+OK\r\n');
    expect(await client.line('PING')).to.equal('+PONG\r\n');
  });

  it('a password set later does not concern those who are in; it holds for new ones and after RESET', async () => {
    const old = await world.client();
    await old.line('PING');
    world.settings.requirePass = 'secret';
    expect(await old.line('PING')).to.equal('+PONG\r\n');
    const young = await world.client();
    expect(await young.line('PING')).to.match(/^-NOAUTH/);
    expect(await old.line('RESET')).to.equal('+RESET\r\n');
    expect(await old.line('PING')).to.match(/^-NOAUTH/);
  });

  it('has small limits before authentication, which AUTH lifts for what is in the same chunk', async () => {
    world.settings.requirePass = 'secret';
    const client = await world.client();
    const value = 'x'.repeat(20_000);
    expect(await client.ask(request('AUTH', 'secret') + request('SET', 'k', value), 10)).to.equal(
      '+OK\r\n+OK\r\n',
    );
    const stranger = await world.client();
    stranger.send('PING\r\n*3\r\n$20000\r\n');
    expect(await stranger.rest()).to.equal(
      '-NOAUTH Authentication required.\r\n-ERR Protocol error: unauthenticated bulk length\r\n',
    );
  });

  it('a whole handshake may be pipelined', async () => {
    const client = await world.client();
    client.send(
      request('HELLO', '3', 'SETNAME', 'app') +
        request('CLIENT', 'SETINFO', 'LIB-NAME', 'lib') +
        request('CLIENT', 'SETINFO', 'LIB-VER', '1.0') +
        request('SELECT', '2') +
        request('CLIENT', 'SETNAME', 'worker') +
        request('READONLY') +
        request('CLIENT', 'NOSUCH') +
        request('GET', 'k'),
    );
    const hello =
      '%7\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$5\r\n7.4.0\r\n$5\r\nproto\r\n:3\r\n$2\r\nid\r\n:1\r\n' +
      '$4\r\nmode\r\n$10\r\nstandalone\r\n$4\r\nrole\r\n$6\r\nmaster\r\n$7\r\nmodules\r\n*0\r\n';
    const unknown = "-ERR unknown subcommand 'NOSUCH'. Try CLIENT HELP.\r\n";
    const expected = `${hello}${'+OK\r\n'.repeat(5)}${unknown}_\r\n`;
    expect(await client.take(expected.length)).to.equal(expected);
    const info = await client.bulk('CLIENT INFO');
    expect(info).to.match(/ name=worker .* db=2 .* resp=3 lib-name=lib lib-ver=1\.0\n$/);
  });

  it('CLIENT REPLY switches replies off and on, and skips one', async () => {
    const client = await world.client();
    client.send('CLIENT REPLY OFF\r\nPING\r\nSET k v\r\nNOSUCH\r\nCLIENT REPLY ON\r\n');
    expect(await client.take(5)).to.equal('+OK\r\n');
    client.send('CLIENT REPLY SKIP\r\nSET k w\r\nGET k\r\n');
    expect(await client.take(7)).to.equal('$1\r\nw\r\n');
    client.send('CLIENT REPLY SKIP\r\nNODE\r\nPING\r\n');
    const other = await world.client();
    await other.line('PING');
    world.nodeCommands[0]?.(1);
    expect(await client.take(7)).to.equal('+PONG\r\n');
  });

  it('RESET takes back what was chosen', async () => {
    const client = await world.client();
    await client.line('CLIENT SETNAME app');
    await client.line('SELECT 3');
    await client.line('CLIENT NO-EVICT ON');
    expect(await client.bulk('CLIENT INFO')).to.match(/ name=app .* flags=e db=3 /);
    expect(await client.line('RESET')).to.equal('+RESET\r\n');
    expect(await client.bulk('CLIENT INFO')).to.match(/ name= .* flags=N db=0 .* resp=2 /);
  });

  it('QUIT answers what came before, then OK, and closes; what follows is not run', async () => {
    const client = await world.client();
    client.send('SET k v\r\nQUIT\r\nSET k w\r\n');
    expect(await client.rest()).to.equal('+OK\r\n+OK\r\n');
    expect(world.values.get('0:k')).to.equal('v');
  });

  it('a protocol error is answered behind everything before it, and the socket closed', async () => {
    const client = await world.client();
    client.send(`${request('PING')}LATER a\r\n*abc\r\n${request('PING')}`);
    expect(await client.take(7)).to.equal('+PONG\r\n');
    const other = await world.client();
    await other.line('PING');
    world.replica.unanswered[0]?.done('A');
    expect(await client.rest()).to.equal('$1\r\nA\r\n-ERR Protocol error: invalid multibulk length\r\n');
    expect(world.counters.protocolErrors).to.equal(1);
  });

  it('what a browser sends is not taken for commands', async () => {
    const client = await world.client();
    client.send('POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nSET k v\r\n');
    expect(await client.rest()).to.equal('');
    expect(world.values.size).to.equal(0);
  });

  it('names the unknown in Redis’s words', async () => {
    const client = await world.client();
    expect(await client.line('FOO bar baz')).to.equal(
      "-ERR unknown command 'FOO', with args beginning with: 'bar' 'baz' \r\n",
    );
    expect(await client.line('CLIENT')).to.equal("-ERR wrong number of arguments for 'client' command\r\n");
    expect(await client.line('CLIENT ID 1')).to.equal(
      "-ERR wrong number of arguments for 'client|id' command\r\n",
    );
  });
});
