import { expect } from 'chai';
import type { ToConsensus } from '../../../src/replica/channel.js';
import { ConsensusView } from '../../../src/replica/consensus-view.js';
import { SharedState } from '../../../src/replica/shared-state.js';

/** In the order in which they are written. */
const FIGURES = {
  ...{ term: 3, commitIndex: 40, firstIndex: 1, lastIndex: 42, persistedIndex: 41 },
  ...{ leaseFrom: 900, leaseEnd: 1_500, stampBase: 50_000, stampBaseAt: 1_000, stampRate: 1, lastStamp: 0 },
};

class World {
  now = 1_000;
  skew = 0;
  readonly posted: ToConsensus[] = [];
  readonly shared = new SharedState();
  readonly view = new ConsensusView(
    this.shared,
    { post: message => this.posted.push(message) },
    {
      now: () => this.now,
      wall: () => this.now + 1_000_000 + this.skew,
      endOfTurn: () => undefined,
      after: () => () => undefined,
      random: () => 0,
    },
  );

  constructor() {
    this.publish({});
  }

  publish(changed: Partial<typeof FIGURES>): void {
    this.shared.consensus.write(...Object.values({ ...FIGURES, ...changed }));
  }
}

describe('ConsensusView', () => {
  it('finds a fence in shared memory while the lease holds', () => {
    const world = new World();
    world.now = 1_200;
    expect(world.view.localFence()).to.deep.equal({ index: 40, stamp: 50_200 });
    expect(world.view.leaseHolds()).to.equal(true);
    world.now = 1_500;
    expect([world.view.localFence(), world.view.leaseHolds()]).to.deep.equal([null, false]);
  });

  it('gives no stamp below one that was made', () => {
    const world = new World();
    world.publish({ lastStamp: 60_000 });
    expect(world.view.localFence()?.stamp).to.equal(60_000);
  });

  it('trusts no lease from before a step of the wall clock, and says so to the other half', () => {
    const world = new World();
    world.skew = 3_600_000; // the machine slept, and its monotonic clock with it
    expect([world.view.localFence(), world.view.leaseHolds()]).to.deep.equal([null, false]);
    expect(world.posted).to.deep.equal([{ type: 'doubt' }]);
    world.publish({ leaseFrom: 1_010, leaseEnd: 1_600 });
    world.now = 1_020;
    expect(world.view.leaseHolds()).to.equal(true);
  });

  it('has no lease at all when none is published', () => {
    const world = new World();
    world.publish({ leaseFrom: 0, leaseEnd: 0 });
    expect([world.view.localFence(), world.view.leaseHolds()]).to.deep.equal([null, false]);
  });

  it('asks nothing while nobody leads', () => {
    const world = new World();
    const batch = { uuid: '0'.repeat(32), incarnation: 1, sequence: 1 };
    expect(world.view.propose(batch, new Uint8Array())).to.equal(false);
    expect(world.view.fence(1, false, 0)).to.equal(false);
    expect(world.posted).to.deep.equal([]);
    world.view.leader = 'n2';
    expect(world.view.fence(1, false, 0)).to.equal(true);
    expect(world.posted).to.have.length(1);
  });

  it('says who listens only when that changed', () => {
    const world = new World();
    for (const members of [[], ['n2'], ['n2'], []]) world.view.listen(members);
    expect(world.posted).to.deep.equal([
      { type: 'listeners', members: ['n2'] },
      { type: 'listeners', members: [] },
    ]);
  });
});
