import { expect } from 'chai';
import { List } from '../../../../src/machine/values/list.js';
import { type StringValue, encodingOf } from '../../../../src/machine/values/string.js';
import { WRONG_TYPE } from '../../../../src/resp/reply.js';
import { World } from './world.js';

const TOO_LONG = 'ERR string exceeds maximum allowed size (proto-max-bulk-len)';

describe('editing strings', () => {
  let world: World;

  beforeEach(() => {
    world = new World();
    world.db.set('list', new List());
  });

  function encoding(key: string): string {
    return encodingOf(world.db.get(key) as StringValue);
  }

  it('APPEND makes a missing key as SET does', () => {
    expect(world.run('APPEND', 'a', '12')).to.equal(2);
    expect(encoding('a')).to.equal('int');
    expect(world.run('APPEND', 'a', '3')).to.equal(3);
    expect(world.run('GET', 'a')).to.equal('123');
    expect(encoding('a')).to.equal('raw');
  });

  it('APPEND of nothing is an edit all the same', () => {
    world.run('SET', 'a', 'x', 'EX', '9');
    expect(world.run('APPEND', 'a', '')).to.equal(1);
    expect(encoding('a')).to.equal('raw');
    expect(world.left('a')).to.equal(9000);
  });

  it('says of every edit that it happened', () => {
    world.run('APPEND', 'a', 'x');
    world.run('APPEND', 'a', 'y');
    world.run('APPEND', 'a', 'z');
    world.run('SETRANGE', 'a', '0', 'X');
    world.run('SETRANGE', 'a', '0', '');
    expect(world.changes.filter(key => key === 'a')).to.have.length(4);
  });

  it('SETRANGE', () => {
    expect(world.run('SETRANGE', 'a', '3', 'x')).to.equal(4);
    expect(world.run('GET', 'a')).to.equal('\0\0\0x');
    world.run('SET', 'a', 'Hello World', 'EX', '9');
    expect(world.run('SETRANGE', 'a', '6', 'Redis')).to.equal(11);
    expect(world.run('GET', 'a')).to.equal('Hello Redis');
    expect(world.left('a')).to.equal(9000);
    expect(world.run('SETRANGE', 'a', '11', '!')).to.equal(12);
    expect(encoding('a')).to.equal('raw');
  });

  it('SETRANGE of nothing changes nothing', () => {
    expect(world.run('SETRANGE', 'none', '5', '')).to.equal(0);
    world.run('SET', 'a', '12');
    expect(world.run('SETRANGE', 'a', '9223372036854775807', '')).to.equal(2);
    expect(encoding('a')).to.equal('int');
    expect(world.db.has('none')).to.equal(false);
  });

  it('SETRANGE refuses wrong offsets', () => {
    expect(world.error('SETRANGE', 'a', '-1', 'x')).to.equal('ERR offset is out of range');
    expect(world.error('SETRANGE', 'list', 'x', 'x')).to.equal('ERR value is not an integer or out of range');
  });

  it('refuses other types', () => {
    expect(world.run('APPEND', 'list', 'x')).to.equal(WRONG_TYPE);
    expect(world.run('SETRANGE', 'list', '0', '')).to.equal(WRONG_TYPE);
  });

  it('refuses what would be too long, before anything changes', () => {
    expect(world.error('SETRANGE', 'a', '536870888', 'x')).to.equal(TOO_LONG);
    expect(world.error('SETRANGE', 'a', '9223372036854775807', 'x')).to.equal(TOO_LONG);
    expect(world.run('SETRANGE', 'a', '536870887', 'x')).to.equal(536_870_888);
    expect(world.error('APPEND', 'a', 'x')).to.equal(TOO_LONG);
    expect(world.run('STRLEN', 'a')).to.equal(536_870_888);
  });

  it('takes the limit from the settings', () => {
    world.settings.set('proto-max-bulk-len', '1048576');
    expect(world.run('SETRANGE', 'a', '1048575', 'x')).to.equal(1_048_576);
    expect(world.error('APPEND', 'a', 'x')).to.equal(TOO_LONG);
  });

  it('keeps an APPEND in a loop cheap and whole', () => {
    for (let i = 0; i < 50_000; i++) world.run('APPEND', 'a', `${i % 10}`);
    expect(world.run('STRLEN', 'a')).to.equal(50_000);
    expect(world.run('GETRANGE', 'a', '16380', '16389')).to.equal('0123456789');
  });
});
