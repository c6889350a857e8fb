import { expect } from 'chai';
import {
  blockingTimeout,
  deadlineOf,
  float,
  futureDeadlineOf,
  integer,
  integer64,
  integerWithin,
  isKeyword,
  keyword,
  stringAt,
} from '../../../src/commands/arguments.js';
import { Keyspace } from '../../../src/machine/keyspace.js';
import { Bytes } from '../../../src/machine/values/bytes.js';
import { List } from '../../../src/machine/values/list.js';
import { ErrorReply, NOT_A_FLOAT, NOT_AN_INTEGER, WRONG_TYPE } from '../../../src/resp/reply.js';

/** What `read` throws: replies are thrown as they are, they are not errors of JavaScript. */
function thrown(read: () => unknown): string {
  try {
    read();
  } catch (reply) {
    if (reply instanceof ErrorReply) return reply.text;
    throw reply;
  }
  throw new Error('nothing was thrown');
}

describe('arguments', () => {
  it('integers', () => {
    expect(integer('-42')).to.equal(-42);
    expect(integer('9223372036854775807')).to.equal(Number.MAX_SAFE_INTEGER);
    expect(integer('-9223372036854775808')).to.equal(Number.MIN_SAFE_INTEGER);
    expect(integer64('9223372036854775807')).to.equal(9_223_372_036_854_775_807n);
    expect(thrown(() => integer('1.5'))).to.equal(NOT_AN_INTEGER.text);
  });

  it('integers within bounds, with one error for all else', () => {
    const error = new ErrorReply('ERR no');
    expect(integerWithin('3', 1, 3, error)).to.equal(3);
    for (const text of ['0', '4', 'x', '9223372036854775807']) {
      expect(thrown(() => integerWithin(text, 1, 3, error))).to.equal('ERR no');
    }
  });

  it('floats', () => {
    expect(float('1.5e1')).to.equal(15);
    expect(thrown(() => float('x'))).to.equal(NOT_A_FLOAT.text);
  });

  it('keywords, in any case', () => {
    expect(keyword('left', 'LEFT', 'RIGHT')).to.equal('LEFT');
    expect(keyword('Right', 'LEFT', 'RIGHT')).to.equal('RIGHT');
    expect(keyword('up', 'LEFT', 'RIGHT')).to.equal(undefined);
    expect(keyword(undefined, 'LEFT')).to.equal(undefined);
    expect(isKeyword('\xdf', 'SS')).to.equal(false);
  });

  it('strings under a key', () => {
    const db = new Keyspace().database(0);
    const edited = new Bytes('x');
    db.set('plain', 'x');
    db.set('edited', edited);
    db.set('list', new List());
    expect(stringAt(db, 'plain')).to.equal('x');
    expect(stringAt(db, 'edited')).to.equal(edited);
    expect(stringAt(db, 'none')).to.equal(undefined);
    expect(thrown(() => stringAt(db, 'list'))).to.equal(WRONG_TYPE.text);
  });
});

describe('expiry arguments', () => {
  const NOW = 1_700_000_000_000;
  const INVALID = "ERR invalid expire time in 'expire' command";

  it('count from now or from the epoch, in seconds or milliseconds', () => {
    expect(deadlineOf('10', 'seconds', NOW, 'expire')).to.equal(NOW + 10_000);
    expect(deadlineOf('10', 'milliseconds', NOW, 'expire')).to.equal(NOW + 10);
    expect(deadlineOf('10', 'seconds', 0, 'expire')).to.equal(10_000);
    expect(deadlineOf('-10', 'milliseconds', 0, 'expire')).to.equal(-10);
  });

  it('may lie in the past where that makes sense', () => {
    expect(deadlineOf('-10', 'seconds', NOW, 'expire')).to.equal(NOW - 10_000);
    expect(thrown(() => futureDeadlineOf('-10', 'seconds', NOW, 'expire'))).to.equal(INVALID);
    expect(thrown(() => futureDeadlineOf('0', 'milliseconds', 0, 'expire'))).to.equal(INVALID);
  });

  it('are refused when 64 bits cannot hold them', () => {
    for (const [text, unit, from] of [
      ['9223372036854775807', 'milliseconds', NOW],
      ['9223372036854775808', 'milliseconds', 0],
      ['9223372036854776', 'seconds', 0],
      ['-9223372036854776', 'seconds', 0],
      ['9223372036854775', 'seconds', NOW],
    ] as const) {
      const refused = text === '9223372036854775808' ? NOT_AN_INTEGER.text : INVALID;
      expect(thrown(() => deadlineOf(text, unit, from, 'expire'))).to.equal(refused);
    }
  });

  it('end at the last safe integer', () => {
    expect(deadlineOf('9223372036854775807', 'milliseconds', 0, 'expire')).to.equal(Number.MAX_SAFE_INTEGER);
    expect(deadlineOf('9223372036854775', 'seconds', 0, 'expire')).to.equal(Number.MAX_SAFE_INTEGER);
    expect(deadlineOf('-9223372036854775', 'seconds', NOW, 'expire')).to.equal(Number.MIN_SAFE_INTEGER);
  });
});

describe('timeouts of blocking commands', () => {
  const NOW = 1_700_000_000_000;

  it('are seconds with a fraction, rounded up to milliseconds', () => {
    expect(blockingTimeout('0', NOW)).to.equal(0);
    expect(blockingTimeout('-0', NOW)).to.equal(0);
    expect(blockingTimeout('1', NOW)).to.equal(1000);
    expect(blockingTimeout('0.0001', NOW)).to.equal(1);
    expect(blockingTimeout('0x10', NOW)).to.equal(16_000);
    expect(blockingTimeout('9000000000000000', NOW)).to.equal(Number.MAX_SAFE_INTEGER);
  });

  it('are refused when negative, too large or no number', () => {
    expect(thrown(() => blockingTimeout('-1', NOW))).to.equal('ERR timeout is negative');
    expect(thrown(() => blockingTimeout('-inf', NOW))).to.equal('ERR timeout is negative');
    expect(thrown(() => blockingTimeout('inf', NOW))).to.equal('ERR timeout is out of range');
    expect(thrown(() => blockingTimeout('9223372036854776', NOW))).to.equal('ERR timeout is out of range');
    expect(thrown(() => blockingTimeout('x', NOW))).to.equal('ERR timeout is not a float or out of range');
  });
});
