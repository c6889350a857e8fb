import { expect } from 'chai';
import type { ReplicaNode } from '../../../src/replica/replica.js';
import type { SimNode } from '../../sim/sim-node.js';
import { ThreeNodes } from './three-nodes.js';

function follower(world: ThreeNodes): SimNode {
  return world.nodes.find(({ replica }) => replica !== world.leader) as SimNode;
}

function remove(world: ThreeNodes, leader: ReplicaNode, node: SimNode): void {
  const answers: (string | null)[] = [];
  leader.members.change({ kind: 'remove', id: node.id }, error => answers.push(error));
  world.time.advance(500);
  expect(answers).to.deep.equal([null]);
}

describe('a node that was removed', () => {
  for (const isAway of [true, false]) {
    it(`${isAway ? 'while it was away' : 'while it ran'} says so and ends, and disturbs nobody`, () => {
      const world = new ThreeNodes();
      const { leader } = world;
      const node = follower(world);
      if (isAway) node.crash(false);
      remove(world, leader, node);
      const { term } = leader.status();
      if (isAway) node.start();
      world.time.advance(10_000);
      const text = `${node.id} was removed from the cluster, says its leader ${leader.status().nodeId}: RAFT ADD takes it in again`;
      expect(world.failures.map(({ id, error }) => [id, error.message])).to.deep.equal([[node.id, text]]);
      expect(leader.status()).to.include({ role: 'leader', term });
      expect(world.send(leader, ['INCR', 'n'])).to.deep.equal([]);
      world.time.advance(100);
      expect(leader.machine.keyspace.database(0).get('n')).to.equal('1');
    });
  }

  it('is taken in again by RAFT ADD, with the folder that it has', () => {
    const world = new ThreeNodes();
    const { leader } = world;
    const node = follower(world);
    node.crash(false);
    remove(world, leader, node);
    node.start();
    world.time.advance(10_000);
    expect(node.isUp).to.equal(false);
    leader.members.change(
      { kind: 'add', id: node.id, address: `${node.id}:1`, replace: false },
      () => undefined,
    );
    world.time.advance(500);
    node.start();
    world.time.advance(5_000);
    expect(leader.status().members.find(({ id }) => id === node.id)).to.include({
      votes: true,
      active: true,
    });
    expect(world.failures).to.have.length(1);
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
    expect(world.failures).to.deep.equal([]);
  });
});
