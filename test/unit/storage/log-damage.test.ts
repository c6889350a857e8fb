import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Entry } from '../../../src/base/raft-message.js';
import { decodeUnit, encodeUnit, type StateRow } from '../../../src/storage/log-record.js';
import { scanLog } from '../../../src/storage/log-scan.js';
import { openLogStore } from '../../../src/storage/log-store.js';
import { close, compact, failure, plain, read, run, write } from './log-store.conformance.js';
import { contents, tempFolder } from './temp-folder.js';

/** One write an entry. */
async function fill(folder: string, entries: readonly Entry[]): Promise<void> {
  const { store } = await openLogStore(folder, { acceptTornTail: false });
  for (const entry of entries)
    await write(store, [entry], { hardState: { term: entry.term, vote: 'n1', commit: 0 } });
  await close(store);
}

const logFile = (folder: string, number = 1): string =>
  join(folder, 'log', `${String(number).padStart(8, '0')}.log`);

/** Changes the bytes of the file. */
function alter(path: string, change: (bytes: Buffer) => void): void {
  const bytes = readFileSync(path);
  change(bytes);
  writeFileSync(path, bytes);
}

const flip = (path: string, at: number, bit = 0): void => alter(path, bytes => (bytes[at]! ^= 1 << bit));

/** Where each unit begins, and the end of the last. */
function unitOffsets(path: string, segment = 1): number[] {
  const bytes = readFileSync(path);
  const offsets = [0];
  for (;;) {
    const unit = decodeUnit(bytes, { group: 0, segment, offset: offsets.at(-1)! });
    if (unit.kind !== 'unit') return offsets;
    offsets.push(unit.end);
  }
}

/** Opens and gives what is held, or the error. */
async function reopened(folder: string, acceptTornTail = false) {
  const { store, doubt } = await openLogStore(folder, { acceptTornTail });
  const { firstIndex, lastIndex, hardState } = store.initial;
  const entries = lastIndex < firstIndex ? [] : await read(store, firstIndex, lastIndex, 1 << 30);
  await close(store);
  return { entries, doubt, hardState };
}

