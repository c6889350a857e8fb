import { expect } from 'chai';
import { Holders } from '../../../src/replica/holders.js';
import { LaneState } from '../../../src/replica/lane.js';

/** Node n1; n2 leads unless the test says otherwise. */
class World {
  readonly consensus = {
    leads: false,
    leader: 'n2' as string | null,
    /** Of the three, as the consensus half counts them: this node itself first. */
    match: { n1: 7, n2: 7, n3: 5 },
    counted: 0,
    holders: (index: number, asker: string, done: (holders: number) => void): void => {
      this.consensus.counted++;
      const others = Object.entries(this.consensus.match).filter(([id]) => id !== asker);
      done(this.consensus.leads ? others.filter(([, match]) => match >= index).length : -1);
    },
  };
  readonly asked: ((answers: string[]) => void)[] = [];
  answerOthers: (body: string, done: (answer: string) => void) => void = () => undefined;
  readonly holders = new Holders('n1', this.consensus, {
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
    world.consensus.leads = true;
    const answers = world.wait(2, 500);
    world.holders.tick(10);
    expect(answers).to.deep.equal([]);
    world.consensus.match.n3 = 6;
    world.holders.tick(20);
    expect(answers).to.deep.equal([2]);
  });

  it('asks the leader, which counts itself and not the one who asks', () => {
    const world = new World();
    const answers = world.wait(1, 500);
    world.asked[0]?.(['1']);
    world.holders.tick(10);
    expect(answers).to.deep.equal([1]);
    world.consensus.leads = true;
    const told: string[] = [];
    world.answerOthers('6 n2', answer => told.push(answer));
    world.answerOthers('6 n3', answer => told.push(answer));
    world.consensus.leads = false;
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
    world.consensus.leads = true;
    const lane = new LaneState(1);
    const answers = world.wait(5, 0, lane);
    lane.closed = true;
    world.holders.tick(10);
    world.consensus.match = { n1: 9, n2: 9, n3: 9 };
    const { counted } = world.consensus;
    world.holders.tick(20);
    expect([answers, world.consensus.counted]).to.deep.equal([[], counted]);
  });
});
