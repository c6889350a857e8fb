import { expect } from 'chai';
import { encodeMembers } from '../../../src/base/configuration.js';
import type { Entry } from '../../../src/base/raft-message.js';
import { CatchUp } from '../../../src/raft/catch-up.js';
import { isSafeStep } from '../../../src/raft/membership.js';
import { ELECTION_MS, entry, Fixture, HEARTBEAT_MS, members, membersAt, snapshotAt } from './support.js';

/** A leader of `n1 n2 n3` whose no-op is committed. */
function leader(): Fixture {
  const fixture = new Fixture().lead();
  fixture.acknowledge();
  fixture.sent();
  return fixture;
}

function configurationEntry(index: number, term: number, text: string): Entry {
  const data = encodeMembers({ members: members(text), lastNumber: 9 });
  return { index, term, kind: 'configuration', data };
}

/** What one peer acknowledges; the rest of the leader's log is on its own disk. */
function acknowledge(fixture: Fixture, from: string, uuid = from): number {
  fixture.receive({ type: 'appendAnswer', from, uuid, success: true, index: fixture.raft.lastIndex });
  fixture.settle();
  return fixture.raft.commitIndex;
}

describe('changes of the members (thesis, chapter 4)', () => {
  it('count from the moment their entry is appended: here two of three are a majority no more', () => {
    const fixture = leader();
    fixture.change('n1 n2 n3 ~n4');
    fixture.settle();
    acknowledge(fixture, 'n2');
    acknowledge(fixture, 'n4');
    expect(fixture.change('n1 n2 n3 n4')).to.equal(3);
    fixture.settle();
    expect(fixture.members).to.equal('n1 n2 n3 n4');
    expect(acknowledge(fixture, 'n2'), 'two of four').to.equal(2);
    expect(acknowledge(fixture, 'n4'), 'three of four').to.equal(3);
  });

  it('are refused before an entry of the own term is committed (4.1, as corrected)', () => {
    const fixture = new Fixture().lead();
    expect(fixture.change('n1 n2 n3 ~n4')).to.equal('busy');
    fixture.acknowledge();
    expect(fixture.change('n1 n2 n3 ~n4')).to.equal(2);
  });

  it('are made one at a time', () => {
    const fixture = leader();
    fixture.change('n1 n2 n3 ~n4');
    expect(fixture.change('n1 n2')).to.equal('busy');
    fixture.settle();
    acknowledge(fixture, 'n2');
    expect(fixture.change('n1 n2 ~n4')).to.equal(3);
  });

  it('are refused while leadership is handed over, and by those who do not lead', () => {
    const fixture = leader();
    fixture.raft.transfer('n2', fixture.now);
    expect(fixture.change('n1 n2')).to.equal('busy');
    expect(new Fixture().change('n1 n2')).to.equal('notLeader');
  });

  it('change one voter, keep one, and keep ids and numbers apart', () => {
    const step = (from: string, to: string): boolean => isSafeStep(members(from), members(to));
    expect(step('n1 n2 n3', 'n1 n2 n3 n4')).to.equal(true);
    expect(step('n1 n2 n3', 'n1 n2')).to.equal(true);
    expect(step('n1 n2 n3', 'n1 n2 ~n3=other')).to.equal(true);
    expect(step('n1 n2 n3', 'n1 n2 n3 ~n4 ~n5'), 'learners are free').to.equal(true);
    expect(step('n1 n2=', 'n1 n2=known'), 'named').to.equal(true);
    expect(step('n1 n2 n3', 'n1 n2 n3=other'), 'one out, one in').to.equal(false);
    expect(step('n1 n2 n3', 'n1')).to.equal(false);
    expect(step('n1', '~n1')).to.equal(false);
    expect(step('n1 n2', 'n1 n2 n2')).to.equal(false);
    const sameNumber = members('n1 n2 ~n3').map(member => ({ ...member, number: 1 }));
    expect(isSafeStep(members('n1 n2'), sameNumber)).to.equal(false);
    expect(leader().change('n1=other n2 n3'), 'the leader is who it is').to.equal('unsafe');
  });

  it('are undone when their entry is cut off', () => {
    const fixture = new Fixture({ log: [1], hardState: { term: 1, vote: null, commit: 1 } });
    const entries = [configurationEntry(2, 1, 'n1 n2')];
    fixture.receive({ type: 'append', prevIndex: 1, prevTerm: 1, entries });
    expect(fixture.members).to.equal('n1 n2');
    expect(fixture.take()[0]!.configuration).to.include({ index: 2, term: 1 });
    fixture.receive({
      type: 'append',
      term: 2,
      from: 'n3',
      prevIndex: 1,
      prevTerm: 1,
      entries: [entry(2, 2)],
    });
    expect(fixture.members).to.equal('n1 n2 n3');
    expect(fixture.take()[0]!.configuration).to.include({ index: 0 });
  });

  it('are known after a restart, from the log or from the snapshot that replaced it', () => {
    const configurations = [membersAt(1, 1, 'n1 n2'), membersAt(2, 1, 'n1')];
    expect(new Fixture({ log: [1, 1], configurations }).members).to.equal('n1');
    const snapshot = { ...snapshotAt(5, 2), configuration: membersAt(4, 1, 'n1 n2 n3 n4') };
    expect(new Fixture({ log: [1, 1], configurations, snapshot }).members, 'the log is dropped').to.equal(
      'n1 n2 n3 n4',
    );
    const kept = [membersAt(6, 2, 'n1 n2 n3')];
    expect(
      new Fixture({ log: [2, 2], base: { index: 4, term: 2 }, configurations: kept, snapshot }).members,
    ).to.equal('n1 n2 n3');
  });

  it('come with a snapshot', () => {
    const fixture = new Fixture();
    fixture.raft.installed({ ...snapshotAt(5, 2), configuration: membersAt(4, 1, 'n1 n2') }, 0);
    expect(fixture.members).to.equal('n1 n2');
    expect(fixture.take()[0]!.configuration).to.include({ index: 4, term: 1 });
  });
});