describe('damage to the log', () => {
  const folder = tempFolder();

  it('in its middle stops the node, with file and offset, and nothing is touched', async () => {
    await fill(folder(), run(1, 9, 1, 'value'));
    const path = logFile(folder());
    const third = unitOffsets(path)[2]!;
    flip(path, third + 70);
    const before = contents(folder());
    for (const acceptTornTail of [false, true]) {
      const error = await failure(openLogStore(folder(), { acceptTornTail }));
      expect(error.code).to.equal('CORRUPT');
      expect(error.message).to.include(`${path} is damaged at offset ${third}`);
    }
    expect(contents(folder())).to.deep.equal(before);
  });

  it('is noticed wherever one bit is wrong', async () => {
    await fill(folder(), run(1, 4, 1, 'value'));
    const path = logFile(folder());
    const whole = readFileSync(path);
    const offsets = unitOffsets(path);
    const [last, end] = offsets.slice(-2) as [number, number];
    for (let at = 0; at < end; at++) {
      const bytes = Buffer.from(whole.subarray(0, end + 4096));
      if (isFilling(bytes, at, offsets)) continue;
      bytes[at]! ^= 1 << (at % 8);
      writeFileSync(path, bytes);
      const found = await scanLog(join(folder(), 'log'), 0).then(
        async ({ doubt, segments }) => {
          for (const segment of segments) await segment.close();
          return doubt ?? 'nothing';
        },
        (error: unknown) => (error as { code: string }).code,
      );
      if (at < last) expect(found, `bit ${at % 8} of byte ${at}`).to.equal('CORRUPT');
      else expect(found, `bit ${at % 8} of byte ${at}`).to.include(`at offset ${last}, has a bad checksum`);
    }
  }).timeout(20_000);

  /** Zeros between a footer and the next unit: they say nothing. */
  function isFilling(bytes: Buffer, at: number, offsets: readonly number[]): boolean {
    const unit = offsets.findLast(offset => offset <= at)!;
    return at >= unit + 32 + bytes.readUInt32LE(unit + 12) + 4;
  }

  it('that cuts the last write short is a write that nobody was told of', async () => {
    const entries = run(1, 6, 1, 'value');
    await fill(folder(), entries);
    const path = logFile(folder());
    const whole = readFileSync(path);
    const [last, end] = unitOffsets(path).slice(-2) as [number, number];
    const footer = last + 32 + whole.readUInt32LE(last + 12);
    for (const from of [last, last + 32, last + 60, footer - 1, footer]) {
      const bytes = Buffer.from(whole);
      bytes.fill(0, from, end);
      writeFileSync(path, bytes);
      const held = await reopened(folder());
      expect(plain(held.entries), `at ${from}`).to.deep.equal(plain(entries.slice(0, 5)));
      expect(held.doubt, `at ${from}`).to.equal(null);
    }
    writeFileSync(path, whole.subarray(0, footer)); // as when the file itself was cut
    expect(plain((await reopened(folder())).entries)).to.deep.equal(plain(entries.slice(0, 5)));
  });

  it('leaves nothing that a later write could be taken for', async () => {
    const entries = run(1, 3, 1, 'x'.repeat(5_000));
    await fill(folder(), entries);
    const path = logFile(folder());
    const last = unitOffsets(path).at(-2)!;
    alter(path, bytes => bytes.fill(0, last + 4_000, unitOffsets(path).at(-1)));
    await fill(folder(), run(3, 3, 2, 'y'));
    const held = await reopened(folder());
    expect(held.doubt).to.equal(null);
    expect(plain(held.entries)).to.deep.equal(plain([...entries.slice(0, 2), ...run(3, 3, 2, 'y')]));
  });

  it('in the last write makes the node doubtful, and it stays so until it is said to be over', async () => {
    const entries = run(1, 6, 1, 'value');
    await fill(folder(), entries);
    const path = logFile(folder());
    flip(path, unitOffsets(path).at(-2)! + 100);
    const held = await reopened(folder());
    expect(held.doubt).to.include(path);
    expect(held.hardState.doubtful).to.equal(true);
    expect(plain(held.entries)).to.deep.equal(plain(entries.slice(0, 5)));
    const again = await reopened(folder());
    expect(again.doubt).to.equal('an earlier start found its end damaged');
    expect(again.hardState.doubtful).to.equal(true);

    const { store } = await openLogStore(folder(), { acceptTornTail: false });
    await write(store, run(6, 6, 1));
    await close(store);
    expect((await reopened(folder())).hardState.doubtful, 'a write that says nothing of it').to.equal(true);

    const { store: last } = await openLogStore(folder(), { acceptTornTail: false });
    await write(last, [], { hardState: { term: 9, vote: null, commit: 0 } });
    await close(last);
    expect((await reopened(folder())).hardState.doubtful, 'caught up').to.equal(undefined);
  });

  it('in the last write is accepted when the operator says so', async () => {
    await fill(folder(), run(1, 6, 1, 'value'));
    const path = logFile(folder());
    flip(path, unitOffsets(path).at(-2)! + 100);
    expect((await reopened(folder(), true)).hardState.doubtful).to.equal(undefined);
    expect((await reopened(folder())).doubt).to.equal(null);
  });

  it('that lost the beginning of the last write is doubtful: what stood there is not known', async () => {
    await fill(folder(), run(1, 3, 1, 'value'));
    const path = logFile(folder());
    const last = unitOffsets(path).at(-2)!;
    alter(path, bytes => bytes.fill(0, last, last + 64));
    expect((await reopened(folder())).doubt).to.include(`at offset ${last}`);
  });

  describe('of several files', () => {
    const fillTwo = async (): Promise<void> => {
      const { store } = await openLogStore(folder(), { acceptTornTail: false });
      for (let at = 1; at <= 60; at += 10) await write(store, run(at, at + 9, 1, 'v'.repeat(100_000)));
      await close(store);
    };

    for (const [number, text] of [
      [1, /entry 1 is missing: the next is \d+$/],
      [2, /file 2 of the log is missing/],
    ] as const) {
      it(`is noticed when file ${number} is missing`, async () => {
        await fillTwo();
        rmSync(logFile(folder(), number));
        const error = await failure(openLogStore(folder(), { acceptTornTail: true }));
        expect(error.code, error.message).to.equal('CORRUPT');
        expect(error.message).to.match(text);
      });
    }

    it('is noticed when all are missing', async () => {
      await fillTwo();
      for (const name of readdirSync(join(folder(), 'log'))) rmSync(join(folder(), 'log', name));
      const error = await failure(openLogStore(folder(), { acceptTornTail: true }));
      expect(error.message).to.match(/^the log in .* is missing: it held acknowledged writes$/);
    });

    it('is noticed when the last is empty', async () => {
      await fillTwo();
      alter(logFile(folder(), 2), bytes => bytes.fill(0));
      expect((await failure(openLogStore(folder(), { acceptTornTail: true }))).code).to.equal('CORRUPT');
    });

    it('is told from a write that was cut short, when it is in a file that is not the last', async () => {
      await fillTwo();
      const path = logFile(folder());
      const last = unitOffsets(path).at(-2)!;
      alter(path, bytes => bytes.fill(0, last + 1_000_000));
      const error = await failure(openLogStore(folder(), { acceptTornTail: true }));
      expect(error.message).to.include(`${path} is damaged at offset ${last}`);
    });

    it('a crash before the first file said that another one follows is no damage', async () => {
      await fillTwo();
      const path = logFile(folder());
      const end = unitOffsets(path).at(-1)!;
      alter(path, bytes => bytes.fill(0, end));
      expect((await reopened(folder())).entries).to.have.length(60);
    });
  });

  it('a file of something else is not touched', async () => {
    await fill(folder(), run(1, 3, 1));
    writeFileSync(join(folder(), 'log', 'CURRENT'), 'MANIFEST-000002');
    const error = await failure(openLogStore(folder(), { acceptTornTail: true }));
    expect(error.message).to.match(/CURRENT is no file of a log that this version knows$/);
  });
});

