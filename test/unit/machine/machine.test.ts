import { expect } from 'chai';
import { SeededRandom } from '../../../src/base/random.js';
import { Commands } from '../../../src/commands/table.js';
import { keysAt, type WriteCommand } from '../../../src/commands/spec.js';
import { strings } from '../../../src/commands/strings/index.js';
import { lists } from '../../../src/commands/lists/index.js';
import { encodeBody, encodeCommand, type Item, stampBody } from '../../../src/machine/payload.js';
import { OK, type Reply } from '../../../src/resp/reply.js';
import { command, Log, NODE_1, NODE_2, plain } from './log.js';

/** A command whose handler does what a test asks. */
function faulty(name: string, apply: WriteCommand['apply']): WriteCommand {
  return {
    name,
    class: 'write',
    arity: -1,
    flags: ['write'],
    categories: [],
    keys: [keysAt(['RW'], 1)],
    group: 'generic',
    since: '0.1.0',
    summary: 'Fails on purpose',
    complexity: 'O(1)',
    syntax: '',
    apply,
  };
}

describe('machine', () => {
  let log: Log;
  beforeEach(() => (log = new Log()));
  afterEach(() => expect(log.replay().digest()).to.equal(log.machine.digest()));

  const batch = (uuid: string, incarnation: number, sequence: number, ...items: Item[]) =>
    log.append({ kind: 'batch', uuid, incarnation, sequence, items });
  const push = command(1, 'rpush', 'k', 'x');

  describe('identity of batches', () => {
    it('applies exactly the next one of exactly the present incarnation', () => {
      expect(batch(NODE_1, 1, 1, push)).to.equal('applied');
      expect(batch(NODE_1, 1, 1, push)).to.equal('skipped');
      expect(batch(NODE_1, 1, 3, push)).to.equal('gap');
      expect(batch(NODE_1, 2, 1, push)).to.equal('gap');
      expect(batch(NODE_1, 1, 2, push)).to.equal('applied');
      expect(log.read('llen', 'k')).to.equal(2);
      expect(log.machine.row(NODE_1)).to.include({ id: 'n1', incarnation: 1, lastSequence: 2, ended: false });
    });

    it('knows no node before its open', () => {
      expect(batch(NODE_2, 1, 1, push)).to.equal('gap');
      expect(log.append({ kind: 'end', uuid: NODE_2, incarnation: 1 })).to.equal('gap');
      expect(log.open(NODE_2, 4)).to.equal('applied');
      expect(batch(NODE_2, 4, 1, push)).to.equal('applied');
      expect(log.machine.rows().map(row => row.uuid)).to.deep.equal([NODE_1, NODE_2]);
    });

    it('refuses for ever what an earlier or an ended incarnation sends', () => {
      expect(log.open(NODE_1, 2)).to.equal('applied');
      expect(log.open(NODE_1, 2)).to.equal('skipped');
      expect(log.open(NODE_1, 1)).to.equal('refused');
      expect(batch(NODE_1, 1, 1, push)).to.equal('refused');
      expect(log.append({ kind: 'end', uuid: NODE_1, incarnation: 1 })).to.equal('skipped');
      expect(log.append({ kind: 'end', uuid: NODE_1, incarnation: 2 })).to.equal('applied');
      expect(batch(NODE_1, 2, 1, push)).to.equal('refused');
      expect(log.open(NODE_1, 2)).to.equal('refused');
      expect(log.open(NODE_1, 3)).to.equal('applied');
      expect(batch(NODE_1, 3, 1, push)).to.equal('applied');
      expect(log.read('llen', 'k')).to.equal(1);
    });

    it('bootstraps once', () => {
      expect(log.append({ kind: 'bootstrap', clusterId: 'other', members: [], settings: [] })).to.equal(
        'skipped',
      );
      expect(log.machine.clusterId).to.equal('c'.repeat(32));
    });
  });

  describe('time', () => {
    it('never runs back, whatever stamps say', () => {
      const { stamp } = log;
      log.run(1, 'set', 'k', 'v', 'px', '100');
      log.stamp = stamp + 100;
      log.run(1, 'set', 'other', 'v');
      log.stamp = stamp - 5000;
      log.run(1, 'set', 'k', 'w', 'nx', 'px', '100');
      expect(log.machine.stamp).to.equal(stamp + 100);
      expect(log.machine.earliestDeadline()).to.equal(stamp + 200);
      expect(log.read('get', 'k')).to.equal('w');
    });

    it('deletes at most 1000 due keys in a tick', () => {
      for (let key = 0; key < 1500; key++) log.run(1, 'set', `k${key}`, 'v', 'px', '10');
      log.stamp += 10;
      log.append({ kind: 'tick' });
      expect(log.machine.keyspace.database(0).size).to.equal(500);
      log.append({ kind: 'tick' });
      expect(log.machine.keyspace.database(0).size).to.equal(0);
      expect(log.machine.earliestDeadline()).to.equal(undefined);
    });

    it('says when a query met a key that the log does not know to be due', () => {
      log.run(1, 'set', 'k', 'v', 'px', '10');
      const read = (now: number): Reply => log.machine.query(['get', 'k'], 0, now, new SeededRandom(1));
      expect(read(log.stamp + 9)).to.equal('v');
      expect(log.machine.metDue).to.equal(false);
      expect(read(log.stamp + 10)).to.equal(null);
      expect(log.machine.metDue).to.equal(true);
      log.stamp += 10;
      log.append({ kind: 'tick' });
      expect(read(log.stamp)).to.equal(null);
      expect(log.machine.metDue).to.equal(false);
    });
  });

  describe('own batches', () => {
    it('let reads stand between their items', () => {
      const items = [command(1, 'rpush', 'k', 'a'), command(2, 'rpush', 'k', 'b'), command(3, 'lpop', 'k')];
      const seen: unknown[] = [];
      const payload = { kind: 'batch', uuid: NODE_1, incarnation: 1, sequence: 1, items } as const;
      log.append(payload, {
        items,
        before: position => seen.push([position, log.read('lrange', 'k', '0', '-1')]),
        inside: () => null,
        replied: (position, reply) => seen.push([position, plain(reply)]),
      });
      expect(seen).to.deep.equal([
        [0, []],
        [0, 1],
        [1, ['a']],
        [1, 2],
        [2, ['a', 'b']],
        [2, 'a'],
      ]);
    });

    it('must be what the entry holds', () => {
      const payload = { kind: 'batch', uuid: NODE_1, incarnation: 1, sequence: 1, items: [push] } as const;
      const data = stampBody(encodeBody(payload), log.stamp, 1);
      const machine = log.replay();
      const local = { items: [], before: () => undefined, inside: () => null, replied: () => undefined };
      expect(() => machine.apply(99, data, local)).to.throw('what the origin holds');
    });

    it('are applied in the order of the log only', () => {
      expect(() => log.machine.apply(1, log.entries[0]!.data, null)).to.throw('in order');
    });
  });

  describe('commands in parts', () => {
    const encoded = encodeCommand({ db: 0, argv: ['rpush', 'k', 'x'.repeat(3000)] });
    const part = (lane: number, from: number, to: number): Item => ({
      lane,
      part: encoded.subarray(from, to),
      first: from === 0,
      last: to >= encoded.length,
    });

    it('run with the last part, with those of other clients between them', () => {
      const replies = [
        ...log.batch(part(1, 0, 1000), command(5, 'rpush', 'other', 'y'), part(2, 0, 1500)),
        ...log.batch(part(1, 1000, 9999), part(2, 1500, 9999)),
      ];
      expect(replies).to.deep.equal(['no reply', 1, 'no reply', 1, 2]);
      expect(log.machine.row(NODE_1)?.gatheredBytes).to.equal(0);
    });

    it('do not run when one is missing, nor after their client or incarnation went', () => {
      expect(log.batch(part(1, 0, 1000), part(1, 2000, 9999))).to.deep.equal(['no reply', 'no reply']);
      expect(log.batch(part(1, 1000, 9999))).to.deep.equal(['no reply']);
      log.batch(part(2, 0, 1000), { lane: 2, unblock: 'gone' });
      expect(log.batch(part(2, 1000, 9999))).to.deep.equal(['no reply']);
      log.batch(part(3, 0, 1000));
      expect(log.machine.row(NODE_1)?.gatheredBytes).to.equal(1000);
      expect(log.replay().digest()).to.equal(log.machine.digest());
      log.open(NODE_1, 2);
      expect(log.machine.row(NODE_1)?.gatheredBytes).to.equal(0);
      expect(log.batchOf(NODE_1, 2, part(3, 1000, 9999))).to.deep.equal(['no reply']);
      expect(log.read('exists', 'k')).to.equal(0);
    });

    it('begin anew with a first part', () => {
      log.batch(part(1, 0, 1000), part(1, 0, 2000), part(1, 2000, 9999));
      expect(log.read('llen', 'k')).to.equal(1);
    });
  });

  describe('errors', () => {
    it('of ours are answered, told with their index, and leave the machine running', () => {
      const broken = faulty('broken', () => {
        throw new TypeError('on purpose');
      });
      log = new Log(new Commands([[broken], lists, strings]));
      expect(log.batch(command(1, 'broken'), push)).to.deep.equal(['-ERR internal error', 1]);
      expect(log.failures).to.have.length(1);
      expect(log.failures[0]).to.have.property('index', log.machine.appliedIndex);
      expect(log.failures[0]?.error).to.be.an.instanceOf(TypeError);
    });

    it('of what is no write command are answered too', () => {
      expect(log.run(1, 'llen', 'k')).to.equal('-ERR internal error');
      expect(log.run(1, 'nosuchcommand')).to.equal('-ERR internal error');
      expect(log.failures).to.have.length(2);
    });

    it('that may differ between nodes stop the machine: never a reply', () => {
      const endless = (): Reply => endless();
      const machine = new Log(new Commands([[faulty('endless', endless), faulty('fine', () => OK)]]));
      expect(machine.run(1, 'fine')).to.equal('+OK');
      expect(() => machine.run(1, 'endless')).to.throw(RangeError);
    });
  });

  describe('digest', () => {
    it('tells states apart by content, order, life time, waiters and rows', () => {
      const digests = new Set<string>([log.machine.digest()]);
      const steps: (() => unknown)[] = [
        () => log.run(1, 'rpush', 'k', 'a', 'b'),
        () => log.run(1, 'lmove', 'k', 'k', 'left', 'right'),
        () => log.run(1, 'set', 's', 'a'),
        () => log.run(1, 'set', 's', 'a', 'px', '5000'),
        () => log.batch({ lane: 1, db: 3, argv: ['set', 's', 'a'] }),
        () => log.run(2, 'blpop', 'none', '0'),
        () => log.run(3, 'blpop', 'none', '1'),
        () => log.batch(),
        () => log.open(NODE_2, 1),
      ];
      for (const step of steps) {
        step();
        digests.add(log.machine.digest());
      }
      expect(digests.size).to.equal(steps.length + 1);
    });

    it('does not depend on how a list came to be cut into chunks', () => {
      const other = new Log();
      const elements = Array.from({ length: 300 }, (_, index) => `e${index}`);
      for (const element of elements) log.run(1, 'rpush', 'k', element);
      for (let run = 0; run < 300; run++) other.run(1, 'lpush', 'k', elements[299 - run]!);
      expect(other.machine.digest()).to.equal(log.machine.digest());
    });
  });
});
