import { expect } from 'chai';
import * as fc from 'fast-check';
import { type Message, type Moment, receiptOf } from '../../../../../src/machine/values/queue/message.js';
import { Queue } from '../../../../../src/machine/values/queue/queue.js';
import { QueueBuilder } from '../../../../../src/machine/values/queue/queue-builder.js';
import { type Clock, type Plain, ReferenceQueue } from './reference.js';

class TestMoment implements Moment {
  constructor(readonly clock: Clock) {}

  get now(): number {
    return this.clock.now;
  }

  get leaseNow(): number {
    return this.clock.leaseNow;
  }

  nextSerial(): number {
    return ++this.clock.serial;
  }
}

function rebuilt(queue: Queue): Queue {
  const builder = new QueueBuilder();
  for (const piece of queue.freeze().pieces()) builder.add(Uint8Array.from(piece));
  return builder.finish();
}

function piecesOf(queue: Queue): string[] {
  return Array.from(queue.freeze().pieces(), piece => Buffer.from(piece).toString('latin1'));
}

const never = (): boolean => false;
const holder = (lane: number) => ({ uuid: 'u'.repeat(32), lane });

const [small, time] = [fc.nat(3), fc.nat(40)];
const operation = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(fc.constant('push' as const), fc.integer({ min: -2, max: 2 }), small, time),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constant('pushMany' as const), fc.nat(300), small, fc.constant(0)) },
  {
    weight: 5,
    arbitrary: fc.tuple(fc.constant('lease' as const), fc.integer({ min: 1, max: 40 }), small, small),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constant('leaseMany' as const), fc.nat(400), small, fc.constant(0)) },
  {
    weight: 5,
    arbitrary: fc.tuple(fc.constantFrom('ack', 'nack', 'extend', 'undo'), fc.nat(1000), small, time),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constant('ackMany' as const), fc.nat(6), small, fc.constant(0)) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('pass' as const), time, time, fc.constant(0)) },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.constantFrom('take', 'release', 'redrive', 'rebuild', 'purge'),
      small,
      small,
      small,
    ),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constant('alter' as const), small, fc.nat(2), fc.constant(0)) },
);
type Operation = [name: string, number, number, number];

/** A queue and its reference, each with a clock of its own: serials must come out the same. */
class Pair {
  readonly #ours: Clock = { now: 1000, leaseNow: 900, serial: 0 };
  readonly #theirs: Clock = { ...this.#ours };
  readonly #moment = new TestMoment(this.#ours);
  readonly #reference = new ReferenceQueue(this.#theirs);
  #queue = new Queue();
  readonly #delivered: { id: number; mark: number }[] = [];

  run([name, a, b, c]: Operation): void {
    if (name === 'push') this.#push(a, b, c > 20 ? c : 0);
    else if (name === 'pushMany') for (let left = a; left > 0; left--) this.#push(0, b, 0);
    else if (name === 'lease') this.#lease(a, b);
    else if (name === 'leaseMany') for (let left = a; left > 0; left--) this.#lease(100, b);
    else if (name === 'ackMany')
      this.#delivered.forEach((_, at) => at % 7 !== a && this.#settle('ack', at, 0));
    else if (name === 'pass') this.#pass(a, b);
    else if (name === 'alter') this.#alter(a, b === 0 ? 0 : 25 * b);
    else if (['ack', 'nack', 'extend', 'undo'].includes(name)) this.#settle(name, a, c);
    else this.#other(name, a);
  }