describe('learners', () => {
  it('get the log, and count neither for commits nor for the lease', () => {
    const fixture = leader();
    fixture.change('n1 n2 n3 ~n4');
    fixture.settle();
    expect(fixture.sent('append').some(({ to }) => to === 'n4')).to.equal(true);
    expect(acknowledge(fixture, 'n4')).to.equal(1);
    fixture.pass(ELECTION_MS - 10);
    fixture.receive({ type: 'heartbeatAnswer', from: 'n4', round: 1 });
    fixture.pass(20);
    expect(fixture.raft.role, 'no majority of voters in touch').to.equal('follower');
  });

  it('do not campaign, not even when they are told to', () => {
    const fixture = new Fixture({ bootstrap: membersAt(0, 0, '~n1 n2 n3') });
    fixture.pass(5 * ELECTION_MS);
    fixture.receive({ type: 'timeoutNow', term: 1 });
    expect(fixture.raft.status()).to.include({ role: 'follower', campaigns: 0 });
  });

  it('vote when they are asked: they may have been given a vote without knowing', () => {
    const fixture = new Fixture({ bootstrap: membersAt(0, 0, '~n1 n2 n3') });
    fixture.receive({ type: 'vote', term: 1 });
    fixture.settle();
    expect(fixture.sent('voteAnswer')[0]).to.include({ granted: true });
  });

  it('are promoted by the leader once they keep up', () => {
    const fixture = leader();
    fixture.change('n1 n2 n3 ~n4');
    fixture.settle();
    acknowledge(fixture, 'n2');
    fixture.pass(10);
    expect(fixture.members, 'not caught up').to.equal('n1 n2 n3 ~n4');
    acknowledge(fixture, 'n4');
    fixture.pass(10);
    expect(fixture.members).to.equal('n1 n2 n3 n4');
  });

  it('are not promoted while they are out of touch', () => {
    const fixture = leader();
    fixture.change('n1 n2 n3 ~n4');
    fixture.settle();
    acknowledge(fixture, 'n4');
    fixture.raft.disconnected('n4', fixture.now);
    acknowledge(fixture, 'n2');
    fixture.pass(10);
    expect(fixture.members).to.equal('n1 n2 n3 ~n4');
  });

  it('keep up when a round takes less than an election timeout (4.2.1)', () => {
    const slow = new CatchUp(100, 0);
    slow.reached(100, 150, ELECTION_MS, ELECTION_MS);
    expect(slow.isDone).to.equal(false);
    slow.reached(149, 190, ELECTION_MS + 1, ELECTION_MS);
    expect(slow.isDone, 'the round is not over').to.equal(false);
    slow.reached(150, 190, ELECTION_MS + 2, ELECTION_MS);
    expect(slow.isDone).to.equal(true);
  });
});

