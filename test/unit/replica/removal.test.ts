import { expect } from 'chai';
import type { ReplicaNode } from '../../../src/replica/replica.js';
import type { SimNode } from '../../sim/sim-node.js';
import { ThreeNodes } from './three-nodes.js';

const REMOVED = /was removed from the cluster/;

function told(world: ThreeNodes): number {
  return world.lines.filter(({ message }) => REMOVED.test(message)).length;
}

function follower(world: ThreeNodes): SimNode {
  return world.nodes.find(({ replica }) => replica !== world.leader) as SimNode;
}

function termOf(replica: ReplicaNode): number {
  return replica.status().term;
}

describe('a node that was away when it was removed', () => {
  it('is told when it comes back, and disturbs nobody', () => {
    const world = new ThreeNodes();
    const { leader } = world;
    const node = follower(world);
    node.crash(false);
    const answers: (string | null)[] = [];
    leader.members.change({ kind: 'remove', id: node.id }, error => answers.push(error));
    world.time.advance(3_000);
    expect(answers).to.deep.equal([null]);
    const term = termOf(leader);
    node.start();
    world.time.advance(10_000);
    expect(told(world), 'once: it is said again after a minute').to.equal(1);
    expect(leader.status().role).to.equal('leader');
    expect(termOf(leader)).to.equal(term);
    world.time.advance(60_000);
    expect(told(world)).to.equal(2);
  });

  it('is not told so when there is only no leader', () => {
    const world = new ThreeNodes();
    const node = follower(world);
    for (const other of world.nodes) if (other !== node) other.crash(false);
    world.time.advance(20_000);
    const [down] = world.nodes.filter(({ isUp }) => !isUp);
    world.isolate(node);
    down?.start();
    world.time.advance(20_000);
    expect(told(world)).to.equal(0);
  });
});
