import { expect } from 'chai';
import { Batch } from '../../../src/replica/batch.js';
import { LaneState } from '../../../src/replica/lane.js';
import { Reads } from '../../../src/replica/reads.js';
import { ErrorReply, type Reply } from '../../../src/resp/reply.js';

/** A leader elsewhere or here, and a machine that knows one number: how far it has applied. */
class World {
  now = 0;
  applied = 10;
  /** The lease of this node, when it leads. */
  local: { index: number; stamp: number } | null = null;
  leaseAfter = true;
  reachable = true;
  /** Keys are due from this stamp on, by the log only from `applied` 20 on. */
  dueAt = Infinity;
  readonly asked: { id: number; tick: number }[] = [];
  readonly reads: Reads;

  constructor(firstId = 0) {
    const consensus = {
      localFence: () => this.local,
      leaseHolds: () => this.leaseAfter,
      fence: (id: number, _quorum: boolean, tick: number) => {
        if (this.reachable) this.asked.push({ id, tick });
        return this.reachable;
      },
    };
    const query = (_: unknown, stamp: number): Reply | undefined =>
      stamp >= this.dueAt && this.applied < 20 ? undefined : this.applied;
    const environment = { now: () => this.now, appliedIndex: () => this.applied, query };
    this.reads = new Reads(consensus, environment, () => false, firstId);
  }

  read(lane: LaneState): Reply[] {
    const replies: Reply[] = [];
    const done = (reply: Reply): number =>
      replies.push(reply instanceof ErrorReply ? (reply.text.split(' ')[0] as string) : reply);
    this.reads.submit({ lane, argv: ['GET', 'k'], db: 0, kind: 'read', done, lost: () => undefined }, lane);
    return replies;
  }

  get lastId(): number {
    return this.asked.at(-1)?.id ?? 0;
  }

  apply(index: number): void {
    this.applied = index;
    this.reads.applied();
  }
}

describe('Reads', () => {
  it('evaluates once the machine has applied up to the fence, not before', () => {
    const world = new World();
    const replies = world.read(new LaneState(1));
    world.reads.flush();
    world.reads.fenced(world.lastId, 12, 1_000);
    expect(replies).to.deep.equal([]);
    world.apply(12);
    expect(replies).to.deep.equal([12]);
  });

  it('asks one fence for the reads of a turn, and another for one that comes later', () => {
    const world = new World();
    world.read(new LaneState(1));
    world.read(new LaneState(2));
    world.reads.flush();
    const late = world.read(new LaneState(3));
    world.reads.fenced(world.lastId, 10, 1_000);
    expect(late).to.deep.equal([]);
    world.reads.flush();
    expect(world.asked).to.have.length(2);
  });

  it('answers by the lease at once, and not at all when it is gone after the evaluation', () => {
    const world = new World();
    world.local = { index: 10, stamp: 1_000 };
    const replies = world.read(new LaneState(1));
    world.reads.flush();
    expect(replies).to.deep.equal([10]);
    world.leaseAfter = false;
    const lane = new LaneState(2);
    const doubtful = [world.read(lane), world.read(lane)];
    world.reads.flush();
    expect(doubtful).to.deep.equal([[], []]);
    world.reads.fenced(world.lastId, 10, 1_000);
    expect(doubtful).to.deep.equal([[10], [10]]);
  });

  it('asks again for what a leader refused or did not answer', () => {
    const world = new World();
    const replies = world.read(new LaneState(1));
    world.reads.flush();
    world.reads.fenced(world.lastId, -1, 0);
    world.reads.tick(10, 5_000);
    world.reads.tick(300, 5_000);
    expect(world.asked).to.have.length(3);
    world.reads.fenced(world.lastId, 10, 1_000);
    expect(replies).to.deep.equal([10]);
  });

  it('takes no answer for one of its own that an earlier life of the node asked for', () => {
    const [before, after] = [new World(4_000_000_000), new World(7)];
    before.read(new LaneState(1));
    before.reads.flush();
    const replies = after.read(new LaneState(1));
    after.reads.flush();
    after.reads.fenced(before.lastId, 3, 1_000);
    expect(replies).to.deep.equal([]);
  });

  it('answers CLUSTERDOWN when the time is over: without a leader, and when the entries up to the fence do not come', () => {
    const world = new World();
    world.reachable = false;
    const lonely = world.read(new LaneState(1));
    world.reads.flush();
    world.reachable = true;
    const behind = world.read(new LaneState(2));
    world.reads.flush();
    world.reads.fenced(world.lastId, 99, 1_000);
    world.reads.tick(5_000, 5_000);
    expect([lonely, behind]).to.deep.equal([['CLUSTERDOWN'], ['CLUSTERDOWN']]);
  });

  it('lets those behind a read go on when its time is over', () => {
    const world = new World();
    world.dueAt = 1_000;
    const lane = new LaneState(1);
    const [first] = [world.read(lane)];
    world.reads.flush();
    world.now = 4_000;
    const second = world.read(lane);
    world.reads.flush();
    const id = world.lastId;
    world.reads.fenced(id - 1, 10, 1_000); // the key is due: the first read waits for a tick
    world.reads.flush();
    world.reads.fenced(id, 10, 999);
    expect([first, second]).to.deep.equal([[], []]);
    world.now = 9_000;
    world.reads.tick(9_000, 5_000);
    expect([first, second]).to.deep.equal([['CLUSTERDOWN'], [10]]);
  });

  it('has a tick logged before it shows that a key is gone, in the same turn', () => {
    const world = new World();
    world.dueAt = 900;
    world.local = { index: 10, stamp: 1_000 };
    const replies = world.read(new LaneState(1));
    world.reads.flush();
    expect(world.asked.map(({ tick }) => tick)).to.deep.equal([1_000]);
    world.reads.fenced(world.lastId, 20, 1_000);
    expect(replies).to.deep.equal([]);
    world.apply(20);
    expect(replies).to.deep.equal([20]);
  });

  it('waits for a write of its own lane that is on its way', () => {
    const world = new World();
    const lane = new LaneState(1);
    lane.lastBatch = new Batch(0);
    const replies = world.read(lane);
    world.reads.flush();
    world.reads.fenced(world.lastId, 10, 1_000);
    expect(replies).to.deep.equal([]);
    lane.lastBatch = null;
    world.reads.drain(lane);
    expect(replies).to.deep.equal([10]);
  });

  it('forgets the reads of a lane that was closed', () => {
    const world = new World();
    const lane = new LaneState(1);
    const replies = world.read(lane);
    world.reads.flush();
    for (const read of [...lane.waiting]) world.reads.drop(read, false);
    world.reads.fenced(world.lastId, 10, 1_000);
    world.reads.tick(5_000, 5_000);
    expect(replies).to.deep.equal([]);
  });
});
