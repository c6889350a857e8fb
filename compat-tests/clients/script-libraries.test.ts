import { expect } from 'chai';
import { Redis } from 'ioredis';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { BurstyRateLimiter, RateLimiterQueue, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { KINDS, useDeployment } from './deployment.js';

/** As the package of BullMQ holds its scripts, what they include put in. */
interface BundledScript {
  readonly name: string;
  readonly content: string;
}

const require = createRequire(import.meta.url);

/** All that BullMQ may ever send. */
function bullScripts(): BundledScript[] {
  const folder = join(dirname(require.resolve('bullmq')), 'scripts');
  return readdirSync(folder)
    .filter(file => /-\d+\.js$/.test(file))
    .flatMap(file => Object.values(require(join(folder, file)) as Record<string, BundledScript>));
}

for (const kind of KINDS) {
  describe(`libraries made of scripts with ${kind}`, function () {
    this.timeout(60_000);
    const deployment = useDeployment(kind);
    const clients: Redis[] = [];

    function connect(node = 0): Redis {
      const client = new Redis(deployment.ports[node % deployment.ports.length] ?? 0, '127.0.0.1');
      client.on('error', () => undefined);
      clients.push(client);
      return client;
    }

    afterEach(() => {
      for (const client of clients.splice(0)) client.disconnect();
    });

    /** What a limiter says: a consumption, or the refusal. */
    const ask = (limiter: RateLimiterRedis, key: string, points = 1): Promise<RateLimiterRes> =>
      limiter.consume(key, points).catch((refusal: unknown) => refusal as RateLimiterRes);

    it('every script of BullMQ loads, and is known on each node', async () => {
      const scripts = bullScripts();
      expect(scripts.length).to.be.greaterThan(45);
      const shas: string[] = [];
      for (const { content } of scripts) shas.push(String(await connect().script('LOAD', content)));
      for (const node of deployment.ports.keys())
        expect(await connect(node).script('EXISTS', ...shas)).to.deep.equal(shas.map(() => 1));
    });

    it('rate-limiter-flexible counts what all nodes consume, and refuses what is too much', async () => {
      const options = { points: 5, duration: 60, keyPrefix: 'limit' };
      const limiters = [0, 1, 2].map(
        node => new RateLimiterRedis({ storeClient: connect(node), ...options }),
      );
      const [one, two, three] = limiters as [RateLimiterRedis, RateLimiterRedis, RateLimiterRedis];
      expect((await ask(one, 'u')).remainingPoints).to.equal(4);
      expect((await ask(two, 'u', 3)).consumedPoints).to.equal(4);
      expect((await ask(three, 'u')).remainingPoints).to.equal(0);
      const refusal = await ask(one, 'u');
      expect(refusal).to.be.instanceOf(RateLimiterRes);
      expect(refusal.msBeforeNext).to.be.within(1, 60_000);
      expect((await two.get('u'))?.consumedPoints).to.equal(6);
      expect((await three.reward('u', 4)).consumedPoints).to.equal(2);
      expect((await one.penalty('u', 1)).consumedPoints).to.equal(3);
      expect((await ask(one, 'other')).remainingPoints).to.equal(4);
    });

    it('rate-limiter-flexible blocks, sets and deletes keys', async () => {
      const limiter = new RateLimiterRedis({
        storeClient: connect(),
        points: 2,
        duration: 60,
        blockDuration: 600,
      });
      await limiter.consume('u', 2);
      expect((await ask(limiter, 'u')).msBeforeNext).to.be.greaterThan(60_000);
      expect(await limiter.delete('u')).to.equal(true);
      await limiter.block('v', 300);
      expect((await ask(limiter, 'v')).msBeforeNext).to.be.greaterThan(60_000);
      await limiter.set('w', 2, 60);
      expect((await ask(limiter, 'w')).consumedPoints).to.equal(3);
    });

    it('rate-limiter-flexible never lets more through than there is, however many ask at once', async () => {
      const limiters = [0, 1, 2].map(
        node => new RateLimiterRedis({ storeClient: connect(node), points: 20, duration: 60 }),
      );
      const asked = limiters.flatMap(limiter => Array.from({ length: 30 }, () => ask(limiter, 'shared')));
      const answers = await Promise.all(asked);
      expect(answers.filter(({ consumedPoints }) => consumedPoints <= 20)).to.have.length(20);
      expect(new Set(answers.map(({ consumedPoints }) => consumedPoints)).size).to.equal(90);
    });

    it('rate-limiter-flexible allows bursts, and queues', async () => {
      const [steady, burst] = ['steady', 'burst'].map(
        keyPrefix => new RateLimiterRedis({ storeClient: connect(), points: 1, duration: 1, keyPrefix }),
      ) as [RateLimiterRedis, RateLimiterRedis];
      const bursty = new BurstyRateLimiter(steady, burst);
      await bursty.consume('u');
      await bursty.consume('u');
      const queue = new RateLimiterQueue(
        new RateLimiterRedis({ storeClient: connect(1), points: 1, duration: 1, keyPrefix: 'queue' }),
      );
      const left = await Promise.all([queue.removeTokens(1), queue.removeTokens(1)]);
      expect(left).to.have.length(2);
    });
  });
}
