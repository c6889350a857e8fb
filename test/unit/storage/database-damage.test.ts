import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Entry } from '../../../src/base/raft-message.js';
import { openLogStore } from '../../../src/storage/log-store.js';
import { checkDatabase } from '../../../src/storage/database-check.js';
import { close, failure, plain, read, run, write } from './log-store.conformance.js';
import { contents, tempFolder } from './temp-folder.js';

/** Writes one batch an entry and closes; all of it stands in LevelDB's write-ahead log then, in no table. */
async function fill(folder: string, entries: readonly Entry[]): Promise<void> {
  const { store } = await openLogStore(folder, { acceptTornTail: false });
  for (const entry of entries)
    await write(store, [entry], { hardState: { term: entry.term, vote: 'n1', commit: 0 } });
  await close(store);
}

function file(folder: string, pattern: RegExp): string {
  const name = readdirSync(join(folder, 'log')).find(each => pattern.test(each));
  return join(folder, 'log', name!);
}
const wal = (folder: string): string => file(folder, /\.log$/);

function flip(path: string, at: number, bit = 0): void {
  const bytes = readFileSync(path);
  bytes[at]! ^= 1 << bit;
  writeFileSync(path, bytes);
}

/** Opens and gives what is held, or the error. */
async function reopened(folder: string, acceptTornTail = false) {
  const { store, doubt } = await openLogStore(folder, { acceptTornTail });
  const { lastIndex, hardState } = store.initial;
  const entries = lastIndex === 0 ? [] : await read(store, 1, lastIndex, 1 << 30);
  await close(store);
  return { entries, doubt, hardState };
}

/** Where each record of the log file begins, and its end. */
function recordOffsets(path: string): number[] {
  const bytes = readFileSync(path);
  const offsets = [0];
  while (offsets.at(-1)! < bytes.length)
    offsets.push(offsets.at(-1)! + 7 + bytes.readUInt16LE(offsets.at(-1)! + 4));
  return offsets;
}

