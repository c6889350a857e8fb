import { expect } from 'chai';
import { List } from '../../../../src/machine/values/list.js';
import { ErrorReply, WRONG_TYPE } from '../../../../src/resp/reply.js';
import { World } from './world.js';

describe('reading strings', () => {
  let world: World;

  beforeEach(() => {
    world = new World();
    world.run('SET', 's', 'This is a string');
    world.db.set('list', new List());
  });

  it('GET and STRLEN', () => {
    expect(world.run('GET', 's')).to.equal('This is a string');
    expect(world.run('GET', 'none')).to.equal(null);
    expect(world.run('STRLEN', 's')).to.equal(16);
    expect(world.run('STRLEN', 'none')).to.equal(0);
  });

  it('GET and STRLEN of a string that was edited', () => {
    world.run('APPEND', 's', '!\xff');
    expect(world.run('GET', 's')).to.equal('This is a string!\xff');
    expect(world.run('STRLEN', 's')).to.equal(18);
  });

  it('MGET takes keys of other types for missing ones', () => {
    world.run('APPEND', 'edited', 'a');
    world.run('APPEND', 'edited', 'b');
    expect(world.run('MGET', 's', 'none', 'list', 'edited', 's')).to.deep.equal([
      'This is a string',
      null,
      null,
      'ab',
      'This is a string',
    ]);
  });

  for (const name of ['GETRANGE', 'SUBSTR']) {
    const cases: [start: string, end: string, part: string][] = [
      ['0', '3', 'This'],
      ['-3', '-1', 'ing'],
      ['0', '-1', 'This is a string'],
      ['10', '100', 'string'],
      ['0', '9223372036854775807', 'This is a string'],
      ['-9223372036854775808', '0', 'T'],
      ['-9223372036854775807', '-9223372036854775808', ''],
      ['5', '3', ''],
      ['16', '20', ''],
      ['0', '-100', 'T'],
      ['-1', '-2', ''],
    ];
    for (const [start, end, part] of cases) {
      it(`${name} ${start} ${end}`, () => expect(world.run(name, 's', start, end)).to.equal(part));
    }

    it(`${name} reads its offsets before it looks for the key`, () => {
      expect(world.error(name, 'list', 'x', '1')).to.equal('ERR value is not an integer or out of range');
      expect(world.error(name, 'none', '0', '1.5')).to.equal('ERR value is not an integer or out of range');
      expect(world.run(name, 'none', '0', '1')).to.equal('');
    });
  }

  it('refuses other types', () => {
    expect(world.run('GET', 'list')).to.equal(WRONG_TYPE);
    expect(world.run('STRLEN', 'list')).to.equal(WRONG_TYPE);
    expect(world.run('GETRANGE', 'list', '0', '1')).to.equal(WRONG_TYPE);
    expect(world.run('DIGEST', 'list')).to.equal(WRONG_TYPE);
  });

  it('DIGEST', () => {
    world.run('SET', 's', 'hello');
    expect(world.run('DIGEST', 's')).to.equal('9555e8555c62dcfd');
    expect(world.run('DIGEST', 'none')).to.equal(null);
  });

  it('DIGEST keeps the zeros at the front', () => {
    // A value that Redis's own tests use for this.
    world.run(
      'SET',
      's',
      'v8lf0c11xh8ymlqztfd3eeq16kfn4sspw7fqmnuuq3k3t75em5wdizgcdw7uc26nnf961u2jkfzkjytls2kwlj7626sd',
    );
    expect(world.run('DIGEST', 's')).to.equal('00006c38adf31777');
  });

  it('does not see what is due', () => {
    world.run('SET', 's', 'x', 'PX', '10');
    world.clock.now += 10;
    expect(world.run('GET', 's')).to.equal(null);
    expect(world.run('MGET', 's')).to.deep.equal([null]);
  });

  it('answers a wrong number of arguments', () => {
    for (const argv of [['GET'], ['GET', 'a', 'b'], ['MGET'], ['GETRANGE', 's', '0'], ['STRLEN', 's', '1']]) {
      expect(world.run(...argv)).to.be.instanceOf(ErrorReply);
    }
  });
});
