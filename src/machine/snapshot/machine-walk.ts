import type { Departure } from '../departures.js';
import type { Library, Script } from '../scripts.js';
import type { MachineState } from '../state.js';
import type { Subscriber } from '../subscriptions.js';
import type { Use } from '../uses.js';
import type { Waiter } from '../waiters.js';
import { FrozenText } from '../values/frozen-string.js';
import type { KeyWalk, TakenKey } from './key-walk.js';
import {
  databaseRecord,
  departureRecord,
  endRecord,
  functionRecord,
  gatheringRecord,
  headRecord,
  keyRecord,
  nodeRecord,
  scriptRecord,
  SHORT_TEXT,
  subscriberRecord,
  useRecord,
  type SnapshotRecord,
  textsRecord,
  waiterRecord,
} from './records.js';

/** A key that was taken and is not encoded yet. */
interface Pending {
  readonly db: number;
  readonly taken: TakenKey;
}

/** A database without its keys. */
interface TakenDatabase {
  readonly swappedAt: number;
  readonly floor: number;
  readonly departures: readonly [name: string, departure: Departure][];
}

/**
 * Gives the state of one moment as records, while the machine goes on. Only what is small or a pointer is copied at the
 * beginning. A record costs some microseconds; the caller decides how many it asks for at a time.
 */
export class MachineWalk implements Iterator<SnapshotRecord> {
  readonly #walks: readonly KeyWalk[];
  readonly #records: Iterator<SnapshotRecord>;
  /** Bounded by the number of keys: what commands change is encoded before the walk goes on. */
  #pending: Pending[] = [];
  #keys = 0;

  constructor(state: MachineState) {
    const head = Array.from(headRecords(state), kept);
    const waiters = state.waiters.all();
    const scripts = Array.from(state.scripts.scripts(), ([, script]) => script);
    const libraries = state.scripts.libraries();
    const subscribers = state.subscriptions.all();
    const databases = state.keyspace.databases.map(({ swappedAt, departures }) => ({
      swappedAt,
      floor: departures.floor,
      departures: departures.entries(),
    }));
    const uses = state.keyspace.uses.entries();
    this.#walks = state.keyspace.databases.map((database, db) =>
      database.beginWalk(taken => this.#pending.push({ db, taken })),
    );
    const rest = codeRecords(scripts, libraries);
    this.#records = this.#all(head, waiters, rest, subscribers, uses, databases);
  }

  next(): IteratorResult<SnapshotRecord> {
    return this.#records.next();
  }

  /** To be called when the walk is given up before its end: changes need no notice any more. */
  end(): void {
    for (const walk of this.#walks) walk.end();
    this.#pending = [];
  }

  *#all(
    head: readonly SnapshotRecord[],
    waiters: readonly Waiter[],
    code: Iterable<SnapshotRecord>,
    subscribers: readonly Subscriber[],
    uses: readonly Use[],
    databases: readonly TakenDatabase[],
  ): Generator<SnapshotRecord> {
    yield* head;
    for (const waiter of waiters) yield waiterRecord(waiter);
    yield* code;
    for (const subscriber of subscribers) yield subscriberRecord(subscriber);
    for (const use of uses) yield useRecord(use);
    for (const [db, { swappedAt, floor, departures }] of databases.entries()) {
      yield databaseRecord(db, swappedAt, floor);
      for (const [name, departure] of departures) yield departureRecord(name, departure);
    }
    for (const walk of this.#walks) {
      yield* this.#taken();
      while (walk.advance()) yield* this.#taken();
    }
    yield* this.#taken();
    this.end();
    yield endRecord(this.#keys);
  }

  *#taken(): Generator<SnapshotRecord> {
    while (this.#pending.length > 0) {
      const batch = this.#pending;
      this.#pending = [];
      for (const { db, taken } of batch) {
        this.#keys++;
        yield keyRecord(db, taken);
        const { value } = taken;
        if (typeof value === 'string' && value.length <= SHORT_TEXT) continue;
        const frozen = typeof value === 'string' ? new FrozenText(value) : value;
        for (const piece of frozen.pieces()) yield { kind: 'piece', body: piece };
      }
    }
  }
}

/** All that is small, or pointers to what is never changed. */
function* headRecords(state: MachineState): Generator<SnapshotRecord> {
  yield headRecord(state);
  for (const entry of state.settings.entries()) yield textsRecord('setting', entry);
  for (const { id, address, uuid } of state.members) yield textsRecord('member', [id, address, uuid]);
  for (const row of state.sessions.rows()) {
    yield nodeRecord(row);
    for (const [lane, gathering] of state.sessions.gathered(row.uuid)) {
      yield gatheringRecord(lane, gathering);
      for (const part of gathering.parts) yield { kind: 'part', body: part };
    }
  }
}

/** What scripts and libraries hold never changes. */
function* codeRecords(scripts: readonly Script[], libraries: readonly Library[]): Generator<SnapshotRecord> {
  for (const script of scripts) yield scriptRecord(script);
  for (const { name, code, functions } of libraries) {
    yield textsRecord('library', [name, code]);
    for (const registered of functions) yield functionRecord(registered);
  }
}

/** The record, to be kept beyond the next one. */
function kept({ kind, body }: SnapshotRecord): SnapshotRecord {
  return { kind, body: kind === 'part' ? body : Uint8Array.from(body) };
}
