import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Level } from 'level';
import { crc32c } from '../../../src/base/crc32c.js';
import { snapshotFolder } from '../../../src/storage/data-folder.js';
import { chunkKey, currentKey } from '../../../src/storage/snapshot-record.js';
import { openSnapshotStore } from '../../../src/storage/snapshot-store.js';
import { failure } from './log-store.conformance.js';
import {
  add,
  chunk,
  closeStore,
  describeSnapshotStore,
  metaAt,
  readChunk,
  save,
} from './snapshot-store.conformance.js';
import { tempFolder } from './temp-folder.js';

describeSnapshotStore('snapshots on disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-snapshots-'));
  return {
    open: () => openSnapshotStore(folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
});

describe('snapshots on disk', () => {
  const folder = tempFolder();

  /** Changes rows behind the back of the store. */
  async function tamper(change: (db: Level<Buffer, Buffer>) => Promise<void>): Promise<void> {
    const db = new Level<Buffer, Buffer>(snapshotFolder(folder()), {
      keyEncoding: 'buffer',
      valueEncoding: 'buffer',
      compression: false,
    });
    await db.open();
    await change(db);
    await db.close();
  }

  it('leave no chunk of another snapshot, and give its space back', async () => {
    const store = await openSnapshotStore(folder());
    await save(store, 10, 40, 500_000);
    await save(store, 20, 2);
    await add(store.begin(metaAt(30)), chunk(30));
    await closeStore(store);
    await closeStore(await openSnapshotStore(folder()));
    await tamper(async db => {
      expect(await db.keys().all()).to.have.length(3);
    });
    const sizes = readdirSync(snapshotFolder(folder())).map(
      name => statSync(join(snapshotFolder(folder()), name)).size,
    );
    expect(sizes.reduce((sum, size) => sum + size)).to.be.lessThan(5e6);
  }).timeout(20_000);

  it('name the chunk that is damaged or missing', async () => {
    const store = await openSnapshotStore(folder());
    await save(store, 77, 3);
    await closeStore(store);
    const key = chunkKey(0, 1, 1);
    await tamper(async db => {
      const row = await db.get(key);
      row[500]! ^= 4;
      await db.put(key, row);
      await db.del(chunkKey(0, 1, 2));
    });
    for (const [at, text] of [
      [1, 'chunk 2 of 3 of the snapshot at 77 has a bad checksum'],
      [2, 'chunk 3 of 3 of the snapshot at 77 is missing'],
    ] as const) {
      const again = await openSnapshotStore(folder());
      const error = await failure(readChunk(again.open()!, at));
      expect(error.message).to.include(text).and.to.include(snapshotFolder(folder()));
      expect(error.code).to.equal('CORRUPT');
      await closeStore(again);
    }
  });

  it('are not opened when the row that names the current one is damaged', async () => {
    const store = await openSnapshotStore(folder());
    await save(store, 77, 3);
    await closeStore(store);
    await tamper(async db => {
      const row = await db.get(currentKey(0));
      row[20]! ^= 1;
      await db.put(currentKey(0), row);
    });
    const error = await failure(openSnapshotStore(folder()));
    expect(error.message).to.include('the current snapshot has a bad checksum');
    expect(error.code).to.equal('CORRUPT');
  });

  it('are not opened when they are of a later format', async () => {
    const store = await openSnapshotStore(folder());
    await save(store, 77, 3);
    await closeStore(store);
    await tamper(async db => {
      const [key, row] = [currentKey(0), await db.get(currentKey(0))];
      row[4] = 2;
      row.writeUInt32BE(crc32c(row.subarray(4), crc32c(key)), 0);
      await db.put(key, row);
    });
    const error = await failure(openSnapshotStore(folder()));
    expect(error.code).to.equal('FORMAT_TOO_NEW');
    expect(error.message).to.include('has format 2, this version knows up to 1');
  });
});
