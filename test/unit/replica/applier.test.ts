import { expect } from 'chai';
import type { Entry } from '../../../src/base/raft-message.js';
import { Applier } from '../../../src/replica/applier.js';

class World {
  now = 0;
  readonly applied: number[] = [];
  readonly slices: number[] = [];
  #later: (() => void)[] = [];
  #last = 0;
  readonly applier = new Applier({
    now: () => this.now,
    apply: entry => this.applied.push(entry.index),
    applied: index => this.slices.push(index),
    later: run => this.#later.push(run),
  });

  commit(count: number): void {
    const from = this.#last + 1;
    this.#last += count;
    const entry = (at: number): Entry => ({
      index: from + at,
      term: 1,
      kind: at === 0 ? 'noop' : 'data',
      data: new Uint8Array(),
    });
    this.applier.committed(Array.from({ length: count }, (_, at) => entry(at)));
  }

  turn(): void {
    for (const run of this.#later.splice(0)) run();
  }
}

describe('Applier', () => {
  it('applies each entry with data once and in order', () => {
    const world = new World();
    world.commit(3);
    world.commit(1);
    world.commit(2);
    expect([world.applied, world.applier.applied]).to.deep.equal([[2, 3, 6], 6]);
  });

  it('lets the sockets have their turn when there is much to apply', () => {
    const world = new World();
    world.commit(1_200);
    expect([world.slices, world.applier.isBehind]).to.deep.equal([[512], true]);
    world.commit(10);
    world.turn();
    world.turn();
    expect(world.slices).to.deep.equal([512, 1_024, 1_210]);
    expect([world.applier.isBehind, world.applied.length]).to.deep.equal([false, 1_208]);
  });

  it('knows for how long it has been behind', () => {
    const world = new World();
    world.commit(600);
    world.now = 400;
    world.commit(1);
    world.now = 1_000;
    expect(world.applier.lag(world.now)).to.equal(1_000);
    world.turn();
    expect(world.applier.lag(world.now)).to.equal(0);
  });
});
