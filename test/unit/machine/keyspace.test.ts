import { expect } from 'chai';
import { AssertionError } from '../../../src/base/assert.js';
import { Keyspace } from '../../../src/machine/keyspace.js';

const NOW = 1_700_000_000_000;

describe('the keyspace', () => {
  it('deletes what is due over all databases in order of deadline and serial, no more than asked for', () => {
    const deleted: string[] = [];
    const keyspace = new Keyspace({
      changed: (db, key) => deleted.push(`${db}:${key}`),
      databaseChanged: () => undefined,
      isAwaited: () => false,
      lockDelay: () => 0,
      unbound: () => undefined,
    });
    keyspace.beginApply(NOW);
    const put = (db: number, key: string, deadline: number): void => {
      keyspace.database(db).set(key, 'v');
      keyspace.database(db).setDeadline(key, deadline);
    };
    put(3, 'd', NOW + 20);
    put(1, 'c', NOW + 10);
    put(0, 'b', NOW + 10);
    put(2, 'a', NOW + 5);
    put(0, 'e', NOW + 30);
    expect(keyspace.earliestDeadline()).to.equal(NOW + 5);

    keyspace.beginApply(NOW + 20);
    deleted.length = 0;
    expect(keyspace.deleteDue(NOW + 20, 3)).to.equal(3);
    expect(deleted).to.deep.equal(['2:a', '1:c', '0:b']);
    expect(keyspace.deleteDue(NOW + 20, 3)).to.equal(1);
    expect(keyspace.deleteDue(NOW + 20, 3)).to.equal(0);
    expect(keyspace.earliestDeadline()).to.equal(NOW + 30);
    expect(keyspace.database(0).size).to.equal(1);
  });

  it('knows no deadline when no key has a life time', () => {
    const keyspace = new Keyspace();
    keyspace.beginApply(NOW);
    keyspace.database(0).set('k', 'v');
    expect(keyspace.earliestDeadline()).to.equal(undefined);
    expect(keyspace.deleteDue(NOW, 10)).to.equal(0);
  });

  it('swaps contents, life times too, and leaves the databases where they are', () => {
    const keyspace = new Keyspace();
    keyspace.beginApply(NOW);
    const [first, second] = [keyspace.database(0), keyspace.database(1)];
    first.set('k', 'first');
    first.setDeadline('k', NOW + 10);
    second.set('k', 'second');
    keyspace.swap(0, 1);
    expect([first.index, first.get('k'), first.deadline('k')]).to.deep.equal([0, 'second', undefined]);
    expect([second.index, second.get('k'), second.deadline('k')]).to.deep.equal([1, 'first', NOW + 10]);
    keyspace.beginApply(NOW + 10);
    expect(keyspace.deleteDue(NOW + 10, 10)).to.equal(1);
    expect([first.size, second.size]).to.deep.equal([1, 0]);
  });

  it('tells of every change, and counts each in the serial', () => {
    const told: string[] = [];
    const keyspace = new Keyspace({
      changed: (db, key) => told.push(`${db}:${key}`),
      databaseChanged: db => told.push(`${db}:*`),
      isAwaited: () => false,
      lockDelay: () => 0,
      unbound: () => undefined,
    });
    keyspace.beginApply(NOW);
    const db = keyspace.database(2);
    const steps: [action: () => unknown, tells: string[]][] = [
      [() => db.set('k', 'v'), ['2:k']],
      [() => db.replace('k', 'w'), ['2:k']],
      [() => db.touch('k'), ['2:k']],
      [() => db.setDeadline('k', NOW + 10), ['2:k']],
      [() => db.persist('k'), ['2:k']],
      [() => db.persist('k'), []],
      [() => db.get('k'), []],
      [() => db.delete('k'), ['2:k']],
      [() => db.delete('k'), []],
      [() => db.clear(), ['2:*']],
      [() => keyspace.swap(2, 5), ['2:*', '5:*']],
      [() => keyspace.swap(2, 2), []],
    ];
    for (const [action, tells] of steps) {
      told.length = 0;
      const before = keyspace.serial;
      action();
      expect(told, action.toString()).to.deep.equal(tells);
      expect(keyspace.serial > before, action.toString()).to.equal(tells.length > 0);
    }
  });

  it('has sixteen databases, and no others', () => {
    const keyspace = new Keyspace();
    expect(keyspace.databases.map(({ index }) => index)).to.deep.equal([...Array(16).keys()]);
    expect(() => keyspace.database(16)).to.throw(AssertionError);
  });
});
