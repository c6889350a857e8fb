import { expect } from 'chai';
import { transactionArguments } from '../../../../src/commands/transactions/transaction.js';
import { KNOWN_ID_BYTES } from '../../../../src/machine/values/queue/known-ids.js';
import type { Queue } from '../../../../src/machine/values/queue/queue.js';
import { command, Log, NODE_1, NODE_2 } from '../../machine/log.js';

/** What PULL answers for one message. */
type Delivery = [id: string, payload: string, receipt: string, deliveries: number];

function pull(log: Log, lane: number, ...options: string[]): Delivery[] {
  return log.run(lane, 'DQUEUE', 'PULL', 'q', ...options) as Delivery[];
}

const payloads = (deliveries: Delivery[]): string[] => deliveries.map(([, payload]) => payload);

function push(log: Log, ...args: string[]): string[] {
  return log.run(1, 'DQUEUE', 'PUSH', 'q', ...args) as string[];
}

/** Time goes on, and a tick says so. */
function pass(log: Log, milliseconds: number): void {
  log.stamp += milliseconds;
  log.append({ kind: 'tick' });
}

function figures(log: Log): Record<string, unknown> {
  const { map } = log.read('DQUEUE', 'INFO', 'q') as { map: unknown[] };
  const pairs = Array.from({ length: map.length / 2 }, (_, at) => [map[2 * at], map[2 * at + 1]]);
  return Object.fromEntries(pairs) as Record<string, unknown>;
}

