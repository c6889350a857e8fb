import { expect } from 'chai';
import type { Entry } from '../../../../src/base/raft-message.js';
import { Feeder } from '../../../../src/replica/consensus/feeder.js';
import { packEntries, unpackEntries } from '../../../../src/replica/packed-entries.js';

const entry = (index: number, bytes: number): Entry => ({
  index,
  term: 2,
  kind: index % 7 === 0 ? 'noop' : 'data',
  data: Buffer.alloc(bytes, index % 256),
});

/** A log whose entries come one at a time, when the test lets them. */
class World {
  readonly fed: number[] = [];
  #reading: (() => void) | null = null;
  readonly feeder: Feeder;

  constructor(fed = 0, bytes = 1 << 20) {
    this.feeder = new Feeder({
      read: (from, _, done) => {
        this.#reading = () => done([entry(from, bytes)]);
      },
      feed: entries => this.fed.push(...entries.map(({ index }) => index)),
    });
    this.feeder.resume(fed);
  }

  read(times = 1): void {
    for (; times > 0; times--) {
      const reading = this.#reading;
      this.#reading = null;
      reading?.();
    }
  }
}

describe('Feeder', () => {
  it('hands over each committed entry once and in order, from where the machine is', () => {
    const world = new World(4, 10);
    world.feeder.committedUpTo(6);
    world.feeder.committedUpTo(5);
    world.read();
    world.feeder.committedUpTo(8);
    world.read(9);
    expect(world.fed).to.deep.equal([5, 6, 7, 8]);
  });

  it('hands over no more than the machine can take', () => {
    const world = new World();
    world.feeder.committedUpTo(100);
    world.read(20);
    expect(world.fed).to.have.length(4);
    world.feeder.appliedUpTo(3);
    world.read(20);
    expect(world.fed).to.have.length(7);
  });
});

describe('packed entries', () => {
  it('are the same entries', () => {
    const entries = [1, 2, 3, 4, 5, 6, 7].map(at => entry(at, at * 100));
    const packed = packEntries(entries);
    expect(unpackEntries(packed)).to.deep.equal(entries);
  });
});
