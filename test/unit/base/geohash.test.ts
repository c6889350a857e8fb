import { expect } from 'chai';
import fc from 'fast-check';
import {
  areaOf,
  cellOf,
  geohashOf,
  LATITUDE_MAX,
  neighbourOf,
  placeOf,
  scoreOf,
  scoresOf,
  STEP_MAX,
} from '../../../src/base/geohash.js';

const place = fc.record({
  longitude: fc.double({ min: -180, max: 179.9999, noNaN: true }),
  latitude: fc.double({ min: -LATITUDE_MAX, max: 85.0511, noNaN: true }),
});

describe('geohash', () => {
  it('gives the scores that Redis documents', () => {
    expect(scoreOf({ longitude: 13.361389, latitude: 38.115556 })).to.equal(3479099956230698);
    expect(scoreOf({ longitude: 15.087269, latitude: 37.502669 })).to.equal(3479447370796909);
    expect(geohashOf(placeOf(3479099956230698))).to.equal('sqc8b49rny0');
    expect(geohashOf(placeOf(3479447370796909))).to.equal('sqdtr74hyu0');
    expect(placeOf(3479099956230698)).to.deep.equal({
      longitude: 13.361389338970184,
      latitude: 38.1155563954963,
    });
  });

  it('finds a place again, to less than a meter, in the cell of every step', () => {
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: STEP_MAX }), (where, step) => {
        const found = placeOf(scoreOf(where));
        expect(found.longitude).to.be.closeTo(where.longitude, 360 / 2 ** 26);
        expect(found.latitude).to.be.closeTo(where.latitude, 180 / 2 ** 26);
        const cell = cellOf(where, step);
        const [from, to] = scoresOf(cell);
        expect(scoreOf(where)).to.be.within(from, to - 1);
        const { west, east, south, north } = areaOf(cell);
        expect(where.longitude).to.be.within(west - 1e-9, east + 1e-9);
        expect(where.latitude).to.be.within(south - 1e-9, north + 1e-9);
        expect(neighbourOf(neighbourOf(cell, 1, -1), -1, 1)).to.deep.equal(cell);
      }),
      { seed: 8, numRuns: 2000 },
    );
  });

  it('takes any score for a place, as 64 bits', () => {
    for (const score of [0, -1, 0.5, 2 ** 53, -(2 ** 63), 2 ** 64, Infinity, -Infinity, 1e18, -5.5]) {
      const { longitude, latitude } = placeOf(score);
      expect(Math.abs(longitude)).to.be.at.most(180);
      expect(Math.abs(latitude)).to.be.at.most(LATITUDE_MAX);
    }
    expect(placeOf(-1)).to.deep.equal({ longitude: 180, latitude: LATITUDE_MAX });
    expect(placeOf(Infinity)).to.deep.equal(placeOf(0));
  });
});
