import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openLogStore } from '../../../src/storage/log-store.js';
import { close, describeLogStore, failure, read, run, write } from './log-store.conformance.js';
import { tempFolder } from './temp-folder.js';

describeLogStore('the log on disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-log-'));
  return {
    open: async () => (await openLogStore(folder, { acceptTornTail: false })).store,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
});

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

  it('answers with one clear line when the folder cannot be made', async () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    const error = await failure(openLogStore(file, { acceptTornTail: false }));
    expect(error.code).to.equal('DISK');
    expect(error.message).to.match(/^cannot [^\n]+: [^\n]+$/);
  });
});
