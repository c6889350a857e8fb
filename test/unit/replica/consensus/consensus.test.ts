import { expect } from 'chai';
import { bootstrapOf } from '../../../../src/base/configuration.js';
import type { PeerMessage } from '../../../../src/base/peer-message.js';
import type { MemberId, RaftMessage } from '../../../../src/base/raft-message.js';
import { SeededRandom } from '../../../../src/base/random.js';
import { encodeBody, header } from '../../../../src/machine/payload.js';
import { Raft } from '../../../../src/raft/raft.js';
import { Consensus } from '../../../../src/replica/consensus/consensus.js';
import { ConsensusView } from '../../../../src/replica/consensus-view.js';
import { SharedState } from '../../../../src/replica/shared-state.js';
import { MemoryDisk } from '../../../sim/ports/memory-log-store.js';
import { VirtualTime } from '../../../sim/ports/virtual-time.js';

const TICK = encodeBody({ kind: 'tick' });
const HOUR = 3_600_000;
type Content = RaftMessage extends infer M
  ? M extends RaftMessage
    ? Omit<M, 'from' | 'uuid' | 'to' | 'term'>
    : never
  : never;

/** Node n1 of three; the test speaks for the others. */
class World {
  readonly time = new VirtualTime(1, 100 * HOUR);
  readonly disk = new MemoryDisk();
  readonly sent: PeerMessage[] = [];
  readonly committed: number[] = [];
  readonly fences: [id: number, index: number][] = [];
  failed: Error | null = null;
  /** Answers each heartbeat for n2 at once. */
  acknowledges = true;
  readonly store = this.disk.open(complete => this.time.after(1, complete));
  readonly raft = new Raft({
    id: 'n1',
    uuid: 'n1',
    bootstrap: bootstrapOf(['n1', 'n2', 'n3'].map(id => ({ id, uuid: id, address: '' }))),
    hardState: this.disk.hardState,
    log: this.store.initial,
    random: new SeededRandom(1),
    timing: { heartbeatMs: 50, electionMs: 300, driftBound: 0.1 },
    limits: { inflightMessages: 8, inflightBytes: 1 << 20, appendBytes: 64 << 10, cacheBytes: 1 << 20 },
    now: 0,
  });
  readonly transport = {
    send: (_: MemberId, message: PeerMessage) => {
      this.sent.push(message);
      return true;
    },
    queued: () => 0,
    isConnected: () => true,
    setPeers: () => undefined,
    close: () => undefined,
  };
  readonly shared = new SharedState();
  readonly view = new ConsensusView(this.shared, { post: () => undefined }, this.time);
  readonly consensus = new Consensus('n1', this.raft, this.store, this.transport, this.time, this.shared, {
    committed: index => this.committed.push(index),
    leaderChanged: () => undefined,
    refused: () => undefined,
    fenced: (id, index) => this.fences.push([id, index]),
    nodeMessage: () => undefined,
    diskFree: () => undefined,
    membersChanged: () => undefined,
    needsSnapshot: () => undefined,
    writes: () => undefined,
    failed: error => {
      this.failed = error;
    },
  });

  constructor(leads = true) {
    if (!leads) return;
    while (!this.consensus.leads) {
      this.tick(10);
      for (const vote of this.#take('vote')) {
        const term = vote.pre ? this.raft.term + 1 : this.raft.term;
        this.hear({ type: 'voteAnswer', pre: vote.pre, granted: true, doubtful: false }, 0, term);
      }
    }
    this.consensus.pump();
  }

  tick(ms: number): void {
    this.time.advance(ms);
    this.consensus.tick();
    if (this.acknowledges) this.acknowledge();
  }

  /** n2 answers all that it was sent. */
  acknowledge(): void {
    for (const { round } of this.#take('heartbeat')) this.hear({ type: 'heartbeatAnswer', round });
    for (const { prevIndex, entries } of this.#take('append')) {
      const index = prevIndex + entries.length;
      this.hear({ type: 'appendAnswer', success: true, index, hintIndex: 0, hintTerm: 0 });
    }
    this.consensus.pump();
  }

  #take<T extends RaftMessage['type']>(type: T): Extract<RaftMessage, { type: T }>[] {
    const taken: RaftMessage[] = [];
    for (const message of this.sent.splice(0)) {
      const { kind, message: content } = message;
      if (kind === 'raft' && content.type === type) {
        if (content.to === 'n2') taken.push(content);
      } else this.sent.push(message);
    }
    return taken as Extract<RaftMessage, { type: T }>[];
  }

  hear(content: Content, stamp = 0, term = this.raft.term, from = 'n2'): void {
    const message = { from, uuid: from, to: 'n1', term, ...content } as RaftMessage;
    this.consensus.receive(from, { kind: 'raft', message, clocks: { wall: this.time.wall(), stamp } });
  }

  /** The stamp of a tick that is logged now. */
  stamp(atLeast = 0): number {
    if (atLeast > 0) this.consensus.fence(1, false, atLeast);
    else this.consensus.append(TICK);
    const { lastIndex } = this.raft;
    this.tick(2);
    this.tick(2);
    return header(this.disk.entries[lastIndex - 1]?.data ?? TICK).stamp;
  }
}

