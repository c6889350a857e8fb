import { rmSync, writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { openLogStore } from '../../../src/storage/log-store.js';
import { close, failure, run, write } from './log-store.conformance.js';
import { tempFolder } from './temp-folder.js';

const folder = tempFolder;

async function fill(at: string, term: number, vote: string | null): Promise<void> {
  const { store } = await openLogStore(at, { acceptTornTail: false });
  await write(store, run(store.initial.lastIndex + 1, store.initial.lastIndex + 5, term), {
    hardState: { term, vote, commit: 0 },
  });
  await close(store);
}

describe('the vote file', () => {
  const at = folder();
  const path = (): string => join(at(), 'vote');

  it('makes a node doubtful that lost its log', async () => {
    await fill(at(), 7, 'n2');
    rmSync(join(at(), 'log'), { recursive: true });
    const first = await openLogStore(at(), { acceptTornTail: false });
    expect(first.doubt).to.match(/knows term 7, the log in .* only 0$/);
    expect(first.store.initial.hardState).to.deep.equal({ term: 7, vote: 'n2', commit: 0, doubtful: true });
    await close(first.store);
    const { store, doubt } = await openLogStore(at(), { acceptTornTail: true });
    expect(doubt, 'the doubt stays').to.equal('an earlier start found its end damaged');
    expect(store.initial.hardState).to.deep.equal({ term: 7, vote: 'n2', commit: 0 });
    await close(store);
    const again = await openLogStore(at(), { acceptTornTail: false });
    expect(again.store.initial.hardState).to.deep.equal({ term: 7, vote: 'n2', commit: 0 });
    await close(again.store);
  });

  it('may be behind, as after a crash between the two syncs', async () => {
    await fill(at(), 2, 'n1');
    const old = readFileSync(path());
    await fill(at(), 3, 'n2');
    writeFileSync(path(), old);
    const { store, doubt } = await openLogStore(at(), { acceptTornTail: false });
    expect(doubt).to.equal(null);
    expect(store.initial.hardState).to.include({ term: 3, vote: 'n2' });
    await close(store);
  });

  it('with a bit that is wrong is noticed, and the log, or the slot before, is believed', async () => {
    for (const [term, byte] of [2, 8, 19, 30].entries()) {
      await fill(at(), term + 2, 'n1');
      const bytes = readFileSync(path());
      const newest = term % 2 === 0 ? 4096 : 0; // the slots are written in turn
      bytes[newest + byte]! ^= 1;
      writeFileSync(path(), bytes);
      const { store, doubt } = await openLogStore(at(), { acceptTornTail: false });
      expect(doubt).to.equal(null);
      expect(store.initial.hardState).to.include({ term: term + 2, vote: 'n1' });
      await close(store);
    }
  });

  it('neither of whose slots is whole is refused, and named', async () => {
    await fill(at(), 2, 'n1');
    await fill(at(), 3, 'n1');
    const bytes = readFileSync(path());
    for (const slot of [0, 4096]) bytes[slot + 25]! ^= 1;
    writeFileSync(path(), bytes);
    const error = await failure(openLogStore(at(), { acceptTornTail: false }));
    expect(error.message).to.equal(`${path()} is damaged: neither of its two slots is whole`);
  });

  it('that is missing is made again', async () => {
    await fill(at(), 2, 'n1');
    rmSync(path());
    await fill(at(), 2, 'n1');
    rmSync(join(at(), 'log'), { recursive: true });
    const { store, doubt } = await openLogStore(at(), { acceptTornTail: false });
    expect(doubt).to.include('knows term 2');
    await close(store);
  });

  it('forbids a second vote in a term whose vote the log lost', async () => {
    await fill(at(), 4, null);
    const { store } = await openLogStore(at(), { acceptTornTail: false });
    await write(store, [], { hardState: { term: 4, vote: 'n3', commit: 0 } });
    await close(store);
    const voted = readFileSync(path());
    rmSync(join(at(), 'log'), { recursive: true });
    rmSync(path());
    await fill(at(), 4, null);
    writeFileSync(path(), voted);
    const again = await openLogStore(at(), { acceptTornTail: false });
    expect(again.store.initial.hardState).to.include({ term: 4, vote: 'n3', doubtful: true });
    await close(again.store);
  });
});
