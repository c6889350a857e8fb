/** What a client knows of a command. `unknown`: it may have taken effect. */
export type Outcome = 'ok' | 'refused' | 'unknown';

export interface Push {
  /** Different in each push, but for one that is sent again with its id, whose options are the same. */
  readonly payload: string;
  readonly group: string;
  readonly priority?: number;
  outcome: Outcome;
  id: string;
  readonly isDelayed?: boolean;
}

export interface Delivered {
  readonly id: string;
  readonly payload: string;
  readonly receipt: string;
  readonly deliveries: number;
  /** When the PULL that brought it was sent. */
  readonly askedAt: number;
}

export interface Ack {
  readonly receipt: string;
  readonly endedAt: number;
  /** Of an answer; undefined: there was none. */
  readonly acknowledged: boolean | undefined;
}

/** A dead message as DEAD shows it at the end. */
export interface Dead {
  readonly payload: string;
  readonly deliveries: number;
}

const NONE: ReadonlySet<string> = new Set();

/** What is left of a queue that was not emptied. */
interface Rest {
  /** Payloads that are still there, alive. */
  readonly left?: ReadonlySet<string>;
  /** Receipts of deliveries that never reached anybody, and do not count. */
  readonly undone?: ReadonlySet<string>;
}

const idOf = (receipt: string): string => receipt.split('-')[0] ?? '';
/** The serial of the delivery: the order of all of them. */
const markOf = (receipt: string): number => Number(receipt.split('-')[1]);

/** Everything that producers and consumers of one queue did and saw. Times are of one clock. */
export class QueueHistory {
  readonly pushes: Push[] = [];
  readonly deliveries: Delivered[] = [];
  readonly acks: Ack[] = [];

  /** Throws unless the queue, which holds nothing but `dead` and `left` any more, kept its promises. */
  check(dead: readonly Dead[], maxDeliveries: number, { left = NONE, undone = NONE }: Rest = {}): void {
    this.#checkNames();
    this.#checkEachIsThere(dead, left);
    this.#checkAcknowledged(dead, left);
    this.#checkOrder(new Set([...undone].map(idOf)));
    this.#checkFences();
    for (const { payload, deliveries } of dead)
      hold(deliveries >= maxDeliveries, `${payload} died after ${deliveries} deliveries`);
  }

  get acknowledged(): number {
    return this.acks.filter(({ acknowledged }) => acknowledged === true).length;
  }

