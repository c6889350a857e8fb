import { expect } from 'chai';
import { BootstrapGate } from '../../../src/cli/bootstrap-gate.js';

class World {
  opened = 0;
  failure: string | null = null;
  readonly gate: BootstrapGate;

  constructor(count = 3) {
    this.gate = new BootstrapGate('n1', count, {
      open: () => this.opened++,
      failed: error => {
        this.failure = error.message;
      },
    });
  }
}

describe('a node with a new data folder', () => {
  it('begins a cluster with a majority that is as new, after it has looked around', () => {
    const world = new World();
    world.gate.met('n2', null, false);
    expect(world.opened).to.equal(0);
    world.gate.waited();
    world.gate.met('n3', null, false);
    expect(world.opened).to.equal(1);
  });

  it('waits for a majority', () => {
    const world = new World(5);
    world.gate.waited();
    world.gate.met('n2', null, false);
    world.gate.met('n2', null, false);
    expect(world.opened).to.equal(0);
    world.gate.met('n3', null, false);
    expect(world.opened).to.equal(1);
  });

  it('begins none when one of those that it reaches belongs to a cluster', () => {
    const world = new World();
    world.gate.met('n2', 'c'.repeat(32), false);
    world.gate.met('n3', null, false);
    world.gate.waited();
    expect(world.opened).to.equal(0);
    expect(world.failure).to.equal(null);
  });

  it('ends when its cluster knows it with another folder', () => {
    const world = new World();
    world.gate.met('n2', 'c'.repeat(32), true);
    world.gate.waited();
    expect(world.opened).to.equal(0);
    expect(world.failure).to.equal(
      'data folder of n1 is new, but n1 is a member: use RAFT ADD n1 ... REPLACE (or --join)',
    );
  });

  it('takes its place when one of its cluster knows that it replaces the old, though another has not heard', () => {
    const world = new World();
    world.gate.met('n2', 'c'.repeat(32), true);
    world.gate.met('n3', 'c'.repeat(32), false);
    world.gate.waited();
    expect(world.opened).to.equal(0);
    expect(world.failure).to.equal(null);
  });
});
