import { expect } from 'chai';
import type { Entry } from '../../../src/base/raft-message.js';
import { Applier } from '../../../src/replica/applier.js';

/** Entries come one at a time, when the test lets them. */
class World {
  now = 0;
  readonly applied: number[] = [];
  #read: (() => void) | null = null;
  #later: (() => void)[] = [];
  readonly applier = new Applier(
    {
      entries: (from, _to, done: (entries: readonly Entry[]) => void) => {
        this.#read = () => done([{ index: from, term: 1, kind: 'data', data: new Uint8Array() }]);
      },
      applied: () => undefined,
    },
    {
      now: () => this.now,
      apply: entry => this.applied.push(entry.index),
      applied: () => undefined,
      later: run => this.#later.push(run),
    },
  );

  read(): void {
    const read = this.#read;
    this.#read = null;
    read?.();
    for (const run of this.#later.splice(0)) run();
  }
}

describe('Applier', () => {
  it('applies each entry once and in order, however the commit index comes', () => {
    const world = new World();
    world.applier.committedUpTo(2);
    world.applier.committedUpTo(1);
    world.read();
    world.applier.committedUpTo(3);
    world.applier.committedUpTo(3);
    for (let more = 0; more < 4; more++) world.read();
    expect(world.applied).to.deep.equal([1, 2, 3]);
  });

  it('knows for how long it has been behind, which is not how long it has had something to do', () => {
    const world = new World();
    for (let second = 0; second < 20; second++) {
      world.now = second * 1_000;
      world.applier.committedUpTo(second + 2); // always one behind, for a second
      expect(world.applier.isBehind).to.equal(true);
      expect(world.applier.lag(world.now)).to.be.at.most(1_000);
      world.read();
    }
    world.now += 6_000;
    expect(world.applier.lag(world.now)).to.be.at.least(6_000);
    for (let more = 0; more < 2; more++) world.read();
    expect(world.applier.lag(world.now)).to.equal(0);
  });

  it('remembers its way with bounded memory', () => {
    const world = new World();
    for (let index = 1; index <= 500; index++) {
      world.now += 1_000;
      world.applier.committedUpTo(index);
    }
    for (let more = 0; more < 500; more++) world.read();
    expect([world.applied.length, world.applier.lag(world.now)]).to.deep.equal([500, 0]);
  });
});
