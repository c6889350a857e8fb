import { expect } from 'chai';
import type { BatchId } from '../../../src/base/peer-message.js';
import { LaneState } from '../../../src/replica/lane.js';
import { UUID, World, request, textOf } from './proposer-world.js';

describe('Proposer', () => {
  it('sends its open first, and no batch before that is applied', () => {
    const world = new World();
    world.proposer.begin(7);
    world.write(new LaneState(1), 'SET', 'a', '1');
    world.proposer.flush();
    expect(world.sent.map(({ id }) => [id.incarnation, id.sequence])).to.deep.equal([[7, 0]]);
    world.proposer.openApplied();
    expect(world.sent[1]?.argv).to.deep.equal([['SET', 'a', '1']]);
  });

  it('makes one batch of the commands of a turn', () => {
    const world = World.open();
    world.write(new LaneState(1), 'SET', 'a', '1');
    world.write(new LaneState(2), 'SET', 'b', '2');
    world.proposer.flush();
    expect(world.sent).to.deep.equal([
      {
        id: { uuid: UUID, incarnation: 1, sequence: 1 },
        argv: [
          ['SET', 'a', '1'],
          ['SET', 'b', '2'],
        ],
      },
    ]);
  });

  it('lets a batch grow while eight are on their way', () => {
    const world = World.open();
    for (let turn = 0; turn < 11; turn++) {
      world.write(new LaneState(1), 'INCR', String(turn));
      world.proposer.flush();
    }
    expect(world.sequences()).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8]);
    world.proposer.applied(1, 10);
    world.proposer.flush();
    expect(world.sent[8]?.argv).to.deep.equal([
      ['INCR', '8'],
      ['INCR', '9'],
      ['INCR', '10'],
    ]);
  });

  it('lets a batch of an only member grow while two are on their way', () => {
    const world = World.open();
    world.sink.isAlone = true;
    for (let turn = 0; turn < 4; turn++) {
      world.write(new LaneState(1), 'INCR', String(turn));
      world.proposer.flush();
    }
    expect(world.sequences()).to.deep.equal([1, 2]);
  });

  it('gives no number while no leader is known, and answers CLUSTERDOWN when the time is over', () => {
    const world = World.open();
    world.sink.leader = null;
    const lane = new LaneState(1);
    const replies = world.write(lane, 'SET', 'a', '1');
    world.proposer.tick(4_999);
    expect(replies).to.deep.equal([]);
    world.now = 5_001;
    world.proposer.tick(5_001);
    expect(textOf(replies[0])).to.match(/^CLUSTERDOWN /);
    expect(lane.lastBatch).to.equal(null);
    world.sink.leader = 'n1';
    world.proposer.flush();
    expect(world.sent).to.deep.equal([]);
  });

  it('puts what is not applied to the next leader under the same numbers, in order', () => {
    const world = World.open();
    for (const key of ['a', 'b']) {
      world.write(new LaneState(1), 'SET', key, '1');
      world.proposer.flush();
    }
    world.proposer.applied(1, 10);
    world.proposer.leaderChanged();
    expect(world.sequences()).to.deep.equal([1, 2, 2]);
  });

  it('answers "unknown" for what may have been logged, and then offers an empty batch under its number', () => {
    const world = World.open();
    const replies = world.write(new LaneState(1), 'SET', 'a', '1');
    world.proposer.flush();
    world.now = 5_001;
    world.proposer.tick(5_001);
    expect(textOf(replies[0])).to.match(/^TIMEOUT outcome unknown/);
    world.proposer.leaderChanged();
    expect(world.sent[1]).to.deep.equal({ id: { uuid: UUID, incarnation: 1, sequence: 1 }, argv: [] });
    expect(world.proposer.local(1)).to.equal(null);
  });

  it('answers CLUSTERDOWN for what was refused each time that it was sent', () => {
    const world = World.open();
    const replies = world.write(new LaneState(1), 'SET', 'a', '1');
    world.proposer.flush();
    world.proposer.refused({ uuid: UUID, incarnation: 1, sequence: 1 });
    world.now = 5;
    world.sink.accepts = false;
    world.proposer.tick(5);
    world.now = 5_001;
    world.proposer.tick(5_001);
    expect(textOf(replies[0])).to.match(/^CLUSTERDOWN /);
  });

  it('keeps what the node itself asked for in a batch whose clients were told "unknown"', () => {
    const world = World.open();
    world.write(new LaneState(1), 'SET', 'a', '1');
    world.proposer.own({ lane: 2, db: 0, argv: ['quorate.return', 'q', 'left', 'x'] });
    world.proposer.flush();
    world.now = 5_001;
    world.proposer.tick(5_001);
    world.proposer.leaderChanged();
    expect(world.sent[1]?.argv).to.deep.equal([['quorate.return', 'q', 'left', 'x']]);
  });

  it('begins an incarnation with the batches that the one before did not get applied', () => {
    const world = World.open();
    for (const key of ['a', 'b']) {
      world.write(new LaneState(1), 'SET', key, '1');
      world.proposer.flush();
    }
    world.proposer.applied(1, 10);
    world.sent.length = 0;
    world.proposer.begin(2);
    world.proposer.openApplied();
    expect(world.sent.map(({ id, argv }) => [id.incarnation, id.sequence, argv])).to.deep.equal([
      [2, 0, []],
      [2, 1, [['SET', 'b', '1']]],
    ]);
  });

  it('gives a read behind an unsent write of its lane its place, and none behind one that was sent', () => {
    const world = World.open();
    const lane = new LaneState(1);
    world.write(lane, 'SET', 'a', '1');
    expect(world.proposer.place(request(lane, ['GET', 'a'], []), lane)).to.equal(true);
    world.proposer.flush();
    expect(world.proposer.place(request(lane, ['GET', 'a'], []), lane)).to.equal(false);
    expect(world.proposer.local(1)?.places.map(place => place.position)).to.deep.equal([1]);
  });

  it('lets what the node itself asked for keep its place when the clients before and behind it are given up', () => {
    const world = World.open();
    world.sink.leader = null;
    world.write(new LaneState(1), 'SET', 'a', '1');
    world.proposer.own({ lane: 2, unblock: 'timeout' });
    world.now = 4_000;
    world.proposer.tick(4_000);
    const later = world.write(new LaneState(2), 'BLPOP', 'q', '0');
    world.now = 5_001;
    world.proposer.tick(5_001);
    world.sink.leader = 'n1';
    world.proposer.flush();
    const sent = world.sent.flatMap(({ argv }) => argv);
    expect(sent).to.deep.equal([
      ['unblock', '2', 'timeout'],
      ['BLPOP', 'q', '0'],
    ]);
    expect(later).to.deep.equal([]);
  });

  it('gives each command its time: what comes late while there is no leader waits as long as what came first', () => {
    const world = World.open();
    world.sink.leader = null;
    const replies = [world.write(new LaneState(1), 'SET', 'a', '1')];
    world.now = 4_000;
    world.proposer.tick(4_000);
    replies.push(world.write(new LaneState(2), 'SET', 'b', '1'));
    world.now = 5_001;
    world.proposer.tick(5_001);
    expect(replies.map(({ length }) => length)).to.deep.equal([1, 0]);
  });

  it('has no place for a read in a batch whose clients are just being given up', () => {
    const world = World.open();
    world.sink.leader = null;
    const lane = new LaneState(1);
    const places: boolean[] = [];
    const done = (): number => places.push(world.proposer.place(request(lane, ['GET', 'a'], []), lane));
    world.proposer.submit({ ...request(lane, ['SET', 'a', '1'], []), done }, lane);
    world.proposer.place({ ...request(lane, ['GET', 'a'], []), done }, lane);
    world.now = 6_000;
    world.proposer.tick(6_000);
    expect(places).to.deep.equal([false, false]);
  });

  it('takes a waiter of which nobody knows out, before anything that its client sends from then on', () => {
    const world = World.open();
    const lane = new LaneState(1);
    const done = (): unknown => world.write(lane, 'BLPOP', 'q', '0'); // as soon as it hears "unknown"
    world.proposer.submit({ ...request(lane, ['BLPOP', 'p', '0'], []), done }, lane);
    world.proposer.flush();
    world.now = 5_001;
    world.proposer.tick(5_001);
    expect(world.sent.slice(1).flatMap(({ argv }) => argv)).to.deep.equal([
      ['unblock', '1', 'gone'],
      ['BLPOP', 'q', '0'],
    ]);
  });

  it('carries reads that stand alone in a batch into the next incarnation, and counts nothing that it drops', () => {
    const world = World.open();
    const lane = new LaneState(1);
    const read = { request: request(lane, ['GET', 'a'], []), lane, due: 0, moved: false, reply: undefined };
    lane.waiting.push(read);
    world.write(lane, 'SET', 'a', 'x'.repeat(2 << 20)); // in parts: the read is in front, by itself
    world.proposer.flush();
    world.proposer.begin(2);
    world.proposer.openApplied();
    expect(world.proposer.local(1)?.places.map(place => place.read)).to.deep.equal([read.request]);
    const other = World.open();
    other.write(new LaneState(1), 'SET', 'a', '1');
    other.proposer.flush();
    other.now = 5_001;
    other.proposer.tick(5_001);
    other.proposer.begin(2);
    expect(other.proposer.bytesInFlight).to.equal(0);
  });

  describe('a large command', () => {
    const big = 'x'.repeat(5 << 20);
    const partsOf = (world: World): number => world.sent.filter(({ argv }) => argv.length === 0).length;

    /** Applies all that was sent, and what is sent because of it; answers how many batches these were. */
    function applyAll(world: World): number {
      let applied = 0;
      for (; world.proposer.batchesInFlight > 0; applied++) {
        const { id } = world.sent[applied] as { id: BatchId };
        world.proposer.applied(id.sequence, id.sequence);
        world.proposer.flush();
      }
      return applied;
    }

    it('travels in parts, two megabytes at a time, commands of others between them', () => {
      const world = World.open();
      world.write(new LaneState(1), 'SET', 'a', big);
      world.proposer.flush();
      const first = partsOf(world);
      expect(first).to.be.within(10, 12);
      world.write(new LaneState(2), 'SET', 'b', '1');
      world.proposer.flush();
      expect(world.sent.slice(first).map(({ argv }) => argv)).to.deep.equal([[['SET', 'b', '1']]]);
      expect(applyAll(world)).to.equal(Math.ceil(big.length / (192 * 1024)) + 1);
      expect(world.sequences()).to.deep.equal(world.sent.map((_, at) => at + 1));
    });

    it('keeps its place among the commands of its lane', () => {
      const world = World.open();
      const lane = new LaneState(1);
      world.write(lane, 'SET', 'before', '1');
      world.write(lane, 'SET', 'a', big);
      world.write(lane, 'SET', 'behind', '1');
      world.proposer.flush();
      applyAll(world);
      expect(world.sent[0]?.argv).to.deep.equal([['SET', 'before', '1']]);
      expect(world.sent.at(-1)?.argv).to.deep.equal([['SET', 'behind', '1']]);
      expect(lane.lastBatch).to.equal(null);
    });

    it('is not given up while parts of it are applied', () => {
      const world = World.open();
      const replies = world.write(new LaneState(1), 'SET', 'a', big);
      const others = world.write(new LaneState(2), 'SET', 'b', '1');
      world.proposer.flush();
      for (let at = 0; at < 5; at++) {
        world.now += 3_000;
        world.proposer.applied(at + 1, at + 1);
        world.proposer.tick(world.now);
      }
      expect([...replies, ...others]).to.deep.equal([]);
      world.now += 6_000;
      world.proposer.tick(world.now);
      expect(textOf(replies[0])).to.match(/^CLUSTERDOWN /); // its last part was never sent
    });

    it('begins anew in the next incarnation, with all that followed it on its lane', () => {
      const world = World.open();
      const lane = new LaneState(1);
      world.write(lane, 'SET', 'a', 'x'.repeat(1_500_000));
      world.proposer.flush();
      world.write(lane, 'SET', 'behind', '1'); // its last part has a number
      world.proposer.applied(1, 1);
      world.sent.length = 0;
      world.proposer.begin(2);
      world.proposer.openApplied();
      world.sent.shift();
      expect(applyAll(world)).to.equal(Math.ceil(1_500_000 / (192 * 1024)) + 1);
      expect(world.sent.at(-1)?.argv).to.deep.equal([['SET', 'behind', '1']]);
    });
  });

  it('is congested by 64 MB on their way, and relieved below half of it', () => {
    const world = World.open();
    for (let megabyte = 0; megabyte < 66; megabyte++)
      world.write(new LaneState(1), 'SET', 'a', 'x'.repeat(1 << 20));
    expect(world.proposer.congested).to.equal(true);
    world.proposer.flush();
    for (const { id } of world.sent) {
      world.proposer.applied(id.sequence, id.sequence);
      world.proposer.flush();
    }
    expect(world.proposer.congested).to.equal(false);
    expect(world.relieved).to.equal(1);
  });
});