describe("damage to LevelDB's write-ahead log", () => {
  const folder = tempFolder();

  it('in its middle stops the node, with file and offset, and nothing is touched', async () => {
    await fill(folder(), run(1, 9, 1, 'value'));
    const path = wal(folder());
    const [, , third] = recordOffsets(path);
    flip(path, third! + 40);
    const before = contents(folder());
    for (const acceptTornTail of [false, true]) {
      const error = await failure(openLogStore(folder(), { acceptTornTail }));
      expect(error.code).to.equal('CORRUPT');
      expect(error.message).to.include(`${path} is damaged at offset ${third}`);
    }
    expect(contents(folder())).to.deep.equal(before);
  });

  it('is noticed wherever one bit is wrong', async () => {
    await fill(folder(), run(1, 6, 1, 'value'));
    const path = wal(folder());
    const whole = readFileSync(path);
    const last = recordOffsets(path).at(-2)!;
    for (let at = 0; at < whole.length; at++) {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= 1 << (at % 8);
      writeFileSync(path, bytes);
      const found = await checkDatabase(join(folder(), 'log')).then(
        ({ doubt }) => doubt ?? 'nothing',
        (error: unknown) => (error as { code: string }).code,
      );
      if (at < last) expect(found, `bit ${at % 8} of byte ${at}`).to.equal('CORRUPT');
      else expect(found, `bit ${at % 8} of byte ${at}`).to.include(`at offset ${last}, has a bad checksum`);
    }
  });

  it('that cuts the last record short is a write that nobody was told of', async () => {
    const entries = run(1, 6, 1, 'value');
    await fill(folder(), entries);
    const path = wal(folder());
    const whole = readFileSync(path);
    const offsets = recordOffsets(path);
    for (let length = offsets.at(-2)!; length < offsets.at(-1)!; length++) {
      writeFileSync(path, whole.subarray(0, length));
      expect((await checkDatabase(join(folder(), 'log'))).doubt, `at ${length}`).to.equal(null);
    }
    truncateSync(path, whole.length - 3);
    const held = await reopened(folder());
    expect(plain(held.entries)).to.deep.equal(plain(entries.slice(0, 5)));
    expect(held.doubt).to.equal(null);
  });

  it('in the last record makes the node doubtful, and it stays so until it is said to be over', async () => {
    const entries = run(1, 6, 1, 'value');
    await fill(folder(), entries);
    const path = wal(folder());
    flip(path, readFileSync(path).length - 2);
    const held = await reopened(folder());
    expect(held.doubt).to.include(path);
    expect(held.hardState.doubtful).to.equal(true);
    expect(plain(held.entries)).to.deep.equal(plain(entries.slice(0, 5)));
    const again = await reopened(folder());
    expect(again.doubt).to.equal('an earlier start found its end damaged');
    expect(again.hardState.doubtful).to.equal(true);

    const { store } = await openLogStore(folder(), { acceptTornTail: false });
    await write(store, [], { hardState: { term: 9, vote: null, commit: 0 } });
    await close(store);
    expect((await reopened(folder())).hardState.doubtful, 'caught up').to.equal(undefined);
  });

  it('in the last record is accepted when the operator says so', async () => {
    await fill(folder(), run(1, 6, 1, 'value'));
    const path = wal(folder());
    flip(path, readFileSync(path).length - 2);
    expect((await reopened(folder(), true)).hardState.doubtful).to.equal(undefined);
    expect((await reopened(folder())).doubt).to.equal(null);
  });

  it('in a record that spans blocks is told from damage with a record behind it', async () => {
    await fill(folder(), [...run(1, 1, 1, 'x'.repeat(150_000)), ...run(2, 2, 1, 'y'.repeat(150_000))]);
    const path = wal(folder());
    const second = readFileSync(path).indexOf('y'.repeat(100)) - 100;
    flip(path, second + 80_000);
    expect((await checkDatabase(join(folder(), 'log'))).doubt).to.match(
      /at offset 15\d{4}, has a bad checksum/,
    );
    flip(path, second + 80_000);
    flip(path, 80_000);
    const error = await failure(checkDatabase(join(folder(), 'log')));
    expect(error.message).to.include('is damaged at offset 0');
  });

  it('that leaves zeros at the end is doubtful: what stood there is not known', async () => {
    await fill(folder(), run(1, 3, 1));
    const path = wal(folder());
    const { length } = readFileSync(path);
    writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(500)]));
    expect((await checkDatabase(join(folder(), 'log'))).doubt).to.include(`at offset ${length}`);
  });

  for (const [what, pattern] of [
    ['the log', /\.log$/],
    ['CURRENT', /^CURRENT$/],
    ['the manifest', /^MANIFEST/],
    ['a table', /\.ldb$/],
  ] as const) {
    it(`is noticed when ${what} is missing`, async () => {
      await fill(folder(), run(1, 3, 1));
      await fill(folder(), run(4, 6, 1)); // opening made a table of the first three
      rmSync(file(folder(), pattern));
      const error = await failure(openLogStore(folder(), { acceptTornTail: true }));
      expect(error.code, error.message).to.equal('CORRUPT');
      expect(error.message).to.match(/missing/);
    });
  }

  it('is noticed in the manifest', async () => {
    await fill(folder(), run(1, 3, 1));
    await fill(folder(), run(4, 6, 1));
    flip(file(folder(), /^MANIFEST/), 20);
    const error = await failure(openLogStore(folder(), { acceptTornTail: true }));
    expect(error.code).to.equal('CORRUPT');
    expect(error.message).to.match(/MANIFEST-\d+ is damaged at offset 0/);
  });
});

describe('damage to a table', () => {
  const folder = tempFolder();

  it('never changes an entry unnoticed', async () => {
    const entries = run(1, 40, 1, 'v'.repeat(60));
    await fill(folder(), entries);
    await reopened(folder());
    const path = file(folder(), /\.ldb$/);
    const whole = readFileSync(path);
    let refused = 0;
    for (let at = 5; at < whole.length; at += 61) {
      writeFileSync(path, whole);
      flip(path, at);
      const outcome = await reopened(folder()).catch((error: unknown) => error as Error & { code: string });
      if (outcome instanceof Error) {
        expect(outcome.code, outcome.message).to.equal('CORRUPT');
        refused++;
      } else expect(plain(outcome.entries)).to.deep.equal(plain(entries));
    }
    expect(refused).to.be.greaterThan(60);
  }).timeout(20_000);

  it('names file and offset', async () => {
    await fill(folder(), [...run(1, 1, 1), ...run(2, 2, 1, 'needle'), ...run(3, 3, 1)]);
    await reopened(folder());
    const path = file(folder(), /\.ldb$/);
    flip(path, readFileSync(path).indexOf('needle') + 2);
    const error = await failure(openLogStore(folder(), { acceptTornTail: true }));
    expect(error.code).to.equal('CORRUPT');
    expect(error.message).to.match(/\.ldb is damaged at offset 0: a block has a bad checksum$/);
  });
});
