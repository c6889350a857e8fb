import { expect } from 'chai';
import fc from 'fast-check';
import { Hash } from '../../../../src/machine/values/hash.js';

type Edit = readonly [kind: string, name: number, amount: number];

const edits = fc.array(
  fc.tuple(
    fc.constantFrom(
      'set',
      'set',
      'keep',
      'delete',
      'expire',
      'expire',
      'persist',
      'pass',
      'tick',
      'clone',
      'table',
    ),
    fc.integer({ min: 0, max: 12 }),
    fc.integer({ min: 1, max: 30 }),
  ),
  { maxLength: 300 },
);

/** A field of the reference: `deadline` Infinity: it lives for ever. */
interface Field {
  value: string;
  deadline: number;
}

/** A hash and a plain map that went through the same edits. */
class Pair {
  moment = 0;
  hash = new Hash();
  model = new Map<string, Field>();
  readonly now = { isDue: (deadline: number): boolean => deadline <= this.moment };

  alive(field: string): Field | undefined {
    const found = this.model.get(field);
    return found === undefined || this.now.isDue(found.deadline) ? undefined : found;
  }

  set(field: string, value: string, keepsLife: boolean): void {
    const present = this.alive(field);
    if (present === undefined) this.model.delete(field); // it comes back at the end
    this.model.set(field, { value, deadline: keepsLife ? (present?.deadline ?? Infinity) : Infinity });
    this.hash.set(field, value, this.now, keepsLife);
  }

  delete(field: string): void {
    const wasAlive = this.alive(field) !== undefined;
    if (wasAlive) this.model.delete(field);
    expect(this.hash.delete(field, this.now)).to.equal(wasAlive);
  }

  expire(field: string, deadline: number): void {
    const present = this.alive(field);
    if (present === undefined) return;
    present.deadline = deadline;
    this.hash.setDeadline(field, deadline);
  }

  persist(field: string): void {
    const present = this.alive(field);
    if (present === undefined) return;
    expect(this.hash.persist(field)).to.equal(present.deadline < Infinity);
    present.deadline = Infinity;
  }

  /** Takes away the field that ends first, if it is due: of those that end together the first by name. */
  tick(): void {
    const due = [...this.model].filter(([, { deadline }]) => this.now.isDue(deadline));
    const [first] = due.sort(([a, x], [b, y]) => x.deadline - y.deadline || (a < b ? -1 : 1));
    if (first === undefined) return;
    this.model.delete(first[0]);
    this.hash.deleteFirst();
  }

  /** The one that was copied goes on elsewhere, and must not disturb this one. */
  clone(): void {
    const old = this.hash;
    this.hash = old.clone();
    old.set('only there', 'x', this.now, false);
    for (let name = 0; name < 6; name++) old.delete(`f${name}`, this.now);
  }

  check(): void {
    const { hash, model, now } = this;
    const alive = [...model].filter(([field]) => this.alive(field) !== undefined);
    const shown: [string, string][] = [];
    hash.forEach(now, (field, value) => shown.push([field, value]));
    const expected = alive.map(([field, { value }]): [string, string] => [field, value]);
    if (hash.encoding === 'hashtable') for (const list of [shown, expected]) list.sort();
    expect(shown).to.deep.equal(expected);
    expect(hash.size(now)).to.equal(alive.length);
    expect(hash.stored).to.equal(model.size);
    expect(hash.isOver(now)).to.equal(alive.length === 0 && model.size > 0);
    for (const [field, { value, deadline }] of alive) {
      expect([hash.get(field, now), hash.has(field, now)]).to.deep.equal([value, true]);
      expect(hash.deadline(field) ?? Infinity).to.equal(deadline);
    }
    const ends = [...model.values()].map(({ deadline }) => deadline).filter(Number.isFinite);
    expect(hash.firstDeadline).to.equal(ends.length === 0 ? undefined : Math.min(...ends));
  }
}

function apply(pair: Pair, [kind, name, amount]: Edit): void {
  const field = `f${name}`;
  if (kind === 'set') pair.set(field, `${amount}`, false);
  else if (kind === 'keep') pair.set(field, `${amount}`, true);
  else if (kind === 'delete') pair.delete(field);
  else if (kind === 'expire') pair.expire(field, pair.moment + amount);
  else if (kind === 'persist') pair.persist(field);
  else if (kind === 'pass') pair.moment += amount;
  else if (kind === 'tick') pair.tick();
  else if (kind === 'clone') pair.clone();
  else if (amount === 1) pair.hash.becomeTable();
}

describe('a hash', () => {
  it('agrees with a plain map whose fields end', () => {
    fc.assert(
      fc.property(edits, list => {
        const pair = new Pair();
        for (const edit of list) {
          apply(pair, edit);
          if (pair.model.size > 0) pair.check();
        }
      }),
      { numRuns: 150 },
    );
  });
});