describe('removal', () => {
  it('of the leader: it goes on without counting itself, and lets the most complete voter take over', () => {
    const fixture = leader();
    fixture.propose();
    fixture.settle();
    fixture.change('n2 n3');
    fixture.settle();
    fixture.sent();
    expect(acknowledge(fixture, 'n2'), 'one of two').to.equal(1);
    expect(fixture.raft.role).to.equal('leader');
    expect(acknowledge(fixture, 'n3')).to.equal(3);
    expect(fixture.raft.role).to.equal('follower');
    const sent = fixture.sent();
    expect(sent.find(({ type }) => type === 'timeoutNow')).to.include({ to: 'n2' });
    expect(
      sent.some(({ type, to }) => type === 'heartbeat' && to === 'n3'),
      'it tells of the commit',
    ).to.equal(true);
  });

  it('ends campaigns once it is committed, not before: nobody else may have its entry (4.2.2)', () => {
    const log = [1, 1];
    const configurations = [membersAt(2, 1, 'n2 n3')];
    const pending = new Fixture({ log, configurations, hardState: { term: 1, vote: null, commit: 1 } });
    pending.pass(4 * ELECTION_MS);
    expect(pending.raft.role).to.equal('precandidate');
    const done = new Fixture({ log, configurations, hardState: { term: 1, vote: null, commit: 2 } });
    done.pass(4 * ELECTION_MS);
    expect(done.raft.role).to.equal('follower');
  });

  it('forgets what the follower had: the next node under the id begins with nothing', () => {
    const fixture = leader();
    acknowledge(fixture, 'n3');
    const [n1, n2, n3] = members('n1 n2 ~n3=other');
    fixture.raft.changeMembers([n1!, n2!, { ...n3!, number: 4 }], fixture.now);
    fixture.settle();
    const peer = fixture.raft.status().leading!.peers.find(({ id }) => id === 'n3');
    expect(peer).to.include({ match: 0, votes: false, state: 'probe' });
  });
});

describe('a lone voter that restarts', () => {
  const alone = (configuration = membersAt(0, 0, 'n1'), log: readonly number[] = []): string =>
    new Fixture({
      bootstrap: membersAt(0, 0, 'n1'),
      configurations: configuration.index > 0 ? [configuration] : [],
      log,
      hardState: { term: 2, vote: null, commit: 0 },
    }).raft.role;

  it('leads at once when it was alone from the start', () => {
    expect(alone()).to.equal('leader');
  });

  it('waits when another may have led since: the one that removed itself may hold a lease', () => {
    expect(alone(membersAt(2, 1, 'n1'), [1, 1, 1])).to.equal('follower');
  });

  it('leads at once when it was elected alone', () => {
    expect(alone(membersAt(2, 1, 'n1'), [1, 1, 2])).to.equal('leader');
  });
});

describe('nodes that are no members', () => {
  it('acknowledge nothing: not under another id, not under another uuid', () => {
    const fixture = leader();
    fixture.propose();
    fixture.settle();
    expect(acknowledge(fixture, 'n9')).to.equal(1);
    expect(acknowledge(fixture, 'n2', 'other')).to.equal(1);
    expect(acknowledge(fixture, 'n2')).to.equal(2);
  });

  it('renew no lease, and do not keep a leader in office', () => {
    const fixture = leader();
    fixture.pass(ELECTION_MS - 10);
    fixture.receive({ type: 'heartbeatAnswer', from: 'n2', uuid: 'other', round: 1 });
    fixture.pass(20);
    expect(fixture.raft.role).to.equal('follower');
  });

  it('elect nobody', () => {
    const fixture = new Fixture();
    fixture.pass(1500);
    for (const [from, uuid] of [
      ['n2', 'other'],
      ['n9', 'n9'],
    ] as const) {
      fixture.receive({ type: 'voteAnswer', from, uuid, pre: true, granted: true, term: 1 });
    }
    expect(fixture.raft.role).to.equal('precandidate');
  });

  it('raise no term by what they answer, nor by asking for votes that they cannot get', () => {
    const fixture = leader();
    for (const from of ['n9', 'n1']) {
      fixture.receive({ type: 'heartbeatAnswer', from, uuid: 'x', term: 9 });
      fixture.receive({ type: 'vote', from, uuid: 'x', term: 9, transfer: true });
      fixture.receive({ type: 'voteAnswer', from, uuid: 'x', term: 9 });
    }
    expect(fixture.raft.status()).to.include({ term: 1, role: 'leader' });
  });

  it('may lead, or be elected: the log here may not tell of them yet (4.1)', () => {
    const fixture = new Fixture();
    fixture.receive({ type: 'vote', pre: true, from: 'n9', term: 1, lastIndex: 3, lastTerm: 1 });
    fixture.receive({ type: 'vote', from: 'n9', term: 1, lastIndex: 3, lastTerm: 1 });
    fixture.settle();
    expect(fixture.sent('voteAnswer').map(({ granted }) => granted)).to.deep.equal([true, true]);
    fixture.receive({ type: 'append', from: 'n9', term: 1, entries: [entry(1, 1)] });
    expect(fixture.raft.status()).to.include({ leader: 'n9', lastIndex: 1 });
  });

  it('have a vote of their own: another folder under the same id is another candidate', () => {
    const fixture = new Fixture();
    const log = { lastIndex: 3, lastTerm: 1 };
    fixture.receive({ type: 'vote', from: 'n2', term: 1, ...log });
    fixture.settle();
    fixture.receive({ type: 'vote', from: 'n2', uuid: 'other', term: 1, ...log });
    fixture.settle();
    expect(fixture.sent('voteAnswer').map(({ granted }) => granted)).to.deep.equal([true, false]);
  });

  it('wait for a cluster when they belong to none', () => {
    const fixture = new Fixture({ bootstrap: { index: 0, term: 0, members: [], lastNumber: 0 } });
    fixture.pass(5 * ELECTION_MS);
    expect(fixture.raft.role).to.equal('follower');
    fixture.receive({ type: 'append', term: 1, entries: [configurationEntry(1, 1, 'n2 ~n1')], commit: 1 });
    expect(fixture.members).to.equal('n2 ~n1');
    expect(fixture.raft.commitIndex).to.equal(1);
  });
});

