import { expect } from 'chai';
import { bootstrapOf, type SnapshotMeta } from '../../../../src/base/configuration.js';
import type { NodeMessage, SnapshotAnswer, SnapshotChunk } from '../../../../src/base/peer-message.js';
import { CHECKSUM_BYTES, sealChunk } from '../../../../src/machine/snapshot/chunk.js';
import { SnapshotReceiver } from '../../../../src/replica/consensus/snapshot-receiver.js';
import { SnapshotSender } from '../../../../src/replica/consensus/snapshot-sender.js';
import type { Snapshots } from '../../../../src/replica/consensus/snapshots.js';
import { MemorySnapshots } from '../../../sim/ports/memory-snapshot-store.js';

const CLUSTER = bootstrapOf(['n1', 'n2'].map(id => ({ id, uuid: `${id}'s`, address: `${id}:1` })));
const META: SnapshotMeta = { index: 50, term: 3, configuration: CLUSTER };
const CHUNKS = 12;
const TICK_MS = 10;
/** More than any transfer here needs. */
const MESSAGES_MAX = 1_000;

function chunkOf(number: number, before: number): { chunk: Buffer; checksum: number } {
  const chunk = Buffer.alloc(CHECKSUM_BYTES + 8, number);
  return { chunk, checksum: sealChunk(chunk, before) };
}

/** A leader's snapshot on its way to a follower, over connections that the test breaks. */
class World {
  readonly #store = new MemorySnapshots().open(complete => complete());
  readonly #target = new MemorySnapshots();
  readonly #sender: SnapshotSender;
  readonly #receiver: SnapshotReceiver;
  /** What is on its way, the first sent first. */
  #wire: (() => void)[] = [];
  #now = 0;
  /** Chunks in the order in which they left. */
  readonly sent: number[] = [];
  /** What the leader's queue has room for. */
  room = Infinity;
  isDone = false;

  constructor() {
    const writing = this.#store.begin(META);
    for (let number = 0, checksum = 0; number < CHUNKS; number++) {
      const made = chunkOf(number, checksum);
      checksum = made.checksum;
      writing.add(made.chunk, () => undefined);
    }
    writing.finish(() => undefined);
    const failed = (error: Error): void => {
      throw error;
    };
    this.#sender = new SnapshotSender({
      ...{ store: this.#store, failed, cannot: () => undefined },
      now: () => this.#now,
      logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
      send: (_, message) => this.#toFollower(message),
      sent: () => {
        this.isDone = true;
      },
    });
    const disk = this.#target.open(complete => complete());
    const snapshots = {
      needs: (index: number) => (disk.current?.meta.index ?? 0) < index,
      receiveInto: (meta: SnapshotMeta) => disk.begin(meta),
      received: () => undefined,
      restore: (done: () => void) => done(),
    };
    this.#receiver = new SnapshotReceiver({
      ...{ snapshots: snapshots as unknown as Snapshots, failed },
      send: (_, message) => this.#toLeader(message as NodeMessage & SnapshotAnswer),
      refused: (_, reason) => failed(new Error(reason)),
    });
  }

  start(): void {
    this.#sender.start('n2');
  }

  /** Lets the first `count` of what is on its way arrive, and what follows from it begin its way. */
  deliver(count: number): void {
    for (let left = count; left > 0; left--) this.#wire.shift()?.();
  }

  deliverAll(): void {
    for (let left = MESSAGES_MAX; this.#wire.length > 0; left--) {
      if (left === 0) throw new Error('messages without an end');
      this.deliver(1);
    }
  }

  /** The first thing on its way is lost, or overtaken by the one behind it. */
  lose(): void {
    this.#wire.shift();
  }

  overtake(): void {
    const [first, second, ...others] = this.#wire;
    if (first !== undefined && second !== undefined) this.#wire = [second, first, ...others];
  }

  /** All that is on its way is lost, and a new connection stands. */
  cut(): void {
    this.#wire = [];
    this.#sender.connected('n2');
  }

  tick(): void {
    this.#now += TICK_MS;
    this.#sender.tick(this.#now);
  }

  /** The follower has it, byte by byte. */
  get isWhole(): boolean {
    const chunks = this.#target.current?.chunks ?? [];
    let checksum = 0;
    for (let number = 0; number < CHUNKS; number++) {
      const made = chunkOf(number, checksum);
      checksum = made.checksum;
      if (!made.chunk.equals(chunks[number] ?? Buffer.alloc(0))) return false;
    }
    return chunks.length === CHUNKS;
  }

  #toFollower(message: NodeMessage): boolean {
    if (message.type === 'snapshotOffer') this.#wire.push(() => this.#receiver.offered('n1', message));
    else if (this.room === 0) return false;
    else {
      this.room--;
      const chunk = message as NodeMessage & SnapshotChunk;
      this.sent.push(chunk.chunk);
      this.#wire.push(() => this.#receiver.chunk('n1', chunk));
    }
    return true;
  }

  #toLeader(answer: SnapshotAnswer): boolean {
    this.#wire.push(() => this.#sender.answered('n2', answer));
    return true;
  }
}

const inOrder = Array.from({ length: CHUNKS }, (_, number) => number);

describe('a snapshot on its way to a follower', () => {
  it('arrives chunk by chunk, a few at a time', () => {
    const world = new World();
    world.start();
    world.deliver(2);
    expect(world.sent, 'before the first is acknowledged').to.deep.equal([0, 1, 2, 3]);
    world.deliverAll();
    expect(world.sent).to.deep.equal(inOrder);
    expect(world.isDone && world.isWhole).to.equal(true);
  });

  for (let arrived = 1; arrived < 3 * CHUNKS; arrived++) {
    it(`goes on where it stood when its connection breaks after ${arrived} messages`, () => {
      const world = new World();
      world.start();
      world.deliver(arrived);
      const before = world.sent.length;
      world.cut();
      world.deliverAll();
      expect(world.isDone && world.isWhole).to.equal(true);
      expect(world.sent.slice(before), 'only what had not arrived').to.have.length.at.most(
        CHUNKS - before + 4,
      );
    });
  }

  it('goes on with the next tick when there was no room for a chunk', () => {
    const world = new World();
    world.start();
    world.room = 2;
    world.deliverAll();
    expect(world.sent).to.deep.equal([0, 1]);
    world.room = Infinity;
    world.tick();
    world.deliverAll();
    expect(world.sent).to.deep.equal(inOrder);
    expect(world.isDone && world.isWhole).to.equal(true);
  });

  it('is sent again from a chunk that is missing, without waiting for the next offer', () => {
    for (const harm of ['lose', 'overtake'] as const) {
      const world = new World();
      world.start();
      world.deliver(2);
      world[harm]();
      world.deliverAll();
      expect(world.isDone && world.isWhole, harm).to.equal(true);
      expect(world.sent.length, harm).to.be.below(2 * CHUNKS);
    }
  });
});
