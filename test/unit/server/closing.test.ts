import { expect } from 'chai';
import { ServerWorld } from './world.js';

describe('a server that closes', () => {
  let world: ServerWorld;
  let closed: Promise<void>;
  let isClosed = false;
  beforeEach(async () => {
    world = await new ServerWorld().start();
    isClosed = false;
  });
  afterEach(() => world.stop());

  function close(): void {
    closed = new Promise<void>(resolve => world.server.close(resolve)).then(() => {
      isClosed = true;
    });
  }

  it('answers what it took, takes no more, and ends when all is answered', async () => {
    const [idle, busy] = [await world.client(), await world.client()];
    busy.send('LATER a\r\nSET k v\r\n');
    const [later] = await world.requests(1);
    close();
    expect(await idle.rest()).to.equal('');
    busy.send('SET k lost\r\n');
    await new Promise(setImmediate);
    expect(isClosed).to.equal(false);
    later!.done('A');
    expect(await busy.rest()).to.equal('$1\r\nA\r\n+OK\r\n');
    await closed;
    expect(world.values.get('0:k')).to.equal('v');
  });

  it('sends away who waits for data', async () => {
    const blocked = await world.client();
    blocked.send('PING\r\nWAIT\r\n');
    expect(await blocked.take(7)).to.equal('+PONG\r\n');
    close();
    expect(await blocked.rest()).to.equal('');
    await closed;
  });

  it('waits a second for answers, and not longer', async () => {
    const busy = await world.client();
    busy.send('LATER a\r\n');
    await world.requests(1);
    close();
    world.scheduler.advance(900);
    await new Promise(setImmediate);
    expect(isClosed).to.equal(false);
    world.scheduler.advance(200);
    await closed;
    expect(await busy.rest()).to.equal('');
  });

  it('ends at once when nobody is there, and lets nobody in', async () => {
    world.server.retire();
    close();
    await closed;
    expect(await world.client().catch(() => null)).to.equal(null);
  });
});
