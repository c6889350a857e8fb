import { expect } from 'chai';
import { below, SeededRandom } from '../../../../src/base/random.js';
import { Machine } from '../../../../src/machine/machine.js';
import { encodeCommand } from '../../../../src/machine/payload.js';
import type { SnapshotPlace } from '../../../../src/machine/snapshot/records.js';
import type { SnapshotWriter } from '../../../../src/machine/snapshot/writer.js';
import { randomWrite } from '../../../support/random-commands.js';
import { Log, NODE_2 } from '../log.js';

function placeOf(log: Log): SnapshotPlace {
  return { group: 0, index: log.entries.length, term: 3 };
}

/** All chunks; `between` runs after each step. */
function chunksOf(writer: SnapshotWriter, between: () => void = () => undefined): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  while (!writer.ended) {
    const chunk = writer.step();
    if (chunk !== null) chunks.push(chunk);
    between();
  }
  return chunks;
}

function restored(log: Log, chunks: readonly Uint8Array[]): Machine {
  const machine = new Machine(log.commands, log.observer(), log.engine);
  const reader = machine.beginRestore();
  for (const chunk of chunks) reader.add(chunk);
  const { place, state } = reader.finish();
  expect(place.term).to.equal(3);
  machine.install(state);
  return machine;
}

/** A log with some of everything that a snapshot holds. */
function busyLog(random: SeededRandom, commands: number): { log: Log; run: () => void } {
  const log = new Log();
  let lane = 0;
  const run = (): void => {
    log.stamp += below(random, 5);
    const db = below(random, 3);
    const what = below(random, 12);
    lane++;
    if (below(random, 12) === 0) log.append({ kind: 'tick' });
    if (what === 0) log.batch({ lane: 1 + below(random, lane), unblock: 'gone' });
    else if (what === 1) {
      const encoded = encodeCommand({ db, argv: ['rpush', 'k1', 'x'.repeat(below(random, 300))] });
      log.batch({ lane, part: encoded.subarray(0, 10), first: true, last: false });
      if (below(random, 2) === 0) log.batch({ lane, part: encoded.subarray(10), first: false, last: true });
    } else log.batch({ lane, db, argv: randomWrite(random) });
  };
  log.open(NODE_2, 4);
  if (below(random, 2) === 0) log.append({ kind: 'end', uuid: NODE_2, incarnation: 4 });
  log.run(1, 'quorate.setting', 'list-max-listpack-size', '3');
  for (let count = 0; count < commands; count++) run();
  return { log, run };
}

