import { expect } from 'chai';
import { MemoryDisk } from '../../sim/ports/memory-log-store.js';
import { describeLogStore, run } from './log-store.conformance.js';

describeLogStore('the memory log', () => {
  const disk = new MemoryDisk();
  return {
    open: () => Promise.resolve(disk.open(complete => setImmediate(complete))),
    remove: () => undefined,
  };
});

describe('the memory log in a crash', () => {
  /** A disk that is as slow as the test likes. */
  function slow() {
    const disk = new MemoryDisk();
    const waiting: (() => void)[] = [];
    const outcomes: (Error | null)[] = [];
    const store = disk.open(complete => waiting.push(complete));
    return { disk, waiting, outcomes, store, done: (error: Error | null) => outcomes.push(error) };
  }

  it('loses a write that was not synced, and tells nobody', () => {
    const { disk, waiting, outcomes, store, done } = slow();
    store.write({ entries: run(1, 2, 1) }, done);
    waiting.shift()!();
    store.write({ entries: run(3, 4, 1), hardState: { term: 2, vote: 'n1', commit: 0 } }, done);
    store.crash(false);
    waiting.shift()!();
    expect(outcomes).to.deep.equal([null]);
    const { initial } = disk.open(complete => complete());
    expect(initial).to.include({ lastIndex: 2 });
    expect(initial.hardState.term).to.equal(0);
  });

  it('may as well have kept it, whole', () => {
    const { disk, waiting, outcomes, store, done } = slow();
    store.write({ entries: run(1, 4, 2), hardState: { term: 2, vote: 'n1', commit: 0 } }, done);
    store.crash(true);
    waiting.shift()!();
    expect(outcomes).to.deep.equal([]);
    expect(disk.open(complete => complete()).initial).to.deep.include({
      hardState: { term: 2, vote: 'n1', commit: 0 },
      lastIndex: 4,
    });
  });

  it('fails every call once the disk is broken', () => {
    const { waiting, outcomes, store, done } = slow();
    store.fail('no space left');
    store.write({ entries: run(1, 1, 1) }, done);
    waiting.shift()!();
    expect(outcomes[0]!.message).to.equal('no space left');
  });
});
