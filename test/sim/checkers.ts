import { type History, type Operation, taken, textOf } from './history.js';

function hold(condition: boolean, text: () => string): asserts condition {
  if (!condition) throw new Error(text());
}

const about = ({ argv, client, startedAt, endedAt }: Operation): string =>
  `${argv.join(' ')} of client ${client} from ${startedAt} to ${endedAt}`;

/** A list that is only pushed to: what was acknowledged is there once, what was refused is not, in order of sending. */
export function checkList(history: History, key: string, final: readonly string[]): void {
  const places = new Map(final.map((element, place) => [element, place]));
  hold(places.size === final.length, () => `${key}: an element stands twice`);
  const pushes = history.of('RPUSH', key);
  const known = new Set(pushes.map(push => push.value));
  for (const element of final) hold(known.has(element), () => `${key}: ${element} was never pushed`);
  const lastOf = new Map<string, number>();
  for (const push of pushes) {
    const place = places.get(push.value);
    hold(push.outcome !== 'ok' || place !== undefined, () => `lost although acknowledged: ${about(push)}`);
    hold(push.outcome !== 'refused' || place === undefined, () => `there although refused: ${about(push)}`);
    if (place === undefined) continue;
    const lane = `${push.client}:${push.connection}`;
    hold(place > (lastOf.get(lane) ?? -1), () => `overtook an earlier push of its client: ${about(push)}`);
    lastOf.set(lane, place);
  }
}

/**
 * A counter or a text that only grows, `size` of it what an operation saw or made. The sizes are the order of it all, so
 * it is linearizable if nobody sees less than what had been there before, or more than what can have been there.
 */
function checkGrowth(grows: Operation[], reads: Operation[], size: (operation: Operation) => number): void {
  const made = grows.filter(({ outcome }) => outcome === 'ok');
  const sizes = new Set(made.map(size));
  hold(sizes.size === made.length, () => `${made[0]?.key}: two writes made the same`);
  const seen = [...made, ...reads];
  const byEnd = [...seen].sort((a, b) => a.endedAt - b.endedAt);
  let floor = 0;
  let ended = 0;
  for (const operation of [...seen].sort((a, b) => a.startedAt - b.startedAt)) {
    for (let next = byEnd[ended]; next && next.endedAt < operation.startedAt; next = byEnd[++ended]) {
      floor = Math.max(floor, size(next));
    }
    const least = operation.value === '' ? floor : floor + 1;
    hold(size(operation) >= least, () => `saw the past (${size(operation)} < ${least}): ${about(operation)}`);
  }
}

/** INCR and GET. */
export function checkCounter(history: History, key: string, final: number): void {
  const increments = history.of('INCR', key);
  const reads = history.answered('GET', key);
  const number = ({ reply }: Operation): number => Number(reply ?? 0);
  checkGrowth(increments, reads, number);
  const possible = increments.filter(({ outcome }) => outcome !== 'refused');
  const sure = possible.filter(({ outcome }) => outcome === 'ok').length;
  hold(final >= sure && final <= possible.length, () => `${key}: is ${final} after ${sure} increments`);
  for (const operation of [...reads, ...possible.filter(({ outcome }) => outcome === 'ok')]) {
    const begun = possible.filter(({ startedAt }) => startedAt <= operation.endedAt).length;
    hold(number(operation) <= Math.min(begun, final), () => `saw the future: ${about(operation)}`);
  }
}

/** APPEND and GET: each reader sees the whole past, in the one order that all see. */
export function checkText(history: History, key: string, final: string): void {
  const appends = history.of('APPEND', key);
  const reads = history.answered('GET', key);
  const length = ({ name, reply }: Operation): number =>
    name === 'APPEND' ? Number(reply) : textOf(reply).length;
  checkGrowth(appends, reads, length);
  for (const read of reads)
    hold(final.startsWith(textOf(read.reply)), () => `saw what never was: ${about(read)}`);
  for (const append of appends) {
    const count = final.split(append.value).length - 1;
    hold(count <= (append.outcome === 'refused' ? 0 : 1), () => `there ${count} times: ${about(append)}`);
    const end = Number(append.reply);
    hold(
      append.outcome !== 'ok' || final.slice(end - append.value.length, end) === append.value,
      () => `not where it was said to be: ${about(append)}`,
    );
  }
}

/**
 * SET and GET with values of their own: linearizable if the zones of the values allow an order (Gibbons and Korach,
 * "Testing shared memories", 1997). The zone of a value lies between the first end and the last start of its operations;
 * where the end comes first, the value was there in all of it.
 */