describe('snapshot', () => {
  it('is the state of its beginning, whatever is applied meanwhile', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = new SeededRandom(seed);
      const { log, run } = busyLog(random, 20 + below(random, 200));
      const digest = log.machine.digest();
      const writer = log.machine.beginSnapshot(placeOf(log));
      for (let count = below(random, 30); count > 0; count--) run();
      const chunks = chunksOf(writer, run);
      expect(restored(log, chunks).digest(), `seed ${seed}`).to.equal(digest);
      expect(log.machine.digest()).to.not.equal(digest);
    }
  });

  it('goes on like the machine that it was taken of', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = new SeededRandom(seed);
      const { log, run } = busyLog(random, 100);
      const count = log.entries.length;
      const copy = restored(log, chunksOf(log.machine.beginSnapshot(placeOf(log))));
      expect(copy.rows()).to.deep.equal(log.machine.rows());
      expect(copy.waiterCount).to.equal(log.machine.waiterCount);
      log.takeEvents();
      for (let more = 0; more < 100; more++) run();
      const expected = log.takeEvents();
      for (const { index, data } of log.entries.slice(count)) copy.apply(index, data, null);
      expect(log.takeEvents(), `seed ${seed}`).to.deep.equal(expected);
      expect(copy.digest()).to.equal(log.machine.digest());
    }
  });

  it('has records that reach over chunks', () => {
    const log = new Log();
    const random = new SeededRandom(1);
    for (let key = 0; key < 300; key++) {
      log.run(1, 'set', `s${key}`, 'x'.repeat(below(random, 9000)));
      log.run(1, 'rpush', `l${key % 3}`, 'y'.repeat(below(random, 4) === 0 ? 40_000 : 10), `${key}`);
    }
    log.run(1, 'setrange', 'holes', '1000000', 'end');
    log.run(1, 'append', 'holes', 'z'.repeat(300_000));
    const encoded = encodeCommand({ db: 0, argv: ['set', 'k', 'x'.repeat(500_000)] });
    log.batch({ lane: 9, part: encoded.subarray(0, 400_000), first: true, last: false });
    const chunks = chunksOf(log.machine.beginSnapshot(placeOf(log)));
    expect(chunks.length).to.be.greaterThan(10);
    for (const chunk of chunks) expect(chunk.length).to.be.at.most(128 * 1024 + 4);
    const copy = restored(log, chunks);
    expect(copy.digest()).to.equal(log.machine.digest());
    log.batch({ lane: 9, part: encoded.subarray(400_000), first: false, last: true });
    copy.apply(log.entries.length, log.entries.at(-1)!.data, null);
    expect(copy.digest()).to.equal(log.machine.digest());
    expect(log.read('strlen', 'k')).to.equal(500_000);
  });

  it('is refused when a chunk is damaged, missing, doubled or out of place', () => {
    const log = new Log();
    for (let key = 0; key < 100; key++) log.run(1, 'set', `k${key}`, `${key}`.repeat(3000));
    const chunks = chunksOf(log.machine.beginSnapshot(placeOf(log)));
    const random = new SeededRandom(1);
    for (let at = 0; at < chunks.length; at++) {
      const damaged = Buffer.from(chunks[at]!);
      damaged[below(random, damaged.length)]! ^= 1 << below(random, 8);
      expect(() => restored(log, chunks.with(at, damaged))).to.throw(
        `chunk ${at + 1} of the snapshot has a bad`,
      );
      if (at > 0)
        expect(() => restored(log, chunks.toSpliced(at, 0, chunks[at - 1]!))).to.throw('bad checksum');
    }
    expect(() => restored(log, chunks.slice(0, -1))).to.throw('ends too early');
    expect(() => restored(log, chunks.slice(1))).to.throw('chunk 1 of the snapshot has a bad checksum');
    expect(() => restored(log, [])).to.throw('ends too early');
  });

  it('costs nothing more once it was given up', () => {
    const { log, run } = busyLog(new SeededRandom(5), 100);
    const writer = log.machine.beginSnapshot(placeOf(log));
    writer.step();
    writer.abandon();
    run();
    expect(restored(log, chunksOf(log.machine.beginSnapshot(placeOf(log)))).digest()).to.equal(
      log.machine.digest(),
    );
  });
});

describe('digest', () => {
  it('does not depend on the order in which maps hold keys', () => {
    const build = (backwards: boolean): string => {
      const log = new Log();
      const database = log.machine.keyspace.database(0);
      const names = Array.from({ length: 400 }, (_, at) => `k${at}`);
      for (const name of backwards ? names.reverse() : names) {
        database.restore(name, name, { version: Number(name.slice(1)), deadline: 0, serial: 0, token: 0 });
      }
      return log.machine.digest();
    };
    expect(build(true)).to.equal(build(false));
  });

  it('sees every part of the state', () => {
    const changes: ((log: Log) => unknown)[] = [
      log => log.run(1, 'set', 'k', 'v'),
      log => (log.run(1, 'set', 'k', 'v'), log.run(1, 'set', 'k', 'v')), // its version
      log => log.run(1, 'subscribe', 'channel'),
      log => log.run(1, 'swapdb', '0', '1'),
      log => log.run(1, 'set', 'gone', 'v', 'PXAT', '1'),
      log => log.run(1, 'rpush', 'l', 'a', 'b'),
      log => log.run(1, 'zadd', 'z', '1', 'a'),
      log => log.run(1, 'zadd', 'z', '2', 'a'),
      log => log.run(1, 'blpop', 'nothing', '0'),
      log => log.open(NODE_2, 1),
      log => log.open(NODE_2, 1, 2),
      log => log.run(1, 'quorate.setting', 'list-max-listpack-size', '3'),
      log => log.batch({ lane: 1, part: Buffer.from('part'), first: true, last: false }),
      log => ((log.stamp += 1), log.append({ kind: 'tick' })),
    ];
    const digests = changes.map(change => {
      const log = new Log();
      change(log);
      return log.machine.digest();
    });
    digests.push(new Log().machine.digest());
    expect(new Set(digests).size).to.equal(digests.length);
  });

  it('is that of its beginning when it is taken in steps', () => {
    const { log, run } = busyLog(new SeededRandom(3), 2000);
    const expected = log.machine.digest();
    const walk = log.machine.beginDigest();
    let digest: string | null = null;
    while (digest === null) {
      run();
      digest = walk.step();
    }
    expect(digest).to.equal(expected);
  });
});
