import { expect } from 'chai';
import { bootstrapOf, type Configuration } from '../../../src/base/configuration.js';
import { decodeBody, type Payload } from '../../../src/machine/payload.js';
import { LeaderDuties } from '../../../src/replica/duties.js';

const [SELF, PEER, THIRD] = ['1', '2', '3'].map(digit => digit.repeat(32)) as [string, string, string];

/** Members n1 and up by the uuids of their data folders; empty: not known yet. */
function withFolders(uuids: readonly string[]): Configuration {
  return bootstrapOf(uuids.map((uuid, at) => ({ id: `n${at + 1}`, uuid, address: '' })));
}

class World {
  readonly logged: Payload[] = [];
  silence = 0;
  readonly machine = {
    clusterId: 'c'.repeat(32) as string | null,
    due: undefined as number | undefined,
    ended: false,
    version: 1,
    highestVersion: 1,
    /** Of the members that have a row. */
    rowVersions: [1, 1],
    earliestDeadline: () => this.machine.due,
    rows: () =>
      [SELF, PEER, THIRD].slice(0, this.machine.rowVersions.length).map((uuid, at) => ({
        uuid,
        id: `n${at + 1}`,
        incarnation: 4,
        lastSequence: 0,
        ended: this.machine.ended,
        clientAddress: '',
        highestVersion: this.machine.rowVersions[at] ?? 0,
        gatheredBytes: 0,
      })),
  };
  readonly consensus = {
    append: (body: Uint8Array) => this.logged.push(decodeBody(body)),
    stampNow: () => 1_000,
    configuration: withFolders(['', '', '']),
    silence: () => this.silence,
  };
  readonly duties = new LeaderDuties(this.consensus, this.machine, {
    id: 'n1',
    members: [],
    settings: [],
    newClusterId: () => 'a'.repeat(32),
    nodeTimeout: () => 10_000,
  });

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

  it('raise the machine version to what all members can run, not before each has told', () => {
    const world = new World();
    const { machine } = world;
    machine.highestVersion = 4;
    const raised = (rowVersions: number[], now: number): Payload[] => {
      machine.rowVersions = rowVersions;
      return world.run(now);
    };
    expect(raised([4, 3], 10)).to.deep.equal([]); // n3 never began an incarnation
    expect(raised([4, 3, 1], 20)).to.deep.equal([]);
    const raise = { kind: 'raise', version: 2 };
    expect(raised([4, 3, 2], 30)).to.deep.equal([raise]);
    expect(raised([4, 3, 2], 500)).to.deep.equal([]); // it is on its way
    expect(raised([4, 3, 2], 1_030)).to.deep.equal([raise]); // or was lost
    machine.version = 2;
    expect(raised([4, 3, 2], 3_000)).to.deep.equal([]);
    machine.ended = true; // those that are away count with what they could run last
    expect(raised([4, 4, 3], 4_000)).to.deep.equal([{ kind: 'raise', version: 3 }]);
  });

  it('wait for the data folder that is a member now, not for the one before it', () => {
    const world = new World();
    world.consensus.configuration = withFolders([SELF, PEER, 'f'.repeat(32)]);
    world.machine.highestVersion = 2;
    world.machine.rowVersions = [2, 2, 2];
    world.machine.ended = true;
    expect(world.run(10)).to.deep.equal([]);
  });
});
