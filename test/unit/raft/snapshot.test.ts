import { expect } from 'chai';
import { entry, Fixture, HEARTBEAT_MS, snapshotAt } from './support.js';

/** A leader of term 1 that has applied and compacted entries 1 to 4; n2 holds its log up to 5, n3 holds nothing. */
function leader(): Fixture {
  const fixture = new Fixture().lead();
  fixture.propose(4);
  fixture.settle();
  fixture.acknowledge('n2');
  fixture.raft.applied(5);
  fixture.raft.compact(4);
  fixture.sent();
  return fixture;
}

/** n3 says what it lacks. */
function refuse(fixture: Fixture): void {
  fixture.receive({ type: 'appendAnswer', from: 'n3', success: false, index: 0, hintIndex: 0, hintTerm: 0 });
}

/** A follower in term `term` with entries of these terms behind entry 3 of term 1, to which a snapshot reaches. */
function compacted(log: readonly number[], term: number): Fixture {
  const base = { index: 3, term: 1 };
  const hardState = { term, vote: null, commit: 3 };
  const fixture = new Fixture({ log, base, hardState, snapshot: snapshotAt(3, 1) });
  fixture.settle();
  return fixture;
}

function wanted(fixture: Fixture): string[] {
  return fixture.take().flatMap(({ snapshots }) => snapshots);
}

function stateOf(fixture: Fixture, id: string): string {
  const peer = fixture.raft.status().leading!.peers.find(one => one.id === id)!;
  return `${peer.state} ${peer.next}`;
}

describe('compaction (section 7)', () => {
  it('moves the first index, and keeps the term of the entry before it', () => {
    const fixture = leader();
    expect(fixture.raft.firstIndex).to.equal(5);
    fixture.receive({ type: 'appendAnswer', from: 'n3', success: true, index: 4 });
    fixture.settle();
    expect(fixture.sent('append').filter(({ to }) => to === 'n3')[0]).to.include({
      prevIndex: 4,
      prevTerm: 1,
    });
  });

  it('is refused for what is not applied', () => {
    const fixture = leader();
    fixture.propose();
    fixture.settle();
    fixture.acknowledge();
    expect(() => fixture.raft.compact(6)).to.throw('only what is applied');
  });

  it('does not go back', () => {
    const fixture = leader();
    fixture.raft.compact(2);
    expect(fixture.raft.firstIndex).to.equal(5);
  });
});

describe('a leader whose log does not reach back far enough', () => {
  it('asks for a snapshot, once, and goes on with heartbeats only', () => {
    const fixture = leader();
    refuse(fixture);
    expect(wanted(fixture)).to.deep.equal(['n3']);
    fixture.sent();
    fixture.propose();
    fixture.pass(3 * HEARTBEAT_MS);
    expect(wanted(fixture)).to.deep.equal([]);
    const types = fixture.sent().filter(({ to }) => to === 'n3');
    expect(types.map(({ type }) => type))
      .to.include('heartbeat')
      .but.not.include('append');
  });

  it('goes on from the log once the snapshot is there', () => {
    const fixture = leader();
    refuse(fixture);
    fixture.take();
    fixture.raft.snapshotSent('n3', 4);
    fixture.settle();
    expect(fixture.sent('append').at(-1)).to.include({ to: 'n3', prevIndex: 4, prevTerm: 1 });
  });

  it('asks again with the next heartbeat when it failed, not before', () => {
    const fixture = leader();
    refuse(fixture);
    fixture.take();
    fixture.raft.snapshotFailed('n3');
    expect(wanted(fixture)).to.deep.equal([]);
    fixture.pass(HEARTBEAT_MS);
    expect(wanted(fixture)).to.deep.equal(['n3']);
  });

  it('asks again when the peer is back, and not while it is away', () => {
    const fixture = leader();
    refuse(fixture);
    fixture.take();
    fixture.raft.disconnected('n3', fixture.now);
    fixture.pass(5 * HEARTBEAT_MS);
    expect(wanted(fixture)).to.deep.equal([]);
    fixture.raft.connected('n3');
    expect(wanted(fixture)).to.deep.equal(['n3']);
  });

  it('takes no report that nobody waits for', () => {
    const fixture = leader();
    fixture.raft.snapshotSent('n2', 4);
    fixture.raft.snapshotFailed('n2');
    fixture.raft.snapshotSent('n9', 4);
    expect(stateOf(fixture, 'n2')).to.equal('replicate 6');
  });

  it('needs none when the follower has got so far by itself', () => {
    const fixture = leader();
    refuse(fixture);
    fixture.take();
    fixture.receive({ type: 'appendAnswer', from: 'n3', success: true, index: 4 });
    expect(stateOf(fixture, 'n3')).to.equal('probe 5');
    refuse(fixture);
    expect(stateOf(fixture, 'n3'), 'an answer from before').to.equal('probe 5');
  });

  it('turns to a snapshot when a read of old entries comes back empty', () => {
    const fixture = new Fixture({ limits: { cacheBytes: 0 } }).lead();
    fixture.propose(4);
    fixture.settle();
    fixture.acknowledge('n2');
    fixture.raft.applied(5);
    fixture.receive({
      type: 'appendAnswer',
      from: 'n3',
      success: false,
      index: 0,
      hintIndex: 0,
      hintTerm: 0,
    });
    fixture.receive({ type: 'appendAnswer', from: 'n3', success: true, index: 1 });
    expect(fixture.take().flatMap(({ loads }) => loads)[0]).to.include({ peer: 'n3', from: 2 });
    fixture.raft.compact(4);
    fixture.raft.loaded('n3', []);
    expect(wanted(fixture)).to.deep.equal(['n3']);
  });
});

