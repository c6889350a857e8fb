import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Level } from 'level';
import { checkDatabase } from '../../../src/storage/database-check.js';
import { failure } from './log-store.conformance.js';
import { contents, tempFolder } from './temp-folder.js';

/** Values 1 to `count`. Each is a synced write; all of it stands in LevelDB's write-ahead log then, in no table. */
async function fill(folder: string, values: readonly string[]): Promise<void> {
  const db = new Level(join(folder, 'db'), { compression: false });
  await db.open();
  for (const [at, value] of values.entries())
    await db.put(`${value.slice(0, 8)}${at}`, value, { sync: true });
  await db.close();
}

const values = (from: number, to: number, text = 'value'): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => `${text}${from + at}`);

const check = (folder: string) => checkDatabase(join(folder, 'db'));

function file(folder: string, pattern: RegExp): string {
  const name = readdirSync(join(folder, 'db')).find(each => pattern.test(each));
  return join(folder, 'db', name!);
}
const wal = (folder: string): string => file(folder, /\.log$/);

function flip(path: string, at: number, bit = 0): void {
  const bytes = readFileSync(path);
  bytes[at]! ^= 1 << bit;
  writeFileSync(path, bytes);
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
    await fill(folder(), values(1, 9));
    const path = wal(folder());
    const [, , third] = recordOffsets(path);
    flip(path, third! + 10);
    const before = contents(folder());
    const error = await failure(check(folder()));
    expect(error.code).to.equal('CORRUPT');
    expect(error.message).to.include(`${path} is damaged at offset ${third}`);
    expect(contents(folder())).to.deep.equal(before);
  });

  it('is noticed wherever one bit is wrong', async () => {
    await fill(folder(), values(1, 6));
    const path = wal(folder());
    const whole = readFileSync(path);
    const last = recordOffsets(path).at(-2)!;
    for (let at = 0; at < whole.length; at++) {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= 1 << (at % 8);
      writeFileSync(path, bytes);
      const found = await check(folder()).then(
        ({ doubt }) => doubt ?? 'nothing',
        (error: unknown) => (error as { code: string }).code,
      );
      if (at < last) expect(found, `bit ${at % 8} of byte ${at}`).to.equal('CORRUPT');
      else expect(found, `bit ${at % 8} of byte ${at}`).to.include(`at offset ${last}, has a bad checksum`);
    }
  });

  it('that cuts the last record short is a write that nobody was told of', async () => {
    const entries = values(1, 6);
    await fill(folder(), entries);
    const path = wal(folder());
    const whole = readFileSync(path);
    const offsets = recordOffsets(path);
    for (let length = offsets.at(-2)!; length < offsets.at(-1)!; length++) {
      writeFileSync(path, whole.subarray(0, length));
      expect((await check(folder())).doubt, `at ${length}`).to.equal(null);
    }
  });

  it('in a record that spans blocks is told from damage with a record behind it', async () => {
    await fill(folder(), ['x'.repeat(150_000), 'y'.repeat(150_000)]);
    const path = wal(folder());
    const second = readFileSync(path).indexOf('y'.repeat(100)) - 100;
    flip(path, second + 80_000);
    expect((await check(folder())).doubt).to.match(/at offset 15\d{4}, has a bad checksum/);
    flip(path, second + 80_000);
    flip(path, 80_000);
    const error = await failure(check(folder()));
    expect(error.message).to.include('is damaged at offset 0');
  });

  it('that leaves zeros at the end is doubtful: what stood there is not known', async () => {
    await fill(folder(), values(1, 3));
    const path = wal(folder());
    const { length } = readFileSync(path);
    writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(500)]));
    expect((await check(folder())).doubt).to.include(`at offset ${length}`);
  });

  for (const [what, pattern] of [
    ['the log', /\.log$/],
    ['CURRENT', /^CURRENT$/],
    ['the manifest', /^MANIFEST/],
    ['a table', /\.ldb$/],
  ] as const) {
    it(`is noticed when ${what} is missing`, async () => {
      await fill(folder(), values(1, 3));
      await fill(folder(), values(4, 6)); // opening made a table of the first three
      rmSync(file(folder(), pattern));
      const error = await failure(check(folder()));
      expect(error.code, error.message).to.equal('CORRUPT');
      expect(error.message).to.match(/missing/);
    });
  }

  it('is noticed in the manifest', async () => {
    await fill(folder(), values(1, 3));
    await fill(folder(), values(4, 6));
    flip(file(folder(), /^MANIFEST/), 20);
    const error = await failure(check(folder()));
    expect(error.code).to.equal('CORRUPT');
    expect(error.message).to.match(/MANIFEST-\d+ is damaged at offset 0/);
  });
});

describe('damage to a table', () => {
  const folder = tempFolder();

  it('never changes a value unnoticed', async () => {
    const all = values(1, 40, 'v'.repeat(60));
    await fill(folder(), all);
    await fill(folder(), []);
    const path = file(folder(), /\.ldb$/);
    const whole = readFileSync(path);
    let refused = 0;
    for (let at = 5; at < whole.length; at += 61) {
      writeFileSync(path, whole);
      flip(path, at);
      const refusal = await check(folder()).then(
        () => null,
        (error: unknown) => error as Error & { code: string },
      );
      if (refusal === null) {
        const db = new Level(join(folder(), 'db'), { compression: false });
        expect((await db.values().all()).sort()).to.deep.equal([...all].sort());
        await db.close();
      } else {
        expect(refusal.code, refusal.message).to.equal('CORRUPT');
        refused++;
      }
    }
    expect(refused).to.be.greaterThan(40);
  }).timeout(20_000);

  it('names file and offset', async () => {
    await fill(folder(), ['first', 'needle', 'third']);
    await fill(folder(), []);
    const path = file(folder(), /\.ldb$/);
    flip(path, readFileSync(path).indexOf('needle') + 2);
    const error = await failure(check(folder()));
    expect(error.code).to.equal('CORRUPT');
    expect(error.message).to.match(/\.ldb is damaged at offset 0: a block has a bad checksum$/);
  });
});
