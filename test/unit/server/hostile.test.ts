import { expect } from 'chai';
import { below, SeededRandom } from '../../../src/base/random.js';
import { mutatedRequests, randomBytes, request } from '../resp/requests.js';
import { ServerWorld } from './world.js';

describe('hostile streams through a socket', () => {
  let world: ServerWorld;
  beforeEach(async () => {
    world = await new ServerWorld().start();
  });
  afterEach(() => world.stop());

  it('500 random and damaged streams: good commands in front are answered, and the server lives', async () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const random = new SeededRandom(seed);
      const client = await world.client();
      const value = randomBytes(random, below(random, 100));
      const damage = seed % 3 === 0 ? randomBytes(random, 200) : mutatedRequests(random, 3);
      const stream = request('SET', 'good', value) + request('GET', 'good') + damage;
      const cut = below(random, stream.length);
      client.send(stream.slice(0, cut));
      client.socket.end(stream.slice(cut), 'latin1');
      const replies = await client.rest();
      const expected = `+OK\r\n$${value.length}\r\n${value}\r\n`;
      expect(replies.slice(0, expected.length), `seed ${seed}`).to.equal(expected);
    }
    const survivor = await world.client();
    expect(await survivor.line('PING')).to.equal('+PONG\r\n');
    expect(world.clients.size).to.equal(1);
    expect(world.failures).to.deep.equal([]);
    expect(world.counters.protocolErrors).to.be.above(100);
  });

  it('large promises cost nothing', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const clients = await Promise.all(Array.from({ length: 90 }, () => world.client()));
    for (const client of clients) client.send('*1048576\r\n$536870888\r\n');
    const other = await world.client();
    await other.line('PING');
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(16 << 20);
  });

  it('clients that vanish in the middle of a request leave nothing behind', async () => {
    for (let i = 0; i < 50; i += 1) {
      const client = await world.client();
      client.send(request('SET', 'k', 'v').slice(0, 5 + (i % 20)));
      client.socket.resetAndDestroy();
    }
    const other = await world.client();
    while (world.clients.size > 1) await other.line('PING');
    expect(world.replica.closedLanes).to.have.length(50);
  });
});
