import { expect } from 'chai';
import fc from 'fast-check';
import { AssertionError } from '../../../src/base/assert.js';
import { below, SeededRandom } from '../../../src/base/random.js';
import type { Database } from '../../../src/machine/database.js';
import { Keyspace } from '../../../src/machine/keyspace.js';

const NOW = 1_700_000_000_000;

function world(): { keyspace: Keyspace; db: Database } {
  const keyspace = new Keyspace();
  keyspace.beginApply(NOW);
  return { keyspace, db: keyspace.database(0) };
}

function scanAll(db: Database, count: number, between: () => void = () => undefined): string[] {
  const found: string[] = [];
  let cursor = 0;
  do {
    const step = db.scan(cursor, count);
    found.push(...step.keys);
    cursor = step.next;
    between();
  } while (cursor !== 0);
  return found;
}

const keyName = fc.constantFrom('a', 'b', 'c', '{a}1', '{a}2', '');
const anyAction = fc.record({
  op: fc.constantFrom('set', 'replace', 'delete', 'persist', 'read', 'expire', 'advance', 'tick', 'clear'),
  name: keyName,
  time: fc.nat(50),
});
type Action = typeof anyAction extends fc.Arbitrary<infer T> ? T : never;

/** A database beside two plain maps that say what it must hold. */
class Modelled {
  readonly #world = world();
  readonly #values = new Map<string, string>();
  readonly #deadlines = new Map<string, number>();
  #now = NOW;

