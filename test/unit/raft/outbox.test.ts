import { expect } from 'chai';
import type { RaftMessage } from '../../../src/base/raft-message.js';
import { Ballot } from '../../../src/raft/ballot.js';
import { LogView } from '../../../src/raft/log-view.js';
import { Outbox } from '../../../src/raft/outbox.js';
import { entry } from './support.js';

function setUp(): { ballot: Ballot; log: LogView; outbox: Outbox } {
  const ballot = new Ballot({ term: 1, vote: null, commit: 0 });
  const log = new LogView({ firstIndex: 1, lastIndex: 0, baseTerm: 0, terms: [], configurations: [] }, 1e6);
  return { ballot, log, outbox: new Outbox(ballot, log, 0) };
}

function answer(index: number, term = 1): RaftMessage {
  const fields = { success: true, hintIndex: 0, hintTerm: 0 };
  return { type: 'appendAnswer', from: 'n1', uuid: 'n1', to: 'n2', term, index, ...fields };
}

function vote(term: number): RaftMessage {
  const fields = { pre: false, granted: true, doubtful: false };
  return { type: 'voteAnswer', from: 'n1', uuid: 'n1', to: 'n3', term, ...fields };
}

describe('outbox: nothing that speaks of unsynced state leaves (figure 2)', () => {
  it('lets a message go at once when all is on the disk', () => {
    const { outbox } = setUp();
    outbox.sendPersisted(answer(0));
    expect(outbox.takePersist(0)).to.equal(null);
    expect(outbox.takeMessages()).to.have.length(1);
  });

  it('hands a message out with the write that it depends on', () => {
    const { log, outbox } = setUp();
    log.append(entry(1, 1));
    outbox.sendPersisted(answer(1));
    expect(outbox.takeMessages()).to.deep.equal([]);
    expect(outbox.takePersist(0)!.entries).to.have.length(1);
    expect(outbox.takeAfterPersist()).to.deep.equal([answer(1)]);
  });

  it('holds a message for the next write while an earlier one is in flight', () => {
    const { log, outbox } = setUp();
    log.append(entry(1, 1));
    outbox.takePersist(0);
    log.append(entry(2, 1));
    outbox.sendPersisted(answer(2));
    expect(outbox.takePersist(0), 'one write at a time').to.equal(null);
    expect(outbox.takeAfterPersist()).to.deep.equal([]);
    outbox.persisted(1, 1);
    expect(outbox.takeMessages()).to.deep.equal([]);
    expect(outbox.takePersist(0)!.entries.map(({ index }) => index)).to.deep.equal([2]);
    expect(outbox.takeAfterPersist()).to.deep.equal([answer(2)]);
  });

  it('hands a message out beside the write in flight when that covers it', () => {
    const { log, outbox } = setUp();
    log.append(entry(1, 1));
    outbox.takePersist(0);
    outbox.sendPersisted(answer(1)); // the entry came a second time
    expect(outbox.takePersist(0)).to.equal(null);
    expect(outbox.takeAfterPersist()).to.deep.equal([answer(1)]);
  });

  it('frees what the write covered when it is synced before the message was taken', () => {
    const { log, outbox } = setUp();
    log.append(entry(1, 1));
    outbox.takePersist(0);
    outbox.sendPersisted(answer(1));
    outbox.persisted(1, 1);
    expect(outbox.takeMessages()).to.deep.equal([answer(1)]);
  });

  it('treats a vote like an entry: a later vote waits for its own write', () => {
    const { ballot, outbox } = setUp();
    ballot.enter(2);
    ballot.cast('n3');
    outbox.sendPersisted(vote(2));
    expect(outbox.takePersist(0)!.hardState).to.deep.equal({ term: 2, vote: 'n3', commit: 0 });
    expect(outbox.takeAfterPersist()).to.deep.equal([vote(2)]);
    ballot.enter(3);
    ballot.cast('n3');
    outbox.sendPersisted(vote(3));
    expect(outbox.takeAfterPersist()).to.deep.equal([]);
    outbox.persisted(0, 0);
    expect(outbox.takePersist(0)!.hardState).to.deep.equal({ term: 3, vote: 'n3', commit: 0 });
    expect(outbox.takeAfterPersist()).to.deep.equal([vote(3)]);
  });

  it('lets a message that only needs the term pass by entries', () => {
    const { ballot, log, outbox } = setUp();
    log.append(entry(1, 1));
    outbox.sendInTerm(answer(0));
    expect(outbox.takeMessages()).to.have.length(1);
    ballot.enter(2);
    outbox.sendInTerm(answer(0, 2));
    expect(outbox.takeMessages()).to.deep.equal([]);
    outbox.takePersist(0);
    outbox.sendInTerm({ ...answer(0, 2), to: 'n3' });
    expect(outbox.takeMessages()).to.deep.equal([]);
    expect(outbox.takeAfterPersist()).to.have.length(2);
  });

  it('does not grow on a slow disk: of cumulative answers the furthest stays', () => {
    const { log, outbox } = setUp();
    log.append(entry(1, 1));
    for (const index of [1, 7, 3]) outbox.sendPersisted(answer(index));
    outbox.takePersist(0);
    expect(outbox.takeAfterPersist()).to.deep.equal([answer(7)]);
  });

  it('writes the commit index only beside something else', () => {
    const { log, outbox } = setUp();
    expect(outbox.takePersist(5)).to.equal(null);
    log.append(entry(1, 1));
    expect(outbox.takePersist(1)!.hardState!.commit).to.equal(1);
    outbox.persisted(1, 1);
    log.append(entry(2, 1));
    expect(outbox.takePersist(1)!.hardState).to.equal(undefined);
  });

  it('does not take an entry for synced that was replaced while it was written', () => {
    const { log, outbox } = setUp();
    for (let i = 1; i <= 3; i++) log.append(entry(i, 1));
    outbox.takePersist(0);
    log.truncate(2);
    log.append(entry(2, 2));
    outbox.persisted(3, 1);
    expect(log.persisted).to.equal(1);
    expect(outbox.takePersist(0)!.entries).to.deep.equal([entry(2, 2)]);
  });
});
