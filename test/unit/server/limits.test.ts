import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { OperatorError } from '../../../src/base/errors.js';
import { refusalFor } from '../../../src/server/address.js';
import { request } from '../resp/requests.js';
import { defaultSettings, ServerWorld } from './world.js';

describe('the limits of the server', () => {
  let world: ServerWorld;
  beforeEach(() => {
    world = new ServerWorld();
  });
  afterEach(() => world.stop());

  it('maxclients: one too many is told and closed, and there is room again when one has left', async () => {
    world.settings.maxClients = 1;
    await world.start();
    const first = await world.client();
    await first.line('PING');
    const second = await world.client();
    expect(await second.rest()).to.equal('-ERR max number of clients reached\r\n');
    expect(world.counters.connectionsRejected).to.equal(1);
    await first.line('QUIT');
    await first.rest();
    const third = await world.client();
    expect(await third.line('PING')).to.equal('+PONG\r\n');
  });

  it('timeout: idle clients are closed, those that wait for an answer are not', async () => {
    await world.start();
    world.settings.timeout = 10;
    const [idle, busy, blocked] = await Promise.all([world.client(), world.client(), world.client()]);
    await idle.line('PING');
    busy.send('LATER a\r\n');
    blocked.send('WAIT q\r\n');
    await idle.line('PING');
    world.scheduler.advance(9_000);
    expect(idle.closed).to.equal(false);
    world.scheduler.advance(2_000);
    await idle.rest();
    world.replica.unanswered[0]?.done('A');
    expect(await busy.take(7)).to.equal('$1\r\nA\r\n');
    expect(blocked.closed).to.equal(false);
  });

  it('client-output-buffer-limit: a client that does not read is cut off at the hard limit', async () => {
    await world.start();
    world.settings.outputLimit = () => ({ hardBytes: 1 << 20, softBytes: 0, softSeconds: 0 });
    const client = await world.client();
    await client.ask(request('SET', 'k', 'x'.repeat(100_000)), 5);
    client.socket.pause();
    client.send('GET k\r\n'.repeat(1000));
    const other = await world.client();
    while (world.counters.outputBufferLimitCuts === 0) await other.line('PING');
    expect(world.clients.size).to.equal(1);
  });

  it('client-output-buffer-limit: above the soft limit for its time', async () => {
    await world.start();
    world.settings.outputLimit = () => ({ hardBytes: 0, softBytes: 1 << 20, softSeconds: 30 });
    const client = await world.client();
    await client.ask(request('SET', 'k', 'x'.repeat(1 << 20)), 5);
    client.socket.pause();
    client.send('GET k\r\n'.repeat(20));
    const other = await world.client();
    for (let i = 0; i < 10; i += 1) await other.line('PING');
    world.scheduler.advance(29_000);
    expect(world.counters.outputBufferLimitCuts).to.equal(0);
    world.scheduler.advance(2_000);
    world.scheduler.advance(2_000);
    expect(world.counters.outputBufferLimitCuts).to.equal(1);
  });

  it('without an output limit a client that does not read is not read either', async () => {
    await world.start();
    const client = await world.client();
    await client.ask(request('SET', 'k', 'x'.repeat(1 << 20)), 5);
    client.socket.pause();
    client.send('GET k\r\n'.repeat(300));
    const other = await world.client();
    const submitted = (): number => world.executed.filter(([name]) => name === 'get').length;
    while (submitted() < 60) await other.line('PING');
    for (let i = 0; i < 20; i += 1) await other.line('PING');
    expect(submitted()).to.be.below(120);
    client.socket.resume();
    const expected = 300 * ((1 << 20) + '$1048576\r\n\r\n'.length);
    let taken = 0;
    while (taken < expected) taken += (await client.take(Math.min(1 << 20, expected - taken))).length;
    expect(submitted()).to.equal(300);
  });

  describe('addresses', () => {
    it('several are served; one behind a dash may be missing', async () => {
      await world.start({ bind: ['127.0.0.1', '127.0.0.2', '-192.0.2.77'] });
      const client = await world.client();
      expect(await client.line('PING')).to.equal('+PONG\r\n');
    });

    it('a port in use is an error of the operator’s, and nothing stays open', async () => {
      await world.start();
      const second = new ServerWorld();
      const failure = await second.start({ bind: ['127.0.0.2', '127.0.0.1'], port: world.port }).then(
        () => null,
        (error: unknown) => error,
      );
      expect(failure).to.be.instanceOf(OperatorError);
      expect((failure as OperatorError).code).to.equal('PORT_IN_USE');
      expect((failure as OperatorError).message).to.contain(`127.0.0.1:${world.port}`);
      const third = await new ServerWorld().start({ bind: ['127.0.0.2'], port: world.port });
      third.stop();
    });

    it('an address of another host is named', async () => {
      await world.start();
      const failure = await new ServerWorld().start({ bind: ['192.0.2.77'] }).then(
        () => null,
        (error: unknown) => error,
      );
      expect((failure as OperatorError).message).to.match(/192\.0\.2\.77.*EADDRNOTAVAIL/);
    });

    it('a unix socket serves too', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'quorate-server-'));
      const path = join(folder, 'socket');
      await world.start({ unixSocket: path });
      const client = await world.client(path);
      expect(await client.line('PING')).to.equal('+PONG\r\n');
      expect(await client.bulk('CLIENT INFO'))
        .to.contain(` addr=${path}:0 `)
        .and.contain(' flags=U ');
      expect(existsSync(path)).to.equal(true);
      rmSync(folder, { recursive: true });
    });
  });
});

describe('refusalFor', () => {
  it('protected-mode: without a password only the own host may connect', () => {
    const settings = defaultSettings();
    expect(refusalFor('127.0.0.1', 0, settings)).to.equal(null);
    expect(refusalFor('::1', 0, settings)).to.equal(null);
    expect(refusalFor('::ffff:127.0.0.1', 0, settings)).to.equal(null);
    expect(refusalFor(undefined, 0, settings)).to.equal(null);
    expect(refusalFor('192.0.2.1', 0, settings)).to.match(/^-DENIED .*protected.*\r\n$/);
    expect(refusalFor('192.0.2.1', 0, { ...settings, protectedMode: false })).to.equal(null);
    expect(refusalFor('192.0.2.1', 0, { ...settings, requirePass: 'secret' })).to.equal(null);
  });
});
