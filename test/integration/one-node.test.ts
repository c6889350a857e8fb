import { expect } from 'chai';
import { useCluster } from './support/cluster.js';
import { Load } from './support/load.js';

describe('one node', () => {
  const cluster = useCluster(1);

  it('keeps every acknowledged write over kill -9 in the middle of load, again and again', async function () {
    this.timeout(60_000);
    const node = cluster().node(0);
    const load = new Load([node], 4);
    for (let round = 0; round < 4; round++) {
      await load.progress(400, [node]);
      await node.kill();
      await node.start();
    }
    await load.progress(100, [node]);
    await load.stop();
    await load.check([node]);
    expect(load.history.count('unknown'), 'commands on their way when it was killed').to.be.greaterThan(0);
    expect(load.history.count('refused')).to.equal(0);
  });

  it('keeps what it acknowledged over SIGTERM under load, ends with 0, and serves the same after', async function () {
    this.timeout(60_000);
    const node = cluster().node(0);
    const load = new Load([node], 4);
    await load.progress(300, [node]);
    expect(await node.stop()).to.deep.equal({ code: 0, signal: null });
    await node.start();
    await load.progress(100, [node]);
    await load.stop();
    await load.check([node]);
    const before = await node.call('LRANGE', 'l0', '0', '-1');
    expect((await node.stop()).code).to.equal(0);
    await node.start();
    expect(await node.call('LRANGE', 'l0', '0', '-1')).to.equal(before);
    await load.check([node]);
  });

  it('gives each client an id of its own, over restarts too', async () => {
    const node = cluster().node(0);
    const ids = new Set<string>();
    for (let start = 0; start < 3; start++) {
      for (let i = 0; i < 10; i++) ids.add(await node.call('CLIENT', 'ID'));
      await node.kill();
      await node.start();
    }
    expect(ids.size).to.equal(30);
  });
});
