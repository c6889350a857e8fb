import { expect } from 'chai';
import fc from 'fast-check';
import { arcsine, cosine, sine } from '../../../src/base/trigonometry.js';

/** How many doubles lie between two, near enough for neighbours. */
const UNIT = 2 ** -53;
const near = (actual: number, expected: number): void => {
  expect(Math.abs(actual - expected)).to.be.at.most(2 * UNIT * Math.abs(expected) + 1e-32);
};

describe('trigonometry', () => {
  it('knows some values to the last bit', () => {
    expect(sine(0)).to.equal(0);
    expect(sine(Math.PI / 6)).to.equal(0.49999999999999994);
    expect(sine(Math.PI)).to.equal(1.2246467991473532e-16);
    expect(sine(-1)).to.equal(-0.8414709848078965);
    expect(cosine(0)).to.equal(1);
    expect(cosine(Math.PI / 2)).to.equal(6.123233995736766e-17);
    expect(cosine(2)).to.equal(-0.4161468365471424);
    expect(arcsine(0)).to.equal(0);
    expect(arcsine(0.5)).to.equal(0.5235987755982989);
    expect(arcsine(1)).to.equal(Math.PI / 2);
  });

  it('is that of the engine but for the last bit', () => {
    fc.assert(
      fc.property(fc.double({ min: -7, max: 7, noNaN: true }), angle => {
        near(sine(angle), Math.sin(angle));
        near(cosine(angle), Math.cos(angle));
      }),
      { seed: 5, numRuns: 5000 },
    );
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), value =>
        near(arcsine(value), Math.asin(value)),
      ),
      { seed: 6, numRuns: 5000 },
    );
  });

  it('is odd, even and inverse', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: Math.PI / 2, noNaN: true }), angle => {
        expect(sine(-angle)).to.equal(-sine(angle));
        expect(cosine(-angle)).to.equal(cosine(angle));
        expect(sine(angle) ** 2 + cosine(angle) ** 2).to.be.closeTo(1, 1e-15);
      }),
      { seed: 7, numRuns: 2000 },
    );
  });
});
