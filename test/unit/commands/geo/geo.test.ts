import { expect } from 'chai';
import fc from 'fast-check';
import { placeOf, scoreOf } from '../../../../src/base/geohash.js';
import { SeededRandom } from '../../../../src/base/random.js';
import { geo } from '../../../../src/commands/geo/index.js';
import { distanceFrom, distanceWithin, scoreRanges, type Shape } from '../../../../src/commands/geo/shape.js';
import { encodeReply } from '../../../../src/resp/encoder.js';
import { Log } from '../../machine/log.js';

const SICILY = ['13.361389', '38.115556', 'Palermo', '15.087269', '37.502669', 'Catania'];
const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value';

describe('geo commands', () => {
  let log: Log;
  const run = (...argv: string[]): unknown => log.run(1, ...argv);
  const read = (...argv: string[]): unknown => log.read(...argv);
  const bytes = (protocol: 2 | 3, ...argv: string[]): string =>
    encodeReply(log.machine.query(argv, 0, log.stamp, new SeededRandom(1)), protocol);
  beforeEach(() => (log = new Log()));
  afterEach(() => expect(log.failures).to.deep.equal([]));

  it('add places, and tell them again', () => {
    expect(run('geoadd', 'k', ...SICILY)).to.equal(2);
    expect(run('geoadd', 'k', 'XX', 'CH', '13.4', '38', 'Palermo', '1', '1', 'x')).to.equal(1);
    expect(run('geoadd', 'k', 'NX', '14', '38', 'Palermo')).to.equal(0);
    expect(run('geoadd', 'k', '181', '1', 'x')).to.equal(
      '-ERR invalid longitude,latitude pair 181.000000,1.000000',
    );
    expect(run('geoadd', 'k', '1', '1', 'x', '2')).to.equal('-ERR syntax error');
    expect(run('geoadd', 'k', 'NX', 'XX', '1', '1', 'x')).to.equal('-ERR syntax error');
    expect(read('geohash', 'k', 'Catania', 'none')).to.deep.equal(['sqdtr74hyu0', null]);
    expect(bytes(2, 'geopos', 'k', 'Catania', 'none')).to.equal(
      '*2\r\n*2\r\n$20\r\n15.08726745843887329\r\n$20\r\n37.50266842333162032\r\n*-1\r\n',
    );
    expect(bytes(3, 'geopos', 'k', 'Catania', 'none')).to.equal(
      '*2\r\n*2\r\n,15.08726745843887329\r\n,37.50266842333162032\r\n_\r\n',
    );
  });

  it('measure distances in four units', () => {
    run('geoadd', 'k', ...SICILY);
    expect(read('geodist', 'k', 'Palermo', 'Catania')).to.equal('166274.1516');
    expect(read('geodist', 'k', 'Palermo', 'Catania', 'KM')).to.equal('166.2742');
    expect(read('geodist', 'k', 'Palermo', 'Catania', 'mi')).to.equal('103.3182');
    expect(read('geodist', 'k', 'Palermo', 'Catania', 'ft')).to.equal('545518.8700');
    expect(read('geodist', 'k', 'Palermo', 'Palermo')).to.equal('0.0000');
    expect(read('geodist', 'k', 'Palermo', 'none')).to.equal(null);
    expect(read('geodist', 'k', 'Palermo', 'Catania', 'cm')).to.match(/^-ERR unsupported unit/);
  });

  it('search circles and boxes, in order and counted', () => {
    run('geoadd', 'k', ...SICILY, '12.758489', '38.788135', 'edge1', '17.241510', '38.788135', 'edge2');
    const around = ['fromlonlat', '15', '37'];
    expect(read('geosearch', 'k', ...around, 'byradius', '200', 'km', 'asc')).to.deep.equal([
      'Catania',
      'Palermo',
    ]);
    expect(read('geosearch', 'k', ...around, 'bybox', '400', '400', 'km', 'desc', 'withdist')).to.deep.equal([
      ['edge1', '279.7405'],
      ['edge2', '279.7403'],
      ['Palermo', '190.4424'],
      ['Catania', '56.4413'],
    ]);
    expect(run('georadius', 'k', '15', '37', '200', 'km', 'count', '1', 'withhash')).to.deep.equal([
      ['Catania', 3479447370796909],
    ]);
    expect(read('georadiusbymember_ro', 'k', 'Palermo', '0', 'm')).to.deep.equal(['Palermo']);
    expect(read('geosearch', 'k', ...around, 'byradius', '1', 'm', 'count', '1', 'any')).to.deep.equal([]);
  });

  it('store what they find, or its distances', () => {
    run('geoadd', 'k', ...SICILY);
    const search = ['k', 'frommember', 'Palermo', 'byradius', '200', 'km'];
    expect(run('geosearchstore', 'to', ...search)).to.equal(2);
    expect(read('geohash', 'to', 'Palermo')).to.deep.equal(['sqc8b49rny0']);
    expect(run('geosearchstore', 'to', ...search, 'storedist')).to.equal(2);
    expect(bytes(2, 'zscore', 'to', 'Palermo')).to.equal('$1\r\n0\r\n');
    expect(run('georadius', 'k', '15', '37', '100', 'km', 'store', 'to')).to.equal(1);
    expect(read('zrange', 'to', '0', '-1')).to.deep.equal(['Catania']);
    expect(run('georadiusbymember', 'none', 'x', '1', 'km', 'store', 'to')).to.equal(0);
    expect(read('exists', 'to')).to.equal(0);
    expect(run('georadius', 'k', '15', '37', '100', 'km', 'store', 'to', 'withdist')).to.equal(
      '-ERR STORE option in GEORADIUS is not compatible with WITHDIST, WITHHASH and WITHCOORD options',
    );
  });

  it('refuse what is incomplete', () => {
    run('geoadd', 'k', ...SICILY);
    expect(read('geosearch', 'k', 'byradius', '1', 'm', 'asc', 'asc')).to.equal(
      '-ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for geosearch',
    );
    expect(read('geosearch', 'k', 'fromlonlat', '1', '1', 'asc', 'asc')).to.equal(
      '-ERR exactly one of BYRADIUS and BYBOX can be specified for geosearch',
    );
    const search = ['k', 'fromlonlat', '1', '1', 'byradius', '1', 'm'];
    expect(read('geosearch', ...search, 'any')).to.equal('-ERR the ANY argument requires COUNT argument');
    expect(read('geosearch', ...search, 'count', '0')).to.equal('-ERR COUNT must be > 0');
    expect(read('geosearch', ...search, 'bybox', '1', '1', 'm')).to.equal('-ERR syntax error');
    expect(read('georadius_ro', 'k', '1', '1', '1', 'm', 'store', 'x')).to.equal('-ERR syntax error');
    expect(read('georadius_ro', 'k', '1', '1', '-1', 'm')).to.equal('-ERR radius cannot be negative');
    expect(read('geosearch', 'k', 'frommember', 'x', 'byradius', '1', 'm')).to.equal(
      '-ERR could not decode requested zset member',
    );
  });

  it('say WRONGTYPE for every other kind of value', () => {
    run('set', 'k', 'text');
    const shape = ['fromlonlat', '1', '1', 'byradius', '1', 'm'];
    const calls: Record<string, string[]> = {
      geoadd: ['k', '1', '1', 'm'],
      geopos: ['k', 'm'],
      geohash: ['k', 'm'],
      geodist: ['k', 'm', 'n'],
      geosearch: ['k', ...shape],
      geosearchstore: ['to', 'k', ...shape],
      georadius: ['k', '1', '1', '1', 'm'],
      georadius_ro: ['k', '1', '1', '1', 'm'],
      georadiusbymember: ['k', 'm', '1', 'm'],
      georadiusbymember_ro: ['k', 'm', '1', 'm'],
    };
    for (const { name, class: kind } of geo) {
      const argv = [name, ...(calls[name] ?? [])];
      expect(kind === 'read' ? read(...argv) : run(...argv), name).to.equal(WRONG_TYPE);
    }
  });
});

