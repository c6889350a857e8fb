import { expect } from 'chai';
import { ENDLESS, GREEDY, PROBE, REFUSED } from '../support/hostile-scripts.js';
import { type TestCluster, useCluster } from '../integration/support/cluster.js';

/** Enough to get to what the scripts are about, and soon spent. */
const SMALL_BUDGET = '100000';
const DEFAULT_BUDGET = '100000000';
/** Elections are told from slowness: this machine may be busy with other things. Milliseconds. */
const PATIENT = { 'election-timeout': 2000, 'client-timeout': 60_000 };

async function setBudget(cluster: TestCluster, units: string): Promise<void> {
  const reply = await cluster.node(0).call('CONFIG', 'SET', 'script-instruction-budget', units);
  expect(reply).to.equal('+OK\r\n');
}

/** What RAFT DIGEST says of each member; waits until all have answered. */
async function digests(cluster: TestCluster): Promise<readonly (string | null)[]> {
  const client = await cluster.node(0).client();
  const answer = (await client.call('RAFT', 'DIGEST')) as readonly unknown[];
  client.disconnect();
  return (answer[5] as readonly (string | null)[]).filter((_, at) => at % 2 === 1);
}

async function agree(cluster: TestCluster): Promise<void> {
  await cluster.level();
  const all = await digests(cluster);
  expect(all).to.have.length(3);
  expect(new Set(all), all.join(' ')).to.have.property('size', 1);
}

describe('hostile scripts on three nodes', function () {
  this.timeout(120_000);
  const cluster = useCluster(3, PATIENT);

  it('are answered alike by every node', async () => {
    await setBudget(cluster(), SMALL_BUDGET);
    const clients = await Promise.all(cluster().nodes.map(node => node.client()));
    const [first] = clients;
    for (const script of [...ENDLESS, ...REFUSED]) {
      const sha = String(await first?.script('LOAD', script));
      const answers = await Promise.all(
        clients.map(client => client.call('EVALSHA_RO', sha, '0').catch((error: Error) => error.message)),
      );
      for (const answer of answers) expect(answer, script).to.deep.equal(answers[0]);
    }
    for (const client of clients) client.disconnect();
  });

  it('leave the nodes with one state, which they find again after a restart', async () => {
    await setBudget(cluster(), SMALL_BUDGET);
    const { nodes } = cluster();
    for (const [at, script] of [...ENDLESS, ...REFUSED].entries()) {
      const reply = await nodes[at % nodes.length]?.call('EVAL', script, '0');
      if (at < ENDLESS.length) expect(reply, script).to.match(/^-ERR script exceeded its budget/);
      else expect(reply, script).not.to.contain('internal error');
    }
    await setBudget(cluster(), DEFAULT_BUDGET);
    expect(await nodes[0]?.call('EVAL', GREEDY, '0')).to.contain('not enough memory');
    await agree(cluster());
    await Promise.all(nodes.map(node => node.kill()));
    await cluster().heal();
    await nodes[1]?.call('EVAL', PROBE, '1', 'probe');
    await agree(cluster());
  });

  it('cost no leadership, though they use the whole budget', async () => {
    await setBudget(cluster(), DEFAULT_BUDGET);
    const leader = await cluster().leader();
    const terms = (): Promise<string[]> => Promise.all(cluster().nodes.map(node => node.info('raft_term')));
    const before = await terms();
    for (const node of cluster().nodes.slice(0, 2)) {
      const reply = await node.call('EVAL', 'while true do end', '0');
      expect(reply).to.match(/^-ERR script exceeded its budget/);
    }
    await cluster().level();
    expect(await terms()).to.deep.equal(before);
    expect((await cluster().leader()).id).to.equal(leader.id);
  });
});