describe('Consensus', () => {
  it('gives what comes before all else in a term the first stamp of it', () => {
    const world = new World(false);
    for (let leads = false; !leads; ) {
      world.tick(10);
      for (const { kind, message } of world.sent.splice(0)) {
        if (kind !== 'raft' || message.type !== 'vote' || message.to !== 'n2') continue;
        const term = message.pre ? world.raft.term + 1 : world.raft.term;
        world.hear({ type: 'voteAnswer', pre: message.pre, granted: true, doubtful: false }, 0, term);
      }
      leads = world.consensus.leads;
    }
    // In the turn that made it the leader, before it is told so.
    expect(world.stamp()).to.be.within(100 * HOUR, world.time.wall());
  });

  it('follows no stamp of others while it leads, but that of the leader after it', () => {
    const world = new World();
    world.hear({ type: 'heartbeatAnswer', round: 0 }, 200 * HOUR);
    expect(world.stamp()).to.be.within(100 * HOUR, world.time.wall());
    world.hear({ type: 'heartbeat', commit: 0, round: 1 }, 150 * HOUR, world.raft.term + 1);
    world.consensus.pump();
    expect(world.consensus.stampNow()).to.equal(150 * HOUR);
  });

  it('logs a tick that is asked for with a stamp as late as that, and time goes on from there', () => {
    const world = new World();
    const asked = world.time.wall() + 5_000;
    expect(world.stamp(asked)).to.equal(asked);
    world.time.advance(40);
    expect(world.stamp()).to.be.within(asked + 40, asked + 50);
  });

  it('takes nobody for silent because it stood still itself', () => {
    const world = new World();
    world.tick(10);
    world.acknowledges = false;
    world.time.advance(60_000);
    world.consensus.tick();
    expect(world.consensus.silence('n2')).to.be.below(500);
  });

  it('lets nothing leave, and nothing be committed, after a write that failed', () => {
    const world = new World();
    world.tick(10);
    world.tick(10);
    const known = world.committed.at(-1);
    world.consensus.append(TICK);
    world.consensus.pump();
    world.store.fail('the disk is broken');
    world.time.advance(5);
    expect(world.failed?.message).to.equal('the disk is broken');
    world.sent.length = 0;
    world.hear({
      type: 'appendAnswer',
      success: true,
      index: world.raft.lastIndex,
      hintIndex: 0,
      hintTerm: 0,
    });
    world.consensus.pump();
    world.consensus.tick();
    expect(world.consensus.append(TICK)).to.equal(null);
    expect([world.sent.length, world.committed.at(-1)]).to.deep.equal([0, known]);
  });

  it('answers its own fences by the lease, and refuses them when it leads no longer', () => {
    const world = new World();
    for (let turn = 0; turn < 5; turn++) world.tick(10);
    world.consensus.fence(7, false, 0);
    world.consensus.pump();
    expect(world.fences).to.deep.equal([[7, world.raft.commitIndex]]);
    world.consensus.fence(8, true, 0);
    world.hear({ type: 'heartbeat', commit: 0, round: 1 }, 0, world.raft.term + 1, 'n3');
    world.consensus.pump();
    expect(world.fences[1]).to.deep.equal([8, -1]);
  });

  it('shows its lease and its commit index to the other half before any other node hears of them', () => {
    const world = new World();
    for (let turn = 0; turn < 5; turn++) world.tick(10);
    expect(world.view.localFence()?.index).to.equal(world.raft.commitIndex);
    const send = world.transport.send;
    let checked = 0;
    world.transport.send = (to, message) => {
      if (message.kind === 'raft' && 'commit' in message.message) {
        checked++;
        expect(world.view.figures.commitIndex).to.be.at.least(message.message.commit);
      }
      return send(to, message);
    };
    for (let turn = 0; turn < 20; turn++) {
      world.consensus.append(TICK);
      world.tick(10);
    }
    expect(checked).to.be.above(10);
    world.acknowledges = false;
    world.time.advance(300);
    expect([world.view.localFence(), world.view.leaseHolds()]).to.deep.equal([null, false]);
    world.hear({ type: 'heartbeat', commit: 0, round: 1 }, 0, world.raft.term + 1, 'n3');
    world.consensus.pump();
    expect(world.view.figures.leaseEnd).to.equal(0);
  });

  it('refuses a fence whose tick it cannot log', () => {
    const world = new World();
    for (let turn = 0; turn < 5; turn++) world.tick(10);
    world.acknowledges = false;
    world.consensus.append(TICK); // what the other is to have before it is told to campaign
    expect(world.consensus.transfer('n3')).to.equal(true);
    world.consensus.fence(9, false, world.consensus.stampNow() + 1);
    world.consensus.pump();
    expect(world.fences).to.deep.equal([[9, -1]]);
  });

  it('refuses what it is asked to log when it does not lead', () => {
    const world = new World(false);
    const batch = { uuid: '0'.repeat(32), incarnation: 1, sequence: 1 };
    world.consensus.receive('n2', { kind: 'node', message: { type: 'propose', batch, body: TICK } });
    world.consensus.receive('n2', {
      kind: 'node',
      message: { type: 'fence', id: 3, quorum: false, tick: 0 },
    });
    const messages = world.sent.map(({ message }) => message);
    expect(messages).to.deep.equal([
      { type: 'refuse', batch, leader: null, diskFull: false },
      { type: 'fenceAnswer', id: 3, index: -1, stamp: 0 },
    ]);
  });
});