describe('members whose uuid is not known yet', () => {
  const unnamed = (): Fixture => new Fixture({ bootstrap: membersAt(0, 0, 'n1 n2= n3=') }).lead();

  it('are named by the leader when it has heard from them', () => {
    const fixture = unnamed();
    fixture.acknowledge('n2');
    fixture.pass(10);
    expect(fixture.members).to.equal('n1 n2 n3=');
  });

  it('are who came first, before the log says so too', () => {
    const fixture = unnamed();
    fixture.receive({ type: 'heartbeatAnswer', from: 'n2', round: 1 });
    expect(acknowledge(fixture, 'n2', 'other')).to.equal(0);
    expect(acknowledge(fixture, 'n2')).to.equal(1);
  });
});

describe('handing over (thesis, 3.10)', () => {
  it('goes to voters only', () => {
    const fixture = leader();
    fixture.change('n1 n2 n3 ~n4');
    fixture.settle();
    acknowledge(fixture, 'n4');
    expect(fixture.raft.transfer('n4', fixture.now)).to.equal(false);
    expect(fixture.raft.transfer(null, fixture.now)).to.equal(true);
    expect(fixture.raft.status().leading!.transferee).to.equal('n2');
  });

  it('never gives the lease back in its term, whatever the members are afterwards', () => {
    const fixture = leader();
    fixture.raft.transfer('n2', fixture.now);
    for (let i = 0; i < 12; i++) {
      fixture.pass(HEARTBEAT_MS);
      fixture.settle();
      for (const { to, round } of fixture.sent('heartbeat'))
        fixture.receive({ type: 'heartbeatAnswer', from: to, round });
    }
    expect(fixture.raft.status().leading!.transferee, 'given up').to.equal(null);
    expect(fixture.change('n1 n2')).to.equal(2);
    fixture.settle();
    acknowledge(fixture, 'n2');
    expect(fixture.raft.status().leading!.leaseMs).to.equal(0);
  });
});

describe('the members at a place in the log', () => {
  it('are known from what is applied on, for the head of a snapshot', () => {
    const fixture = leader();
    fixture.change('n1 n2 n3 ~n4');
    fixture.settle();
    acknowledge(fixture, 'n2');
    expect(fixture.raft.configurationAt(1).members).to.have.length(3);
    expect(fixture.raft.configurationAt(2).members).to.have.length(4);
    fixture.raft.applied(2);
    expect(fixture.raft.configurationAt(2)).to.include({ index: 2, term: 1 });
  });
});

describe('a new cluster', () => {
  const none = { index: 0, term: 0, members: [], lastNumber: 0 };

  it('may be begun later than the node', () => {
    const fixture = new Fixture({ bootstrap: none });
    fixture.raft.bootstrap(membersAt(0, 0, 'n1 n2'), 0);
    fixture.pass(3 * ELECTION_MS);
    expect(fixture.raft.role).to.equal('precandidate');
  });

  it('is not begun by a node that has a log', () => {
    const fixture = new Fixture({ bootstrap: none });
    fixture.receive({ type: 'append', term: 1, entries: [entry(1, 1)] });
    fixture.raft.bootstrap(membersAt(0, 0, 'n1 n2'), 0);
    expect(fixture.raft.configuration.members).to.deep.equal([]);
  });
});
