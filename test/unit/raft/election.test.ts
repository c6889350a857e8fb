import { expect } from 'chai';
import { ELECTION_MS, entry, Fixture, HEARTBEAT_MS } from './support.js';

const RESTARTED = { hardState: { term: 3, vote: null, commit: 0 }, log: [1, 3] };

/** A voter whose wait after the restart is over. */
function voter(): Fixture {
  const fixture = new Fixture(RESTARTED);
  fixture.now = 2 * ELECTION_MS;
  return fixture;
}

function voteOf(fixture: Fixture): boolean | undefined {
  fixture.settle();
  return fixture.sent('voteAnswer')[0]?.granted;
}

describe('elections', () => {
  it('campaigns when nothing was heard for one to two election timeouts, first by a pre-vote (5.2, thesis 9.6)', () => {
    const fixture = new Fixture();
    fixture.pass(1490);
    expect(fixture.raft.role).to.equal('follower');
    fixture.pass(10);
    expect(fixture.raft.role).to.equal('precandidate');
    fixture.settle();
    expect(fixture.raft.term, 'a pre-vote changes no term').to.equal(0);
    expect(fixture.sent('vote')[0]).to.include({ pre: true, term: 1 });
  });

  it('a heartbeat puts the campaign off', () => {
    const fixture = new Fixture();
    fixture.pass(1400);
    fixture.receive({ type: 'heartbeat', term: 1 });
    fixture.pass(1400);
    expect(fixture.raft.role).to.equal('follower');
  });

  it('campaigns early when the connection to the leader ended, but not while voters keep faith with that one', () => {
    const fixture = new Fixture();
    fixture.receive({ type: 'heartbeat', term: 1 });
    fixture.pass(400);
    fixture.raft.disconnected('n3', fixture.now);
    fixture.raft.disconnected('n2', fixture.now);
    fixture.pass(1120 - 400);
    expect(fixture.raft.role).to.equal('follower');
    fixture.pass(10);
    expect(fixture.raft.role).to.equal('precandidate');
  });

  it('waits as long as ever when the connection to another ended, or the leader is back', () => {
    const fixture = new Fixture();
    fixture.receive({ type: 'heartbeat', term: 1 });
    fixture.raft.disconnected('n3', fixture.now);
    fixture.pass(1490);
    expect(fixture.raft.role).to.equal('follower');
    fixture.raft.disconnected('n2', fixture.now);
    fixture.receive({ type: 'heartbeat', term: 1 });
    fixture.pass(1490);
    expect(fixture.raft.role).to.equal('follower');
  });

  it('tries again soon when another campaigns in the same term: the votes may be split', () => {
    const fixture = new Fixture();
    fixture.pass(1500);
    fixture.receive({ type: 'voteAnswer', pre: true, granted: true, term: 1 });
    fixture.settle();
    expect(fixture.raft.role).to.equal('candidate');
    fixture.receive({ type: 'vote', term: 1, lastIndex: 0, lastTerm: 0 });
    fixture.pass(HEARTBEAT_MS + 120);
    expect(fixture.raft.role).to.equal('candidate');
    fixture.pass(10);
    expect(fixture.raft.role).to.equal('precandidate');
  });

  it('gives up a pre-vote that a majority refuses, and raises no term', () => {
    const fixture = new Fixture();
    fixture.pass(1500);
    fixture.receive({ type: 'voteAnswer', pre: true, granted: false });
    fixture.receive({ type: 'voteAnswer', pre: true, granted: false, from: 'n3' });
    expect(fixture.raft.role).to.equal('follower');
    expect(fixture.raft.term).to.equal(0);
  });

  it('counts each voter once', () => {
    const fixture = new Fixture({ voters: 5 });
    fixture.pass(1500);
    for (let i = 0; i < 3; i++) fixture.receive({ type: 'voteAnswer', pre: true, granted: true, term: 1 });
    expect(fixture.raft.role).to.equal('precandidate');
    fixture.receive({ type: 'voteAnswer', pre: true, granted: true, term: 1, from: 'n3' });
    expect(fixture.raft.role).to.equal('candidate');
  });

  it('votes once a term, for whoever asks first; the same answer to the same (5.2)', () => {
    const fixture = voter();
    const log = { lastIndex: 2, lastTerm: 3 };
    fixture.receive({ type: 'vote', term: 4, ...log });
    expect(voteOf(fixture)).to.equal(true);
    fixture.receive({ type: 'vote', term: 4, from: 'n3', ...log });
    expect(voteOf(fixture)).to.equal(false);
    fixture.receive({ type: 'vote', term: 4, ...log });
    expect(voteOf(fixture)).to.equal(true);
  });

  it('sends a vote only after it is synced', () => {
    const fixture = voter();
    fixture.receive({ type: 'vote', term: 4, lastIndex: 2, lastTerm: 3 });
    const [ready] = fixture.take();
    expect(ready!.persist!.hardState).to.include({ term: 4, vote: 'n2' });
    expect(ready!.messages).to.deep.equal([]);
    expect(ready!.afterPersist).to.have.length(1);
  });

  it('refuses a candidate whose log lacks something (5.4.1)', () => {
    for (const log of [
      { lastIndex: 1, lastTerm: 3 },
      { lastIndex: 9, lastTerm: 2 },
    ]) {
      const fixture = voter();
      fixture.receive({ type: 'vote', term: 4, ...log });
      expect(voteOf(fixture)).to.equal(false);
      fixture.receive({ type: 'vote', pre: true, term: 5, ...log });
      expect(voteOf(fixture)).to.equal(false);
    }
  });

  it('within the minimal election timeout of a leader it votes only for a transfer, and keeps its term', () => {
    const fixture = voter();
    const request = { type: 'vote', from: 'n3', lastIndex: 9, lastTerm: 9 } as const;
    fixture.receive({ type: 'heartbeat', term: 4 });
    fixture.settle();
    fixture.sent();
    fixture.now += ELECTION_MS - 1;
    fixture.receive({ ...request, term: 5 });
    expect(voteOf(fixture)).to.equal(undefined);
    expect(fixture.raft.term).to.equal(4);
    fixture.receive({ ...request, term: 5, pre: true });
    expect(voteOf(fixture)).to.equal(false);
    fixture.receive({ ...request, term: 5, transfer: true });
    expect(voteOf(fixture)).to.equal(true);
    fixture.now += 1;
    fixture.receive({ ...request, term: 6, pre: true });
    expect(voteOf(fixture), 'the time is over').to.equal(true);
  });

  it('after a restart neither votes nor campaigns for one maximal election timeout', () => {
    const fixture = new Fixture(RESTARTED);
    fixture.pass(2 * ELECTION_MS - 10);
    fixture.receive({ type: 'vote', term: 4, lastIndex: 9, lastTerm: 3 });
    expect(voteOf(fixture)).to.equal(undefined);
    fixture.receive({ type: 'vote', pre: true, term: 4, lastIndex: 9, lastTerm: 3 });
    expect(voteOf(fixture)).to.equal(false);
    fixture.receive({ type: 'timeoutNow' });
    expect(fixture.raft.role).to.equal('follower');
    fixture.pass(10);
    fixture.receive({ type: 'vote', term: 4, lastIndex: 9, lastTerm: 3 });
    expect(voteOf(fixture)).to.equal(true);
  });

  it('a node that has never entered a term has promised nothing: it votes at once', () => {
    const fixture = new Fixture();
    fixture.receive({ type: 'vote', term: 1 });
    expect(voteOf(fixture)).to.equal(true);
  });

  it('answers a heartbeat only when its term is on the disk: it must count as restarted afterwards', () => {
    const fixture = new Fixture();
    fixture.receive({ type: 'heartbeat', term: 1 });
    fixture.take();
    expect(fixture.sent()).to.deep.equal([]);
    fixture.sync();
    expect(fixture.sent('heartbeatAnswer')).to.have.length(1);
  });

  it('the only voter leads at once', () => {
    const fixture = new Fixture({ ...RESTARTED, voters: 1 });
    expect(fixture.raft.role).to.equal('leader');
    expect(fixture.raft.term).to.equal(4);
    fixture.settle();
    expect(fixture.raft.commitIndex).to.equal(3);
  });

  it('a leader that hears of a later term follows (5.1); an earlier term is told the present one', () => {
    const fixture = new Fixture().lead();
    fixture.receive({ type: 'append', from: 'n3', term: 0 });
    fixture.settle();
    expect(fixture.sent('heartbeatAnswer')[0]).to.include({ to: 'n3', term: 1 });
    fixture.receive({ type: 'appendAnswer', success: false, term: 2 });
    expect(fixture.raft.role).to.equal('follower');
    expect(fixture.raft.term).to.equal(2);
  });

  it('a candidate follows the leader of its term (5.2)', () => {
    const fixture = new Fixture();
    fixture.pass(1500);
    fixture.receive({ type: 'voteAnswer', pre: true, granted: true, term: 1 });
    expect(fixture.raft.role).to.equal('candidate');
    fixture.receive({ type: 'append', from: 'n3', entries: [entry(1, 1)] });
    expect(fixture.raft.role).to.equal('follower');
    expect(fixture.raft.leader).to.equal('n3');
  });

  it('takes two leaders of one term for a broken invariant', () => {
    const fixture = new Fixture().lead();
    expect(() => fixture.receive({ type: 'heartbeat' })).to.throw('one leader a term');
  });

  it('steps down without a majority in touch for an election timeout (check-quorum, thesis 6.2)', () => {
    const fixture = new Fixture().lead();
    fixture.pass(ELECTION_MS - 10);
    fixture.receive({ type: 'heartbeatAnswer', round: 1 });
    fixture.pass(ELECTION_MS - 10);
    expect(fixture.raft.role).to.equal('leader');
    fixture.pass(20);
    expect(fixture.raft.role).to.equal('follower');
    expect(fixture.raft.leader).to.equal(null);
  });

  it('after a late tick waits one heartbeat interval for what is in the queue', () => {
    const fixture = new Fixture();
    fixture.pass(100);
    fixture.now += 5000;
    fixture.raft.tick(fixture.now);
    expect(fixture.raft.role).to.equal('follower');
    fixture.pass(HEARTBEAT_MS - 10);
    expect(fixture.raft.role).to.equal('follower');
    fixture.pass(10);
    expect(fixture.raft.role).to.equal('precandidate');
  });

  it('a loop that is always late still campaigns', () => {
    const fixture = new Fixture();
    for (let i = 0; i < 30; i++) {
      fixture.now += HEARTBEAT_MS;
      fixture.raft.tick(fixture.now);
    }
    expect(fixture.raft.role).to.equal('precandidate');
  });
});