  #push(priority: number, group: number, delay: number): void {
    const [payload, name] = [`p${this.#ours.serial}`.repeat(group + 1), group === 0 ? '' : `g${group}`];
    this.#queue.push(payload, this.#moment, { priority, group: name, delay });
    this.#reference.push(payload, priority, name, delay);
  }

  #lease(visibility: number, lane: number): void {
    const bound = lane === 0 ? null : holder(lane);
    const message = this.#queue.lease(this.#moment, visibility, bound);
    const expected = this.#reference.lease(visibility, bound);
    expect(message?.id).to.equal(expected?.id);
    if (message === undefined) return;
    expect([message.mark, message.deliveries]).to.deep.equal([expected?.mark, expected?.deliveries]);
    this.#delivered.push(message);
  }

  /** With a receipt of any delivery so far, good or not. */
  #settle(name: string, index: number, milliseconds: number): void {
    const delivery = this.#delivered[index % this.#delivered.length];
    if (delivery === undefined) return;
    const [receipt, held] = [receiptOf(delivery), this.#reference.held(delivery.id, delivery.mark)];
    const done = this.#settleBoth(name, receipt, held, milliseconds);
    expect(done, `${name} ${receipt}`).to.equal(held !== undefined);
  }

  #settleBoth(name: string, receipt: string, held: Plain | undefined, milliseconds: number): boolean {
    switch (name) {
      case 'ack':
        if (held !== undefined) this.#reference.remove(held);
        return this.#queue.acknowledge(receipt, this.#moment);
      case 'nack': {
        const reason = milliseconds % 3 === 0 ? '' : `r${milliseconds}`;
        if (held !== undefined) this.#reference.comeBack(held, reason, milliseconds);
        return this.#queue.refuse(receipt, this.#moment, milliseconds, reason, never);
      }
      case 'extend':
        if (held !== undefined) held.until = this.#theirs.leaseNow + milliseconds + 1;
        return this.#queue.extend(receipt, this.#moment, milliseconds + 1);
      default:
        if (held !== undefined) {
          Object.assign(held, { state: 'ready', until: 0, mark: 0, holder: null });
          held.deliveries--;
        }
        return this.#queue.undo(receipt, this.#moment);
    }
  }

  /** Lease time goes no faster than time. */
  #pass(a: number, b: number): void {
    for (const clock of [this.#ours, this.#theirs]) {
      clock.now += Math.max(a, b);
      clock.leaseNow += Math.min(a, b);
    }
    this.#settleTime();
  }

  #settleTime(): void {
    const { now, leaseNow } = this.#ours;
    while ((this.#queue.firstLease ?? Infinity) <= leaseNow) this.#queue.endLease(this.#moment, never);
    while ((this.#queue.firstDeadline ?? Infinity) <= now) this.#queue.advance(this.#moment, never);
    this.#reference.settle();
  }

  #alter(maxDeliveries: number, retention: number): void {
    this.#queue.alter({ maxDeliveries, retention });
    Object.assign(this.#reference, { maxDeliveries, retention });
    this.#settleTime();
  }

  #other(name: string, a: number): void {
    if (name === 'take') {
      const expected = this.#reference.next();
      if (expected !== undefined) this.#reference.remove(expected);
      expect(this.#queue.take(this.#moment)?.payload).to.equal(expected?.payload);
    } else if (name === 'release') {
      const bound = this.#reference.in('flying').filter(message => message.holder?.lane === a);
      for (const message of bound.sort((x, y) => x.id - y.id))
        this.#reference.comeBack(message, 'disconnected');
      expect(this.#queue.release(holder(a), this.#moment, never)).to.equal(bound.length > 0);
    } else if (name === 'redrive') {
      expect(this.#queue.redrive(a, this.#moment)).to.equal(this.#reference.redrive(a));
    } else if (name === 'rebuild') {
      const before = piecesOf(this.#queue);
      this.#queue = rebuilt(this.#queue);
      expect(piecesOf(this.#queue)).to.deep.equal(before);
    } else {
      expect(this.#queue.purge()).to.equal(this.#reference.messages.length);
      this.#reference.messages = [];
    }
  }

  check(): void {
    const [queue, reference] = [this.#queue, this.#reference];
    const shown = (message: Message): unknown[] => [
      message.id,
      queue.content.payload(message),
      queue.content.group(message),
      message.deliveries,
      queue.content.reason(message),
    ];
    const expected = (m: Plain): unknown[] => [m.id, m.payload, m.group, m.deliveries, m.reason];
    expect([...queue.peek()].map(shown)).to.deep.equal(reference.peek().map(expected));
    expect([...queue.deadLetters()].map(shown)).to.deep.equal(reference.dead().map(expected));
    expect(queue.next(this.#ours.now)?.id).to.equal(reference.next()?.id);
    expect([queue.ready, queue.delayed, queue.flying, queue.dead]).to.deep.equal(
      (['ready', 'delayed', 'flying', 'dead'] as const).map(state => reference.in(state).length),
    );
    const living = reference.messages.filter(({ state }) => state !== 'dead');
    expect(queue.bytes).to.equal(living.reduce((sum, { payload }) => sum + payload.length, 0));
    const groups = new Set(living.map(({ group }) => group));
    expect(queue.groups).to.equal(groups.size - (groups.has('') ? 1 : 0));
    expect(this.#ours.serial).to.equal(this.#theirs.serial);
  }
}

describe('Queue', () => {
  it('does what the reference does, whatever happens in whatever order', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 60 }), operations => {
        const pair = new Pair();
        for (const each of operations) {
          pair.run(each);
          pair.check();
        }
      }),
      { numRuns: 25, seed: 8 },
    );
  });

  it('lets a message that comes back from the dead wait for a younger one of its group in flight', () => {
    const moment = new TestMoment({ now: 1000, leaseNow: 1000, serial: 0 });
    let queue = new Queue();
    queue.alter({ maxDeliveries: 1 });
    for (const payload of ['old', 'young']) queue.push(payload, moment, { group: 'g' });
    queue.refuse(receiptOf(queue.lease(moment, 100, null)!), moment, 0, '', never);
    const young = receiptOf(queue.lease(moment, 100, null)!);
    expect(queue.redrive(1, moment)).to.equal(1);
    for (const each of [queue, (queue = rebuilt(queue))])
      expect(each.lease(moment, 100, null)).to.equal(undefined);
    queue.acknowledge(young, moment);
    expect(queue.take(moment)?.payload).to.equal('old');
  });

  it('keeps its frozen views as they were', () => {
    const moment = new TestMoment({ now: 1000, leaseNow: 1000, serial: 0 });
    const queue = new Queue();
    for (let at = 0; at < 700; at++) queue.push(`payload ${at}`, moment, { group: at % 3 === 0 ? 'g' : '' });
    const frozen = queue.freeze();
    const before = Buffer.concat(Array.from(frozen.pieces(), piece => Buffer.from(piece)));
    for (let at = 0; at < 600; at++) {
      const message = queue.lease(moment, 100, holder(1));
      if (message === undefined) break;
      if (at % 5 > 0) queue.acknowledge(receiptOf(message), moment);
      queue.push('later', moment);
    }
    expect(Buffer.concat(Array.from(frozen.pieces(), piece => Buffer.from(piece))).equals(before)).to.equal(
      true,
    );
  });

  it('moves the few that are left out of segments that most have left', () => {
    const moment = new TestMoment({ now: 1000, leaseNow: 1000, serial: 0 });
    const queue = new Queue();
    const kept = new Map<number, string>();
    for (let at = 0; at < 3000; at++) {
      const payload = String(at).padStart(8000, '.');
      const id = queue.push(payload, moment, { group: at % 100 === 0 ? `group ${at}` : '' });
      if (at % 100 === 0) kept.set(id, payload);
    }
    for (let left = 3000; left > 0; left--) {
      const message = queue.lease(moment, 1e6, null);
      if (message !== undefined && !kept.has(message.id)) queue.acknowledge(receiptOf(message), moment);
    }
    expect(queue.flying).to.equal(kept.size);
    expect(queue.allocated).to.be.lessThan(8 << 20);
    moment.clock.leaseNow += 1e6;
    while (queue.firstLease !== undefined && queue.flying > 0) queue.endLease(moment, never);
    for (const message of queue.peek()) {
      expect(queue.content.payload(message)).to.equal(kept.get(message.id));
      expect(queue.content.group(message)).to.match(/^group \d+$/);
    }
    expect(queue.ready).to.equal(kept.size);
  });
});
