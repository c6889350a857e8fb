import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { below, SeededRandom } from '../../../../src/base/random.js';
import type { Keyspace } from '../../../../src/machine/keyspace.js';
import type { KeyWalk, TakenKey } from '../../../../src/machine/snapshot/key-walk.js';
import { FrozenText } from '../../../../src/machine/values/frozen-string.js';
import { randomWrite, WRITE_FORMS } from '../../../support/random-commands.js';
import { Log } from '../log.js';

/** What a walk took, each key as one text, with the database. */
class Taking {
  readonly walks: KeyWalk[];
  readonly #taken: [db: number, taken: TakenKey][] = [];

  constructor(keyspace: Keyspace) {
    this.walks = keyspace.databases.map((database, db) =>
      database.beginWalk(taken => this.#taken.push([db, taken])),
    );
  }

  finish(): string[] {
    for (const walk of this.walks) {
      while (walk.advance());
      walk.end();
    }
    return this.#taken.map(([db, taken]) => textOf(db, taken)).sort();
  }
}

/** What is long, like a dense HyperLogLog, by its hash. */
function shown(piece: Uint8Array): string {
  return piece.length <= 256
    ? Buffer.from(piece).toString('latin1')
    : createHash('sha1').update(piece).digest('hex');
}

function textOf(db: number, { key, value, lifeTime }: TakenKey): string {
  const frozen = typeof value === 'string' ? new FrozenText(value) : value;
  const pieces = [...frozen.pieces()].map(shown);
  return JSON.stringify([db, key, frozen.type, lifeTime ?? null, pieces]);
}

function stateOf(keyspace: Keyspace): string[] {
  return new Taking(keyspace).finish();
}

describe('walk over the keys', () => {
  const families = Object.entries({ ...WRITE_FORMS, all: Object.values(WRITE_FORMS).flat() });
  for (const [family, forms] of families) {
    it(`takes the state of its beginning, whatever commands do meanwhile: ${family}`, () => {
      for (let seed = 1; seed <= 30; seed++) {
        const random = new SeededRandom(seed);
        const log = new Log();
        const { keyspace } = log.machine;
        let lane = 0;
        const run = (): void => {
          log.stamp += below(random, 5);
          const argv = randomWrite(random, forms);
          log.batch({ lane: ++lane, db: below(random, 3), argv });
        };
        for (let count = 0; count < 60; count++) run();
        for (let round = 0; round < 8; round++) {
          const before = stateOf(keyspace);
          const taking = new Taking(keyspace);
          for (let count = below(random, 40); count > 0; count--) {
            run();
            if (below(random, 3) === 0) taking.walks[below(random, 3)]!.advance();
          }
          expect(taking.finish(), `seed ${seed}`).to.deep.equal(before);
        }
        expect(log.failures).to.deep.equal([]);
      }
    });
  }

  it('goes on where it stood when leaves split and join', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const random = new SeededRandom(seed);
      const { machine } = new Log();
      const database = machine.keyspace.database(0);
      const key = (): string => `{one slot}${below(random, 3000)}`;
      for (let count = 0; count < 2000; count++) database.set(key(), 'v');
      const before = stateOf(machine.keyspace);
      const taking = new Taking(machine.keyspace);
      for (let step = 0; step < 20; step++) {
        const grows = below(random, 2) === 0;
        for (let count = 0; count < 400; count++) {
          if (grows) database.set(key(), 'w');
          else database.delete(key());
        }
        taking.walks[0]!.advance();
      }
      expect(taking.finish()).to.deep.equal(before);
    }
  });

  it('leaves nothing behind when it ends', () => {
    const { machine } = new Log();
    const database = machine.keyspace.database(0);
    const taken: TakenKey[] = [];
    const walk = database.beginWalk(key => taken.push(key));
    database.set('k', 'v');
    walk.end();
    database.set('k', 'w');
    database.delete('k');
    expect(taken).to.deep.equal([]);
  });
});
