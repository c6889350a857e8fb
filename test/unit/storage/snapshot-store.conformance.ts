import { expect } from 'chai';
import type { SnapshotMeta } from '../../../src/base/configuration.js';
import type {
  SnapshotReading,
  SnapshotStore,
  SnapshotWriting,
  StoredSnapshot,
} from '../../../src/ports/snapshot-store.js';

/** One store; `open` after `close` opens the same one again. */
export interface SnapshotsUnderTest {
  open(): Promise<SnapshotStore>;
  remove(): void;
}

export function metaAt(index: number, term = 1): SnapshotMeta {
  const member = { id: 'n1', uuid: '1'.repeat(32), address: 'h1:16379', votes: true, number: 1 };
  return { index, term, configuration: { index: 1, term: 1, members: [member], lastNumber: 1 } };
}

export function add(writing: SnapshotWriting, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    writing.add(chunk, error => (error === null ? resolve() : reject(error)));
  });
}

export function finish(writing: SnapshotWriting): Promise<StoredSnapshot> {
  return new Promise((resolve, reject) => {
    writing.finish((error, snapshot) => (error === null ? resolve(snapshot) : reject(error)));
  });
}

export function readChunk(reading: SnapshotReading, chunk: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    reading.read(chunk, (error, bytes) => (error === null ? resolve(bytes) : reject(error)));
  });
}

export function closeStore(store: SnapshotStore): Promise<void> {
  return new Promise((resolve, reject) => store.close(error => (error === null ? resolve() : reject(error))));
}

export function chunk(seed: number, size = 1000): Buffer {
  return Buffer.alloc(size, `chunk ${seed} `);
}

/** Writes a whole snapshot of `count` chunks. */
export async function save(store: SnapshotStore, index: number, count: number, size = 1000): Promise<void> {
  const writing = store.begin(metaAt(index));
  for (let at = 0; at < count; at++) await add(writing, chunk(index + at, size));
  await finish(writing);
}

async function contentOf(store: SnapshotStore): Promise<{ index: number; chunks: string[] } | null> {
  const reading = store.open();
  if (reading === null) return null;
  const chunks: string[] = [];
  for (let at = 0; at < reading.snapshot.chunks; at++)
    chunks.push(Buffer.from(await readChunk(reading, at)).toString());
  reading.close();
  return { index: reading.snapshot.meta.index, chunks };
}

function expected(index: number, count: number): { index: number; chunks: string[] } {
  return { index, chunks: Array.from({ length: count }, (_, at) => chunk(index + at).toString()) };
}

/** What every snapshot store does. */
export function describeSnapshotStore(name: string, make: () => SnapshotsUnderTest): void {
  describe(`${name}, as a snapshot store`, () => {
    let snapshots: SnapshotsUnderTest;
    let store: SnapshotStore;

    const reopen = async (): Promise<void> => {
      await closeStore(store);
      store = await snapshots.open();
    };

    beforeEach(async () => {
      snapshots = make();
      store = await snapshots.open();
    });
    afterEach(async () => {
      await closeStore(store).catch(() => undefined); // some tests end with a closed one
      snapshots.remove();
    });

    it('is empty at first', () => {
      expect(store.current).to.equal(null);
      expect(store.open()).to.equal(null);
    });

    it('gives back what was written, and again when it is opened again', async () => {
      await save(store, 10, 5);
      expect(store.current).to.deep.include({ meta: metaAt(10), chunks: 5, bytes: 5000 });
      expect(await contentOf(store)).to.deep.equal(expected(10, 5));
      await reopen();
      expect(store.current).to.deep.include({ meta: metaAt(10), chunks: 5, bytes: 5000 });
      expect(await contentOf(store)).to.deep.equal(expected(10, 5));
    });

    it('keeps the one before until the next is whole', async () => {
      await save(store, 10, 3);
      const writing = store.begin(metaAt(20));
      await add(writing, chunk(20));
      await add(writing, chunk(21));
      expect(writing.chunks).to.equal(2);
      expect(await contentOf(store)).to.deep.equal(expected(10, 3));
      expect((await finish(writing)).meta.index).to.equal(20);
      expect(await contentOf(store)).to.deep.equal(expected(20, 2));
      await reopen();
      expect(await contentOf(store)).to.deep.equal(expected(20, 2));
    });

    it('forgets what was half written, after a crash or when it is given up', async () => {
      await save(store, 10, 3);
      await add(store.begin(metaAt(20)), chunk(20));
      await reopen();
      expect(await contentOf(store)).to.deep.equal(expected(10, 3));
      const writing = store.begin(metaAt(30));
      await add(writing, chunk(30));
      writing.abandon();
      expect(await contentOf(store)).to.deep.equal(expected(10, 3));
      await save(store, 40, 1);
      expect(await contentOf(store)).to.deep.equal(expected(40, 1));
    });

    it('lets a reader end in its own time', async () => {
      await save(store, 10, 3);
      const reading = store.open()!;
      await save(store, 20, 2);
      const second = store.open()!;
      await save(store, 30, 1);
      expect(Buffer.from(await readChunk(reading, 2)).equals(chunk(12))).to.equal(true);
      expect(Buffer.from(await readChunk(second, 1)).equals(chunk(21))).to.equal(true);
      reading.close();
      reading.close();
      expect(Buffer.from(await readChunk(second, 0)).equals(chunk(20))).to.equal(true);
      second.close();
      expect(await contentOf(store)).to.deep.equal(expected(30, 1));
    });

    it('writes one at a time', () => {
      const writing = store.begin(metaAt(1));
      expect(() => store.begin(metaAt(2))).to.throw('one snapshot');
      writing.abandon();
      expect(() => writing.add(chunk(1), () => undefined)).to.throw('no more chunks');
      store.begin(metaAt(3)).abandon();
    });

    it('does nothing after it was closed', async () => {
      await save(store, 10, 3);
      const reading = store.open()!;
      const writing = store.begin(metaAt(20));
      await closeStore(store);
      for (const late of [readChunk(reading, 0), add(writing, chunk(1)), finish(writing)]) {
        const outcome = await late.then(
          () => null,
          (error: unknown) => error,
        );
        expect(outcome).to.be.instanceOf(Error);
      }
      store = await snapshots.open();
      expect(await contentOf(store)).to.deep.equal(expected(10, 3));
    });
  });
}
