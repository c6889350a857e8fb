import { expect } from 'chai';
import { join } from 'node:path';
import { TestCluster } from '../integration/support/cluster.js';
import { TestProcess } from '../support/process.js';

const ROOT = join(import.meta.dirname, '..', '..');

describe('the mail pipeline among the examples', function () {
  this.timeout(180_000);

  it('sends every mail while workers and a node are killed', async () => {
    const cluster = await TestCluster.plan(3);
    try {
      await cluster.heal();
      const nodes = cluster.nodes.map(({ port }) => `127.0.0.1:${port}`).join(',');
      const words = ['--nodes', nodes, '--mails', '800', '--workers', '3', '--pause', '1500'];
      const script = join(ROOT, 'examples', 'mail', 'main.ts');
      const example = new TestProcess(process.execPath, ['--import', 'tsx', script, ...words], { cwd: ROOT });
      const leader = await cluster.leader();
      await leader.kill();
      await leader.start();
      const { code } = await example.ended;
      expect(code, example.output).to.equal(0);
      expect(example.output).to.contain('800 mails ordered, 800 sent');
    } finally {
      await cluster.remove();
    }
  });
});
