import { expect } from 'chai';
import { transactionArguments } from '../../../../src/commands/transactions/transaction.js';
import { Log } from '../../machine/log.js';

const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value';

function queueOf(...payloads: string[]): Log {
  const log = new Log();
  log.run(1, 'DQUEUE', 'PUSH', 'q', 'MSG', ...payloads);
  return log;
}

function receiptsOf(log: Log, ...options: string[]): string[] {
  return (log.run(2, 'DQUEUE', 'PULL', 'q', ...options) as string[][]).map(([, , receipt]) => receipt!);
}

describe('list commands on a queue', () => {
  it('add at the tail and take the next, whichever end they name', () => {
    const log = queueOf('a');
    expect(log.run(1, 'LPUSH', 'q', 'b', 'c')).to.equal(3);
    expect(log.run(1, 'RPUSHX', 'q', 'd')).to.equal(4);
    expect(log.read('LLEN', 'q')).to.equal(4);
    expect(log.read('LRANGE', 'q', '1', '-2')).to.deep.equal(['b', 'c']);
    expect(log.run(1, 'RPOP', 'q')).to.equal('a');
    expect(log.run(1, 'LPOP', 'q', '2')).to.deep.equal(['b', 'c']);
    expect(log.run(1, 'LMPOP', '2', 'none', 'q', 'LEFT', 'COUNT', '5')).to.deep.equal(['q', ['d']]);
    expect(log.run(1, 'RPOP', 'q')).to.equal(null);
    expect(log.run(1, 'LPOP', 'q', '2')).to.equal('NullArray');
    expect(log.read('EXISTS', 'q')).to.equal(1);
  });

  it('acknowledge what they take: it is not delivered again', () => {
    const log = queueOf('a', 'b');
    receiptsOf(log, 'VISIBILITY', '10');
    expect(log.run(1, 'LPOP', 'q')).to.equal('b');
    log.stamp += 10;
    log.append({ kind: 'tick' });
    expect(log.read('LRANGE', 'q', '0', '-1')).to.deep.equal(['a']);
  });

  it('wait in one line with those who pull', () => {
    const log = queueOf('first');
    receiptsOf(log);
    expect(log.run(5, 'BRPOP', 'q', '0')).to.equal('Blocked');
    expect(log.run(6, 'DQUEUE', 'PULL', 'q', 'WAIT', '0')).to.equal('Blocked');
    expect(log.run(7, 'BLMPOP', '0', '1', 'q', 'LEFT')).to.equal('Blocked');
    expect(log.run(8, 'BLMOVE', 'q', 'l', 'LEFT', 'RIGHT', '0')).to.equal('Blocked');
    log.takeEvents();
    log.run(1, 'DQUEUE', 'PUSH', 'q', 'MSG', 'a', 'b', 'c', 'd');
    const events = log.takeEvents() as { served: number; reply: unknown }[];
    expect(events.map(({ served }) => served)).to.deep.equal([5, 6, 7, 8]);
    expect(events[0]?.reply).to.deep.equal(['q', 'a']);
    expect(events[1]?.reply).to.have.nested.property('[0][1]', 'b');
    expect(events[2]?.reply).to.deep.equal(['q', ['c']]);
    expect(log.read('LRANGE', 'l', '0', '-1')).to.deep.equal(['d']);
  });

  it('put back what nobody was there to take, to its old place', () => {
    const log = queueOf('first');
    log.run(1, 'LPOP', 'q');
    log.run(5, 'BRPOP', 'q', '0');
    const ids = log.run(1, 'DQUEUE', 'PUSH', 'q', 'GROUP', 'g', 'PRIORITY', '3', 'MSG', 'a', 'b') as string[];
    const [served] = log.takeEvents() as unknown as { giveBack: string[] }[];
    log.run(0, ...served!.giveBack);
    log.run(0, ...served!.giveBack);
    expect(log.read('DQUEUE', 'PEEK', 'q')).to.deep.equal([
      [ids[0], 'a', 0, ''],
      [ids[1], 'b', 0, ''],
    ]);
  });

  it('move between queues and lists, and within one queue', () => {
    const log = queueOf('a', 'b');
    expect(log.run(1, 'RPOPLPUSH', 'q', 'q')).to.equal('a');
    expect(log.read('LRANGE', 'q', '0', '-1')).to.deep.equal(['b', 'a']);
    expect(log.run(1, 'LMOVE', 'q', 'l', 'LEFT', 'LEFT')).to.equal('b');
    log.run(1, 'DQUEUE', 'CREATE', 'other', 'MAXLEN', '1');
    expect(log.run(1, 'RPOPLPUSH', 'l', 'other')).to.equal('b');
    expect(log.read('EXISTS', 'l')).to.equal(0);
    expect(log.run(1, 'RPOPLPUSH', 'q', 'other')).to.equal('-QUOTA the queue is full');
    expect(log.read('LLEN', 'q')).to.equal(1);
    expect(log.run(1, 'RPOPLPUSH', 'other', 'other')).to.equal('b');
    expect(log.run(1, 'LPUSH', 'other', 'x')).to.equal('-QUOTA the queue is full');
  });

  it('keep to the rate of the queue', () => {
    const log = queueOf('a', 'b');
    log.run(1, 'DQUEUE', 'ALTER', 'q', 'RATE', '1', '1000');
    expect(log.run(1, 'LPOP', 'q')).to.equal('a');
    expect(log.run(1, 'LPOP', 'q')).to.equal(null);
    log.stamp += 1000;
    expect(log.run(1, 'LPOP', 'q')).to.equal('b');
  });
});

