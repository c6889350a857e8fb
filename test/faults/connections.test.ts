import { expect } from 'chai';
import { waitFor } from '../../compat-tests/support/wait.js';
import { TestCluster } from '../integration/support/cluster.js';

const CONNECTIONS = 10_000;
const AT_A_TIME = 100;

describe('short-lived connections', function () {
  this.timeout(120_000);

  it(`are served, ${CONNECTIONS} of them, and leave nothing behind`, async () => {
    const cluster = await TestCluster.plan(1);
    try {
      const node = cluster.node(0);
      await node.start();
      for (let done = 0; done < CONNECTIONS; done += AT_A_TIME) {
        const replies = await Promise.all(Array.from({ length: AT_A_TIME }, () => node.call('INCR', 'n')));
        expect(new Set(replies).size).to.equal(AT_A_TIME);
      }
      expect(await node.call('GET', 'n')).to.equal(`$5\r\n${CONNECTIONS}\r\n`);
      await waitFor('all to be gone', 10_000, async () => (await node.info('connected_clients')) === '1');
    } finally {
      await cluster.remove();
    }
  });
});
