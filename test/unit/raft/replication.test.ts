import { expect } from 'chai';
import { entry, Fixture, HEARTBEAT_MS } from './support.js';

/** A leader of term 1 whose no-op is committed; n2 and n3 hold it. */
function leader(limits: ConstructorParameters<typeof Fixture>[0] = {}): Fixture {
  const fixture = new Fixture(limits).lead();
  fixture.acknowledge('n2');
  fixture.acknowledge('n3');
  fixture.sent();
  return fixture;
}

function follower(log: readonly number[], term: number): Fixture {
  const fixture = new Fixture({ log, hardState: { term, vote: null, commit: 0 } });
  fixture.settle();
  return fixture;
}

describe('followers (5.3)', () => {
  it('take entries that fit behind what they have, and answer when these are synced', () => {
    const fixture = follower([1], 1);
    fixture.receive({ type: 'append', prevIndex: 1, prevTerm: 1, entries: [entry(2, 1), entry(3, 1)] });
    const [ready] = fixture.take();
    expect(ready!.persist!.entries).to.have.length(2);
    expect(ready!.messages).to.deep.equal([]);
    expect(ready!.afterPersist[0]).to.include({ success: true, index: 3 });
  });

  it('refuse what leaves a gap, and hint at their end', () => {
    const fixture = follower([1, 1], 1);
    fixture.receive({ type: 'append', prevIndex: 7, prevTerm: 1, entries: [entry(8, 1)] });
    fixture.settle();
    expect(fixture.sent('appendAnswer')[0]).to.include({
      success: false,
      index: 7,
      hintIndex: 2,
      hintTerm: 1,
    });
  });

  it('refuse what does not match, and hint before the whole term', () => {
    const fixture = follower([1, 3, 3, 3], 5);
    fixture.receive({ type: 'append', term: 5, prevIndex: 4, prevTerm: 2 });
    fixture.settle();
    expect(fixture.sent('appendAnswer')[0]).to.include({ success: false, hintIndex: 1, hintTerm: 1 });
  });

  it('cut off what contradicts the leader, and nothing else', () => {
    const fixture = follower([1, 1, 1], 2);
    fixture.receive({ type: 'append', term: 2, prevIndex: 1, prevTerm: 1, entries: [entry(2, 1)] });
    fixture.settle();
    expect(fixture.raft.lastIndex, 'an old append is no reason to cut').to.equal(3);
    fixture.receive({
      type: 'append',
      term: 3,
      from: 'n3',
      prevIndex: 1,
      prevTerm: 1,
      entries: [entry(2, 3)],
    });
    fixture.settle();
    expect(fixture.raft.lastIndex).to.equal(2);
  });

  it('never cut off what is committed', () => {
    const fixture = follower([1, 1], 2);
    fixture.receive({ type: 'append', term: 2, prevIndex: 2, prevTerm: 1, commit: 2 });
    expect(() =>
      fixture.receive({ type: 'append', term: 2, prevIndex: 1, prevTerm: 1, entries: [entry(2, 2)] }),
    ).to.throw('never cut off');
  });

  it('commit only as far as their log is known to be that of the leader', () => {
    const fixture = follower([1, 1, 1], 2);
    fixture.receive({ type: 'heartbeat', term: 2, commit: 3 });
    expect(fixture.raft.commitIndex, 'entries 1 to 3 may not be the leaders').to.equal(0);
    fixture.receive({ type: 'append', term: 2, prevIndex: 1, prevTerm: 1, commit: 1 });
    expect(fixture.raft.commitIndex).to.equal(1);
    fixture.receive({
      type: 'append',
      term: 2,
      prevIndex: 1,
      prevTerm: 1,
      entries: [entry(2, 2)],
      commit: 2,
    });
    expect(fixture.raft.commitIndex).to.equal(2);
  });

  it('remember a commit index that came before its entries', () => {
    const fixture = follower([], 1);
    fixture.receive({ type: 'heartbeat', commit: 2 });
    fixture.receive({ type: 'append', entries: [entry(1, 1), entry(2, 1)], commit: 0 });
    expect(fixture.raft.commitIndex).to.equal(2);
  });

  it('stay in touch while their disk is slow', () => {
    const fixture = follower([1], 1);
    fixture.receive({ type: 'append', prevIndex: 1, prevTerm: 1, entries: [entry(2, 1)] });
    fixture.receive({ type: 'heartbeat', round: 4 });
    fixture.take();
    expect(fixture.sent().map(({ type }) => type)).to.deep.equal(['heartbeatAnswer']);
  });
});