  /** One id for each payload, whatever was sent twice. */
  #checkNames(): void {
    const idOfPayload = new Map<string, string>();
    const named = [...this.deliveries, ...this.pushes.filter(({ outcome }) => outcome === 'ok')];
    for (const { id, payload } of named) {
      const known = idOfPayload.get(payload) ?? id;
      hold(known === id, `${payload} is there twice: ${known}, ${id}`);
      idOfPayload.set(payload, id);
    }
    hold(new Set(idOfPayload.values()).size === idOfPayload.size, 'two messages have one id');
    const pushed = new Set(this.pushes.filter(push => push.outcome !== 'refused').map(push => push.payload));
    for (const { payload } of this.deliveries) hold(pushed.has(payload), `${payload} was never pushed`);
  }

  #checkEachIsThere(dead: readonly Dead[], left: ReadonlySet<string>): void {
    const seen = new Set([...this.deliveries, ...dead].map(({ payload }) => payload));
    for (const { payload, outcome } of this.pushes)
      hold(
        outcome !== 'ok' || seen.has(payload) || left.has(payload),
        `${payload} is lost although it was acknowledged`,
      );
  }

  /** What was acknowledged is over; what was not is among the dead. */
  #checkAcknowledged(dead: readonly Dead[], left: ReadonlySet<string>): void {
    const over = new Map<string, number>();
    const perhaps = new Set<string>();
    for (const { receipt, endedAt, acknowledged } of this.acks) {
      if (acknowledged === undefined) perhaps.add(idOf(receipt));
      if (acknowledged !== true) continue;
      hold(!over.has(idOf(receipt)), `${receipt} was acknowledged twice`);
      over.set(idOf(receipt), endedAt);
    }
    const died = new Set(dead.map(({ payload }) => payload));
    for (const { id, payload, askedAt } of this.deliveries) {
      const end = over.get(id);
      hold(end === undefined || askedAt <= end, `${payload} was delivered after it was acknowledged`);
      hold(end === undefined || !left.has(payload), `${payload} is there although it was acknowledged`);
      const isOver = end !== undefined || perhaps.has(id) || died.has(payload) || left.has(payload);
      hold(isOver, `${payload} is neither acknowledged nor among the dead`);
      hold(end === undefined || !died.has(payload), `${payload} is dead although it was acknowledged`);
    }
  }

  /** A receipt is good until the message is delivered again. */
  #checkFences(): void {
    const last = new Map<string, number>();
    for (const { id, receipt } of this.deliveries) last.set(id, Math.max(last.get(id) ?? 0, markOf(receipt)));
    for (const { receipt, acknowledged } of this.acks) {
      const isLast = last.get(idOf(receipt)) === markOf(receipt);
      hold(acknowledged !== true || isLast, `${receipt} was good behind a later delivery`);
    }
  }

  /** `undone`: ids of messages that were given to nobody, which counts for nothing. */
  #checkOrder(undone: ReadonlySet<string>): void {
    const byMark = [...this.deliveries].sort((a, b) => markOf(a.receipt) - markOf(b.receipt));
    const times = new Map<string, number>();
    for (const { id, payload, deliveries } of byMark) {
      hold(deliveries > (times.get(id) ?? 0), `delivery ${deliveries} of ${payload} is counted wrong`);
      times.set(id, deliveries);
    }
    this.#checkGroups(byMark);
    this.#checkTurns(byMark, undone);
  }

  /** A message of a group is not delivered behind a later one of it, whatever happened to it. */
  #checkGroups(byMark: readonly Delivered[]): void {
    const groupOf = new Map(this.pushes.map(({ payload, group }) => [payload, group]));
    const last = new Map<string, number>();
    for (const { id, payload } of byMark) {
      const group = groupOf.get(payload) ?? '';
      if (group === '') continue;
      hold(Number(id) >= (last.get(group) ?? 0), `${payload} was delivered behind a later one`);
      last.set(group, Number(id));
    }
  }

  /**
   * Nothing was delivered while a message that goes before it was ready: one of a larger priority, or of the same and older.
   * It was ready for certain if it has no group and no delay and its first delivery came later; its id is from the same
   * count as the marks. What came back went to its old place, so nothing is known of the time between.
   */
  #checkTurns(byMark: readonly Delivered[], undone: ReadonlySet<string>): void {
    const pushOf = new Map(this.pushes.map(push => [push.payload, push]));
    const priorityOf = ({ payload }: Delivered): number => pushOf.get(payload)?.priority ?? 0;
    const isPlain = ({ id, payload, deliveries }: Delivered): boolean => {
      const push = pushOf.get(payload);
      return deliveries === 1 && push?.group === '' && push.isDelayed !== true && !undone.has(id);
    };
    // From the last delivery to the first: of those that come later, the next in line for each priority.
    const later = new Map<number, Delivered>();
    for (const now of [...byMark].reverse()) {
      for (const [priority, next] of later) {
        const goesFirst =
          priority > priorityOf(now) || (priority === priorityOf(now) && Number(next.id) < Number(now.id));
        const wasThere = Number(next.id) < markOf(now.receipt);
        hold(!(goesFirst && wasThere), `${next.payload} was delivered behind ${now.payload}, a later one`);
      }
      const known = later.get(priorityOf(now));
      if (isPlain(now) && (known === undefined || Number(now.id) < Number(known.id)))
        later.set(priorityOf(now), now);
    }
  }
}

function hold(condition: boolean, text: string): asserts condition {
  if (!condition) throw new Error(text);
}
