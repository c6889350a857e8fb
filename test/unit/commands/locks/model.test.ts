import { expect } from 'chai';
import fc from 'fast-check';
import { NODE_1 } from '../../machine/log.js';
import { PERMITS, Reference, type Wish } from './reference.js';
import { Locks } from './world.js';

const NAMES = ['a', 'b', 'c'];

type Claim = { readonly kind: 'acquire' } & Wish;

interface Touch {
  readonly kind: 'release' | 'renew' | 'downgrade' | 'upgrade';
  readonly lane: number;
  readonly name: string;
  /** Which of the holds so far. */
  readonly which: number;
  readonly waits: boolean;
  readonly ttl: number;
}

interface Leaving {
  readonly kind: 'leave';
  readonly lane: number;
}

interface Passage {
  readonly kind: 'pass';
  readonly milliseconds: number;
}

type Step = Claim | Touch | Leaving | Passage;

const lane = fc.integer({ min: 1, max: 7 });
const ttl = fc.integer({ min: 1, max: 60 });
const name = fc.constantFrom(...NAMES);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('acquire' as const),
      lane,
      names: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
      mode: fc.constantFrom(
        'exclusive' as const,
        'exclusive' as const,
        'shared' as const,
        'permits' as const,
      ),
      owner: fc.constantFrom('', 'one', 'two', 'three'),
      ttl,
      waits: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'release' as const,
        'release' as const,
        'renew' as const,
        'downgrade' as const,
        'upgrade' as const,
      ),
      lane,
      name,
      which: fc.nat(20),
      waits: fc.boolean(),
      ttl,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), lane }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const), milliseconds: fc.nat(25) }) },
);

/** The machine and what it has to agree with, side by side. */
class Pair {
  readonly log = new Locks();
  readonly reference = new Reference();
  /** Tokens of the machine by the ids of the reference. */
  readonly #tokens = new Map<number, number>();
  #largest = 0;
  #start = this.log.stamp;

  run(step: Step): void {
    const { reference, log } = this;
    reference.served = [];
    if (step.kind === 'pass') {
      reference.now += step.milliseconds;
      log.stamp = this.#start + reference.now;
      log.append({ kind: 'tick' });
    } else if (step.kind === 'leave') {
      reference.leave(step.lane);
      log.batch({ lane: step.lane, unblock: 'timeout' });
    } else if (log.machine.waiterOf(NODE_1, step.lane) === undefined) {
      this.#compare(step.kind === 'acquire' ? this.#acquire(step) : this.#touch(step));
    }
    reference.settle();
    this.#compareServed();
    this.#compareState();
  }

  #acquire(wish: Wish): [expected: unknown, reply: unknown] {
    const { names, mode, owner, waits } = wish;
    const what = names.length === 1 ? ['ACQUIRE', ...names] : ['ACQUIREALL', names.length, ...names];
    const how = mode === 'permits' ? ['PERMITS', PERMITS] : [mode];
    const who = owner === '' ? [] : ['OWNER', owner];
    const wait = waits ? ['WAIT', 0] : [];
    return [
      this.reference.acquire(wish),
      this.log.lock(wish.lane, ...what, wish.ttl, ...how, ...who, ...wait),
    ];
  }

  #touch(step: Touch): [expected: unknown, reply: unknown] {
    const { reference, log } = this;
    const { lane, name, which, ttl } = step;
    const ids = [...this.#tokens.keys()];
    const id = ids[ids.length - 1 - (which % Math.max(ids.length, 1))] ?? 0;
    const token = this.#tokens.get(id) ?? 0;
    const mode = reference.holds(name).find(hold => hold.id === id)?.mode;
    switch (step.kind) {
      case 'release':
        return [reference.release(name, id) ? 1 : 0, log.lock(lane, 'RELEASE', name, token)];
      case 'renew':
        return [
          reference.change(name, id, { end: reference.now + ttl }) ? ttl : 0,
          log.lock(lane, 'RENEW', name, token, ttl),
        ];
      case 'downgrade': {
        const expected =
          mode === 'permits' ? 'error' : reference.change(name, id, { mode: 'shared' }) ? 1 : 0;
        return [expected, log.lock(lane, 'DOWNGRADE', name, token)];
      }
      case 'upgrade': {
        const wait = step.waits ? ['WAIT', 0] : [];
        return [
          reference.upgrade(lane, name, id, step.waits),
          log.lock(lane, 'UPGRADE', name, token, ...wait),
        ];
      }
    }
  }

  #compare([expected, reply]: [expected: unknown, reply: unknown]): void {
    if (Array.isArray(reply)) this.#granted(expected as number, reply[0] as number);
    else if (typeof reply === 'number') expect(reply).to.equal(expected);
    else if (reply === 'NullArray') expect(expected).to.equal('none');
    else if (reply === 'Blocked') expect(expected).to.equal('waits');
    else expect(String(reply)).to.match(expected === 'deadlock' ? /^-DEADLOCK/ : /^-(?!DEADLOCK)/);
  }

  /** A new grant has a larger token than all before it. */
  #granted(id: number, token: number): void {
    const known = this.#tokens.get(id);
    if (known === undefined) expect(token).to.be.greaterThan(this.#largest);
    else expect(token).to.equal(known);
    this.#tokens.set(id, token);
    this.#largest = Math.max(this.#largest, token);
  }

  /** Grants that are independent of each other may come in another order. */
  #compareServed(): void {
    const expected = new Map(this.reference.served);
    const served = this.log.served();
    expect(served.map(([lane]) => lane)).to.have.members([...expected.keys()]);
    const grants = served.flatMap(([lane, reply]) =>
      Array.isArray(reply) ? [{ id: expected.get(lane)!, token: (reply as [number])[0] }] : [],
    );
    for (const { id, token } of grants.sort((a, b) => a.token - b.token)) this.#granted(id, token);
    for (const [lane, reply] of served) if (!Array.isArray(reply)) expect(expected.get(lane)).to.equal(0);
  }

  #compareState(): void {
    const { reference, log } = this;
    for (const each of NAMES) {
      const info = log.info(each);
      const holders = (info?.['holders'] ?? []) as { token: number; mode: string; ttl: number }[];
      const expected = reference.holds(each).map(({ id, mode, end }) => ({
        token: this.#tokens.get(id)!,
        mode,
        ttl: end - reference.now,
      }));
      expected.sort((a, b) => a.token - b.token);
      expect(holders.map(({ token, mode, ttl }) => ({ token, mode, ttl }))).to.deep.equal(expected);
      const line = reference.line(each);
      expect(log.waiters(each).map(({ mode }) => mode)).to.deep.equal(
        line.map(({ upgrades, mode }) => (upgrades > 0 ? 'upgrade' : mode)),
      );
      expect(info === null).to.equal(expected.length === 0 && line.length === 0);
    }
  }
}

describe('locks and their reference', function () {
  this.timeout(20_000);

  it('agree on every grant, every line and every lease, whatever is asked of them', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), steps => {
        const pair = new Pair();
        for (const each of steps) pair.run(each);
        expect(pair.log.failures).to.deep.equal([]);
        expect(pair.log.replay().digest()).to.equal(pair.log.machine.digest());
      }),
      { numRuns: 150, seed: 7 },
    );
  });
});