describe('leaders (5.3)', () => {
  it('begin their term with an entry of their own (section 8)', () => {
    const fixture = new Fixture();
    fixture.lead();
    expect(fixture.readies.flatMap(({ persist }) => persist?.entries ?? [])).to.deep.include({
      index: 1,
      term: 1,
      kind: 'noop',
      data: new Uint8Array(0),
    });
  });

  it('send what was proposed in one turn as one append, at once, beside their own write', () => {
    const fixture = leader();
    expect(fixture.propose(2)).to.equal(2);
    expect(fixture.propose()).to.equal(4);
    const [ready] = fixture.take();
    expect(ready!.persist!.entries).to.have.length(3);
    const appends = ready!.messages.filter(message => message.type === 'append');
    expect(appends.map(({ entries }) => entries.length)).to.deep.equal([3, 3]);
  });

  it('commit by the disks of the others', () => {
    const fixture = leader({ voters: 5 });
    fixture.acknowledge('n4');
    fixture.propose();
    fixture.take();
    for (const [from, commit] of [
      ['n2', 1],
      ['n3', 1],
      ['n4', 2],
    ] as const) {
      fixture.receive({ type: 'appendAnswer', from, success: true, index: 2 });
      expect(fixture.raft.commitIndex).to.equal(commit);
    }
    expect(fixture.raft.persistedIndex).to.equal(1);
  });

  it('do not count their own entry before it is synced', () => {
    const fixture = leader();
    fixture.propose();
    fixture.take();
    expect(fixture.raft.commitIndex).to.equal(1);
    fixture.receive({ type: 'appendAnswer', success: true, index: 2 });
    expect(fixture.raft.commitIndex, 'one of three disks').to.equal(1);
    fixture.sync();
    expect(fixture.raft.commitIndex).to.equal(2);
  });

  it('commit no entry of an earlier term by counting (5.4.2)', () => {
    const fixture = new Fixture({ log: [1, 1] });
    fixture.now = 3000;
    fixture.raft.tick(3000);
    fixture.lead();
    fixture.receive({ type: 'appendAnswer', success: true, index: 2 });
    expect(fixture.raft.commitIndex).to.equal(0);
    fixture.receive({ type: 'appendAnswer', success: true, index: 3 });
    expect(fixture.raft.commitIndex).to.equal(3);
  });

  it('tell a new commit index at once, also when there is nothing to send', () => {
    const fixture = leader();
    fixture.propose();
    fixture.settle();
    fixture.sent();
    fixture.acknowledge();
    expect(fixture.sent('heartbeat').map(({ to, commit }) => [to, commit])).to.deep.equal([
      ['n2', 2],
      ['n3', 2],
    ]);
  });

  it('with lazy commits tell at once only those with clients that wait, the others by the next tick', () => {
    const fixture = new Fixture({ lazyCommits: true }).lead();
    fixture.acknowledge();
    fixture.sent();
    const index = fixture.propose() as number;
    fixture.raft.awaits('n3', index);
    fixture.settle();
    fixture.acknowledge();
    const told = () => fixture.sent('heartbeat').map(({ to, commit }) => [to, commit]);
    expect(told()).to.deep.equal([['n3', index]]);
    fixture.pass(10);
    fixture.settle();
    expect(told()).to.deep.equal([['n2', index]]);
  });

  it('send a new commit index with entries when there are some', () => {
    const fixture = leader();
    fixture.propose();
    fixture.settle();
    fixture.sent();
    fixture.receive({ type: 'appendAnswer', success: true, index: 2 });
    fixture.propose();
    fixture.settle();
    expect(fixture.sent().map(({ type }) => type)).to.deep.equal(['append', 'append']);
  });

  it('skip the terms that the follower cannot have', () => {
    const fixture = new Fixture({ log: [1, 1, 4, 4, 4], hardState: { term: 4, vote: null, commit: 0 } });
    fixture.now = 3000;
    fixture.raft.tick(3000);
    fixture.lead();
    fixture.receive({ type: 'appendAnswer', success: false, index: 5, hintIndex: 5, hintTerm: 2 });
    expect(fixture.raft.status().leading!.peers[0]).to.include({ state: 'probe', next: 3 });
  });

  it('are not disturbed by answers that are late or come twice', () => {
    const fixture = leader();
    fixture.propose(3);
    fixture.settle();
    fixture.acknowledge();
    fixture.receive({ type: 'appendAnswer', success: true, index: 2 });
    fixture.receive({ type: 'appendAnswer', success: false, index: 3, hintIndex: 1, hintTerm: 1 });
    const [peer] = fixture.raft.status().leading!.peers;
    expect(peer).to.include({ state: 'replicate', match: 4, next: 5, inflight: 0 });
  });

  it('limit what is in flight by count and by bytes', () => {
    const fixture = leader({ limits: { inflightMessages: 2, inflightBytes: 1000, appendBytes: 100 } });
    fixture.propose(5, 100);
    fixture.settle();
    expect(fixture.sent('append').filter(({ to }) => to === 'n2')).to.have.length(2);
    const other = leader({ limits: { inflightMessages: 9, inflightBytes: 200, appendBytes: 100 } });
    other.propose(5, 100);
    other.settle();
    expect(other.sent('append').filter(({ to }) => to === 'n2')).to.have.length(2);
  });

  it('begin anew after a lost connection, and send nothing while it is down', () => {
    const fixture = leader();
    fixture.propose();
    fixture.settle();
    fixture.raft.disconnected('n2', fixture.now);
    fixture.propose();
    fixture.settle();
    fixture.sent();
    fixture.pass(3 * HEARTBEAT_MS);
    fixture.settle();
    expect(fixture.sent('append').filter(({ to }) => to === 'n2')).to.deep.equal([]);
    fixture.raft.connected('n2');
    fixture.settle();
    const [probe] = fixture.sent('append').filter(({ to }) => to === 'n2');
    expect(probe).to.include({ prevIndex: 1 });
    expect(probe!.entries).to.have.length(2);
  });

  it('send again what was lost last: an append without entries finds the gap', () => {
    const fixture = leader();
    fixture.propose();
    fixture.settle();
    fixture.sent();
    fixture.pass(2 * HEARTBEAT_MS);
    fixture.settle();
    const [nudge] = fixture.sent('append');
    expect(nudge).to.include({ prevIndex: 2 });
    fixture.receive({ type: 'appendAnswer', success: false, index: 2, hintIndex: 1, hintTerm: 1 });
    fixture.settle();
    expect(fixture.sent('append')[0]!.entries.map(({ index }) => index)).to.deep.equal([2]);
  });

  it('read what a lagging follower needs from the disk, one read at a time', () => {
    const fixture = leader({ limits: { cacheBytes: 100, appendBytes: 100 } });
    fixture.raft.disconnected('n3', fixture.now);
    fixture.propose(9, 50);
    fixture.settle();
    fixture.acknowledge();
    fixture.raft.applied(10);
    fixture.raft.connected('n3');
    fixture.settle();
    fixture.receive({ type: 'appendAnswer', from: 'n3', success: true, index: 1 });
    fixture.sent();
    const loads = fixture.take().flatMap(ready => ready.loads);
    expect(loads).to.deep.equal([{ peer: 'n3', from: 2, to: 10, maxBytes: 100 }]);
    fixture.raft.loaded('n3', [entry(7, 1)]);
    expect(
      fixture.take().flatMap(ready => ready.loads),
      'not what was asked for',
    ).to.have.length(1);
    fixture.raft.loaded('n3', [entry(2, 1), entry(3, 1)]);
    fixture.settle();
    expect(fixture.sent('append')[0]!.entries.map(({ index }) => index)).to.deep.equal([2, 3]);
  });

  it('ask for one read at a time, and trust none that is of another log', () => {
    const fixture = leader({ limits: { cacheBytes: 100 } });
    fixture.raft.disconnected('n3', fixture.now);
    fixture.propose(5, 50);
    fixture.settle();
    fixture.acknowledge();
    fixture.raft.applied(6);
    fixture.raft.connected('n3');
    fixture.settle();
    fixture.receive({ type: 'appendAnswer', from: 'n3', success: true, index: 1 });
    const loads = (): number => fixture.take().flatMap(ready => ready.loads).length;
    expect(loads()).to.equal(1);
    fixture.propose();
    expect(loads(), 'one is under way').to.equal(0);
    fixture.sent();
    fixture.raft.loaded('n3', [entry(2, 9)]);
    expect(loads()).to.equal(1);
    expect(fixture.sent('append').filter(({ to }) => to === 'n3')).to.deep.equal([]);
  });

  it('take a new connection for a break of the old one', () => {
    const fixture = leader();
    fixture.propose();
    fixture.settle();
    fixture.sent();
    fixture.raft.connected('n2');
    fixture.settle();
    const [probe] = fixture.sent('append');
    expect(probe).to.include({ to: 'n2', prevIndex: 1 });
  });

  it('free memory once their own slow disk has what is committed and applied', () => {
    const fixture = leader({ limits: { cacheBytes: 100 } });
    fixture.propose(6, 50);
    fixture.take();
    for (const from of ['n2', 'n3']) fixture.receive({ type: 'appendAnswer', from, success: true, index: 7 });
    fixture.raft.applied(7);
    expect(fixture.raft.status().cachedBytes).to.be.at.least(100);
    fixture.sync();
    expect(fixture.raft.status().cachedBytes).to.be.at.most(100);
  });

  it('take no proposals beyond the bound for what is not committed', () => {
    const fixture = leader({ limits: { uncommittedBytes: 300 } });
    expect(fixture.propose(1, 300)).to.equal(2);
    expect(fixture.propose()).to.equal(null);
    fixture.settle();
    fixture.acknowledge();
    expect(fixture.raft.status().leading!.uncommittedBytes).to.equal(0);
    expect(fixture.propose()).to.equal(3);
  });

  it('followers take no proposals', () => {
    expect(new Fixture().propose()).to.equal(null);
  });
});

describe('inputs', () => {
  it('keep to monotonic time', () => {
    const { raft } = new Fixture();
    raft.tick(50);
    expect(() => raft.tick(40)).to.throw('monotonic');
  });

  it('a stored log that contradicts the hard state is refused', () => {
    expect(() => new Fixture({ log: [2], hardState: { term: 1, vote: null, commit: 0 } })).to.throw(
      'later term',
    );
    expect(() => new Fixture({ log: [1], hardState: { term: 1, vote: null, commit: 2 } })).to.throw(
      'committed',
    );
  });

  it('ready is null when there is nothing to do', () => {
    const fixture = leader();
    expect(fixture.raft.ready()).to.equal(null);
  });
});
