import { expect } from 'chai';
import type { Raft } from '../../../src/raft/raft.js';
import { ELECTION_MS, Fixture } from './support.js';

const LEASE_MS = ELECTION_MS * 0.9;

/** A leader whose no-op is committed and whose first heartbeat round was answered when it was sent. */
function leader(): Fixture {
  const fixture = new Fixture().lead();
  fixture.acknowledge();
  answer(fixture);
  fixture.sent();
  return fixture;
}

/** n2 answers the last round. */
function answer(fixture: Fixture): void {
  const round = Math.max(...fixture.sent('heartbeat').map(heartbeat => heartbeat.round));
  fixture.receive({ type: 'heartbeatAnswer', round });
  fixture.settle();
}

function leaseHolds(raft: Raft, now: number): boolean {
  return raft.lease(now).end > now;
}

describe('read fences (thesis 6.4)', () => {
  it('are refused by a member that does not lead', () => {
    const fixture = new Fixture();
    fixture.raft.fence(1, false, 0);
    fixture.settle();
    expect(fixture.fences).to.deep.equal(['1:-1']);
  });

  it('are answered at once under the lease', () => {
    const fixture = leader();
    fixture.raft.fence(1, false, fixture.now);
    fixture.settle();
    expect(fixture.fences).to.deep.equal(['1:1']);
    expect(fixture.sent('heartbeat')).to.deep.equal([]);
  });

  it('with quorum wait for a round that began after them', () => {
    const fixture = leader();
    fixture.raft.tick((fixture.now += 100));
    fixture.settle();
    fixture.raft.fence(1, true, fixture.now);
    const earlier = Math.max(...fixture.sent('heartbeat').map(({ round }) => round));
    fixture.receive({ type: 'heartbeatAnswer', round: earlier });
    fixture.settle();
    expect(fixture.fences).to.deep.equal([]);
    answer(fixture);
    expect(fixture.fences).to.deep.equal(['1:1']);
  });

  it('that come in one turn share a round', () => {
    const fixture = leader();
    for (let id = 1; id <= 3; id++) fixture.raft.fence(id, true, fixture.now);
    fixture.settle();
    const heartbeats = fixture.sent('heartbeat');
    expect(heartbeats).to.have.length(2);
    fixture.receive({ type: 'heartbeatAnswer', round: heartbeats[0]!.round });
    fixture.settle();
    expect(fixture.fences).to.deep.equal(['1:1', '2:1', '3:1']);
  });

  it('before an own entry is committed wait for it: the commit index may be old (section 8)', () => {
    const fixture = new Fixture().lead();
    fixture.raft.fence(1, false, fixture.now);
    fixture.raft.fence(2, true, fixture.now);
    fixture.settle();
    answer(fixture);
    expect(fixture.fences).to.deep.equal([]);
    fixture.acknowledge();
    expect(fixture.fences).to.deep.equal(['1:1', '2:1']);
  });

  it('are refused when the leader is deposed', () => {
    const fixture = leader();
    fixture.raft.fence(1, true, fixture.now);
    fixture.receive({ type: 'heartbeat', term: 2, from: 'n3' });
    fixture.settle();
    expect(fixture.fences).to.deep.equal(['1:-1']);
  });

  it('wait in bounded number', () => {
    const fixture = leader();
    for (let id = 0; id <= 10_000; id++) fixture.raft.fence(id, true, fixture.now);
    fixture.settle();
    expect(fixture.fences).to.deep.equal(['10000:-1']);
  });

  it('of the only voter need nobody else', () => {
    const fixture = new Fixture({ voters: 1 });
    fixture.settle();
    fixture.raft.fence(1, true, 0);
    fixture.raft.fence(2, false, 0);
    fixture.settle();
    expect(fixture.fences).to.have.members(['1:1', '2:1']);
  });
});

