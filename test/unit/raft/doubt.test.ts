import { expect } from 'chai';
import { ELECTION_MS, entry, Fixture } from './support.js';

const HARD_STATE = { term: 3, vote: null, commit: 1, doubtful: true };

/** n1, restarted in doubt about the end of its log; its wait is over. */
function doubtful(): Fixture {
  const fixture = new Fixture({ hardState: HARD_STATE, log: [1, 3] });
  fixture.now = 2 * ELECTION_MS;
  fixture.settle();
  fixture.sent();
  return fixture;
}

describe('a member that may have lost the end of its log', () => {
  it('begins in a new term, where nothing that it acknowledged before counts any more', () => {
    const fixture = new Fixture({ hardState: HARD_STATE, log: [1, 3] });
    expect(fixture.take()[0]!.persist!.hardState).to.deep.equal({ ...HARD_STATE, term: 4 });
    fixture.receive({ type: 'heartbeat', term: 3 });
    fixture.settle();
    expect(fixture.sent('heartbeatAnswer')[0]).to.include({ term: 4 });
  });

  it('says so when it votes', () => {
    const fixture = doubtful();
    fixture.receive({ type: 'vote', pre: true, term: 5, lastIndex: 9, lastTerm: 4 });
    fixture.receive({ type: 'vote', term: 5, lastIndex: 9, lastTerm: 4 });
    fixture.settle();
    const answers = fixture.sent('voteAnswer').map(({ granted, doubtful }) => ({ granted, doubtful }));
    expect(answers).to.deep.equal(Array.from({ length: 2 }, () => ({ granted: true, doubtful: true })));
  });

  it('is elected by the votes of all voters only: its own is as doubtful', () => {
    const fixture = doubtful();
    fixture.pass(4 * ELECTION_MS);
    expect(fixture.raft.role).to.equal('precandidate');
    const term = fixture.raft.term + 1;
    fixture.receive({ type: 'voteAnswer', pre: true, granted: true, term });
    expect(fixture.raft.role).to.equal('precandidate');
    fixture.receive({ type: 'voteAnswer', pre: true, granted: true, term, from: 'n3' });
    expect(fixture.raft.role).to.equal('candidate');
  });

  it('elects others by its vote together with those of all voters', () => {
    const fixture = new Fixture();
    fixture.pass(1500);
    fixture.receive({ type: 'voteAnswer', pre: true, granted: true, doubtful: true, term: 1 });
    expect(fixture.raft.role, 'two of three, one in doubt').to.equal('precandidate');
    fixture.receive({ type: 'voteAnswer', pre: true, granted: true, doubtful: true, term: 1, from: 'n3' });
    expect(fixture.raft.role).to.equal('candidate');
  });

  it('is whole again when it holds what a leader has committed in its own term, on the disk', () => {
    const fixture = doubtful();
    const append = { type: 'append', term: 5, prevIndex: 2, prevTerm: 3 } as const;
    fixture.receive({ ...append, entries: [entry(3, 4)], commit: 3 });
    fixture.settle();
    expect(fixture.raft.status().doubtful, 'committed in an earlier term: more may be').to.equal(true);
    fixture.receive({ ...append, prevIndex: 3, prevTerm: 4, entries: [entry(4, 5)], commit: 4 });
    fixture.take();
    expect(fixture.raft.status().doubtful, 'not on the disk yet').to.equal(true);
    fixture.settle();
    expect(fixture.raft.status().doubtful).to.equal(false);
    fixture.receive({
      type: 'append',
      term: 5,
      prevIndex: 4,
      prevTerm: 5,
      entries: [entry(5, 5)],
      commit: 5,
    });
    expect(fixture.take()[0]!.persist!.hardState).to.deep.equal({ term: 5, vote: null, commit: 5 });
  });
});
