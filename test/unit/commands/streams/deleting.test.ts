import { expect } from 'chai';
import { Log } from '../../machine/log.js';

const SYNTAX = '-ERR syntax error';

/** Redis 8.2 has these two; the redis-server that others are compared with does not. */
describe('deleting from streams with regard to groups', () => {
  let log: Log;
  const run = (...argv: string[]): unknown => log.run(1, ...argv);
  const pending = (group: string): unknown => (log.read('xpending', 's', group) as unknown[])[0];
  const length = (): unknown => log.read('xlen', 's');
  beforeEach(() => {
    log = new Log();
    for (const id of ['1-0', '2-0', '3-0']) run('xadd', 's', id, 'f', 'v');
    for (const group of ['g', 'h']) {
      run('xgroup', 'create', 's', group, '0');
      run('xreadgroup', 'group', group, 'c', 'count', '2', 'streams', 's', '>');
    }
  });
  afterEach(() => expect(log.failures).to.deep.equal([]));

  it('XDELEX keeps what is pending, or not, or deletes only what nobody waits for', () => {
    expect(run('xdelex', 's', 'ids', '2', '1-0', '9-0')).to.deep.equal([1, -1]);
    expect([pending('g'), length()]).to.deep.equal([2, 2]);
    expect(run('xdelex', 's', 'DELREF', 'IDS', '2', '1-0', '2-0')).to.deep.equal([-1, 1]);
    expect([pending('g'), pending('h'), length()]).to.deep.equal([0, 0, 1]);
    expect(run('xdelex', 's', 'IDS', '1', '3-0', 'ACKED')).to.deep.equal([2]); // still to be read
    run('xgroup', 'destroy', 's', 'h');
    run('xreadgroup', 'group', 'g', 'c', 'noack', 'streams', 's', '>');
    expect(run('xdelex', 's', 'ACKED', 'IDS', '1', '3-0')).to.deep.equal([1]);
    expect(run('xdelex', 'none', 'ACKED', 'IDS', '2', '3-0', '4-0')).to.deep.equal([-1, -1]);
  });

  it('XACKDEL acknowledges first, and deletes what was pending there', () => {
    expect(run('xackdel', 's', 'g', 'IDS', '2', '1-0', '3-0')).to.deep.equal([1, -1]);
    expect([pending('g'), pending('h'), length()]).to.deep.equal([1, 2, 2]);
    expect(run('xackdel', 's', 'g', 'ACKED', 'IDS', '1', '2-0')).to.deep.equal([2]);
    expect([pending('g'), pending('h'), length()]).to.deep.equal([0, 2, 2]);
    expect(run('xackdel', 's', 'h', 'ACKED', 'IDS', '1', '2-0')).to.deep.equal([1]);
    expect(run('xackdel', 's', 'h', 'DELREF', 'IDS', '1', '1-0')).to.deep.equal([1]);
    expect([pending('h'), length()]).to.deep.equal([0, 1]);
    expect(run('xackdel', 's', 'x', 'IDS', '1', '1-0')).to.deep.equal([-1]);
    expect(run('xackdel', 'none', 'g', 'IDS', '1', '1-0')).to.deep.equal([-1]);
  });

  it('take a count of ids, and one way to treat groups', () => {
    const errors: [string[], string][] = [
      [['IDS', '0', '1-0'], '-ERR Number of IDs must be a positive integer'],
      [['IDS', 'x', '1-0'], '-ERR Number of IDs must be a positive integer'],
      [['IDS', '3', '1-0', '2-0'], '-ERR The `numids` parameter must match the number of arguments'],
      [['IDS', '1', '1-0', '2-0'], SYNTAX],
      [['KEEPREF', 'ACKED', 'IDS', '1', '1-0'], SYNTAX],
      [['IDS', '1', 'x'], '-ERR Invalid stream ID specified as stream command argument'],
      [['ACKED', '1', '1-0'], SYNTAX],
    ];
    for (const [argv, error] of errors) {
      expect(run('xdelex', 's', ...argv)).to.equal(error);
      expect(run('xackdel', 's', 'g', ...argv)).to.equal(error);
    }
  });
});
