import { assert } from '../../base/assert.js';
import { type ByteReader, ByteWriter } from '../../base/bytes.js';
import type { Departure } from '../departures.js';
import type { RegisteredFunction } from '../script-engine.js';
import type { Script } from '../scripts.js';
import type { Gathering, NodeRow } from '../sessions.js';
import type { MachineState } from '../state.js';
import { SUBSCRIPTION_KINDS, type Subscriber, type Subscriptions } from '../subscriptions.js';
import type { Use } from '../uses.js';
import { FIRST_VERSION } from '../version.js';
import type { Waiter } from '../waiters.js';
import type { TakenKey } from './key-walk.js';

/**
 * A snapshot is a row of records: one `place` and one `head`, then settings, members, nodes with what they gathered,
 * waiters, scripts, libraries with their functions, subscribers, databases with what left them, then the keys in any order, at last one `end`. Each is a byte that tells its kind (its place in KINDS), and a body by kind, as
 * `ByteWriter` writes it:
 *
 *     place      format | group | index | term | index of the last entry with data
 *     head       machine version | stamp | gap of lease time | serial | arrivals | cluster id
 *     setting    name | value
 *     member     id | address | uuid
 *     node       uuid | id | incarnation | last sequence | ended | client address | highest machine version, but for the first
 *     gathering  lane | oversized                 of the node before
 *     part       bytes                            of the gathering before
 *     waiter     arrival | uuid | lane | db | timeout | since | owner | count, arguments | count, keys
 *     script     code | loaded
 *     library    name | code
 *     function   name | description, if any | count, flags   of the library before
 *     subscriber uuid | lane | count, pairs of a place in SUBSCRIPTION_KINDS and a name
 *     database   db | serial of the last SWAPDB | floor of the departures
 *     departure  name | serial | deadline          of the database before
 *     key        db | name | version | token, 0: the version | deadline, 0: none | its serial | type
 *     piece      bytes                            of the key before
 *     text       db | name | version | token | deadline | its serial | value: a short string that is not edited in place
 *     end        number of keys
 *     use        db | key | serial | frequency | milliseconds since the epoch, in order of use; before the keys
 */
export const KINDS = [
  'place',
  'head',
  'setting',
  'member',
  'node',
  'gathering',
  'part',
  'waiter',
  'subscriber',
  'database',
  'departure',
  'key',
  'piece',
  'text',
  'end',
  'use',
  'script',
  'library',
  'function',
] as const;
export type RecordKind = (typeof KINDS)[number];

/** Of these records. */
export const FORMAT_VERSION = 1;

/** A string up to this length stands in the record of its key. */
export const SHORT_TEXT = 4096;

/** `body` is good until the next record is asked for. */
export interface SnapshotRecord {
  readonly kind: RecordKind;
  readonly body: Uint8Array;
}

/** What a snapshot is of. */
export interface SnapshotPlace {
  readonly group: number;
  /** Of the last entry that it covers. */
  readonly index: number;
  readonly term: number;
}

const scratch = new ByteWriter();

function record(kind: RecordKind, write: (writer: ByteWriter) => void): SnapshotRecord {
  scratch.clear();
  write(scratch);
  return { kind, body: scratch.take() };
}

export function placeRecord(place: SnapshotPlace, appliedIndex: number): SnapshotRecord {
  return record('place', writer => {
    for (const number of [FORMAT_VERSION, place.group, place.index, place.term, appliedIndex])
      writer.varint(number);
  });
}

export function headRecord(state: MachineState): SnapshotRecord {
  const { version, stamp, keyspace, waiters, clusterId } = state;
  return record('head', writer => {
    for (const number of [version, stamp, keyspace.gap, keyspace.serial, waiters.arrivals])
      writer.varint(number);
    writer.string(clusterId ?? '');
  });
}

export function textsRecord(
  kind: 'setting' | 'member' | 'library',
  texts: readonly string[],
): SnapshotRecord {
  return record(kind, writer => texts.forEach(text => writer.string(text)));
}

export function nodeRecord({
  uuid,
  id,
  incarnation,
  lastSequence,
  ended,
  clientAddress,
  highestVersion,
}: NodeRow): SnapshotRecord {
  return record('node', writer => {
    writer.string(uuid);
    writer.string(id);
    writer.varint(incarnation);
    writer.varint(lastSequence);
    writer.uint8(ended ? 1 : 0);
    writer.string(clientAddress);
    if (highestVersion > FIRST_VERSION) writer.varint(highestVersion);
  });
}

