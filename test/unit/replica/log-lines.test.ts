import { expect } from 'chai';
import type { ReplicaNode } from '../../../src/replica/replica.js';
import type { SimNode } from '../../sim/sim-node.js';
import { ThreeNodes } from './three-nodes.js';

/** More than a snapshot waits for, and than a log keeps for who is away. */
const COMMANDS = 60;
const VALUE = 'x'.repeat(5_000);

describe('the log lines of a node', () => {
  let world: ThreeNodes;
  beforeEach(() => {
    world = new ThreeNodes();
  });

  const messages = (): Set<string> => new Set(world.lines.map(({ message }) => message));

  it('tell of every role, term and leader', () => {
    world.lines.length = 0;
    const old = world.nodeOf(world.leader);
    const term = old.raft!.term;
    world.leader.members.transfer(null, () => undefined);
    world.time.advance(100);
    const told = world.lines.filter(({ message }) => message === 'role, term or leader changed');
    const { id } = world.nodeOf(world.leader);
    expect(told).to.deep.include({ role: 'leader', term: term + 1, leader: id, message: told[0]?.message });
    const following = told.filter(({ role, leader }) => role === 'follower' && leader === id);
    expect(following.length).to.equal(2);
  });

  it('tell of every change of the members', () => {
    world.lines.length = 0;
    world.leader.members.change({ kind: 'add', id: 'n4', address: 'n4:1', replace: false }, () => undefined);
    world.time.advance(500);
    const told = world.lines.filter(({ message }) => message.startsWith('the members'));
    expect(told.map(({ members }) => members)).to.deep.equal(Array(3).fill('n1, n2, n3, n4 (learner)'));
    expect(told[0]!['index']).to.equal(world.nodeOf(world.leader).raft?.configuration.index);
  });

  it('tell of snapshots, from their making to their arrival at a member that was away', () => {
    const { leader } = world;
    const away = world.nodes.find(({ replica }) => replica !== leader) as SimNode;
    away.crash(true);
    for (let count = 0; count < COMMANDS; count++) {
      world.send(leader, ['SET', `k${count}`, VALUE]);
      world.time.advance(50);
    }
    away.start();
    world.time.advance(5_000);
    expect((away.replica as ReplicaNode).machine.keyspace.database(0).size).to.equal(COMMANDS);
    expect([...messages()]).to.include.members([
      'a snapshot is on disk',
      'the log was compacted behind a snapshot',
      'a snapshot goes to a member',
      'a snapshot of another member comes in',
      'the state of this node is that of the snapshot',
      'the member has the snapshot',
    ]);
  });
});
