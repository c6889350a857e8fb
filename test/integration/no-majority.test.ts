import { expect } from 'chai';
import { waitFor, within } from '../../compat-tests/support/wait.js';
import { useCluster } from './support/cluster.js';
import type { TestNode } from './support/node.js';

const CLIENT_TIMEOUT = 700;

/** What a client is told: the reply, or the text of the error. */
const told = (promise: Promise<unknown>): Promise<unknown> =>
  within(
    'an answer',
    20_000,
    promise.catch((error: unknown) => (error as Error).message),
  );

describe('without a majority', function () {
  this.timeout(60_000);
  const cluster = useCluster(3, { 'client-timeout': CLIENT_TIMEOUT });

  async function leaderless(node: TestNode): Promise<void> {
    await waitFor('no leader to be known', 10_000, async () => (await node.info('raft_leader_id')) === '');
  }

  it('says what certainly was not logged, and of what nobody knows it', async () => {
    const leader = await cluster().leader();
    const client = await leader.client();
    await client.set('n', 0);
    for (const node of cluster().others(leader)) await node.kill();
    // The leader does not know yet that it is alone: it has logged this.
    const began = performance.now();
    expect(await told(client.incr('n'))).to.match(/^TIMEOUT outcome unknown/);
    expect(performance.now() - began).to.be.at.least(CLIENT_TIMEOUT - 50);
    await leaderless(leader);
    expect(await told(client.incr('n'))).to.match(/^CLUSTERDOWN /);
    expect(await told(client.get('n'))).to.match(/^CLUSTERDOWN /);
    const mixed = [client.get('n'), client.incr('n'), client.get('n'), client.rpush('l', 'x')].map(told);
    for (const answer of await Promise.all(mixed)) expect(answer).to.match(/^CLUSTERDOWN /);
    expect(await told(client.ping()), 'what needs no majority').to.equal('PONG');

    await cluster().heal();
    // The unknown one may have happened; those that were refused did not.
    expect(await told(client.get('n'))).to.be.oneOf(['0', '1']);
    expect(await client.llen('l')).to.equal(0);
    expect(await told(client.incr('n'))).to.be.oneOf([1, 2]);
    client.disconnect();
  });

  it('a follower that is alone refuses for certain, or does not know, and never lies', async () => {
    const follower = await cluster().follower();
    const client = await follower.client();
    await client.set('n', 0);
    for (const node of cluster().others(follower)) await node.kill();
    const answers: unknown[] = [];
    await waitFor('a definite refusal', 20_000, async () => {
      answers.push(await told(client.incr('n')));
      return /^CLUSTERDOWN /.test(String(answers.at(-1)));
    });
    for (const answer of answers) expect(answer).to.match(/^(TIMEOUT outcome unknown|CLUSTERDOWN )/);
    const unknown = answers.filter(answer => String(answer).startsWith('TIMEOUT')).length;
    await cluster().heal();
    expect(Number(await client.get('n'))).to.be.within(0, unknown);
    client.disconnect();
  });

  it('lets a command wait for the majority that comes back in time', async () => {
    const patient = 20_000;
    await cluster().node(0).call('CONFIG', 'SET', 'client-timeout', String(patient));
    const client = await cluster().node(0).client();
    for (const node of cluster().nodes.slice(1)) await node.kill();
    await leaderless(cluster().node(0));
    const answers = Promise.all([
      client.set('k', 'v'),
      client.get('k'),
      client.rpush('l', 'a'),
      client.llen('l'),
    ]);
    await cluster().node(1).start();
    expect(await answers).to.deep.equal(['OK', 'v', 1, 1]);
    client.disconnect();
    await cluster().node(0).call('CONFIG', 'SET', 'client-timeout', String(CLIENT_TIMEOUT));
  });

  it('closes a blocked client whose time ran out, rather than guess', async () => {
    const node = await cluster().leader();
    const client = await node.client();
    const popped = told(client.blpop('empty', 1));
    await waitFor('it to block', 10_000, async () => (await node.info('blocked_clients')) === '1');
    for (const other of cluster().others(node)) await other.kill();
    expect(await popped).to.match(/closed/);
    await cluster().heal();
    expect(await node.info('blocked_clients')).to.equal('0');
  });
});
