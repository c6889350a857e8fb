import { expect } from 'chai';
import type { ReplicaNode } from '../../../src/replica/replica.js';
import { raftFigures } from '../../../src/server/raft-figures.js';
import { ThreeNodes } from './three-nodes.js';

/** Of the leader, or of another node. */
function figuresOf(world: ThreeNodes, leads = true): Map<string, string | number> {
  const node = world.nodes.find(({ replica }) => (replica === world.leader) === leads);
  return new Map(raftFigures((node?.replica as ReplicaNode).status()));
}

describe('the figures of INFO raft', () => {
  it('tell of elections, appends, syncs, batches, fences and what is on its way', () => {
    const world = new ThreeNodes();
    const { leader } = world;
    const before = figuresOf(world);
    for (let count = 0; count < 10; count++) world.send(leader, ['INCR', 'n']);
    world.time.advance(0.2); // they are on their way
    expect(figuresOf(world).get('raft_batches_in_flight')).to.equal(1);
    expect(figuresOf(world).get('raft_bytes_in_flight')).to.be.above(0);
    world.send(leader, ['GET', 'n']);
    world.time.advance(500);
    const after = figuresOf(world);
    const grown = (name: string): number => Number(after.get(name)) - Number(before.get(name));
    expect(after.get('raft_elections')).to.equal(1);
    expect(Number(after.get('raft_campaigns'))).to.be.at.least(1);
    expect([grown('raft_own_batches'), grown('raft_own_items')], 'one batch of ten').to.deep.equal([1, 10]);
    expect(grown('raft_entries_written')).to.be.at.least(1);
    expect(grown('raft_bytes_written')).to.be.above(0);
    expect(grown('raft_writes')).to.be.at.least(1);
    for (const name of ['raft_sync_p50_us', 'raft_sync_p99_us', 'raft_commit_p50_us', 'raft_commit_p99_us'])
      expect(after.get(name), name).to.be.above(0);
    expect(grown('raft_fences') + grown('raft_fences_by_lease')).to.be.at.least(1);
    expect([after.get('raft_batches_in_flight'), after.get('raft_bytes_in_flight')]).to.deep.equal([0, 0]);
  });

  it('tell of a follower what it hands on, and of blocked clients', () => {
    const world = new ThreeNodes();
    const follower = world.nodes.find(({ replica }) => replica !== world.leader)?.replica as ReplicaNode;
    const before = Number(figuresOf(world, false).get('raft_forwarded'));
    world.send(follower, ['INCR', 'n']);
    world.send(follower, ['BLPOP', 'q', '0']);
    world.time.advance(500);
    const after = figuresOf(world, false);
    expect(Number(after.get('raft_forwarded'))).to.be.above(before);
    expect(after.get('raft_blocked_clients')).to.equal(1);
    expect(after.get('raft_elections')).to.equal(0);
  });
});
