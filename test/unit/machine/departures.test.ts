import { expect } from 'chai';
import { Departures } from '../../../src/machine/departures.js';

describe('departures', () => {
  const at = (serial: number, now = 0): { serial: number; now: number } => ({ serial, now });

  it('tell whether a name left after a mark', () => {
    const departures = new Departures();
    departures.add('a', { serial: 5, deadline: 0 });
    expect([4, 5].map(serial => departures.isSince('a', at(serial)))).to.deep.equal([true, false]);
    expect(departures.isSince('b', at(0))).to.be.false;
  });

  it('do not count what had ended for him who looked', () => {
    const departures = new Departures();
    departures.add('a', { serial: 5, deadline: 100 });
    expect(departures.isSince('a', at(4, 99))).to.be.true;
    expect(departures.isSince('a', at(4, 100))).to.be.false;
  });

  it('forget the oldest names beyond the bound, and then say yes rather than no', () => {
    const departures = new Departures(3, 1000);
    for (let serial = 1; serial <= 5; serial++) departures.add(`k${serial}`, { serial, deadline: 0 });
    departures.add('k3', { serial: 6, deadline: 0 });
    expect(departures.entries().map(([name]) => name)).to.deep.equal(['k4', 'k5', 'k3']);
    expect(departures.floor).to.equal(2);
    expect(departures.isSince('never there', at(1))).to.be.true;
    expect(departures.isSince('never there', at(2))).to.be.false;
  });

  it('keep their order and their bound whatever leaves again and again', () => {
    const departures = new Departures(4, 1000);
    const expected: string[] = [];
    for (let serial = 1; serial <= 200; serial++) {
      const name = `k${(serial * serial) % 7}`;
      departures.add(name, { serial, deadline: 0 });
      if (expected.includes(name)) expected.splice(expected.indexOf(name), 1);
      expected.push(name);
      if (expected.length > 4) expected.shift();
      expect(departures.entries().map(([left]) => left)).to.deep.equal(expected);
    }
  });

  it('count the bytes of the names', () => {
    const departures = new Departures(100, 10);
    departures.add('12345', { serial: 1, deadline: 0 });
    departures.add('67890', { serial: 2, deadline: 0 });
    expect(departures.floor).to.equal(0);
    departures.add('x'.repeat(11), { serial: 3, deadline: 0 });
    expect(departures.entries()).to.be.empty;
    expect(departures.floor).to.equal(3);
  });

  it('take all names of a table, or none when they are too many', () => {
    const departures = new Departures(2, 1000);
    departures.addAll(2, () => ['a', 'b'], 7);
    expect(departures.entries().length).to.equal(2);
    departures.addAll(3, () => expect.fail('too many to be asked for'), 8);
    expect(departures.entries()).to.be.empty;
    expect(departures.floor).to.equal(8);
  });
});
