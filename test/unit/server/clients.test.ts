import { expect } from 'chai';
import { ServerWorld } from './world.js';

describe('ClientDirectory', () => {
  let world: ServerWorld;
  beforeEach(async () => {
    world = await new ServerWorld().start();
  });
  afterEach(() => world.stop());

  it('CLIENT LIST has a line for each, with all of Redis’s fields in Redis’s order', async () => {
    const client = await world.client();
    await client.line('CLIENT SETNAME me');
    const line = await client.bulk('CLIENT LIST');
    const names = line
      .trimEnd()
      .split(' ')
      .map(field => field.split('=')[0]);
    expect(names.join(' ')).to.equal(
      'id addr laddr fd name age idle flags db sub psub ssub multi qbuf qbuf-free argv-mem multi-mem rbs rbp obl oll ' +
        'omem tot-mem events cmd user redir resp lib-name lib-ver',
    );
    const address = client.socket.address() as { port: number };
    expect(line)
      .to.match(/^id=1 /)
      .and.contain(` addr=127.0.0.1:${address.port} laddr=127.0.0.1:${world.port} `);
    expect(line).to.contain(' name=me ').and.contain(' cmd=client|list ');
    expect(line).not.to.contain(' fd=-1 ');
  });

  it('CLIENT LIST shows who is blocked, and filters by id and type', async () => {
    const first = await world.client();
    const second = await world.client();
    second.send('WAIT q\r\n');
    await first.line('PING');
    expect((await first.bulk('CLIENT LIST')).split('\n')).to.have.length(3);
    const line = await first.bulk('CLIENT LIST ID 2 99');
    expect(line).to.match(/^id=2 .* flags=b .* cmd=wait .*\n$/);
    expect(await first.bulk('CLIENT LIST TYPE pubsub')).to.equal('');
    expect(world.clients.blocked).to.equal(1);
  });

  it('CLIENT KILL closes by id, by address, and all but itself', async () => {
    const killer = await world.client();
    const [a, b, c] = await Promise.all([world.client(), world.client(), world.client()]);
    await Promise.all([a.line('CLIENT SETNAME a'), b.line('PING'), c.line('PING')]);
    const idOfA = / ?id=(\d+) .* name=a /.exec(await a.bulk('CLIENT INFO'))?.[1] ?? '';
    expect(await killer.line(`CLIENT KILL ID ${idOfA}`)).to.equal(':1\r\n');
    await a.rest();
    const addressOfB = `127.0.0.1:${(b.socket.address() as { port: number }).port}`;
    expect(await killer.line(`CLIENT KILL ${addressOfB}`)).to.equal('+OK\r\n');
    await b.rest();
    expect(await killer.line(`CLIENT KILL ${addressOfB}`)).to.equal('-ERR No such client\r\n');
    expect(await killer.line('CLIENT KILL TYPE normal')).to.equal(':1\r\n');
    await c.rest();
    expect(await killer.line('CLIENT KILL MAXAGE 100')).to.equal(':0\r\n');
    expect(await killer.line('PING')).to.equal('+PONG\r\n');
  });

  it('a client that kills itself is answered first', async () => {
    const client = await world.client();
    client.send('CLIENT KILL ID 1 SKIPME no\r\nPING\r\n');
    expect(await client.rest()).to.equal(':1\r\n');
  });

  it('CLIENT UNBLOCK ends a wait and says whether there was one', async () => {
    const blocked = await world.client();
    blocked.send('WAIT q\r\n');
    const client = await world.client();
    await client.line('PING');
    expect(await client.line('CLIENT UNBLOCK 1 ERROR')).to.equal(':1\r\n');
    expect(await blocked.line()).to.equal('$18\r\n');
    expect(await client.line('CLIENT UNBLOCK 1')).to.equal(':0\r\n');
    expect(await client.line('CLIENT UNBLOCK 99')).to.equal(':0\r\n');
  });

  it('CLIENT PAUSE WRITE holds writes and lets reads through, until its time is over', async () => {
    const client = await world.client();
    expect(await client.line('CLIENT PAUSE 60000 WRITE')).to.equal('+OK\r\n');
    expect(await client.line('GET k')).to.equal('$-1\r\n');
    client.send('SET k v\r\nGET k\r\n');
    const other = await world.client();
    expect(await other.line('GET k')).to.equal('$-1\r\n');
    world.scheduler.advance(59_000);
    expect(await other.line('GET k')).to.equal('$-1\r\n');
    world.scheduler.advance(1_000);
    expect(await client.take(12)).to.equal('+OK\r\n$1\r\nv\r\n');
  });

  it('CLIENT UNPAUSE ends a pause; a later pause never weakens one in force', async () => {
    const client = await world.client();
    await client.line('CLIENT PAUSE 60000 WRITE');
    await client.line('CLIENT PAUSE 10 WRITE');
    world.scheduler.advance(1000);
    const writer = await world.client();
    writer.send('SET k v\r\n');
    expect(await client.line('GET k')).to.equal('$-1\r\n');
    expect(await client.line('CLIENT UNPAUSE')).to.equal('+OK\r\n');
    expect(await writer.line()).to.equal('+OK\r\n');
  });

  it('CLIENT PAUSE ALL holds every command', async () => {
    const client = await world.client();
    await client.line('CLIENT PAUSE 500');
    client.send('PING\r\nCLIENT ID\r\n');
    await new Promise<void>(resolve => setImmediate(resolve));
    expect(client.received).to.equal('');
    world.scheduler.advance(500);
    expect(await client.take(11)).to.equal('+PONG\r\n:1\r\n');
  });

  describe('over several nodes', () => {
    let peer: ServerWorld;
    beforeEach(async () => {
      peer = await new ServerWorld().start();
      for (let i = 0; i < 10; i += 1) peer.replica.openLane(); // ids differ between nodes
      world.replica.peers = [peer.replica];
    });
    afterEach(() => peer.stop());

    it('lists, kills and unblocks clients of other nodes', async () => {
      const here = await world.client();
      const there = await peer.client();
      there.send('WAIT q\r\n');
      const probe = await peer.client();
      await probe.line('PING');
      const list = await here.bulk('CLIENT LIST');
      expect(list.match(/^id=\d+/gm)).to.deep.equal(['id=1', 'id=11', 'id=12']);
      expect(await here.line('CLIENT UNBLOCK 11')).to.equal(':1\r\n');
      expect(await there.line()).to.equal('$20\r\n');
      expect(await here.line('CLIENT KILL ID 11')).to.equal(':1\r\n');
      await there.rest();
    });

    it('pauses and unpauses them', async () => {
      const here = await world.client();
      const there = await peer.client();
      await here.line('CLIENT PAUSE 60000 WRITE');
      there.send('SET k v\r\n');
      const probe = await peer.client();
      expect(await probe.line('GET k')).to.equal('$-1\r\n');
      await here.line('CLIENT UNPAUSE');
      expect(await there.line()).to.equal('+OK\r\n');
    });
  });
});