describe('leader lease (thesis 6.4.1)', () => {
  it('ends a minimal election timeout, less the drift, after the answered round was sent', () => {
    const fixture = leader();
    const { now } = fixture;
    expect(leaseHolds(fixture.raft, now + LEASE_MS - 1)).to.equal(true);
    expect(leaseHolds(fixture.raft, now + LEASE_MS)).to.equal(false);
  });

  it('counts from the sending, not from the answer', () => {
    const fixture = leader();
    fixture.pass(100);
    fixture.settle();
    const sentAt = fixture.now;
    fixture.now += 500;
    answer(fixture);
    expect(leaseHolds(fixture.raft, sentAt + LEASE_MS - 1)).to.equal(true);
    expect(leaseHolds(fixture.raft, sentAt + LEASE_MS)).to.equal(false);
  });

  it('needs a majority: one answer of four others is none', () => {
    const fixture = new Fixture({ voters: 5 }).lead();
    fixture.acknowledge('n2');
    fixture.acknowledge('n3');
    const round = Math.max(...fixture.sent('heartbeat').map(heartbeat => heartbeat.round));
    fixture.receive({ type: 'heartbeatAnswer', round });
    expect(leaseHolds(fixture.raft, fixture.now)).to.equal(false);
    fixture.receive({ type: 'heartbeatAnswer', from: 'n4', round });
    expect(leaseHolds(fixture.raft, fixture.now)).to.equal(true);
  });

  it('is not shortened by a late answer either', () => {
    const fixture = leader();
    const heartbeats = (): number => Math.max(...fixture.sent('heartbeat').map(({ round }) => round));
    fixture.pass(100);
    fixture.settle();
    const earlier = heartbeats();
    fixture.pass(100);
    fixture.settle();
    const { now } = fixture;
    fixture.receive({ type: 'heartbeatAnswer', round: heartbeats() });
    fixture.receive({ type: 'heartbeatAnswer', round: earlier });
    expect(leaseHolds(fixture.raft, now + LEASE_MS - 1)).to.equal(true);
  });

  it('is not renewed by a late answer to an old round', () => {
    const fixture = leader();
    const { now } = fixture;
    fixture.now += 500;
    fixture.receive({ type: 'heartbeatAnswer', round: 1 });
    expect(leaseHolds(fixture.raft, now + LEASE_MS)).to.equal(false);
  });

  it('does not hold before an own entry is committed', () => {
    const fixture = new Fixture().lead();
    fixture.receive({ type: 'heartbeatAnswer', round: 1 });
    expect(leaseHolds(fixture.raft, fixture.now)).to.equal(false);
  });

  it('is over for the term once another was told to campaign', () => {
    const fixture = leader();
    fixture.raft.transfer('n2', fixture.now);
    fixture.pass(ELECTION_MS / 2);
    fixture.settle();
    answer(fixture);
    fixture.pass(ELECTION_MS / 2);
    fixture.settle();
    answer(fixture);
    expect(fixture.raft.status().leading!.transferee, 'given up').to.equal(null);
    expect(leaseHolds(fixture.raft, fixture.now)).to.equal(false);
    fixture.raft.fence(1, false, fixture.now);
    fixture.settle();
    expect(fixture.fences, 'a round instead').to.deep.equal([]);
    answer(fixture);
    expect(fixture.fences).to.deep.equal(['1:1']);
  });

  it('is over when the clock was in doubt, until a later round is answered', () => {
    const fixture = leader();
    fixture.pass(100);
    fixture.settle();
    const before = Math.max(...fixture.sent('heartbeat').map(({ round }) => round));
    fixture.raft.doubtLease(fixture.now);
    fixture.settle();
    fixture.receive({ type: 'heartbeatAnswer', round: before });
    expect(leaseHolds(fixture.raft, fixture.now)).to.equal(false);
    answer(fixture);
    expect(leaseHolds(fixture.raft, fixture.now)).to.equal(true);
  });

  it('never outlives the promise of a voter, whatever the delay of the answer', () => {
    const voter = new Fixture();
    voter.receive({ type: 'heartbeat', term: 1 });
    voter.settle();
    voter.now += LEASE_MS;
    voter.receive({ type: 'vote', term: 2, from: 'n3', lastIndex: 9, lastTerm: 1 });
    expect(voter.raft.term, 'still keeps faith when the lease is over').to.equal(1);
  });
});
