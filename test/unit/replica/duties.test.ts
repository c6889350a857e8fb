import { expect } from 'chai';
import { bootstrapOf } from '../../../src/base/configuration.js';
import { decodeBody, type Payload } from '../../../src/machine/payload.js';
import { LeaderDuties } from '../../../src/replica/duties.js';

const [SELF, PEER] = ['1'.repeat(32), '2'.repeat(32)];

class World {
  readonly logged: Payload[] = [];
  silence = 0;
  readonly machine = {
    clusterId: 'c'.repeat(32) as string | null,
    due: undefined as number | undefined,
    ended: false,
    earliestDeadline: () => this.machine.due,
    rows: () =>
      [SELF, PEER].map((uuid, at) => ({
        uuid,
        id: `n${at + 1}`,
        incarnation: 4,
        lastSequence: 0,
        ended: this.machine.ended,
        clientAddress: '',
        gatheredBytes: 0,
      })),
  };
  readonly duties = new LeaderDuties(
    {
      append: body => this.logged.push(decodeBody(body)),
      stampNow: () => 1_000,
      configuration: bootstrapOf(['n1', 'n2', 'n3'].map(id => ({ id, uuid: '', address: '' }))),
      silence: () => this.silence,
    },
    this.machine,
    {
      id: 'n1',
      members: [],
      settings: [],
      newClusterId: () => 'a'.repeat(32),
      nodeTimeout: () => 10_000,
    },
  );

  run(now: number, isAll = true): Payload[] {
    this.logged.length = 0;
    this.duties.run(now, isAll);
    return [...this.logged];
  }
}

describe('LeaderDuties', () => {
  it('begin a cluster only when nothing else is in the log, and not twice in a row', () => {
    const world = new World();
    world.machine.clusterId = null;
    expect(world.run(10, false)).to.deep.equal([]);
    expect(world.run(20).map(({ kind }) => kind)).to.deep.equal(['bootstrap']);
    expect(world.run(30)).to.deep.equal([]);
    expect(world.run(1_030)).to.have.length(1);
  });

  it('log a tick when a key is due, at most every 50 ms, also while more is in the log', () => {
    const world = new World();
    world.machine.due = 1_001;
    expect(world.run(100)).to.deep.equal([]);
    world.machine.due = 1_000;
    expect(world.run(110, false)).to.deep.equal([{ kind: 'tick' }]);
    expect(world.run(150)).to.deep.equal([]);
    expect(world.run(160)).to.deep.equal([{ kind: 'tick' }]);
  });

  it('end the incarnation of a node that has been silent for too long, never their own', () => {
    const world = new World();
    world.silence = 10_000;
    expect(world.run(10)).to.deep.equal([]);
    world.silence = 10_001;
    const end = { kind: 'end', uuid: PEER, incarnation: 4 };
    expect(world.run(20)).to.deep.equal([end]);
    expect(world.run(500)).to.deep.equal([]); // it is on its way
    expect(world.run(1_021)).to.deep.equal([end]); // or was lost
    world.machine.ended = true;
    expect(world.run(3_000)).to.deep.equal([]);
  });
});
