import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { logFolder } from '../../../src/storage/data-folder.js';
import { openLogStore } from '../../../src/storage/log-store.js';
import {
  close,
  compact,
  describeLogStore,
  failure,
  plain,
  read,
  run,
  write,
} from './log-store.conformance.js';
import { tempFolder } from './temp-folder.js';

describeLogStore('the log on disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-log-'));
  return {
    open: async () => (await openLogStore(folder, { acceptTornTail: false })).store,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
});

function bytesBelow(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

describe('the log on disk', () => {
  const folder = tempFolder();

  it('goes on in a file after the other', async () => {
    const { store } = await openLogStore(folder(), { acceptTornTail: false });
    for (let i = 0; i < 60; i++)
      await write(store, run(i * 10 + 1, i * 10 + 10, 1 + Math.floor(i / 20), 'v'.repeat(40_000)));
    await write(store, run(301, 301, 4));
    await close(store);
    const again = await openLogStore(folder(), { acceptTornTail: false });
    expect(again.doubt).to.equal(null);
    expect(again.store.initial.lastIndex).to.equal(301);
    expect(again.store.initial.terms.map(span => span.index)).to.deep.equal([1, 201, 301]);
    const middle = await read(again.store, 150, 160);
    expect(middle.map(entry => entry.index)).to.deep.equal([
      150, 151, 152, 153, 154, 155, 156, 157, 158, 159, 160,
    ]);
    await close(again.store);
  }).timeout(20_000);

  it('gives the space of compacted entries back', async () => {
    const { store } = await openLogStore(folder(), { acceptTornTail: false });
    for (let i = 0; i < 60; i++) await write(store, run(i * 10 + 1, i * 10 + 10, 1, 'v'.repeat(100_000)));
    const before = bytesBelow(logFolder(folder()));
    expect(before).to.be.greaterThan(58e6);
    await compact(store, 550);
    expect(bytesBelow(logFolder(folder()))).to.be.lessThan(before / 2);
    expect(await read(store, 551, 600, 1e9)).to.have.length(50);
    await close(store);
  }).timeout(20_000);

  it('removes a file that was made ahead, at the next start', async () => {
    const { store } = await openLogStore(folder(), { acceptTornTail: false });
    await write(store, run(1, 30, 1, 'v'.repeat(100_000)));
    await close(store);
    expect(readdirSync(logFolder(folder()))).to.deep.equal(['00000001.log', '00000002.log']);
    const again = await openLogStore(folder(), { acceptTornTail: false });
    expect(readdirSync(logFolder(folder()))).to.deep.equal(['00000001.log']);
    await write(again.store, run(31, 60, 1, 'v'.repeat(100_000)));
    expect(await read(again.store, 1, 60, 1e9)).to.have.length(60);
    await close(again.store);
  });

  it('holds a write that is larger than a file', async () => {
    const { store } = await openLogStore(folder(), { acceptTornTail: false });
    const entries = run(1, 120, 1, 'v'.repeat(100_000));
    await write(store, entries.slice(0, 100));
    await write(store, entries.slice(100));
    await close(store);
    const again = await openLogStore(folder(), { acceptTornTail: false });
    expect(plain(await read(again.store, 1, 120, 1e9))).to.deep.equal(plain(entries));
    await close(again.store);
  });

  it('writes while its thread waits, where that is allowed, and then as well', async () => {
    const folderOf = folder();
    const { store } = await openLogStore(folderOf, { acceptTornTail: false, mayWait: () => true });
    const entries = run(1, 100, 1, 'v'.repeat(100_000));
    for (let at = 0; at < entries.length; at += 5) {
      await write(store, entries.slice(at, at + 5), { hardState: { term: 1 + at, vote: 'n1', commit: at } });
    }
    await compact(store, 20);
    await write(store, run(101, 101, 1));
    await close(store);
    const again = await openLogStore(folderOf, { acceptTornTail: false });
    expect(again.store.initial).to.include({ firstIndex: 21, lastIndex: 101 });
    expect(again.store.initial.hardState).to.deep.equal({ term: 96, vote: 'n1', commit: 95 });
    expect(plain(await read(again.store, 21, 100, 1e9))).to.deep.equal(plain(entries.slice(20)));
    await close(again.store);
  });

  it('reads while files go', async () => {
    const { store } = await openLogStore(folder(), { acceptTornTail: false });
    const entries = run(1, 300, 1, 'v'.repeat(100_000));
    for (let at = 0; at < 300; at += 20) await write(store, entries.slice(at, at + 20));
    const reading = read(store, 1, 300, 1e9);
    await compact(store, 300);
    expect(plain(await reading)).to.deep.equal(plain(entries));
    await close(store);
  });

  it('answers with one clear line when the folder cannot be made', async () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    const error = await failure(openLogStore(file, { acceptTornTail: false }));
    expect(error.code).to.equal('DISK');
    expect(error.message).to.match(/^cannot [^\n]+: [^\n]+$/);
  });
});