export function gatheringRecord(lane: number, { oversized }: Pick<Gathering, 'oversized'>): SnapshotRecord {
  return record('gathering', writer => {
    writer.varint(lane);
    writer.uint8(oversized ? 1 : 0);
  });
}

export function waiterRecord(waiter: Waiter): SnapshotRecord {
  const { arrival, uuid, lane, db, timeout, since, owner, argv, keys } = waiter;
  return record('waiter', writer => {
    writer.varint(arrival);
    writer.string(uuid);
    for (const number of [lane, db, timeout, since]) writer.varint(number);
    writer.string(owner);
    for (const texts of [argv, keys]) {
      writer.varint(texts.length);
      texts.forEach(text => writer.string(text));
    }
  });
}

/** Reads what {@link waiterRecord} wrote, behind the kind. */
export function readWaiter(reader: ByteReader): Omit<Waiter, 'waking'> {
  const arrival = reader.varint();
  const uuid = reader.string();
  const [lane, db, timeout] = [reader.varint(), reader.varint(), reader.varint()];
  const [since, owner] = [reader.varint(), reader.string()];
  const texts = (): string[] => Array.from({ length: reader.varint() }, () => reader.string());
  return { arrival, uuid, lane, db, timeout, since, owner, argv: texts(), keys: texts() };
}

export function subscriberRecord({ uuid, lane, names }: Subscriber): SnapshotRecord {
  return record('subscriber', writer => {
    writer.string(uuid);
    writer.varint(lane);
    writer.varint(names.length);
    for (const [kind, name] of names) {
      writer.uint8(SUBSCRIPTION_KINDS.indexOf(kind));
      writer.string(name);
    }
  });
}

/** Reads what {@link subscriberRecord} wrote, behind the kind. */
export function readSubscriber(reader: ByteReader, subscriptions: Subscriptions): void {
  const [uuid, lane] = [reader.string(), reader.varint()];
  for (let left = reader.varint(); left > 0; left--) {
    const kind = SUBSCRIPTION_KINDS[reader.uint8()];
    assert(kind !== undefined, 'a subscription is of a known kind');
    subscriptions.add(kind, reader.string(), uuid, lane);
  }
}

export function scriptRecord({ code, isLoaded }: Script): SnapshotRecord {
  return record('script', writer => {
    writer.string(code);
    writer.uint8(isLoaded ? 1 : 0);
  });
}

export function functionRecord({ name, description, flags }: RegisteredFunction): SnapshotRecord {
  return record('function', writer => {
    writer.string(name);
    writer.uint8(description === null ? 0 : 1);
    writer.string(description ?? '');
    writer.varint(flags.length);
    flags.forEach(flag => writer.string(flag));
  });
}

/** Reads what {@link functionRecord} wrote, behind the kind. */
export function readFunction(reader: ByteReader): RegisteredFunction {
  const name = reader.string();
  const hasDescription = reader.uint8() === 1;
  const description = reader.string();
  const flags = Array.from({ length: reader.varint() }, () => reader.string());
  return { name, description: hasDescription ? description : null, flags };
}

export function databaseRecord(db: number, swappedAt: number, floor: number): SnapshotRecord {
  return record('database', writer => {
    for (const number of [db, swappedAt, floor]) writer.varint(number);
  });
}

export function departureRecord(name: string, { serial, deadline }: Departure): SnapshotRecord {
  return record('departure', writer => {
    writer.string(name);
    writer.varint(serial);
    writer.varint(deadline);
  });
}

/** `pieces` follow when the value does not stand in the record. */
export function keyRecord(db: number, { key, value, version, token, lifeTime }: TakenKey): SnapshotRecord {
  const isText = typeof value === 'string' && value.length <= SHORT_TEXT;
  return record(isText ? 'text' : 'key', writer => {
    writer.varint(db);
    writer.string(key);
    writer.varint(version);
    writer.varint(token);
    writer.varint(lifeTime?.deadline ?? 0);
    writer.varint(lifeTime?.serial ?? 0);
    if (isText) writer.string(value);
    else writer.string(typeof value === 'string' ? 'string' : value.type);
  });
}

export function useRecord({ db, key, serial, frequency, at }: Use): SnapshotRecord {
  return record('use', writer => {
    writer.varint(db);
    writer.string(key);
    for (const number of [serial, frequency, at]) writer.varint(number);
  });
}

export function endRecord(keys: number): SnapshotRecord {
  return record('end', writer => writer.varint(keys));
}
