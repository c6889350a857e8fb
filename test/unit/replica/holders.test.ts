import { expect } from 'chai';
import { Holders } from '../../../src/replica/holders.js';
import { LaneState } from '../../../src/replica/lane.js';

/** Node n1; n2 leads unless the test says otherwise. */
class World {
  readonly raft = {
    role: 'follower' as 'leader' | 'follower',
    leader: 'n2' as string | null,
    persistedIndex: 7,
    match: { n2: 7, n3: 5 },
    status: () => ({
      leading: { peers: Object.entries(this.raft.match).map(([id, match]) => ({ id, match })) },
    }),
  };
  readonly asked: ((answers: string[]) => void)[] = [];
  answerOthers: (body: string, done: (answer: string) => void) => void = () => undefined;
  readonly holders = new Holders('n1', this.raft as never, {
    answer: (_, handler) => {
      this.answerOthers = handler;
    },
    ask: (_peers, _topic, _body, _timeout, done) => this.asked.push(done),
  });

  wait(wanted: number, timeoutMs: number, lane = new LaneState(1)): number[] {
    const answers: number[] = [];
    lane.lastIndex = 6;
    this.holders.wait(lane, wanted, timeoutMs, 0, holders => answers.push(holders));
    return answers;
  }
}

describe('Holders', () => {
  it('counts the other members that hold the write, as a leader', () => {
    const world = new World();
    world.raft.role = 'leader';
    const answers = world.wait(2, 500);
    world.holders.tick(10);
    expect(answers).to.deep.equal([]);
    world.raft.match.n3 = 6;
    world.holders.tick(20);
    expect(answers).to.deep.equal([2]);
  });

  it('asks the leader, which counts itself and not the one who asks', () => {
    const world = new World();
    const answers = world.wait(1, 500);
    world.asked[0]?.(['1']);
    world.holders.tick(10);
    expect(answers).to.deep.equal([1]);
    world.raft.role = 'leader';
    const told: string[] = [];
    world.answerOthers('6 n2', answer => told.push(answer));
    world.answerOthers('6 n3', answer => told.push(answer));
    world.raft.role = 'follower';
    world.answerOthers('6 n3', answer => told.push(answer));
    expect(told).to.deep.equal(['1', '2', '']);
  });

  it('answers what it knows when the time is over, and not before one look when nobody is asked for', () => {
    const world = new World();
    const none = world.wait(0, 0);
    expect(none).to.deep.equal([]);
    world.asked[0]?.([]);
    const answers = world.wait(2, 500);
    world.asked[1]?.(['1']);
    world.holders.tick(499); // asks again: no answer comes
    expect([none, answers]).to.deep.equal([[0], []]);
    world.holders.tick(500);
    expect(answers).to.deep.equal([1]);
    world.asked[2]?.(['2']);
    expect(answers).to.deep.equal([1]);
  });

  it('forgets a connection that was closed', () => {
    const world = new World();
    world.raft.role = 'leader';
    const lane = new LaneState(1);
    const answers = world.wait(5, 0, lane);
    lane.closed = true;
    world.holders.tick(10);
    world.raft.match = { n2: 9, n3: 9 };
    let counted = 0;
    world.raft.status = () => {
      counted++;
      return { leading: { peers: [] } };
    };
    world.holders.tick(20);
    expect([answers, counted]).to.deep.equal([[], 0]);
  });
});
