import { expect } from 'chai';
import { Locks, WRONG_TYPE } from './world.js';

/** What would overwrite, move, copy or change a lock under `k`; `t` is a key with text, `l` a list, `h` a sorted set. */
const FORBIDDEN = `
SET k v|SET k v XX|SET k v PX 100|SET k v GET|SET k v NX GET|SET k v KEEPTTL|SETEX k 9 v|PSETEX k 9 v|GETSET k v
MSET t v k v|MSETEX 2 t v k v EX 9|GETDEL k|GETEX k EX 9|GETEX k|APPEND k v|INCR k|SETRANGE k 0 v|STRLEN k
EXPIRE k 9|PEXPIRE k 9|EXPIREAT k 9|PEXPIREAT k 9|EXPIRE k 0|PERSIST k
RENAME k t|RENAME t k|RENAMENX k z|MOVE k 1|COPY k z|COPY t k REPLACE|RESTORE k 0 PAYLOAD REPLACE
SORT l STORE k|SORT none STORE k|SUNIONSTORE k none|SINTERSTORE k none|SDIFFSTORE k none|ZUNIONSTORE k 1 h|ZINTERSTORE k 1 none
ZDIFFSTORE k 1 none|ZRANGESTORE k h 0 -1|GEOSEARCHSTORE k h FROMLONLAT 0 0 BYRADIUS 1 m|BITOP NOT k t|BITOP NOT k none
PFADD k x|PFMERGE k|LPUSH k x|SADD k x|HSET k f v|ZADD k 1 m|XADD k * f v|SMOVE k z x|LMOVE l k LEFT LEFT
`;

/** What fails or says "exists", and changes nothing. */
const EXISTS: [command: string, reply: unknown][] = [
  ['SET k v NX', null],
  ['SET k v NX PX 100', null],
  ['SETNX k v', 0],
  ['MSETNX t2 v k v', 0],
  ['MSETEX 1 k v NX', 0],
  ['RENAMENX t k', 0],
  ['COPY t k', 0],
  ['RESTORE k 0 PAYLOAD', '-BUSYKEY Target key name already exists.'],
];

const wordsOf = (text: string): string[] =>
  text
    .trim()
    .split(/[|\n]/)
    .filter(line => line !== '');

