import { expect } from 'chai';
import { waitFor } from '../../../compat-tests/support/wait.js';
import type { TestCluster } from './cluster.js';
import type { TestNode } from './node.js';

const LIMIT_MS = 30_000;

/** Waits until the node says that exactly these vote; learners stand in brackets. */
export async function voters(asked: TestNode, expected: string): Promise<void> {
  await waitFor(`${expected} to be the voters`, LIMIT_MS, async () => {
    const reply = await asked.call('RAFT', 'MEMBERS').catch(() => '');
    const words = reply.split('\r\n');
    const ids = words.flatMap((word, i) => (word === 'id' ? [words[i + 2]!] : []));
    const roles = words.flatMap((word, i) => (word === 'role' ? [words[i + 2]!] : []));
    const shown = ids.map((id, i) => (roles[i] === 'learner' ? `[${id}]` : id)).sort();
    return shown.join(' ') === expected;
  });
}

/** A change may have to wait for the one before, or for a leader: what was certainly not made is asked for again. */
export async function change(node: TestNode, ...words: readonly string[]): Promise<void> {
  await waitFor(words.join(' '), LIMIT_MS, async () => {
    const reply = await node.call('RAFT', ...words);
    if (/^-(TRYAGAIN|CLUSTERDOWN) /.test(reply)) return false;
    expect(reply).to.equal('+OK\r\n');
    return true;
  });
}

/** Hands leadership to this node. A machine that is too slow gives a transfer up: then once more. */
export async function lead(cluster: TestCluster, node: TestNode): Promise<void> {
  await waitFor(`${node.id} to lead`, LIMIT_MS, async () => {
    const leader = await cluster.leader();
    if (leader !== node) await leader.call('RAFT', 'TRANSFER', node.id);
    return leader === node;
  });
}