describe('DQUEUE', () => {
  it('gives messages out in order, counts deliveries and forgets what is acknowledged', () => {
    const log = new Log();
    const ids = push(log, 'MSG', 'a', 'b', 'c');
    const [first, second] = pull(log, 2, 'COUNT', '2');
    expect(first).to.deep.equal([ids[0], 'a', first?.[2], 1]);
    expect(second?.[1]).to.equal('b');
    expect(log.run(2, 'DQUEUE', 'ACK', 'q', first![2], second![2], first![2])).to.equal(2);
    expect(payloads(pull(log, 2, 'COUNT', '5'))).to.deep.equal(['c']);
    expect(figures(log)).to.include({ ready: 0, inflight: 1, delayed: 0, dead: 0, bytes: 1 });
    expect(pull(log, 2)).to.deep.equal([]);
  });

  it('takes empty messages, whatever becomes of what stood beside them', () => {
    const log = new Log();
    push(log, 'MSG', '', 'x'.repeat(5000), 'x'.repeat(5000), 'x'.repeat(5000), '');
    const [first, ...others] = pull(log, 2, 'COUNT', '9');
    for (const [, , receipt] of others.slice(0, 3)) log.run(2, 'DQUEUE', 'ACK', 'q', receipt);
    expect(log.failures).to.deep.equal([]);
    for (const each of [first, others[3]]) {
      expect(each?.[1]).to.equal('');
      expect(log.run(2, 'DQUEUE', 'NACK', 'q', each![2])).to.equal(1);
    }
    expect(payloads(pull(log, 2, 'COUNT', '9'))).to.deep.equal(['', '']);
    expect(log.replay().digest()).to.equal(log.machine.digest());
  });

  it('serves larger priorities first, and within one in order', () => {
    const log = new Log();
    push(log, 'MSG', 'plain 1');
    push(log, 'PRIORITY', '-32768', 'MSG', 'low');
    push(log, 'PRIORITY', '32767', 'MSG', 'high');
    push(log, 'PRIORITY', '0', 'MSG', 'plain 2');
    expect(payloads(pull(log, 2, 'COUNT', '9'))).to.deep.equal(['high', 'plain 1', 'plain 2', 'low']);
    expect(push.bind(null, log, 'PRIORITY', '32768', 'MSG', 'x')()).to.match(/^-ERR value is not an integer/);
  });

  it('holds delayed messages back, and counts them apart', () => {
    const log = new Log();
    push(log, 'DELAY', '50', 'MSG', 'later');
    push(log, 'MSG', 'now');
    expect(payloads(pull(log, 2, 'COUNT', '9'))).to.deep.equal(['now']);
    expect(figures(log)).to.include({ delayed: 1, ready: 0 });
    log.stamp += 50;
    expect(payloads(pull(log, 2))).to.deep.equal(['later']);
  });

  it('gives a message out again when nobody acknowledged it in time, to its old place', () => {
    const log = new Log();
    push(log, 'MSG', 'a', 'b');
    const [late] = pull(log, 2, 'VISIBILITY', '100');
    log.stamp += 100;
    expect(log.run(2, 'DQUEUE', 'ACK', 'q', late![2])).to.equal(0);
    const again = pull(log, 3, 'COUNT', '2');
    expect(payloads(again)).to.deep.equal(['a', 'b']);
    expect(again.map(([, , , deliveries]) => deliveries)).to.deep.equal([2, 1]);
    for (const verb of ['ACK', 'NACK']) expect(log.run(2, 'DQUEUE', verb, 'q', late![2])).to.equal(0);
    expect(log.run(2, 'DQUEUE', 'EXTEND', 'q', late![2], '1000')).to.equal(0);
    expect(log.run(3, 'DQUEUE', 'ACK', 'q', again[0]![2])).to.equal(1);
  });

  it('runs visibility on lease time: no time passes while nobody leads', () => {
    const log = new Log();
    push(log, 'MSG', 'a');
    const [held] = pull(log, 2, 'VISIBILITY', '100');
    log.stamp += 60_000;
    log.append({ kind: 'gap', milliseconds: 59_950 });
    expect(pull(log, 3)).to.deep.equal([]);
    expect(log.run(2, 'DQUEUE', 'EXTEND', 'q', held![2], '100')).to.equal(1);
    log.stamp += 99;
    expect(pull(log, 3)).to.deep.equal([]);
    pass(log, 1);
    expect(figures(log)).to.include({ ready: 1, inflight: 0 });
    expect(log.replay().digest()).to.equal(log.machine.digest());
  });

  it('nacks with a delay and a reason, and buries what came too often', () => {
    const log = new Log();
    log.run(1, 'DQUEUE', 'CREATE', 'q', 'MAXDELIVERIES', '2');
    push(log, 'MSG', 'a');
    const [first] = pull(log, 2);
    expect(log.run(2, 'DQUEUE', 'NACK', 'q', first![2], 'DELAY', '10', 'REASON', 'broken')).to.equal(1);
    expect(pull(log, 2)).to.deep.equal([]);
    log.stamp += 10;
    const [second] = pull(log, 2);
    expect(second?.[3]).to.equal(2);
    expect(log.run(2, 'DQUEUE', 'NACK', 'q', second![2], 'REASON', 'still broken')).to.equal(1);
    expect(log.read('DQUEUE', 'DEAD', 'q')).to.deep.equal([[first![0], 'a', 2, 'still broken']]);
    expect(log.run(1, 'DQUEUE', 'REDRIVE', 'q')).to.equal(1);
    expect(pull(log, 2)[0]).to.include.members([first![0], 'a', 1]);
  });

  it('moves the dead to the queue that DLQ names, with the reason', () => {
    const log = new Log();
    log.run(1, 'DQUEUE', 'CREATE', 'q', 'MAXDELIVERIES', '1', 'DLQ', 'dead', 'VISIBILITY', '10');
    push(log, 'MSG', 'a', 'b');
    pull(log, 2, 'COUNT', '2');
    pass(log, 10);
    expect(figures(log)).to.include({ ready: 0, inflight: 0, dead: 0 });
    const shown = log.read('DQUEUE', 'PEEK', 'dead') as unknown[][];
    expect(shown.map(([, ...rest]) => rest)).to.deep.equal([
      ['a', 0, 'timeout'],
      ['b', 0, 'timeout'],
    ]);
  });

  it('keeps the dead itself when the other queue is full or none at all', () => {
    const log = new Log();
    log.run(1, 'SET', 'other', 'x');
    log.run(1, 'DQUEUE', 'CREATE', 'q', 'MAXDELIVERIES', '1', 'DLQ', 'other');
    push(log, 'MSG', 'a');
    log.run(2, 'DQUEUE', 'NACK', 'q', pull(log, 2)[0]![2], 'REASON', 'no');
    expect(log.read('DQUEUE', 'DEAD', 'q')).to.have.length(1);
  });

  it('gives out one message of a group at a time, in order, whatever happens to it', () => {
    const log = new Log();
    push(log, 'GROUP', 'g', 'MSG', 'g1', 'g2');
    push(log, 'GROUP', 'h', 'MSG', 'h1');
    const [g1, h1] = pull(log, 2, 'COUNT', '9');
    expect([g1?.[1], h1?.[1]]).to.deep.equal(['g1', 'h1']);
    log.run(2, 'DQUEUE', 'NACK', 'q', g1![2], 'DELAY', '50');
    expect(pull(log, 2)).to.deep.equal([]);
    log.stamp += 50;
    const [again] = pull(log, 2, 'COUNT', '9');
    expect(again?.[1]).to.equal('g1');
    log.run(2, 'DQUEUE', 'ACK', 'q', again![2]);
    expect(payloads(pull(log, 2))).to.deep.equal(['g2']);
  });

  it('adds a message with an id once within DEDUP', () => {
    const log = new Log();
    log.run(1, 'DQUEUE', 'CREATE', 'q', 'DEDUP', '100');
    const first = push(log, 'ID', 'order 1', 'MSG', 'a');
    expect(push(log, 'ID', 'order 1', 'MSG', 'a again')).to.deep.equal(first);
    log.run(2, 'DQUEUE', 'ACK', 'q', pull(log, 2)[0]![2]);
    expect(push(log, 'ID', 'order 1', 'MSG', 'a again')).to.deep.equal(first);
    log.stamp += 100;
    expect(push(log, 'ID', 'order 1', 'MSG', 'b')).not.to.deep.equal(first);
    expect(push(log, 'ID', 'order 2', 'MSG', 'a', 'b')).to.equal('-ERR syntax error');
  });

  it('forgets no id while nobody leads, nor when the clock is set forward', () => {
    const log = new Log();
    log.run(1, 'DQUEUE', 'CREATE', 'q', 'DEDUP', '100');
    const first = push(log, 'ID', 'order 1', 'MSG', 'a');
    log.stamp += 3_600_000;
    log.append({ kind: 'gap', milliseconds: 3_599_950 });
    expect(push(log, 'ID', 'order 1', 'MSG', 'a again')).to.deep.equal(first);
    expect(log.replay().digest()).to.equal(log.machine.digest());
    pass(log, 50);
    expect(push(log, 'ID', 'order 1', 'MSG', 'b')).not.to.deep.equal(first);
  });

  it('takes ids of so many bytes, and remembers so many of them, and no more', () => {
    const log = new Log();
    const longest = 'i'.repeat(KNOWN_ID_BYTES);
    expect(push(log, 'ID', `${longest}i`, 'MSG', 'a')).to.equal('-ERR an ID has at most 512 bytes');
    const first = push(log, 'ID', longest, 'MSG', 'a');
    const queue = log.machine.keyspace.database(0).get('q') as Queue;
    Object.defineProperty(queue.known, 'isFull', { value: true });
    const refusal = '-QUOTA the queue remembers as many ids as it may';
    expect(push(log, 'ID', 'another', 'MSG', 'b')).to.equal(refusal);
    expect(queue.ready).to.equal(1);
    expect(push(log, 'ID', longest, 'MSG', 'a')).to.deep.equal(first);
    expect(push(log, 'MSG', 'b')).to.have.length(1);
  });

  it('weighs ids, groups, reasons and what is bound until they are gone', () => {
    const log = new Log();
    const weight = (): number => Number(log.read('MEMORY', 'USAGE', 'q'));
    log.run(1, 'DQUEUE', 'CREATE', 'q', 'DEDUP', '100');
    const empty = weight();
    push(log, 'MSG', '');
    const plain = weight() - empty;
    push(log, 'ID', 'i'.repeat(100), 'MSG', '');
    expect(weight()).to.equal(empty + 2 * plain + 270);
    pass(log, 100);
    expect(weight()).to.equal(empty + 2 * plain);
    const [one, other] = pull(log, 2, 'COUNT', '2', 'BOUND');
    expect(weight()).to.equal(empty + 2 * (plain + 300));
    log.run(2, 'DQUEUE', 'NACK', 'q', one![2], 'DELAY', '1', 'REASON', 'r'.repeat(2000));
    log.run(2, 'DQUEUE', 'ACK', 'q', other![2]);
    expect(weight()).to.equal(empty + plain + 1024);
    log.stamp++;
    log.run(2, 'DQUEUE', 'ACK', 'q', pull(log, 2)[0]![2]);
    push(log, 'GROUP', 'g'.repeat(100), 'MSG', '');
    expect(weight()).to.equal(empty + plain + 300 + 100);
    log.run(1, 'DQUEUE', 'PURGE', 'q');
    expect(weight()).to.equal(empty);
  });

  it('pushes back when it is full, whatever the state of its messages', () => {
    const log = new Log();
    log.run(1, 'DQUEUE', 'CREATE', 'q', 'MAXLEN', '3', 'MAXBYTES', '10');
    push(log, 'DELAY', '1000', 'MSG', 'a');
    push(log, 'MSG', 'b');
    pull(log, 2);
    expect(push(log, 'MSG', 'c', 'd')).to.equal('-QUOTA the queue is full');
    expect(push(log, 'MSG', 'c'.repeat(9))).to.equal('-QUOTA the queue is full');
    expect(push(log, 'MSG', 'c'.repeat(8))).to.have.length(1);
  });

  it('buries what stayed too long, unless it is in flight', () => {
    const log = new Log();
    log.run(1, 'DQUEUE', 'CREATE', 'q', 'RETENTION', '100');
    push(log, 'MSG', 'taken', 'left');
    push(log, 'DELAY', '60', 'MSG', 'delayed');
    pull(log, 2);
    pass(log, 100);
    expect(log.read('DQUEUE', 'DEAD', 'q')).to.have.nested.property('[0][3]', 'expired');
    expect(figures(log)).to.include({ inflight: 1, dead: 1, ready: 1 });
    pass(log, 60);
    expect(figures(log)).to.include({ dead: 2 });
  });

  it('keeps to its rate, and serves who waits when the window ends', () => {
    const log = new Log();
    log.run(1, 'DQUEUE', 'CREATE', 'q', 'RATE', '2', '1000');
    push(log, 'MSG', 'a', 'b', 'c', 'd');
    expect(payloads(pull(log, 2, 'COUNT', '9'))).to.deep.equal(['a', 'b']);
    expect(pull(log, 3, 'WAIT', '0')).to.equal('Blocked');
    log.takeEvents();
    log.stamp += 1000;
    // A newcomer in the very next entry stands behind who waited.
    expect(payloads(pull(log, 4))).to.deep.equal(['d']);
    const [served] = log.takeEvents() as { served: number; reply: Delivery[] }[];
    expect([served?.served, payloads(served?.reply ?? [])]).to.deep.equal([3, ['c']]);
  });

  it('serves those who wait in order of arrival', () => {
    const log = new Log();
    for (const lane of [5, 3, 4]) pull(log, lane, 'WAIT', '0');
    push(log, 'MSG', 'a', 'b');
    const served = log.takeEvents() as { served: number; reply: Delivery[]; giveBack: string[] }[];
    expect(served.map(event => [event.served, event.reply[0]?.[1]])).to.deep.equal([
      [5, 'a'],
      [3, 'b'],
    ]);
    log.run(0, ...served[0]!.giveBack);
    expect(log.takeEvents()).to.have.nested.property('[0].reply[0][1]', 'a');
    expect(log.machine.waiterCount).to.equal(0);
  });

  it('does not count a delivery that nobody was there to take', () => {
    const log = new Log();
    pull(log, 5, 'WAIT', '0');
    push(log, 'MSG', 'a');
    const [{ giveBack }] = log.takeEvents() as unknown as [{ giveBack: string[] }];
    log.run(0, ...giveBack);
    expect(pull(log, 6)[0]).to.include.members(['a', 1]);
  });

  it('requeues what is bound to a connection, or to a node, that ends', () => {
    const log = new Log();
    push(log, 'MSG', 'a', 'b');
    pull(log, 5, 'BOUND', 'COUNT', '2');
    pull(log, 6, 'WAIT', '0');
    expect(log.machine.bindings.has(NODE_1, 5)).to.equal(true);
    log.takeEvents();
    log.batch({ lane: 5, unblock: 'gone' });
    expect(log.takeEvents()).to.have.nested.property('[0].reply[0][1]', 'a');
    expect(log.machine.bindings.has(NODE_1, 5)).to.equal(false);
    log.open(NODE_2, 1);
    const [theirs] = log.batchOf(NODE_2, 1, command(7, 'DQUEUE', 'PULL', 'q', 'BOUND')) as [Delivery[]];
    expect(theirs[0]).to.include.members(['b', 2]);
    log.open(NODE_2, 2);
    expect(pull(log, 6)[0]).to.include.members(['b', 3]);
    expect(log.read('DQUEUE', 'DEAD', 'q')).to.deep.equal([]);
  });

  it('acknowledges, stores and pushes on as one', () => {
    const log = new Log();
    push(log, 'MSG', 'a');
    const [, , receipt] = pull(log, 2)[0]!;
    const steps = [
      ['DQUEUE', 'ACK', 'q', receipt],
      ['SET', 'result', 'done'],
      ['DQUEUE', 'PUSH', 'next', 'MSG', 'a2'],
    ];
    const commands = steps.map(argv => ({ db: 0, argv }));
    const exec = transactionArguments('quorate.exec', { watched: [], commands });
    const [acked, stored, pushed] = log.run(2, ...exec) as unknown[];
    expect([acked, stored]).to.deep.equal([1, '+OK']);
    expect(pushed).to.have.length(1);
  });

  it('does the same in a script, in one entry', () => {
    const log = new Log();
    push(log, 'MSG', 'a');
    const [, , receipt] = pull(log, 2)[0]!;
    const script = `
      if redis.call('DQUEUE', 'ACK', KEYS[1], ARGV[1]) == 0 then return 0 end
      redis.call('SET', KEYS[2], 'done')
      return #redis.call('DQUEUE', 'PUSH', KEYS[3], 'MSG', 'a2')`;
    const run = (): unknown => log.run(2, 'EVAL', script, '3', 'q', 'result', 'next', receipt);
    const before = log.entries.length;
    expect([run(), log.read('GET', 'result'), log.read('DQUEUE', 'LEN', 'next')]).to.deep.equal([
      1,
      'done',
      1,
    ]);
    expect(log.entries.length).to.equal(before + 1);
    expect([run(), log.read('DQUEUE', 'LEN', 'next')]).to.deep.equal([0, 1]);
  });

  it('is a key like others: type, encoding, life as long as somebody drops it', () => {
    const log = new Log();
    push(log, 'MSG', 'a');
    log.run(2, 'DQUEUE', 'ACK', 'q', pull(log, 2)[0]![2]);
    expect(log.read('TYPE', 'q')).to.equal('+dqueue');
    expect(log.read('OBJECT', 'ENCODING', 'q')).to.equal('dqueue');
    expect(log.read('EXISTS', 'q')).to.equal(1);
    expect(log.read('TTL', 'q')).to.equal(-1);
    expect(log.read('DQUEUE', 'SCAN', '0')).to.deep.equal(['0', ['q']]);
    expect(log.run(1, 'DQUEUE', 'DROP', 'q')).to.equal(1);
    expect(log.run(1, 'DQUEUE', 'DROP', 'q')).to.equal(0);
    expect(log.read('EXISTS', 'q')).to.equal(0);
  });

  it('answers for what is not there, and for what is no queue', () => {
    const log = new Log();
    log.run(1, 'SET', 's', 'x');
    for (const verb of [['LEN'], ['PEEK'], ['DEAD'], ['INFO']])
      expect(log.read('DQUEUE', ...verb, 's')).to.match(/^-WRONGTYPE/);
    for (const rest of [
      ['PULL', 's'],
      ['ACK', 's', '1-1'],
      ['PUSH', 's', 'MSG', 'x'],
      ['DROP', 's'],
      ['CREATE', 's'],
    ])
      expect(log.run(1, 'DQUEUE', ...rest)).to.match(/^-WRONGTYPE/);
    expect(log.run(1, 'DQUEUE', 'ALTER', 'none', 'MAXLEN', '1')).to.equal('-ERR no such key');
    expect(log.run(1, 'DQUEUE', 'ACK', 'none', 'whatever')).to.equal(0);
    expect(log.run(1, 'DQUEUE', 'PULL', 'none')).to.deep.equal([]);
    expect(log.read('DQUEUE', 'INFO', 'none')).to.equal(null);
  });

  it('reads options in any order, each once, and nothing else', () => {
    const log = new Log();
    for (const options of [['COUNT', '1', 'count', '2'], ['COUNT'], ['NONSENSE', '1'], ['BOUND', 'BOUND']])
      expect(log.run(1, 'DQUEUE', 'PULL', 'q', ...options)).to.equal('-ERR syntax error');
    expect(log.run(1, 'DQUEUE', 'PULL', 'q', 'visibility', '5', 'bound', 'count', '1')).to.deep.equal([]);
    for (const value of ['0', '-1', 'x', '1000000000001'])
      expect(log.run(1, 'DQUEUE', 'PULL', 'q', 'VISIBILITY', value)).to.match(
        /^-ERR value is not an integer/,
      );
    expect(push(log, 'PRIORITY', '1')).to.equal('-ERR syntax error');
    expect(push(log, 'PRIORITY', '1', 'MSG')).to.equal('-ERR syntax error');
    expect(log.run(1, 'DQUEUE', 'CREATE', 'q', 'DLQ', 'q')).to.match(/^-ERR a queue cannot/);
  });

  it('purges everything and stays', () => {
    const log = new Log();
    log.run(1, 'DQUEUE', 'CREATE', 'q', 'MAXLEN', '5');
    push(log, 'MSG', 'a', 'b', 'c');
    pull(log, 2);
    expect(log.run(1, 'DQUEUE', 'PURGE', 'q')).to.equal(3);
    expect(figures(log)).to.include({ ready: 0, inflight: 0, bytes: 0, maxlen: 5 });
    expect(push(log, 'MSG', 'd')).to.have.length(1);
  });
});
