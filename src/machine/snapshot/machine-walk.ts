import type { MachineState } from '../state.js';
import { FrozenText } from '../values/frozen-string.js';
import type { KeyWalk, TakenKey } from './key-walk.js';
import {
  bytesRecord,
  endRecord,
  gatheringRecord,
  headRecord,
  keyRecord,
  nodeRecord,
  SHORT_TEXT,
  textsRecord,
  waiterRecord,
} from './records.js';

/** A key that was taken and is not encoded yet. */
interface Pending {
  readonly db: number;
  readonly taken: TakenKey;
}

/**
 * Gives the state of one moment as records, while the machine goes on. Only what is small or a pointer is copied at the
 * beginning. A record costs some microseconds; the caller decides how many it asks for at a time.
 */
export class MachineWalk implements Iterator<Uint8Array> {
  readonly #walks: readonly KeyWalk[];
  readonly #records: Iterator<Uint8Array>;
  /** Bounded by the number of keys: what commands change is encoded before the walk goes on. */
  #pending: Pending[] = [];
  #keys = 0;

  constructor(state: MachineState) {
    const head = [...headRecords(state)];
    const rows = state.sessions.rows().map(row => ({
      row: nodeRecord(row),
      gathered: state.sessions
        .gathered(row.uuid)
        .map(([lane, gathering]) => ({
          head: gatheringRecord(lane, gathering),
          parts: [...gathering.parts],
        })),
    }));
    const waiters = state.waiters.all();
    this.#walks = state.keyspace.databases.map((database, db) =>
      database.beginWalk(taken => this.#pending.push({ db, taken })),
    );
    this.#records = this.#all(head, rows, waiters);
  }

  next(): IteratorResult<Uint8Array> {
    return this.#records.next();
  }

  /** To be called when the walk is given up before its end: changes need no notice any more. */
  end(): void {
    for (const walk of this.#walks) walk.end();
    this.#pending = [];
  }

  *#all(
    head: readonly Uint8Array[],
    rows: readonly {
      row: Uint8Array;
      gathered: readonly { head: Uint8Array; parts: readonly Uint8Array[] }[];
    }[],
    waiters: ReturnType<MachineState['waiters']['all']>,
  ): Generator<Uint8Array> {
    yield* head;
    for (const { row, gathered } of rows) {
      yield row;
      for (const { head: lane, parts } of gathered) {
        yield lane;
        for (const part of parts) yield bytesRecord('part', part);
      }
    }
    for (const waiter of waiters) yield waiterRecord(waiter);
    for (const walk of this.#walks) {
      yield* this.#taken();
      while (walk.advance()) yield* this.#taken();
    }
    yield* this.#taken();
    this.end();
    yield endRecord(this.#keys);
  }

  *#taken(): Generator<Uint8Array> {
    while (this.#pending.length > 0) {
      const batch = this.#pending;
      this.#pending = [];
      for (const { db, taken } of batch) {
        this.#keys++;
        yield keyRecord(db, taken);
        const { value } = taken;
        if (typeof value === 'string' && value.length <= SHORT_TEXT) continue;
        const frozen = typeof value === 'string' ? new FrozenText(value) : value;
        for (const piece of frozen.pieces()) yield bytesRecord('piece', piece);
      }
    }
  }
}

function* headRecords(state: MachineState): Generator<Uint8Array> {
  yield headRecord(state);
  for (const entry of state.settings.entries()) yield textsRecord('setting', entry);
  for (const { id, address, uuid } of state.members) yield textsRecord('member', [id, address, uuid]);
}