describe('locks among other keys', () => {
  let log: Locks;
  let token: number;
  let payload: string;
  beforeEach(() => {
    log = new Locks();
    log.run(1, 'SET', 't', 'text');
    log.run(1, 'RPUSH', 'l', '1');
    log.run(1, 'GEOADD', 'h', '0', '0', 'm');
    payload = log.read('DUMP', 't') as string;
    token = log.take(1, 'k');
  });
  afterEach(() => {
    expect(log.failures).to.deep.equal([]);
    expect(log.replay().digest()).to.equal(log.machine.digest());
  });

  const argvOf = (line: string): string[] =>
    line.split(' ').map(word => (word === 'PAYLOAD' ? payload : word));
  const runAny = (argv: string[]): unknown =>
    log.commands.write(argv) === undefined ? log.read(...argv) : log.run(2, ...argv);

  it('are changed by no command but their own, and nothing else is changed by what was refused', () => {
    const before = log.machine.digest().length;
    for (const line of wordsOf(FORBIDDEN)) {
      const version = log.machine.keyspace.serial;
      expect(runAny(argvOf(line)), line).to.equal(WRONG_TYPE);
      expect(log.machine.keyspace.serial, line).to.equal(version);
    }
    expect(before).to.equal(64);
    expect(log.info('k')).to.have.nested.property('holders[0].token', token);
  });

  it('exist for the forms that set only what does not', () => {
    for (const [line, reply] of EXISTS) expect(runAny(argvOf(line)), line).to.deep.equal(reply);
    expect(log.info('k')).to.have.nested.property('holders[0].token', token);
  });

  it('are a type of their own, and tell scripts that compare that they are held by another', () => {
    expect(log.read('TYPE', 'k')).to.equal('+dlock');
    expect(log.read('OBJECT', 'ENCODING', 'k')).to.equal('dlock');
    expect(log.read('GET', 'k')).to.equal(`dlock:${token}`);
    expect(log.read('EXISTS', 'k')).to.equal(1);
    expect(log.read('DUMP', 'k')).to.equal(WRONG_TYPE);
    log.take(2, 's', 'SHARED');
    log.lock(3, 'ACQUIRE', 's', 60_000, 'SHARED');
    expect([log.read('TTL', 's'), log.read('PTTL', 'k')]).to.deep.equal([60, 10_000]);
    expect(log.read('PEXPIRETIME', 'k')).to.equal(log.stamp + 10_000);
  });

  it('meet SET NX PX on one name', () => {
    log.lock(1, 'RELEASE', 'k', token);
    expect(log.run(2, 'SET', 'k', 'mine', 'NX', 'PX', '100')).to.equal('+OK');
    expect(log.lock(3, 'ACQUIRE', 'k', 9)).to.equal('NullArray');
    expect(log.lock(1, 'RELEASE', 'k', token)).to.equal(0);
    expect(log.lock(1, 'BREAK', 'k')).to.equal(WRONG_TYPE);
    log.stamp += 100;
    expect(log.take(3, 'k')).to.be.greaterThan(token);
    expect(log.run(2, 'SET', 'k', 'mine', 'NX', 'PX', '100')).to.equal(null);
  });

  it('that SET took have a token, which only another SET ends', () => {
    log.run(2, 'SET', 'r', 'mine', 'NX', 'PX', '100');
    const own = log.ask('TOKEN', 'r', 'mine') as number;
    expect(own).to.be.greaterThan(token);
    for (const same of [
      ['PEXPIRE', 'r', '500'],
      ['PERSIST', 'r'],
      ['EXPIRE', 'r', '5'],
      ['SET', 'r', 'mine', 'PX', '700'],
      ['SET', 'r', 'mine', 'XX', 'PX', '700'],
    ]) {
      log.run(2, ...same);
      expect(log.ask('TOKEN', 'r', 'mine'), same.join(' ')).to.equal(own);
      expect(log.lock(2, 'GUARD', 'r', own, 'GET', 'r')).to.equal('mine');
    }
    expect(log.info('r')).to.deep.equal({
      mode: 'string',
      permits: 1,
      holders: [{ token: own, owner: null, mode: 'string', ttl: 700, meta: '', bound: false }],
      waiters: 0,
    });
    expect(log.ask('TOKEN', 'r', 'other')).to.equal(null);
    log.run(3, 'SET', 'r', 'other', 'PX', '700');
    expect(log.ask('TOKEN', 'r', 'mine')).to.equal(null);
    expect(log.ask('TOKEN', 'r', 'other')).to.be.greaterThan(own);
    expect(log.lock(2, 'GUARD', 'r', own, 'GET', 'r')).to.match(/^-FENCED/);
    expect(log.ask('TOKEN', 'none', 'x')).to.equal(null);
    expect(log.ask('TOKEN', 'k', `dlock:${token}`)).to.equal(null);
    expect(log.ask('TOKEN', 'l', 'x')).to.equal(WRONG_TYPE);
  });

  it('stay where FLUSHDB and FLUSHALL are told to spare them', () => {
    log.run(9, 'quorate.setting', 'flush-protects', 'dlock');
    log.run(1, 'DQUEUE', 'PUSH', 'q', 'MSG', 'x');
    log.wait(2, 'k');
    log.run(9, 'FLUSHDB');
    expect(log.read('KEYS', '*')).to.deep.equal(['k']);
    expect(log.lockEvents).to.deep.equal([`granted k ${token}`]);
    log.run(9, 'FLUSHALL');
    log.lock(1, 'RELEASE', 'k', token);
    expect(log.servedLanes()).to.deep.equal([2]);
    log.run(9, 'quorate.setting', 'flush-protects', 'dlock dqueue');
    log.run(1, 'DQUEUE', 'PUSH', 'q', 'MSG', 'x');
    log.run(9, 'FLUSHALL');
    expect(log.read('EXISTS', 'k', 'q')).to.equal(2);
    expect(log.run(1, 'DQUEUE', 'PULL', 'q')).to.have.length(1);
  });

  it('are watched like other keys', () => {
    const watched = [{ db: 0, key: 'k', serial: log.machine.keyspace.serial, now: log.stamp }];
    log.lock(1, 'RENEW', 'k', token, 9);
    expect(log.machine.keyspace.database(0).changedSince('k', watched[0]!)).to.equal(true);
  });
});