describe('the cells around a shape', () => {
  const degrees = fc.record({
    longitude: fc.double({ min: -150, max: 150, noNaN: true }),
    latitude: fc.double({ min: -65, max: 65, noNaN: true }),
  });

  it('hold every place within a circle', () => {
    fc.assert(
      fc.property(
        degrees,
        fc.double({ min: 1, max: 1_000_000, noNaN: true }),
        fc.nat(2 ** 31),
        (center, radius, seed) => {
          const shape: Shape = { center, radius };
          const ranges = [...scoreRanges(shape)];
          const random = new SeededRandom(seed);
          for (let tries = 0; tries < 20; tries++) {
            const [from, to] = ranges[tries % ranges.length]!;
            const score = Math.floor(from + ((to - from) * random.next()) / 2 ** 32);
            const place = placeOf(score);
            const distance = distanceFrom(center)(place);
            expect(distanceWithin(shape)(place)).to.equal(distance <= radius ? distance : undefined);
          }
          // Places on the rim lie in one of the ranges.
          const north = (radius / 6372797.560856 / Math.PI) * 180 * 0.999;
          for (const latitude of [center.latitude - north, center.latitude + north]) {
            const rim = { longitude: center.longitude, latitude };
            expect(distanceFrom(center)(rim)).to.be.at.most(radius);
            expect(ranges.some(([from, to]) => scoreOf(rim) >= from && scoreOf(rim) < to)).to.equal(true);
          }
        },
      ),
      { seed: 9, numRuns: 300 },
    );
  });
});