  /** Does the same to both. */
  act({ op, name, time }: Action, value: string): void {
    this.#purge();
    const { keyspace, db } = this.#world;
    if (op === 'set' || op === 'replace') {
      db[op](name, value);
      this.#values.set(name, value);
      if (op === 'set') this.#deadlines.delete(name);
    } else if (op === 'delete') {
      expect(db.delete(name)).to.equal(this.#values.delete(name));
      this.#deadlines.delete(name);
    } else if (op === 'persist') {
      expect(db.persist(name)).to.equal(this.#deadlines.delete(name));
    } else if (op === 'expire' && db.has(name)) {
      db.setDeadline(name, this.#now + time - 5);
      this.#deadlines.set(name, this.#now + time - 5);
    } else if (op === 'advance') {
      this.#now += time;
      keyspace.beginApply(this.#now);
    } else if (op === 'tick') {
      keyspace.deleteDue(this.#now, 1000);
      expect(db.size).to.equal(this.#values.size);
    } else if (op === 'clear' && time <= 5) {
      db.clear();
      this.#values.clear();
      this.#deadlines.clear();
    }
    this.#purge();
  }

  check(name: string): void {
    const { db } = this.#world;
    const names = [...this.#values.keys()].sort();
    expect(db.get(name)).to.equal(this.#values.get(name));
    expect(db.deadline(name)).to.equal(this.#deadlines.get(name));
    expect(db.keys(() => true).sort()).to.deep.equal(names);
    expect(scanAll(db, 1).sort()).to.deep.equal(names);
  }

  #purge(): void {
    for (const [name, deadline] of this.#deadlines) {
      if (deadline > this.#now) continue;
      this.#values.delete(name);
      this.#deadlines.delete(name);
    }
  }
}

describe('a database', () => {
  it('agrees with plain maps, life times included', () => {
    fc.assert(
      fc.property(fc.array(anyAction, { maxLength: 100 }), actions => {
        const modelled = new Modelled();
        actions.forEach((action, step) => {
          modelled.act(action, `value ${step}`);
          modelled.check(action.name);
        });
      }),
      { seed: 7, numRuns: 400 },
    );
  });

  it('shows a query nothing that is due, and changes nothing for it', () => {
    const { keyspace, db } = world();
    db.set('due', 'v');
    db.setDeadline('due', NOW + 10);
    db.set('later', 'v');
    db.setDeadline('later', NOW + 20);
    const { serial } = keyspace;

    keyspace.beginQuery(NOW + 9);
    expect(db.get('due')).to.equal('v');
    expect(keyspace.metDue).to.equal(false);

    for (const ask of [
      () => expect(db.get('due')).to.equal(undefined),
      () => expect(db.has('due')).to.equal(false),
      () => expect(db.deadline('due')).to.equal(undefined),
      () => expect(db.keys(() => true)).to.deep.equal(['later']),
      () => expect(db.scan(0, 10).keys).to.deep.equal(['later']),
      () => expect(db.randomKey(new SeededRandom(1))).to.equal('later'),
    ]) {
      keyspace.beginQuery(NOW + 10);
      expect(keyspace.metDue).to.equal(false);
      ask();
      if (ask.toString().includes('randomKey')) continue; // may have picked the other one
      expect(keyspace.metDue).to.equal(true);
    }
    expect(db.size).to.equal(2);
    expect(keyspace.serial).to.equal(serial);
  });

  it('asks for no tick again once the log itself has passed the deadline', () => {
    const { keyspace, db } = world();
    db.set('k', 'v');
    db.setDeadline('k', NOW + 10);
    keyspace.beginApply(NOW + 10); // a tick that had others to delete
    keyspace.beginQuery(NOW + 11);
    expect(db.has('k')).to.equal(false);
    expect(keyspace.metDue).to.equal(false);
  });

  it('lets nothing change in a query', () => {
    const { keyspace, db } = world();
    db.set('k', 'v');
    db.setDeadline('k', NOW + 10);
    keyspace.beginQuery(NOW);
    const attempts: (() => unknown)[] = [
      () => db.set('k', 'w'),
      () => db.replace('k', 'w'),
      () => db.touch('k'),
      () => db.delete('k'),
      () => db.setDeadline('k', NOW + 20),
      () => db.setDeadline('k', NOW - 20),
      () => db.persist('k'),
      () => db.clear(),
      () => keyspace.swap(0, 1),
    ];
    for (const attempt of attempts) expect(attempt).to.throw(AssertionError);
    expect([db.get('k'), db.deadline('k'), db.size]).to.deep.equal(['v', NOW + 10, 1]);
  });

  it('deletes what is due when a command meets it', () => {
    const { keyspace, db } = world();
    for (const key of ['read', 'replaced', 'persisted']) {
      db.set(key, 'v');
      db.setDeadline(key, NOW + 1);
    }
    keyspace.beginApply(NOW + 1);
    expect(db.size).to.equal(3);
    expect(db.get('read')).to.equal(undefined);
    expect(db.size).to.equal(2);
    db.replace('replaced', 'w');
    expect(db.deadline('replaced')).to.equal(undefined);
    expect(db.persist('persisted')).to.equal(false);
    expect([db.size, db.expires]).to.deep.equal([1, 0]);
  });

  it('keeps the guarantee of SCAN while keys come, go and expire, and slots split and merge', () => {
    const random = new SeededRandom(21);
    for (const tag of ['', '{tag}']) {
      const { keyspace, db } = world();
      const staying = Array.from({ length: 700 }, (_, i) => `${tag}stay${i}`);
      for (const key of staying) db.set(key, 'v');
      let now = NOW;
      let added = 0;
      const churn = (): void => {
        keyspace.beginApply(++now);
        const grows = now % 400 < 200;
        for (let i = 0; i < 20; i++) {
          const key = `${tag}churn${grows ? added++ : below(random, added + 1)}`;
          if (!grows) db.delete(key);
          else {
            db.set(key, 'v');
            if (below(random, 4) === 0) db.setDeadline(key, now + 1 + below(random, 300));
          }
        }
      };
      const found = scanAll(db, 3, churn);
      const counts = new Map<string, number>();
      for (const key of found) counts.set(key, (counts.get(key) ?? 0) + 1);
      for (const key of staying) expect(counts.get(key), key).to.equal(1);
    }
  });

  it('answers SCAN in steps of about the count', () => {
    const { db } = world();
    for (let i = 0; i < 1000; i++) db.set(`k${i}`, 'v');
    let calls = 0;
    expect(new Set(scanAll(db, 10, () => calls++)).size).to.equal(1000);
    expect(calls).to.be.within(99, 101);
    expect(db.scan(0, 5000).next).to.equal(0);
  });

  it('finds the last live key when nearly all are due', () => {
    const { keyspace, db } = world();
    for (let i = 0; i < 2000; i++) {
      db.set(`k${i}`, 'v');
      if (i !== 1234) db.setDeadline(`k${i}`, NOW + 1);
    }
    keyspace.beginQuery(NOW + 1);
    expect(db.randomKey(new SeededRandom(4))).to.equal('k1234');
    keyspace.beginApply(NOW + 1);
    db.delete('k1234');
    expect(db.randomKey(new SeededRandom(4))).to.equal(undefined);
  });
});
