import { expect } from 'chai';
import { below, SeededRandom } from '../../../src/base/random.js';
import type { Entry } from '../../../src/base/raft-message.js';
import type { LogStore, LogWrite } from '../../../src/ports/log-store.js';

/** One log; `open` after `close` opens the same one again. */
export interface LogUnderTest {
  open(): Promise<LogStore>;
  remove(): void;
}

export function write(
  store: LogStore,
  entries: readonly Entry[],
  rest: Omit<LogWrite, 'entries'> = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    store.write({ ...rest, entries }, error => (error === null ? resolve() : reject(error)));
  });
}

export function read(store: LogStore, from: number, to: number, maxBytes = 1 << 20): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    store.read(from, to, maxBytes, (error, entries) => (error === null ? resolve(entries) : reject(error)));
  });
}

export function compact(store: LogStore, upTo: number): Promise<void> {
  return new Promise((resolve, reject) => {
    store.compact(upTo, error => (error === null ? resolve() : reject(error)));
  });
}

export function close(store: LogStore): Promise<void> {
  return new Promise((resolve, reject) => {
    store.close(error => (error === null ? resolve() : reject(error)));
  });
}

export async function failure(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  const outcome = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  expect(outcome).to.be.instanceOf(Error);
  return outcome as Error;
}

export function run(from: number, to: number, term: number, data = 'x'): Entry[] {
  const entries: Entry[] = [];
  for (let index = from; index <= to; index++) {
    entries.push({ index, term, kind: 'data', data: Buffer.from(`${data}${index}`, 'latin1') });
  }
  return entries;
}

/** The parts that a store promises, without the class of its buffers. */
export function plain(entries: readonly Entry[]): unknown[] {
  return entries.map(({ index, term, kind, data }) => [index, term, kind, Buffer.from(data).toString('hex')]);
}

