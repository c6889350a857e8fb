import { expect } from 'chai';
import type { BatchId } from '../../../src/base/peer-message.js';
import { LaneState } from '../../../src/replica/lane.js';
import { textOf, World } from './proposer-world.js';

describe('Proposer, when the leader has no room on its disk', () => {
  it('refuses for certain what was not taken, until a batch is applied again', () => {
    const world = World.open();
    const first = world.write(new LaneState(1), 'SET', 'a', '1');
    world.proposer.flush();
    const second = world.write(new LaneState(2), 'SET', 'b', '2');
    world.proposer.refused(world.sent[0]?.id as BatchId, true);
    const third = world.write(new LaneState(3), 'SET', 'c', '3');
    for (const replies of [first, second, third]) expect(textOf(replies[0])).to.match(/^MISCONF /);
    world.now = 20;
    world.proposer.flush();
    expect(world.sent.at(-1)).to.deep.equal({ id: world.sent[0]?.id, argv: [] }); // the number is filled, by nothing
    world.proposer.applied(1, 5);
    const fourth = world.write(new LaneState(4), 'SET', 'd', '4');
    world.proposer.flush();
    expect([fourth, world.sent.at(-1)?.argv]).to.deep.equal([[], [['SET', 'd', '4']]]);
  });

  it('does not call certain what an earlier leader may have logged', () => {
    const world = World.open();
    const replies = world.write(new LaneState(1), 'SET', 'a', '1');
    world.proposer.flush();
    world.proposer.leaderChanged();
    world.proposer.refused(world.sent[1]?.id as BatchId, true);
    expect(replies).to.deep.equal([]);
    world.now = 6_000;
    world.proposer.tick(world.now);
    expect(textOf(replies[0])).to.match(/^TIMEOUT outcome unknown/);
  });
});
