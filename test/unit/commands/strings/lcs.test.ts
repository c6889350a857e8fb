import { expect } from 'chai';
import { List } from '../../../../src/machine/values/list.js';
import { MapReply } from '../../../../src/resp/reply.js';
import { World } from './world.js';

describe('LCS', () => {
  let world: World;

  beforeEach(() => {
    world = new World();
    world.run('MSET', 'a', 'ohmytext', 'b', 'mynewtext');
    world.db.set('list', new List());
  });

  it('answers the sequence, or its length', () => {
    expect(world.run('LCS', 'a', 'b')).to.equal('mytext');
    expect(world.run('LCS', 'a', 'b', 'len')).to.equal(6);
    expect(world.run('LCS', 'a', 'none')).to.equal('');
  });

  it('answers where it stands', () => {
    const four = [
      [4, 7],
      [5, 8],
    ];
    const two = [
      [2, 3],
      [0, 1],
    ];
    expect(world.run('LCS', 'a', 'b', 'IDX')).to.deep.equal(new MapReply(['matches', [four, two], 'len', 6]));
    expect(world.run('LCS', 'a', 'b', 'IDX', 'MINMATCHLEN', '4', 'WITHMATCHLEN')).to.deep.equal(
      new MapReply(['matches', [[...four, 4]], 'len', 6]),
    );
  });

  it('refuses wrong options and types', () => {
    expect(world.error('LCS', 'a', 'b', 'foo')).to.equal('ERR syntax error');
    expect(world.error('LCS', 'a', 'b', 'MINMATCHLEN')).to.equal('ERR syntax error');
    expect(world.error('LCS', 'a', 'b', 'MINMATCHLEN', 'x')).to.match(/^ERR value is not an integer/);
    expect(world.error('LCS', 'a', 'b', 'LEN', 'IDX')).to.match(/please just use IDX\.$/);
    expect(world.error('LCS', 'list', 'b', 'foo')).to.equal(
      'ERR The specified keys must contain string values',
    );
  });

  it('refuses a table larger than a string may be', () => {
    world.settings.set('proto-max-bulk-len', '1048576');
    world.run('SET', 'a', 'x'.repeat(600));
    world.run('SET', 'b', 'x'.repeat(600));
    expect(world.error('LCS', 'a', 'b')).to.match(
      /^ERR Insufficient memory, transient memory for LCS exceeds/,
    );
  });
});
