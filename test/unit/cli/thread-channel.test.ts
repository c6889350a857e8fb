import { expect } from 'chai';
import { SeededRandom, below } from '../../../src/base/random.js';
import { Reader, Ring } from '../../../src/cli/ring.js';
import { ThreadChannel, type Turns } from '../../../src/cli/thread-channel.js';
import type { ToConsensus, ToMachine } from '../../../src/replica/channel.js';

const UUID = 'ab'.repeat(16);
const propose = (sequence: number, bytes: number): ToConsensus => ({
  type: 'propose',
  batch: { uuid: UUID, incarnation: 3, sequence },
  body: Buffer.alloc(bytes, sequence % 251),
});

/** One end; the test says when its turns begin and end, and when what its port carries arrives. */
class End implements Turns {
  began = (): void => undefined;
  ended = (): void => undefined;
  arrive: (message: unknown) => void = () => undefined;
  readonly sent: unknown[] = [];
  readonly timers: (() => void)[] = [];
  readonly port = {
    postMessage: (message: unknown) => void this.sent.push(message),
    on: (_: string, arrive: (message: never) => void) => {
      this.arrive = arrive as (message: unknown) => void;
    },
  };

  onTurn(began: () => void, ended: () => void): void {
    this.began = began;
    this.ended = ended;
  }

  after(_: number, run: () => void): () => void {
    this.timers.push(run);
    return () => undefined;
  }
}

class World {
  readonly main = new End();
  readonly worker = new End();
  readonly got: ToConsensus[] = [];
  readonly out: ThreadChannel<ToMachine, ToConsensus>;
  readonly in: ThreadChannel<ToConsensus, ToMachine>;

  constructor(capacity = 1 << 12) {
    const [there, back] = [Ring.allocate(capacity), Ring.allocate(capacity)];
    this.out = new ThreadChannel(this.main.port, new Ring(back), new Ring(there), this.main);
    this.in = new ThreadChannel(this.worker.port, new Ring(there), new Ring(back), this.worker);
  }

  attach(): void {
    this.in.attach(message => this.got.push(message));
  }

  /** What the ports carry arrives, and who could not write tries again, until all is quiet. */
  settle(): void {
    for (;;) {
      const carried = this.main.sent.splice(0);
      const timers = this.main.timers.splice(0);
      if (carried.length === 0 && timers.length === 0) return;
      for (const message of carried) this.worker.arrive(message);
      for (const run of timers) run();
    }
  }
}

describe('Ring', () => {
  it('gives back every record, in order, however they lie across its end', () => {
    const ring = new Ring(Ring.allocate(256));
    const random = new SeededRandom(7);
    const expected: string[] = [];
    let next = 0;
    for (let step = 0; step < 20_000; step++) {
      if (below(random, 2) === 0) {
        const record = Buffer.alloc(below(random, 90), 97 + (next % 26));
        if (ring.write(record.subarray(0, 3), record.subarray(3))) {
          expected.push(record.toString());
          next++;
        }
      } else {
        const record = ring.read();
        expect(record?.toString()).to.equal(expected.shift());
      }
    }
    expect(next).to.be.above(5_000);
  });

  it('takes nothing that it has no room for', () => {
    const ring = new Ring(Ring.allocate(64));
    expect(ring.write(new Uint8Array(ring.maxBytes + 1))).to.equal(false);
    expect(ring.write(new Uint8Array(ring.maxBytes))).to.equal(true);
    expect(ring.write(new Uint8Array())).to.equal(false);
    expect([ring.read()?.length, ring.read(), ring.isEmpty]).to.deep.equal([ring.maxBytes, null, true]);
  });

  it('has a reader who sleeps woken once, and one who looks soon only when it is urgent', () => {
    const ring = new Ring(Ring.allocate(64));
    ring.reader = Reader.ASLEEP;
    expect([ring.mustWake(false), ring.mustWake(true)]).to.deep.equal([true, false]);
    ring.reader = Reader.WAITING;
    expect([ring.mustWake(false), ring.mustWake(true), ring.mustWake(true)]).to.deep.equal([
      false,
      true,
      false,
    ]);
  });
});

describe('ThreadChannel', () => {
  it('carries every kind of message as it is', () => {
    const world = new World();
    const messages: ToConsensus[] = [
      propose(1, 100),
      { type: 'fence', id: 4, quorum: true, tick: 12.5 },
      { type: 'send', to: 'n2', message: { type: 'tell', id: 2, body: 'x\u0000\u00ff' } },
      { type: 'transfer', id: 9, to: null },
      { type: 'stop' },
    ];
    for (const message of messages) world.out.post(message);
    world.attach();
    world.settle();
    expect(world.got).to.deep.equal(messages);
  });

  it('carries every kind of answer as it is', () => {
    const world = new World();
    const answers: ToMachine[] = [
      { type: 'entries', packed: Buffer.from('packed') },
      { type: 'fenced', id: 4_000_000_000, index: -1, stamp: 1_700_000_000_000.25 },
      { type: 'refused', batch: { uuid: UUID, incarnation: 3, sequence: 4 }, diskFull: true },
      { type: 'stopped' },
    ];
    const got: ToMachine[] = [];
    for (const answer of answers) world.in.post(answer);
    world.out.attach(answer => got.push(answer));
    expect(got).to.deep.equal(answers);
  });

  it('loses nothing and keeps the order when the ring is full, and when a message is larger than it', () => {
    const world = new World();
    world.attach();
    const random = new SeededRandom(3);
    const sizes = Array.from({ length: 300 }, () =>
      below(random, 10) === 0 ? 10_000 : below(random, 3_000),
    );
    for (const [at, size] of sizes.entries()) {
      world.out.post(propose(at + 1, size));
      if (below(random, 8) === 0) world.settle();
    }
    world.settle();
    expect(world.got).to.deep.equal(sizes.map((size, at) => propose(at + 1, size)));
  });

  it('wakes nobody who is at work, and finds at the end of a turn what came in it', () => {
    const world = new World();
    world.attach();
    world.worker.began();
    world.out.post(propose(1, 10));
    world.out.post(propose(2, 10));
    expect([world.main.sent, world.got]).to.deep.equal([[], []]);
    world.worker.ended();
    expect(world.got).to.have.length(2);
    world.out.post(propose(3, 10));
    world.out.post(propose(4, 10));
    expect(world.main.sent).to.deep.equal([null]);
    world.settle();
    expect(world.got).to.have.length(4);
  });

  it('lets who waits for the disk wait, unless it is asked for more than to log something', () => {
    const world = new World();
    world.in.waiting = () => true;
    world.attach();
    world.out.post(propose(1, 10));
    expect(world.main.sent).to.deep.equal([]);
    world.in.poll(); // the disk is done
    expect(world.got).to.have.length(1);
    world.out.post({ type: 'doubt' });
    world.settle();
    expect(world.got).to.have.length(2);
  });
});
