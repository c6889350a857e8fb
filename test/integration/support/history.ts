import { expect } from 'chai';

/** One operation of a client, as the client saw it. */
export interface Operation {
  readonly client: number;
  readonly kind: 'push' | 'incr' | 'get' | 'pop';
  readonly key: string;
  /** The element of a push. */
  readonly element: string;
  readonly startedAt: number;
  /** Infinity: never answered, or answered "unknown". */
  endedAt: number;
  outcome: 'pending' | 'ok' | 'refused' | 'unknown';
  /** Of an incr, a get: the number. */
  value: number;
  /** Of a pop: the element; null: its time ran out. */
  popped: string | null;
}

/** Everything that all clients did and saw, and whether one order of it all explains it. */
export class History {
  readonly operations: Operation[] = [];

  begin(client: number, kind: Operation['kind'], key: string, element: string, now: number): Operation {
    const operation: Operation = {
      client,
      kind,
      key,
      element,
      startedAt: now,
      endedAt: Infinity,
      outcome: 'pending',
      value: 0,
      popped: null,
    };
    this.operations.push(operation);
    return operation;
  }

  count(outcome: Operation['outcome']): number {
    return this.operations.filter(operation => operation.outcome === outcome).length;
  }

  #of(kind: Operation['kind'], key: string): Operation[] {
    return this.operations.filter(operation => operation.kind === kind && operation.key === key);
  }

  /** A list that is only pushed to: what was acknowledged is there once, what was refused is not, in order of sending. */
  checkList(key: string, final: readonly string[]): void {
    const places = new Map(final.map((element, place) => [element, place]));
    expect(places.size, `${key}: an element stands twice`).to.equal(final.length);
    const pushes = this.#of('push', key);
    const known = new Set(pushes.map(push => push.element));
    for (const element of final)
      expect(known.has(element), `${key}: ${element} was never pushed`).to.equal(true);
    const lastOf = new Map<number, number>();
    for (const { client, element, outcome } of pushes) {
      const place = places.get(element);
      if (outcome === 'ok') expect(place, `${key}: acknowledged ${element} is lost`).to.not.equal(undefined);
      if (outcome === 'refused') expect(place, `${key}: refused ${element} is there`).to.equal(undefined);
      if (place === undefined) continue;
      expect(place, `${key}: ${element} overtook an earlier push of client ${client}`).to.be.greaterThan(
        lastOf.get(client) ?? -1,
      );
      lastOf.set(client, place);
    }
  }

  /** A counter: no value twice, none lost, and no operation sees less than one that ended before it began. */
  checkCounter(key: string, final: number): void {
    const increments = this.#of('incr', key);
    const acknowledged = increments.filter(({ outcome }) => outcome === 'ok');
    const possible = increments.filter(({ outcome }) => outcome !== 'refused').length;
    const values = new Set(acknowledged.map(({ value }) => value));
    expect(values.size, `${key}: two increments got the same value`).to.equal(acknowledged.length);
    expect(final, `${key}: final value`).to.be.within(acknowledged.length, possible);
    const seen = [...acknowledged, ...this.#of('get', key).filter(({ outcome }) => outcome === 'ok')];
    const byStart = [...seen].sort((a, b) => a.startedAt - b.startedAt);
    const byEnd = [...seen].sort((a, b) => a.endedAt - b.endedAt);
    let floor = 0;
    let ended = 0;
    for (const operation of byStart) {
      for (let next = byEnd[ended]; next && next.endedAt < operation.startedAt; next = byEnd[++ended]) {
        floor = Math.max(floor, next.value);
      }
      const least = operation.kind === 'incr' ? floor + 1 : floor;
      const what = `${key}: ${operation.kind} of client ${operation.client} at ${operation.startedAt}`;
      expect(operation.value, `${what} saw the past`).to.be.at.least(least);
      expect(operation.value, `${what} saw what never was`).to.be.at.most(final);
    }
  }

  /** A queue: nothing is popped twice or out of nowhere, and what is lost went with a client that cannot say. */
  checkQueue(key: string, final: readonly string[]): void {
    const pushes = this.#of('push', key);
    const pops = this.#of('pop', key);
    const known = new Map(pushes.map(push => [push.element, push.outcome]));
    const popped = pops.flatMap(pop => (pop.popped === null ? [] : [pop.popped]));
    const seen = [...popped, ...final];
    expect(new Set(seen).size, `${key}: an element was given out twice`).to.equal(seen.length);
    for (const element of seen) {
      expect(known.get(element), `${key}: ${element} was refused, or never pushed`).to.be.oneOf([
        'ok',
        'unknown',
        'pending',
      ]);
    }
    const lost = pushes.filter(({ element, outcome }) => outcome === 'ok' && !seen.includes(element)).length;
    const silent = pops.filter(({ outcome }) => outcome === 'unknown' || outcome === 'pending').length;
    expect(lost, `${key}: elements lost, more than clients that could not say what they got`).to.be.at.most(
      silent,
    );
  }
}