describe('units that are whole but wrong', () => {
  const folder = tempFolder();

  /** Puts one more unit behind the last. */
  function put(state: Partial<StateRow>, entries: readonly Entry[], previous: number): void {
    const path = logFile(folder());
    const bytes = readFileSync(path);
    const offset = unitOffsets(path).at(-1)!;
    const unit = decodeUnit(bytes, { group: 0, segment: 1, offset: unitOffsets(path).at(-2)! });
    if (unit.kind !== 'unit') throw new Error('the log ends with a unit');
    const lastIndex = entries.at(-1)?.index ?? unit.state.lastIndex;
    const place = { group: 0, segment: 1, offset };
    encodeUnit(place, { ...unit.state, lastIndex, ...state }, entries, previous).bytes.copy(bytes, offset);
    writeFileSync(path, bytes);
  }

  const refusal = () => failure(openLogStore(folder(), { acceptTornTail: false }));

  it('are noticed when an entry is missing', async () => {
    await fill(folder(), run(1, 3, 1));
    put({}, run(5, 5, 1), 1);
    expect((await refusal()).message).to.match(/entry 4 is missing: the next is 5$/);
  });

  it('are noticed when the last is missing', async () => {
    await fill(folder(), run(1, 3, 1));
    put({ lastIndex: 5 }, [], 0);
    const error = await refusal();
    expect(error.code).to.equal('CORRUPT');
    expect(error.message).to.match(/the log ends at entry 3, but 5 was written$/);
  });

  it('are noticed when one is of another history', async () => {
    await fill(folder(), run(1, 3, 1));
    put({}, run(4, 4, 1), 12345);
    expect((await refusal()).message).to.match(/entry 4 does not follow the one before it$/);
  });

  it('are noticed when terms run backwards', async () => {
    await fill(folder(), run(1, 3, 2));
    const path = logFile(folder());
    const unit = decodeUnit(readFileSync(path), { group: 0, segment: 1, offset: unitOffsets(path).at(-2)! });
    put({}, run(4, 4, 1), unit.kind === 'unit' ? unit.state.lastChecksum : 0);
    expect((await refusal()).message).to.match(/entry 4 has term 1 behind 2$/);
  });

  it('are noticed behind the base of a log that was compacted', async () => {
    const { store } = await openLogStore(folder(), { acceptTornTail: false });
    await write(store, run(1, 10, 1));
    await compact(store, 6);
    await close(store);
    put({ baseIndex: 8, baseChecksum: 12345 }, [], 0);
    expect((await refusal()).message).to.match(/entry 9 does not follow the one before it$/);
  });

  it('are refused when a later version wrote them', async () => {
    await fill(folder(), run(1, 3, 1));
    const path = logFile(folder());
    const { crc32c } = await import('../../../src/base/crc32c.js');
    alter(path, bytes => {
      const offset = unitOffsets(path).at(-2)!;
      bytes[offset + 3]! += 1;
      bytes.writeUInt32LE(crc32c(bytes.subarray(offset, offset + 28), offset), offset + 28);
    });
    const error = await refusal();
    expect(error.code).to.equal('FORMAT_TOO_NEW');
    expect(error.message).to.match(/has format 3, this version knows up to 2$/);
  });
});
