import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Level } from 'level';
import { logFolder } from '../../../src/storage/data-folder.js';
import { encodeEntry, entryKey } from '../../../src/storage/log-record.js';
import { openLogStore } from '../../../src/storage/log-store.js';
import { close, compact, describeLogStore, failure, read, run, write } from './log-store.conformance.js';
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

  it('is opened by one at a time', async () => {
    const { store } = await openLogStore(folder(), { acceptTornTail: false });
    const error = await failure(openLogStore(folder(), { acceptTornTail: true }));
    expect(error.code).to.equal('FOLDER_IN_USE');
    await write(store, run(1, 3, 1));
    await close(store);
  });

  it('survives that its tables are written and merged', async () => {
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
    expect(bytesBelow(logFolder(folder()))).to.be.lessThan(before / 4);
    expect(await read(store, 551, 600, 1e9)).to.have.length(50);
    await close(store);
  }).timeout(20_000);

  it('deletes at the next start what a crash left of compacted entries', async () => {
    const { store } = await openLogStore(folder(), { acceptTornTail: false });
    await write(store, run(1, 100, 1));
    await compact(store, 60);
    await close(store);
    const db = new Level<Buffer, Buffer>(logFolder(folder()), {
      keyEncoding: 'buffer',
      valueEncoding: 'buffer',
    });
    for (const index of [1, 40, 60]) await db.put(entryKey(0, index), Buffer.from('left behind'));
    await db.close();
    const again = await openLogStore(folder(), { acceptTornTail: false });
    expect(again.store.initial).to.include({ firstIndex: 61, lastIndex: 100 });
    await close(again.store);
    await db.open();
    const left = await db.keys({ lt: entryKey(0, 61) }).all();
    await db.close();
    expect(left).to.deep.equal([]);
  });

  it('sees that the entries behind the base are not those that it had', async () => {
    const { store } = await openLogStore(folder(), { acceptTornTail: false });
    await write(store, run(1, 100, 1));
    await compact(store, 60);
    await close(store);
    const db = new Level<Buffer, Buffer>(logFolder(folder()), {
      keyEncoding: 'buffer',
      valueEncoding: 'buffer',
    });
    const key = entryKey(0, 61);
    await db.put(key, encodeEntry(key, run(61, 61, 1)[0]!, 12345).value);
    await db.close();
    const error = await failure(openLogStore(folder(), { acceptTornTail: false }));
    expect(error.message).to.match(/entry 61 does not follow the one before it/);
  });

  it('answers with one clear line when the folder cannot be made', async () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    const error = await failure(openLogStore(file, { acceptTornTail: false }));
    expect(error.code).to.equal('DISK');
    expect(error.message).to.match(/^cannot [^\n]+: [^\n]+$/);
  });
});
