import { expect } from 'chai';
import type { ReplicaNode } from '../../../src/replica/replica.js';
import type { Reply } from '../../../src/resp/reply.js';
import { CLIENT_TIMEOUT, type SimNode } from '../../sim/sim-node.js';
import { ThreeNodes } from './three-nodes.js';

describe('ReplicaNode', () => {
  it('hands leadership over when it stops: another leads at once', () => {
    const world = new ThreeNodes();
    const old = world.leader;
    let stopped = false;
    old.stop(() => {
      stopped = true;
    });
    world.time.advance(40);
    expect(stopped).to.equal(true);
    const other = world.nodes.find(({ replica }) => replica !== old)?.replica as ReplicaNode;
    const replies = world.send(other, ['INCR', 'n']);
    world.time.advance(60); // far below an election timeout
    expect(replies).to.deep.equal([1]);
  });

  it('hands leadership over within 50 ms, and no client of any node notices more than that', () => {
    const world = new ThreeNodes();
    const old = world.leader;
    const replicas = world.nodes.map(({ replica }) => replica as ReplicaNode);
    const send = (): Reply[][] => replicas.map(replica => world.send(replica, ['INCR', 'n']));
    const before = send();
    old.members.transfer(null, error => expect(error).to.equal(null));
    const within = send();
    world.time.advance(50);
    expect(world.leader).not.to.equal(old);
    const counted = [...before, ...within].flat().sort();
    expect(counted).to.deep.equal([1, 2, 3, 4, 5, 6]);
  });

  it('has keys that are due deleted while commands never cease', () => {
    const world = new ThreeNodes();
    for (const node of world.nodes) node.syncMs = 4;
    const { leader } = world;
    world.send(leader, ['SET', 'k', 'v', 'PX', '100']);
    for (let ms = 0; ms < 500; ms++) {
      world.send(leader, ['INCR', 'n']);
      world.time.advance(1);
    }
    expect(leader.machine.keyspace.database(0).size).to.equal(1);
  });

  it('gives nobody up for what its own process slept through', () => {
    const world = new ThreeNodes();
    const { leader } = world;
    const node = world.nodes.find(({ replica }) => replica !== leader) as SimNode;
    const replies = world.send(node.replica as ReplicaNode, ['INCR', 'n']);
    world.time.advance(0.05); // it left
    node.stall(CLIENT_TIMEOUT + 500);
    world.time.advance(CLIENT_TIMEOUT + 1_000);
    expect(replies).to.deep.equal([1]);
  });

  it('lets another lead when its disk is almost full, and refuses writes for certain when every disk is', () => {
    const world = new ThreeNodes();
    const old = world.leader;
    const full = world.nodes.find(({ replica }) => replica === old) as SimNode;
    full.diskFull = true;
    world.time.advance(3_000);
    expect(world.leader).to.not.equal(old);
    const replies = world.send(old, ['INCR', 'n']);
    world.time.advance(100);
    expect(replies).to.deep.equal([1]);
    for (const node of world.nodes) node.diskFull = true;
    world.time.advance(10_000);
    const refused = world.nodes.map(({ replica }) => world.send(replica as ReplicaNode, ['INCR', 'n']));
    world.time.advance(100);
    expect(refused).to.deep.equal([['MISCONF'], ['MISCONF'], ['MISCONF']]);
    const read = world.send(old, ['GET', 'n']);
    for (const node of world.nodes) node.diskFull = false;
    world.time.advance(2_000);
    const again = world.nodes.map(({ replica }) => world.send(replica as ReplicaNode, ['INCR', 'n']));
    world.time.advance(100);
    expect([read, again.flat().sort()]).to.deep.equal([['1'], [2, 3, 4]]);
  });
});