describe('leadership transfer (thesis 3.10)', () => {
  it('takes no proposals, catches the other up, tells it once', () => {
    const fixture = new Fixture().lead();
    fixture.acknowledge();
    fixture.propose();
    fixture.settle();
    fixture.sent();
    expect(fixture.raft.transfer('n2', fixture.now)).to.equal(true);
    expect(fixture.propose()).to.equal(null);
    fixture.settle();
    expect(fixture.sent('timeoutNow')).to.deep.equal([]);
    fixture.acknowledge();
    fixture.acknowledge();
    expect(fixture.sent('timeoutNow').map(({ to }) => to)).to.deep.equal(['n2']);
  });

  it('picks the most complete log among those that are up', () => {
    const fixture = new Fixture().lead();
    fixture.acknowledge('n2');
    fixture.raft.disconnected('n2', fixture.now);
    fixture.raft.transfer(null, fixture.now);
    expect(fixture.raft.status().leading!.transferee).to.equal('n3');
  });

  it('can be turned to another, who is told too', () => {
    const fixture = new Fixture().lead();
    fixture.acknowledge('n2');
    fixture.acknowledge('n3');
    fixture.raft.transfer('n2', fixture.now);
    fixture.raft.transfer('n3', fixture.now);
    fixture.settle();
    expect(fixture.sent('timeoutNow').map(({ to }) => to)).to.deep.equal(['n2', 'n3']);
  });

  it('is refused by a follower, to oneself and to strangers', () => {
    expect(new Fixture().raft.transfer('n2', 0)).to.equal(false);
    const { raft, now } = new Fixture().lead();
    expect(raft.transfer('n1', now)).to.equal(false);
    expect(raft.transfer('n9', now)).to.equal(false);
  });

  it('the one that is told campaigns at once, without pre-vote; its next campaign is an ordinary one', () => {
    const fixture = voter();
    fixture.receive({ type: 'heartbeat', term: 4 });
    fixture.receive({ type: 'timeoutNow' });
    fixture.settle();
    expect(fixture.sent('vote')[0]).to.include({ pre: false, transfer: true, term: 5 });
    fixture.pass(1500 + HEARTBEAT_MS);
    fixture.settle();
    expect(fixture.sent('vote')[0]).to.include({ pre: true, transfer: false, term: 6 });
  });
});
