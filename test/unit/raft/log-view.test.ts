import { expect } from 'chai';
import fc from 'fast-check';
import type { Entry } from '../../../src/base/raft-message.js';
import { LogView } from '../../../src/raft/log-view.js';
import { TermSpans } from '../../../src/raft/term-spans.js';
import { entry } from './support.js';

const EMPTY = { firstIndex: 1, lastIndex: 0, baseTerm: 0, terms: [], configurations: [] };

type Step =
  | { readonly do: 'append'; readonly newTerm: boolean; readonly bytes: number }
  | { readonly do: 'truncate'; readonly part: number }
  | { readonly do: 'write' | 'sync' }
  | { readonly do: 'trim' }
  | { readonly do: 'compact'; readonly part: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant('append' as const), newTerm: fc.boolean(), bytes: fc.nat(90) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('truncate' as const),
        part: fc.double({ min: 0, max: 0.99, noNaN: true }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('write' as const, 'sync' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('trim' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('compact' as const),
        part: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
    },
  ),
  { maxLength: 80 },
);

describe('log view', () => {
  it('agrees with a plain array, whatever is appended, cut off, written, freed and compacted', () => {
    fc.assert(fc.property(steps, play), { seed: 7, numRuns: 300 });
  });

  it('skips a term at a time', () => {
    const terms = new TermSpans([
      { index: 1, term: 1 },
      { index: 4, term: 3 },
      { index: 6, term: 6 },
    ]);
    expect(terms.lastAtMost(8, 6)).to.equal(8);
    expect(terms.lastAtMost(8, 5)).to.equal(5);
    expect(terms.lastAtMost(8, 2)).to.equal(3);
    expect(terms.lastAtMost(2, 2)).to.equal(2);
    expect(terms.lastAtMost(8, 0)).to.equal(0);
  });

  it('finds the more complete log: the later last term, then the longer one (5.4.1)', () => {
    const log = new LogView({ ...EMPTY, lastIndex: 3, terms: [{ index: 1, term: 2 }] }, 0);
    expect(log.isUpToDate(1, 3)).to.equal(true);
    expect(log.isUpToDate(9, 1)).to.equal(false);
    expect(log.isUpToDate(2, 2)).to.equal(false);
    expect(log.isUpToDate(3, 2)).to.equal(true);
  });

  it('gives at least one entry, then as many as fit', () => {
    const log = new LogView(EMPTY, 1e6);
    for (let i = 1; i <= 4; i++) log.append(entry(i, 1, 100));
    expect(log.cached(2, 4, 1)).to.have.length(1);
    expect(log.cached(1, 4, 2 * 164)).to.have.length(2);
    expect(log.cached(1, 3, 1e6)).to.have.length(3);
  });

  it('frees what is applied first, and holds twice the bound for a machine that is behind', () => {
    const log = new LogView(EMPTY, 10 * 65);
    for (let i = 1; i <= 40; i++) log.append(entry(i, 1));
    log.trim(40, 40);
    expect(log.cachedFrom, 'not on the disk yet').to.equal(1);
    log.takeUnsaved();
    log.markPersisted(40);
    log.trim(0, 40);
    expect(log.cachedFrom, 'not applied').to.equal(21);
    log.trim(40, 40);
    expect(log.cachedFrom).to.equal(31);
  });
});

function play(all: readonly Step[]): void {
  const log = new LogView(EMPTY, 300);
  const model: Entry[] = [];
  const disk: Entry[] = [];
  let term = 1;
  let write: Entry[] | null = null;
  for (const step of all) {
    if (step.do === 'append') {
      term += Number(step.newTerm);
      model.push(entry(model.length + 1, term, step.bytes));
      log.append(model.at(-1)!);
    } else if (step.do === 'truncate' && model.length >= log.firstIndex) {
      const from = log.firstIndex + Math.floor(step.part * (model.length - log.firstIndex + 1));
      log.truncate(from);
      model.length = from - 1;
      // A log is only cut to put the entry of a later leader there.
      model.push(entry(from, ++term));
      log.append(model.at(-1)!);
    } else if (step.do === 'write' && write === null) {
      write = log.takeUnsaved();
    } else if (step.do === 'sync' && write !== null) {
      if (write.length > 0) disk.splice(write[0]!.index - 1, Infinity, ...write);
      log.markPersisted(write.at(-1)?.index ?? 0);
      write = null;
    } else if (step.do === 'compact') {
      log.compact(Math.floor(step.part * log.persisted));
    } else if (step.do === 'trim') {
      log.trim(log.persisted, log.persisted);
    }
    expect(log.lastIndex).to.equal(model.length);
    expect(log.lastTerm).to.equal(model.at(-1)?.term ?? 0);
    expect(log.cachedFrom - 1).to.be.at.most(log.persisted);
    const base = log.firstIndex - 1;
    expect(log.cachedFrom).to.be.greaterThan(base);
    expect(log.termAt(base)).to.equal(model[base - 1]?.term ?? 0);
    if (base > 0) expect(log.termAt(base - 1)).to.equal(null);
    // What is not in memory is on the disk, and right there.
    for (let i = log.firstIndex; i <= model.length; i++) {
      expect(log.termAt(i)).to.equal(model[i - 1]!.term);
      const found = i < log.cachedFrom ? disk[i - 1] : log.cached(i, i, 0)?.[0];
      expect(found).to.equal(model[i - 1]);
      if (i <= log.persisted) expect(disk[i - 1]).to.equal(model[i - 1]);
    }
  }
}
