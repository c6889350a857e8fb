import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { useCluster } from '../integration/support/cluster.js';
import { quorate, TestNode } from '../integration/support/node.js';

describe('backup, restore and recover', function () {
  this.timeout(120_000);
  const cluster = useCluster(3);

  /** Runs a command to its end. */
  async function run(
    words: string,
    flags: Record<string, string | number>,
  ): Promise<{ code: number | null; output: string }> {
    const [command = '', ...rest] = words.split(' ');
    const started = quorate(cluster().folder, [command, ...rest], flags);
    const { code } = await started.ended;
    return { code, output: started.output };
  }

  /** A node by itself on the folder, with ports of another. */
  function alone(data: string): TestNode {
    const { port, raftPort } = cluster().node(0);
    return new TestNode('n1', port, raftPort, join(cluster().folder, data), {});
  }

  it('bring all that was acknowledged into a new cluster, whose tokens go on; what is damaged is refused', async () => {
    const node = await cluster().follower();
    await node.call('RPUSH', 'list', 'a', 'b');
    await node.call('SET', 'k', 'v', 'PX', '10000000');
    const token = Number((await node.call('DLOCK', 'ACQUIRE', 'lock', '60000')).split('\r\n')[1]?.slice(1));
    const out = join(cluster().folder, 'all.backup');
    expect(await run('backup', { port: node.port, out })).to.include({ code: 0 });
    expect((await run('backup', { port: node.port, out })).output).to.match(/^quorate: .* exists already\n$/);

    const bytes = readFileSync(out);
    const bad = join(cluster().folder, 'bad.backup');
    for (const [change, says] of [
      [() => writeFileSync(bad, 'something else'), /^quorate: .*bad.backup is not a backup of Quorate\n$/],
      [
        () =>
          writeFileSync(
            bad,
            bytes.map((byte, at) => (at === 200 ? byte ^ 1 : byte)),
          ),
        /bad checksum/,
      ],
      [() => (writeFileSync(bad, bytes), truncateSync(bad, bytes.length - 9)), /ends too early/],
    ] as const) {
      change();
      const refused = await run(`restore ${bad}`, { data: join(cluster().folder, 'r1', 'data') });
      expect(refused.code).to.equal(1);
      expect(refused.output).to.match(says);
      expect(existsSync(join(cluster().folder, 'r1'))).to.equal(false);
    }

    await Promise.all(cluster().nodes.map(each => each.kill()));
    const restored = alone('r1');
    expect(await run(`restore ${out}`, { data: restored.data })).to.include({ code: 0 });
    expect((await run(`restore ${out}`, { data: restored.data })).output).to.contain('is not empty');
    await restored.start({}, []);
    await cluster().serving([restored]);
    expect(await restored.call('LRANGE', 'list', '0', '-1'))
      .to.contain('a')
      .and.contain('b');
    expect(await restored.call('PTTL', 'k')).to.match(/^:\d{7}/);
    const next = Number(
      (await restored.call('DLOCK', 'ACQUIRE', 'other', '60000')).split('\r\n')[1]?.slice(1),
    );
    expect(next).to.be.above(token);
    await restored.kill();
    await restored.start();
    await cluster().serving([restored]);
    expect(await restored.call('LLEN', 'list')).to.equal(':2\r\n');
    await restored.kill();
  });

  it('makes a cluster of one node that is left, after it was asked twice', async () => {
    const left = cluster().node(0);
    await left.call('RPUSH', 'list', 'a');
    await cluster().level();
    await Promise.all(cluster().nodes.map(each => each.kill()));
    const asked = await run('recover --force-new-cluster', { data: left.data });
    expect(asked.code).to.equal(1);
    expect(asked.output).to.contain('is lost').and.contain('--yes');
    expect(await run('recover --force-new-cluster --yes', { data: left.data })).to.include({ code: 0 });
    const recovered = alone('n1');
    await recovered.start();
    await cluster().serving([recovered]);
    expect(await recovered.call('LRANGE', 'list', '0', '-1')).to.contain('a');
    expect(await recovered.call('RPUSH', 'list', 'b')).to.equal(':2\r\n');
    expect(existsSync(`${left.data}.before-recovery`)).to.equal(true);
    await recovered.kill();
  });
});