export function checkRegister(history: History, key: string): void {
  const writes = new Map(history.of('SET', key).map(write => [write.value, write]));
  const zones = new Map<string, { firstEnd: number; lastStart: number }>();
  zones.set('', { firstEnd: 0, lastStart: 0 });
  const add = (value: string, { startedAt, endedAt }: Operation): void => {
    const zone = zones.get(value) ?? { firstEnd: Infinity, lastStart: -Infinity };
    zone.firstEnd = Math.min(zone.firstEnd, endedAt);
    zone.lastStart = Math.max(zone.lastStart, startedAt);
    zones.set(value, zone);
  };
  for (const write of writes.values()) if (write.outcome === 'ok') add(write.value, write);
  for (const read of history.answered('GET', key)) {
    const value = textOf(read.reply);
    const write = writes.get(value);
    if (value !== '') {
      hold(write !== undefined && write.outcome !== 'refused', () => `nobody wrote that: ${about(read)}`);
      hold(write.startedAt <= read.endedAt, () => `saw the future: ${about(read)}`);
      if (write.outcome !== 'ok') add(value, write);
    }
    add(value, read);
  }
  const all = [...zones].map(([value, { firstEnd, lastStart }]) => ({
    value,
    from: Math.min(firstEnd, lastStart),
    to: Math.max(firstEnd, lastStart),
    isForward: firstEnd < lastStart,
  }));
  for (const zone of all.filter(({ isForward }) => isForward)) {
    for (const other of all) {
      if (other === zone) continue;
      const clash = other.isForward
        ? other.from < zone.to && zone.from < other.to
        : other.from > zone.from && other.to < zone.to;
      hold(!clash, () => `${key}: no order explains both ${zone.value} and ${other.value}`);
    }
  }
}

/** Queues between which elements move: nothing is given out twice or out of nowhere, nothing lost but with its client. */
export function checkQueues(history: History, keys: readonly string[], final: readonly string[]): void {
  const pushes = keys.flatMap(key => history.of('RPUSH', key));
  const pops = keys.flatMap(key => history.of('BLPOP', key));
  const known = new Map(pushes.map(push => [push.value, push]));
  const popped = pops.map(taken).filter(element => element !== null);
  const seen = [...popped, ...final];
  hold(new Set(seen).size === seen.length, () => `${keys.join()}: an element was given out twice`);
  for (const element of seen) {
    const outcome = known.get(element)?.outcome ?? 'refused';
    hold(outcome !== 'refused', () => `${keys.join()}: ${element} was refused, or never pushed`);
  }
  for (const move of keys.flatMap(key => history.of('BLMOVE', key))) {
    const element = taken(move);
    hold(element === null || known.has(element), () => `moved what was never there: ${about(move)}`);
  }
  const given = new Set(seen);
  const lost = pushes.filter(({ value, outcome }) => outcome === 'ok' && !given.has(value)).length;
  const silent = pops.filter(({ outcome }) => outcome === 'unknown' || outcome === 'pending').length;
  hold(
    lost <= silent,
    () => `${keys.join()}: ${lost} elements lost, ${silent} clients cannot say what they got`,
  );
}

/** Who waited before another came gets the earlier element. */
export function checkLine(history: History, key: string, nodeOf: (client: number) => string): void {
  const { facts } = history;
  const served = [...history.of('BLPOP', key), ...history.of('BLMOVE', key)].flatMap(operation => {
    const element = taken(operation);
    if (element === null || facts.returned.has(element) || facts.ended.has(nodeOf(operation.client)))
      return [];
    return [{ operation, order: facts.pushes.get(element) ?? 0 }];
  });
  for (const first of served) {
    for (const second of served) {
      if (first.operation.blockedAt >= second.operation.startedAt) continue;
      hold(
        first.order < second.order,
        () => `overtaken in the line: ${about(first.operation)} by ${about(second.operation)}`,
      );
    }
  }
}

/** SET PX, GET and PTTL: nothing is seen when it is over, nothing is gone before, all by the stamp of the read. */
export function checkLeases(history: History, key: string): void {
  const { facts, evaluatedAt } = history;
  const writes = history.of('SET', key).flatMap(write => {
    const lease = facts.leases.get(write.value);
    return lease === undefined ? [] : [{ ...lease, write }];
  });
  for (const read of [...history.answered('GET', key), ...history.answered('PTTL', key)]) {
    const now = evaluatedAt.get(read.argv) ?? NaN;
    hold(!Number.isNaN(now), () => `answered and never evaluated: ${about(read)}`);
    const before = writes.filter(({ write }) => write.endedAt < read.startedAt);
    const last = Math.max(0, ...before.map(({ order }) => order));
    const possible = writes.filter(({ order, write }) => order >= last && write.startedAt <= read.endedAt);
    const isGone = read.reply === null || read.reply === -2;
    const explained = isGone
      ? last === 0 || possible.some(({ deadline }) => deadline <= now)
      : possible.some(({ deadline, write }) =>
          read.name === 'GET'
            ? write.value === read.reply && deadline > now
            : deadline - now === Number(read.reply) && deadline > now,
        );
    hold(explained, () => `no write explains ${textOf(read.reply)} at ${now}: ${about(read)}`);
  }
}

/** A key of one client alone: it reads what it wrote last, neither more nor less. */
export function checkOwn(history: History, client: number): void {
  const key = `own:${client}`;
  const writes: Operation[] = [];
  for (const operation of history.operations) {
    if (operation.key !== key) continue;
    if (operation.name === 'SET') writes.push(operation);
    if (operation.name !== 'GET' || operation.outcome !== 'ok') continue;
    const sure = writes.findLastIndex(({ outcome }) => outcome === 'ok');
    const possible = writes.filter(
      ({ outcome, connection }, at) =>
        at === sure ||
        (outcome !== 'refused' && at > sure) ||
        (outcome === 'unknown' && connection < operation.connection),
    );
    const isFirst = sure < 0 && operation.reply === null;
    hold(
      isFirst || possible.some(({ value }) => value === operation.reply),
      () => `does not see its own write (${textOf(operation.reply)}): ${about(operation)}`,
    );
  }
}