/** What every log store does. */
export function describeLogStore(name: string, make: () => LogUnderTest): void {
  describe(`${name}, as a log store`, () => {
    let log: LogUnderTest;
    let store: LogStore;

    const reopen = async (): Promise<void> => {
      await close(store);
      store = await log.open();
    };
    const expectHeld = async (entries: readonly Entry[]): Promise<void> => {
      expect(store.initial.lastIndex).to.equal(entries.length);
      if (entries.length > 0)
        expect(plain(await read(store, 1, entries.length))).to.deep.equal(plain(entries));
    };

    beforeEach(async () => {
      log = make();
      store = await log.open();
    });
    afterEach(async () => {
      await close(store).catch(() => undefined); // some tests end with a closed one
      log.remove();
    });

    it('is empty at first', () => {
      const hardState = { term: 0, vote: null, commit: 0 };
      const log = { firstIndex: 1, baseTerm: 0, lastIndex: 0, bytes: 0, terms: [], configurations: [] };
      expect(store.initial).to.deep.equal({ hardState, ...log });
    });

    it('gives back what was written, and again when it is opened again', async () => {
      const entries = [
        { index: 1, term: 1, kind: 'noop', data: Buffer.alloc(0) } as const,
        ...run(2, 9, 1, '\0\xff'),
      ];
      await write(store, entries.slice(0, 4));
      await write(store, entries.slice(4));
      expect(plain(await read(store, 1, 9))).to.deep.equal(plain(entries));
      await reopen();
      await expectHeld(entries);
    });

    it('keeps the hard state, alone or with entries, and does not lose it to a write without one', async () => {
      await write(store, [], { hardState: { term: 3, vote: 'n2', commit: 0 } });
      await reopen();
      expect(store.initial.hardState).to.deep.equal({ term: 3, vote: 'n2', commit: 0 });
      await write(store, run(1, 2, 3), { hardState: { term: 4, vote: null, commit: 1 } });
      await write(store, run(3, 3, 4));
      await reopen();
      expect(store.initial.hardState).to.deep.equal({ term: 4, vote: null, commit: 1 });
      expect(store.initial.lastIndex).to.equal(3);
    });

    it('replaces a suffix that conflicts, and drops what stood behind it', async () => {
      await write(store, run(1, 10, 1));
      await write(store, run(4, 6, 2, 'new'));
      await write(store, run(7, 7, 2, 'new'));
      await reopen();
      await expectHeld([...run(1, 3, 1), ...run(4, 7, 2, 'new')]);
    });

    it('replaces even the first entry', async () => {
      await write(store, run(1, 5, 1));
      await write(store, run(1, 1, 2));
      await reopen();
      await expectHeld(run(1, 1, 2));
    });

    it('knows the terms as spans', async () => {
      await write(store, run(1, 4, 1));
      await write(store, [...run(5, 5, 2), ...run(6, 8, 5)]);
      await write(store, run(7, 7, 6));
      await reopen();
      expect(store.initial.terms).to.deep.equal([
        { index: 1, term: 1 },
        { index: 5, term: 2 },
        { index: 6, term: 5 },
        { index: 7, term: 6 },
      ]);
    });

    it('reads as far as it is asked and as many bytes as it is allowed, but at least one entry', async () => {
      const entries = run(1, 20, 1).map(entry => ({ ...entry, data: Buffer.alloc(100, entry.index) }));
      await write(store, entries);
      expect(await read(store, 3, 5)).to.have.length(3);
      expect(await read(store, 1, 20, 300)).to.have.length(3);
      expect(await read(store, 1, 20, 399)).to.have.length(3);
      expect(await read(store, 20, 20, 1)).to.have.length(1);
      expect(await read(store, 7, 20, 0)).to.have.length(1);
    });

    it('holds large and empty data', async () => {
      const data = Buffer.alloc(2 << 20, 0x5a);
      await write(store, [{ index: 1, term: 1, kind: 'data', data }]);
      await write(store, [{ index: 2, term: 1, kind: 'data', data: Buffer.alloc(0) }]);
      const [large, empty] = await read(store, 1, 2, 4 << 20);
      expect(data.equals(large!.data)).to.equal(true);
      expect(empty!.data).to.have.length(0);
    });

    it('refuses a hole, entries out of order and a second write in flight', async () => {
      await write(store, run(1, 2, 1));
      const done = (): void => undefined;
      expect(() => store.write({ entries: run(4, 4, 1) }, done)).to.throw('no hole');
      expect(() => store.write({ entries: [...run(3, 3, 1), ...run(5, 5, 1)] }, done)).to.throw(
        'consecutive',
      );
      const first = write(store, run(3, 3, 1));
      expect(() => store.write({ entries: run(4, 4, 1) }, done)).to.throw('in flight');
      await first;
    });

    it('fails for good when it is asked for what it does not hold', async () => {
      await write(store, run(1, 2, 1));
      expect((await failure(read(store, 3, 3))).message).to.include('entry 3 is missing');
      await failure(write(store, run(3, 3, 1)));
    });

    it('does nothing after it was closed', async () => {
      await write(store, run(1, 1, 1));
      await close(store);
      await failure(write(store, run(2, 2, 1)));
      await failure(read(store, 1, 1));
      store = await log.open();
      await expectHeld(run(1, 1, 1));
    });

    describe('compaction', () => {
      const expectRange = (firstIndex: number, lastIndex: number, baseTerm: number): void => {
        expect(store.initial).to.include({ firstIndex, lastIndex, baseTerm });
      };

      it('lets the log begin later, now and when it is opened again', async () => {
        await write(store, [...run(1, 40, 1), ...run(41, 100, 2)]);
        await compact(store, 40);
        expect(plain(await read(store, 41, 100))).to.deep.equal(plain(run(41, 100, 2)));
        expect(await read(store, 40, 100)).to.deep.equal([]);
        await write(store, run(101, 110, 3));
        await reopen();
        expectRange(41, 110, 1);
        expect(store.initial.terms).to.deep.equal([
          { index: 41, term: 2 },
          { index: 101, term: 3 },
        ]);
        expect(plain(await read(store, 41, 110))).to.deep.equal(
          plain([...run(41, 100, 2), ...run(101, 110, 3)]),
        );
      });

      it('may take all of the log, which goes on behind it', async () => {
        await write(store, run(1, 10, 4));
        await compact(store, 10);
        await reopen();
        expectRange(11, 10, 4);
        expect(store.initial.terms).to.deep.equal([]);
        await write(store, run(11, 12, 4));
        await write(store, run(11, 11, 5, 'new'));
        await reopen();
        expectRange(11, 11, 4);
        expect(plain(await read(store, 11, 11))).to.deep.equal(plain(run(11, 11, 5, 'new')));
      });

      it('does nothing when it was done before', async () => {
        await write(store, run(1, 10, 1));
        await compact(store, 6);
        await compact(store, 3);
        await compact(store, 6);
        await reopen();
        expectRange(7, 10, 1);
      });

      it('takes no entry that is compacted, and goes on while entries are written', async () => {
        await write(store, run(1, 20, 1));
        const compacted = compact(store, 10);
        await write(store, run(21, 30, 1));
        await compacted;
        expect(() => store.write({ entries: run(10, 10, 2) }, () => undefined)).to.throw('no hole');
        await write(store, run(11, 11, 2), { hardState: { term: 2, vote: 'n3', commit: 10 } });
        await reopen();
        expectRange(11, 11, 1);
        expect(store.initial.hardState).to.deep.equal({ term: 2, vote: 'n3', commit: 10 });
      });

      it('keeps the hard state', async () => {
        await write(store, run(1, 5, 2), { hardState: { term: 7, vote: 'n2', commit: 4 } });
        await compact(store, 5);
        await reopen();
        expect(store.initial.hardState).to.deep.equal({ term: 7, vote: 'n2', commit: 4 });
      });
    });

    describe('a log that begins anew behind a snapshot', () => {
      it('drops what it held, whether that reached further or not', async () => {
        for (const place of [
          { index: 50, term: 3 },
          { index: 52, term: 4 },
        ]) {
          const { lastIndex } = store.initial;
          await write(store, run(lastIndex + 1, lastIndex + 10, 2));
          await write(store, run(place.index + 1, place.index + 2, 5), { reset: place });
          await reopen();
          expect(store.initial).to.include({
            firstIndex: place.index + 1,
            lastIndex: place.index + 2,
            baseTerm: place.term,
          });
          expect(await read(store, place.index + 1, place.index + 9)).to.have.length(2);
        }
      });

      it('may begin empty, in front of where it ended', async () => {
        await write(store, run(1, 100, 1));
        await write(store, [], {
          reset: { index: 60, term: 2 },
          hardState: { term: 2, vote: null, commit: 60 },
        });
        expect(await read(store, 60, 60)).to.deep.equal([]);
        await write(store, run(61, 61, 2));
        await reopen();
        expect(store.initial).to.include({ firstIndex: 61, lastIndex: 61, baseTerm: 2 });
      });
    });

    it('agrees with a plain array over random writes, truncations and openings', async () => {
      const random = new SeededRandom(11);
      let model: Entry[] = [];
      let term = 1;
      for (let round = 0; round < 120; round++) {
        const conflict = below(random, 5) === 0;
        const from = conflict ? 1 + below(random, model.length + 1) : model.length + 1;
        if (conflict) term++;
        const added = run(from, from + below(random, 8), term, 'z'.repeat(below(random, 50)));
        model = [...model.slice(0, from - 1), ...added];
        await write(
          store,
          added,
          below(random, 3) === 0 ? { hardState: { term, vote: 'n1', commit: 0 } } : {},
        );
        const at = 1 + below(random, model.length);
        const to = at + below(random, model.length - at + 1);
        expect(plain(await read(store, at, to))).to.deep.equal(plain(model.slice(at - 1, to)));
        if (round % 20 === 19) {
          await reopen();
          await expectHeld(model);
        }
      }
    });
  });
}
