import { expect } from 'chai';
import { below, SeededRandom } from '../../../src/base/random.js';
import { ExpiryIndex, isBefore, type LifeTime } from '../../../src/machine/expiry-index.js';

function drain(index: ExpiryIndex): string[] {
  const keys: string[] = [];
  for (let first = index.first(); first !== undefined; first = index.first()) {
    keys.push(first.key);
    index.remove(first);
  }
  return keys;
}

describe('the expiry index', () => {
  it('orders by deadline, then by serial', () => {
    const index = new ExpiryIndex();
    index.add('third', 20, 1);
    index.add('second', 10, 3);
    index.add('first', 10, 2);
    expect(drain(index)).to.deep.equal(['first', 'second', 'third']);
    expect(index.first()).to.equal(undefined);
  });

  it('keeps the order while life times come, change and go', () => {
    const random = new SeededRandom(11);
    const index = new ExpiryIndex();
    const model: LifeTime[] = [];
    for (let serial = 1; serial <= 20_000; serial++) {
      const deadline = below(random, 500);
      const at = below(random, Math.max(model.length, 1));
      const choice = below(random, serial < 10_000 ? 3 : 5);
      if (model.length === 0 || choice < 2) model.push(index.add(`k${serial}`, deadline, serial));
      else if (choice === 2) index.change(model[at]!, deadline, serial);
      else index.remove(model.splice(at, 1)[0]!);
      expect(index.size).to.equal(model.length);
      if (serial % 100 === 0) {
        const first = model.reduce<LifeTime | undefined>(
          (a, b) => (a === undefined || isBefore(b, a) ? b : a),
          undefined,
        );
        expect(index.first()).to.equal(first);
      }
    }
    const order = [...model].sort((a, b) => a.deadline - b.deadline || a.serial - b.serial);
    expect(drain(index)).to.deep.equal(order.map(({ key }) => key));
  });

  it('holds one entry for a key, however often its life time is refreshed', () => {
    const index = new ExpiryIndex();
    const refreshed = index.add('refreshed', 1, 1);
    index.add('other', 500_000, 2);
    for (let i = 3; i < 1_000_000; i++) index.change(refreshed, i, i);
    expect(index.size).to.equal(2);
    expect(index.first()?.key).to.equal('other');
  });
});
