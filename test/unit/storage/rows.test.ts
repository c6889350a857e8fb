import { rmSync, writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Level } from 'level';
import { crc32c } from '../../../src/base/crc32c.js';
import { encodeEntry, entryKey } from '../../../src/storage/log-record.js';
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

async function tamper(at: string, change: (db: Level<Buffer, Buffer>) => Promise<void>): Promise<void> {
  const db = new Level<Buffer, Buffer>(join(at, 'log'), {
    keyEncoding: 'buffer',
    valueEncoding: 'buffer',
    compression: false,
  });
  await change(db);
  await db.close();
}

async function refusal(at: string) {
  return failure(openLogStore(at, { acceptTornTail: false }));
}

describe('rows of the log that are whole but wrong', () => {
  const at = folder();

  it('are noticed when one is missing', async () => {
    await fill(at(), 1, 'n1');
    await tamper(at(), db => db.del(entryKey(0, 3)));
    expect((await refusal(at())).message).to.match(/entry 3 is missing: the next is 4$/);
  });

  it('are noticed when the last is missing', async () => {
    await fill(at(), 1, 'n1');
    await tamper(at(), db => db.del(entryKey(0, 5)));
    const error = await refusal(at());
    expect(error.code).to.equal('CORRUPT');
    expect(error.message).to.match(/the log ends at entry 4, but 5 was written$/);
  });

  it('are noticed when one is of another history', async () => {
    await fill(at(), 1, 'n1');
    const key = entryKey(0, 3);
    await tamper(at(), db => db.put(key, encodeEntry(key, run(3, 3, 1, 'other')[0]!, 12345).value));
    expect((await refusal(at())).message).to.match(/entry 3 does not follow the one before it$/);
  });

  it('are noticed when they come without a hard state', async () => {
    await fill(at(), 1, 'n1');
    await tamper(at(), db => db.del(Buffer.from('7300000000', 'hex')));
    expect((await refusal(at())).code).to.equal('CORRUPT');
  });

  it('are refused when a later version wrote them', async () => {
    await fill(at(), 1, 'n1');
    const key = entryKey(0, 2);
    await tamper(at(), async db => {
      const value = await db.get(key);
      value[4] = 2;
      value.writeUInt32BE(crc32c(value.subarray(4), crc32c(key)), 0);
      await db.put(key, value);
    });
    const error = await refusal(at());
    expect(error.code).to.equal('FORMAT_TOO_NEW');
    expect(error.message).to.match(/entry 2 has format 2, this version knows up to 1$/);
  });
});

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
