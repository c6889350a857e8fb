import { expect } from 'chai';
import { bootstrapOf, type SnapshotMeta } from '../../../../src/base/configuration.js';
import type { SnapshotAnswer } from '../../../../src/replica/channel.js';
import { Snapshots, type SnapshotsEnvironment } from '../../../../src/replica/consensus/snapshots.js';
import { MemorySnapshots } from '../../../sim/ports/memory-snapshot-store.js';

const CLUSTER = bootstrapOf(['n1', 'n2'].map(id => ({ id, uuid: `${id}'s`, address: `${id}:1` })));
const OFFERED: SnapshotMeta = { index: 50, term: 3, configuration: CLUSTER };

/** A follower that has committed and applied up to 20; its disk syncs when the test says so. */
class World {
  readonly disk = new MemorySnapshots();
  readonly #syncs: (() => void)[] = [];
  readonly answers: SnapshotAnswer[] = [];
  readonly snapshots: Snapshots;

  constructor() {
    const parts = {
      raft: {
        commitIndex: 20,
        persistedIndex: 20,
        firstIndex: 1,
        applied: () => undefined,
        compact: () => undefined,
      },
      store: this.disk.open(complete => this.#syncs.push(complete)),
      log: { compact: (_: number, done: (error: null) => void) => done(null) },
      sizes: { keeping: () => 0, compacted: () => undefined },
      feeder: { pause: () => undefined, resume: () => undefined },
      machine: { post: (answer: SnapshotAnswer) => this.answers.push(answer) },
      bootstrap: CLUSTER,
      distrusted: null,
      needed: () => 20,
      sawStamp: () => undefined,
      saved: () => undefined,
      now: () => 0,
      logger: { info: () => undefined },
      failed: (error: Error) => {
        throw error;
      },
    };
    this.snapshots = new Snapshots(parts as unknown as SnapshotsEnvironment);
  }

  sync(): void {
    for (const complete of this.#syncs.splice(0)) complete();
  }

  /** Takes one of the machine half, but for its end. */
  take(): void {
    this.snapshots.receive({ type: 'snapshot', index: 10, term: 2 });
    this.snapshots.receive({ type: 'chunk', bytes: new Uint8Array(3) });
    this.sync();
  }

  get told(): string[] {
    return this.answers.map(({ type }) => type);
  }
}

describe('the snapshots of a node', () => {
  it('are given up for one of the leader while they are written', () => {
    const world = new World();
    world.take();
    expect(world.snapshots.receiveInto(OFFERED)).not.to.equal(null);
    world.snapshots.receive({ type: 'snapshotEnd', keep: { tail: 0, origin: 0 } });
    world.sync();
    expect(world.told).to.deep.equal(['chunkSaved', 'snapshotRefused']);
    expect(world.snapshots.index).to.equal(0);
  });

  it('come to their end first when the last of them is on its way to the disk', () => {
    const world = new World();
    world.take();
    world.snapshots.receive({ type: 'snapshotEnd', keep: { tail: 0, origin: 0 } });
    expect(world.snapshots.receiveInto(OFFERED)).to.equal(null);
    world.snapshots.receive({ type: 'snapshot', index: 20, term: 2 });
    expect(world.told).to.deep.equal(['chunkSaved', 'snapshotRefused']);
    world.sync();
    expect(world.told.at(-1)).to.equal('snapshotSaved');
    expect(world.snapshots.index).to.equal(10);
    expect(world.snapshots.receiveInto(OFFERED)).not.to.equal(null);
  });
});