describe('a queue among other keys', () => {
  it('is neither overwritten, moved, copied nor given a life time', () => {
    const log = queueOf('a');
    log.run(1, 'SADD', 's', 'x');
    log.run(1, 'SET', 'text', 'x');
    const refused = `set q x|set q x xx|setex q 9 x|psetex q 9 x|mset text y q x|msetex 2 text y q x|getset q x|getex q|getdel q
      append q x|sunionstore q s|sinterstore q none s|zunionstore q 1 none|sort none store q|bitop not q none
      geosearchstore q none frommember m byradius 1 m|rename q x|rename text q|renamenx q x|move q 1|copy q x|copy text q replace
      expire q 9|pexpireat q 1|persist q|linsert q before a b|lset q 0 x|lrem q 0 a|ltrim q 0 0`;
    for (const line of refused.split(/[|\n]/)) {
      expect(log.run(1, ...line.trim().split(' ')), line).to.equal(WRONG_TYPE);
    }
    for (const line of ['get q', 'dump q', 'lindex q 0', 'lpos q a', 'hlen q', 'xlen q'])
      expect(log.read(...line.split(' ')), line).to.equal(WRONG_TYPE);
    expect(log.read('get', 'text')).to.equal('x');
    expect(log.read('LRANGE', 'q', '0', '-1')).to.deep.equal(['a']);
    expect(log.read('ttl', 'q')).to.equal(-1);
  });

  it('counts as present for what asks whether a key is free', () => {
    const log = queueOf('a');
    log.run(1, 'SET', 'text', 'x');
    for (const line of ['setnx q x', 'msetnx new x q x', 'renamenx text q', 'copy text q'])
      expect(log.run(1, ...line.split(' ')), line).to.equal(0);
    expect(log.run(1, 'SET', 'q', 'x', 'NX')).to.equal(null);
    expect(log.read('EXISTS', 'q', 'new')).to.equal(1);
  });

  it('goes with DEL, UNLINK and FLUSHDB, and receipts with it', () => {
    for (const remove of [['DEL', 'q'], ['UNLINK', 'q'], ['FLUSHDB'], ['DQUEUE', 'DROP', 'q']]) {
      const log = queueOf('a');
      const [receipt] = receiptsOf(log);
      log.run(1, ...remove);
      expect(log.run(2, 'DQUEUE', 'ACK', 'q', receipt!)).to.equal(0);
      expect(log.read('EXISTS', 'q')).to.equal(0);
    }
  });

  it('is swapped with its database, what is bound in it too', () => {
    const log = queueOf('a');
    receiptsOf(log, 'BOUND');
    log.run(1, 'SWAPDB', '0', '1');
    log.batch({ lane: 2, unblock: 'gone' });
    log.run(1, 'SWAPDB', '0', '1');
    expect(log.read('DQUEUE', 'LEN', 'q')).to.equal(1);
  });

  it('is spared by FLUSHALL where `flush-protects` says so, deliveries and all', () => {
    const log = queueOf('a', 'b');
    const [receipt] = receiptsOf(log, 'VISIBILITY', '100');
    log.run(1, 'SET', 'text', 'x');
    log.run(1, 'quorate.setting', 'flush-protects', 'dqueue');
    log.run(1, 'FLUSHALL');
    expect(log.read('DBSIZE')).to.equal(1);
    expect(log.run(2, 'DQUEUE', 'EXTEND', 'q', receipt!, '200')).to.equal(1);
    log.stamp += 200;
    log.append({ kind: 'tick' });
    expect(log.read('DQUEUE', 'LEN', 'q')).to.equal(2);
  });

  it('takes no more where memory is full, and lets go what it has', () => {
    const log = queueOf('a'.repeat(5000), 'b');
    log.run(1, 'quorate.setting', 'maxmemory', '5000');
    expect(log.run(1, 'DQUEUE', 'PUSH', 'q', 'MSG', 'c')).to.match(/^-OOM/);
    expect(log.run(1, 'LPUSH', 'q', 'c')).to.match(/^-OOM/);
    const [receipt] = receiptsOf(log);
    expect(log.run(2, 'DQUEUE', 'EXTEND', 'q', receipt!, '1000')).to.equal(1);
    expect(log.run(2, 'DQUEUE', 'ACK', 'q', receipt!)).to.equal(1);
  });

  it('makes a transaction fail that watched it', () => {
    const log = queueOf('a');
    const [serial, now] = log.read('watch', 'q') as [number, number];
    const exec = (): unknown =>
      log.run(
        3,
        ...transactionArguments('quorate.exec', {
          watched: [{ db: 0, key: 'q', serial, now }],
          commands: [{ db: 0, argv: ['LLEN', 'q'] }],
        }),
      );
    expect(exec()).to.deep.equal([1]);
    receiptsOf(log);
    expect(exec()).to.equal('NullArray');
  });

  it('is never evicted', () => {
    const log = queueOf('a'.repeat(1000));
    log.run(1, 'quorate.setting', 'maxmemory-policy', 'allkeys-random');
    log.run(1, 'quorate.setting', 'maxmemory', '20000');
    for (let at = 0; at < 200; at++) log.run(1, 'SET', `k${at}`, 'x'.repeat(500));
    expect(log.read('DQUEUE', 'LEN', 'q')).to.equal(1);
    expect(log.read('DBSIZE')).to.be.lessThan(30);
  });
});
