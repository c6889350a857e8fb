import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { crc32c } from '../../../src/base/crc32c.js';
import { type OpenNodeStore, openNodeStore } from '../../../src/storage/data-folder.js';
import { openLogStore } from '../../../src/storage/log-store.js';
import { close as closeLog, failure } from './log-store.conformance.js';
import { contents, tempFolder } from './temp-folder.js';

const CLUSTER = 'c'.repeat(32);
const SLOT = 4096;

function close(store: OpenNodeStore): Promise<void> {
  return new Promise((resolve, reject) => store.close(error => (error === null ? resolve() : reject(error))));
}

function begin(store: OpenNodeStore): Promise<number> {
  return new Promise((resolve, reject) =>
    store.beginIncarnation((error, incarnation) => (error === null ? resolve(incarnation) : reject(error))),
  );
}

function join_(store: OpenNodeStore, clusterId: string): Promise<void> {
  return new Promise((resolve, reject) =>
    store.joinCluster(clusterId, error => (error === null ? resolve() : reject(error))),
  );
}

describe('the data folder', () => {
  const temp = tempFolder();
  const folder = (): string => join(temp(), 'deep', 'n1');

  async function withStore<T>(use: (store: OpenNodeStore) => T | Promise<T>): Promise<T> {
    const store = await openNodeStore(folder(), 'n1');
    try {
      return await use(store);
    } finally {
      await close(store);
    }
  }

  it('gets its identity at the first start and keeps it', async () => {
    const first = await withStore(store => store.identity);
    expect(first).to.include({ id: 'n1', clusterId: null, incarnation: 0 });
    expect(first.uuid).to.match(/^[0-9a-f]{32}$/);
    expect(await withStore(store => store.identity)).to.deep.equal(first);
  });

  it('counts incarnations over restarts', async () => {
    for (const expected of [1, 3, 5]) {
      expect(await withStore(begin)).to.equal(expected);
      expect(await withStore(store => begin(store))).to.equal(expected + 1);
    }
    expect(await withStore(store => store.identity.incarnation)).to.equal(6);
  });

  it('takes two changes at once', async () => {
    await withStore(store => Promise.all([begin(store), join_(store, CLUSTER), begin(store)]));
    expect(await withStore(store => store.identity)).to.include({ clusterId: CLUSTER, incarnation: 2 });
  });

  it('belongs to one cluster', async () => {
    await withStore(store => join_(store, CLUSTER));
    await withStore(store => join_(store, CLUSTER));
    const error = await withStore(store => failure(join_(store, 'd'.repeat(32))));
    expect(error.code).to.equal('WRONG_CLUSTER');
    expect(await withStore(store => store.identity.clusterId)).to.equal(CLUSTER);
  });

  it('of another node is refused and left as it is', async () => {
    await withStore(begin);
    const before = contents(temp());
    const error = await failure(openNodeStore(folder(), 'n2'));
    expect(error.code).to.equal('WRONG_NODE');
    expect(error.message).to.equal(`data folder ${folder()} belongs to node n1, not to n2`);
    expect(contents(temp())).to.deep.equal(before);
  });

  it('is opened by one at a time, and free again after', async () => {
    await withStore(async () => {
      expect((await failure(openNodeStore(folder(), 'n1'))).code).to.equal('FOLDER_IN_USE');
    });
    await withStore(begin);
  });

  it('with a log but without an identity is refused and left as it is', async () => {
    await withStore(async () => {
      const { store } = await openLogStore(folder(), { acceptTornTail: false });
      await closeLog(store);
    });
    rmSync(join(folder(), 'identity'));
    const before = contents(temp());
    const error = await failure(openNodeStore(folder(), 'n1'));
    expect(error.code).to.equal('CORRUPT');
    expect(error.message).to.include('identity file is missing');
    expect(contents(temp())).to.deep.equal(before);
  });

  it('of a later version is refused and left as it is', async () => {
    await withStore(begin);
    const path = join(folder(), 'identity');
    const bytes = readFileSync(path);
    const slot = bytes.subarray(0, SLOT);
    slot.writeUInt16BE(2, 8);
    slot.writeUInt32BE(crc32c(slot.subarray(4)), 0);
    writeFileSync(path, bytes);
    const before = contents(temp());
    expect((await failure(openNodeStore(folder(), 'n1'))).code).to.equal('FORMAT_TOO_NEW');
    expect(contents(temp())).to.deep.equal(before);
  });

  it('never reuses an incarnation when the newest slot of its identity is damaged', async () => {
    await withStore(begin);
    const path = join(folder(), 'identity');
    const whole = readFileSync(path);
    for (const at of [3, 100, SLOT - 1, SLOT + 4, SLOT + 300]) {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= 0x10;
      writeFileSync(path, bytes);
      expect(await withStore(begin), `byte ${at}`).to.be.greaterThan(1);
    }
  });

  it('with a damaged identity is refused', async () => {
    await withStore(begin);
    const path = join(folder(), 'identity');
    const bytes = readFileSync(path);
    bytes[50]! ^= 1;
    bytes[SLOT + 50]! ^= 1;
    writeFileSync(path, bytes);
    const error = await failure(openNodeStore(folder(), 'n1'));
    expect(error.code).to.equal('CORRUPT');
    expect(error.message).to.include(path);
    writeFileSync(path, '');
    expect((await failure(openNodeStore(folder(), 'n1'))).code).to.equal('CORRUPT');
  });

  it('survives a first start that stopped before the identity was complete', async () => {
    mkdirSync(folder(), { recursive: true });
    writeFileSync(join(folder(), 'identity.tmp'), 'half');
    expect(await withStore(begin)).to.equal(1);
    expect(existsSync(join(folder(), 'identity.tmp'))).to.equal(false);
  });

  it('that is read-only is one clear line', async () => {
    // A folder in which nobody can write, not even the superuser.
    const error = await failure(openNodeStore('/sys/kernel', 'n1'));
    expect(error.code).to.equal('DISK');
    expect(error.message).to.match(/^cannot [^\n]*\/sys\/kernel[^\n]*$/);
  });

  it('that is a file is one clear line', async () => {
    writeFileSync(join(temp(), 'deep'), '');
    const error = await failure(openNodeStore(folder(), 'n1'));
    expect(error.code).to.equal('DISK');
    expect(error.message).to.match(/^cannot make data folder [^\n]+: ENOTDIR[^\n]+$/);
  });
});