describe('a follower whose log is compacted', () => {
  it('has what is compacted: it answers an append from before with its commit index', () => {
    const fixture = compacted([1, 1], 1);
    fixture.receive({ type: 'append', prevIndex: 3, prevTerm: 1, entries: [entry(4, 1)], commit: 4 });
    fixture.settle();
    fixture.sent();
    fixture.receive({ type: 'append', prevIndex: 1, prevTerm: 1, entries: [entry(2, 1), entry(3, 1)] });
    fixture.settle();
    expect(fixture.sent('appendAnswer')[0]).to.include({ success: true, index: 4 });
  });

  it('never hints before what is compacted', () => {
    const fixture = compacted([3], 5);
    fixture.receive({ type: 'append', prevIndex: 4, prevTerm: 2 });
    expect(fixture.take()[0]!.messages[0]).to.include({ success: false, hintIndex: 3, hintTerm: 1 });
  });
});

describe('a follower that installs a snapshot (figure 13)', () => {
  it('drops a log that does not reach to it, with the next write', () => {
    const fixture = compacted([1], 1);
    fixture.raft.installed(snapshotAt(9, 1), 0);
    const [ready] = fixture.take();
    expect(ready!.persist).to.deep.include({ reset: { index: 9, term: 1 }, entries: [] });
    expect(ready!.commitIndex).to.equal(9);
    expect(fixture.raft.status()).to.include({ firstIndex: 10, lastIndex: 9, persistedIndex: 9 });
  });

  it('drops a log that contradicts it', () => {
    const fixture = compacted([1, 1, 1], 2);
    fixture.raft.installed(snapshotAt(5, 2), 0);
    expect(fixture.take()[0]!.persist!.reset).to.deep.equal({ index: 5, term: 2 });
    expect(fixture.raft.lastIndex).to.equal(5);
  });

  it('keeps what it has behind the same entry', () => {
    const fixture = compacted([1, 1, 1], 1);
    fixture.raft.installed(snapshotAt(5, 1), 0);
    expect(fixture.take()[0]!.persist).to.equal(null);
    expect(fixture.raft.status()).to.include({ commitIndex: 5, lastIndex: 6, firstIndex: 4 });
  });

  it('takes entries behind it, and answers when both are on the disk', () => {
    const fixture = compacted([], 1);
    fixture.raft.installed(snapshotAt(9, 1), 0);
    fixture.receive({ type: 'append', prevIndex: 9, prevTerm: 1, entries: [entry(10, 1)], commit: 10 });
    const [ready] = fixture.take();
    expect(ready!.persist).to.deep.include({ reset: { index: 9, term: 1 }, entries: [entry(10, 1)] });
    expect(ready!.messages).to.deep.equal([]);
    expect(ready!.commitIndex).to.equal(10);
    fixture.sync();
    expect(fixture.sent('appendAnswer')[0]).to.include({ success: true, index: 10 });
  });

  it('is not confused by the end of a write of the old log', () => {
    const fixture = compacted([], 1);
    fixture.receive({
      type: 'append',
      term: 1,
      prevIndex: 3,
      prevTerm: 1,
      entries: [entry(4, 1), entry(5, 1)],
    });
    fixture.take();
    fixture.raft.installed(snapshotAt(4, 2), 0);
    fixture.sync(); // of entries 4 and 5
    expect(fixture.raft.status()).to.include({ lastIndex: 4, persistedIndex: 4, term: 2 });
    fixture.sync(); // the reset
    expect(fixture.take()).to.deep.equal([]);
  });

  it('ignores one of what it has committed', () => {
    const fixture = compacted([1], 1);
    fixture.raft.installed(snapshotAt(3, 1), 0);
    expect(fixture.take()).to.deep.equal([]);
  });

  it('may have been elected meanwhile: its log has all that the snapshot covers', () => {
    const fixture = new Fixture().lead();
    fixture.propose(2, 100);
    fixture.settle();
    fixture.raft.installed(snapshotAt(3, 1), fixture.now);
    expect(fixture.raft.status()).to.include({ role: 'leader', commitIndex: 3 });
    expect(fixture.raft.status().leading!.uncommittedBytes).to.equal(0);
  });
});

describe('a start from a snapshot', () => {
  it('drops a log that does not reach to it, by the first write', () => {
    const fixture = new Fixture({
      log: [1, 1],
      hardState: { term: 1, vote: 'n2', commit: 1 },
      snapshot: snapshotAt(7, 3),
    });
    const [ready] = fixture.take();
    expect(ready!.persist).to.deep.include({ reset: { index: 7, term: 3 } });
    // It crashed before the term of the snapshot was written; nothing was promised in it.
    expect(ready!.persist!.hardState).to.deep.equal({ term: 3, vote: null, commit: 7 });
    expect(fixture.raft.status()).to.include({ commitIndex: 7, firstIndex: 8, lastIndex: 7 });
  });

  it('goes on with the log behind it', () => {
    const fixture = compacted([1, 2], 2);
    expect(fixture.readies).to.have.length(1);
    expect(fixture.readies[0]!.persist).to.equal(null);
    expect(fixture.raft.status()).to.include({ commitIndex: 3, firstIndex: 4, lastIndex: 5 });
  });

  it('refuses a log that begins behind a gap', () => {
    const base = { index: 5, term: 1 };
    expect(
      () => new Fixture({ base, hardState: { term: 1, vote: null, commit: 5 }, snapshot: snapshotAt(3, 1) }),
    ).to.throw('a snapshot reaches as far');
  });

  it('waits like any restarted voter: it may have acknowledged a lease', () => {
    const fixture = new Fixture({ snapshot: snapshotAt(7, 3) });
    fixture.receive({ type: 'vote', term: 4, lastIndex: 9, lastTerm: 3 });
    fixture.settle();
    expect(fixture.raft.term).to.equal(3);
  });
});
