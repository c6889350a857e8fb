import { assert } from '../../base/assert.js';
import type { ByteReader } from '../../base/bytes.js';
import { OperatorError } from '../../base/errors.js';
import type { CommandTable } from '../command-table.js';
import type { ValueBuilder } from '../container.js';
import type { Gathering } from '../sessions.js';
import type { RegisteredFunction } from '../script-engine.js';
import { type Library, shaOf } from '../scripts.js';
import { MachineState } from '../state.js';
import { Lock } from '../values/lock/lock.js';
import { Queue } from '../values/queue/queue.js';
import { FIRST_VERSION, requireVersion } from '../version.js';
import { BUILDERS } from './builders.js';
import {
  FORMAT_VERSION,
  KINDS,
  type RecordKind,
  readFunction,
  readSubscriber,
  readWaiter,
  type SnapshotPlace,
} from './records.js';

export interface RestoredMachine {
  readonly place: SnapshotPlace;
  readonly state: MachineState;
}

/** A key whose pieces are coming in. */
interface OpenKey {
  readonly db: number;
  readonly key: string;
  readonly version: number;
  readonly token: number;
  readonly deadline: number;
  readonly serial: number;
  readonly builder: ValueBuilder;
}

/** Builds a machine's state from the records of a snapshot, in their order. */
export class Restorer {
  readonly #state = new MachineState();
  #place: SnapshotPlace | undefined;
  #hasHead = false;
  #uuid = '';
  #gathering: Gathering | undefined;
  #library: (Library & { readonly functions: RegisteredFunction[] }) | undefined;
  #db = 0;
  #key: OpenKey | undefined;
  #keys = 0;
  #ended = false;

  /** `highestVersion`: of the machine that is to have the state. */
  constructor(
    private readonly commands: CommandTable,
    private readonly highestVersion: number,
  ) {}

  /** @throws AssertionError for what no snapshot holds; OperatorError FORMAT_TOO_NEW */
  add(reader: ByteReader): void {
    const kind = KINDS[reader.uint8()];
    assert(kind !== undefined, 'a record is of a known kind');
    assert(!this.#ended, 'nothing stands behind the end of a snapshot');
    assert((this.#place === undefined) === (kind === 'place'), 'a snapshot begins with its place');
    if (kind === 'piece') {
      assert(this.#key !== undefined, 'a piece belongs to a key');
      this.#key.builder.add(reader.restBytes());
      return;
    }
    this.#finishKey();
    this.#readers[kind](reader);
    assert(reader.remaining === 0, 'nothing stands behind a record');
  }

  /** Null: the end is missing. */
  finish(): RestoredMachine | null {
    return this.#ended && this.#place !== undefined ? { place: this.#place, state: this.#state } : null;
  }

  readonly #readers: Readonly<Record<Exclude<RecordKind, 'piece'>, (reader: ByteReader) => void>> = {
    place: reader => this.#readPlace(reader),
    head: reader => this.#readHead(reader),
    setting: reader => this.#state.settings.set(reader.string(), reader.string()),
    member: reader => {
      const member = { id: reader.string(), address: reader.string(), uuid: reader.string() };
      this.#state.members = [...this.#state.members, member];
    },
    node: reader => this.#readNode(reader),
    gathering: reader => {
      this.#gathering = { parts: [], oversized: false };
      const lane = reader.varint();
      this.#gathering.oversized = reader.uint8() === 1;
      this.#state.sessions.restoreGathering(this.#uuid, lane, this.#gathering);
    },
    part: reader => {
      assert(this.#gathering !== undefined, 'a part belongs to a gathering');
      const part = Buffer.from(reader.restBytes());
      this.#state.sessions.restorePart(this.#uuid, this.#gathering, part);
    },
    script: reader => {
      const code = reader.string();
      this.#state.scripts.add(shaOf(code), code, reader.uint8() === 1);
    },
    library: reader => {
      const [name, code] = [reader.string(), reader.string()];
      this.#library = { name, code, sha: shaOf(code), functions: [] };
      this.#state.scripts.addLibrary(this.#library);
    },
    function: reader => {
      assert(this.#library !== undefined, 'a function belongs to a library');
      const registered = readFunction(reader);
      this.#library.functions.push(registered);
      this.#state.scripts.addFunction(this.#library, registered);
    },
    subscriber: reader => readSubscriber(reader, this.#state.subscriptions),
    database: reader => {
      this.#db = reader.varint();
      const database = this.#state.keyspace.database(this.#db);
      database.restoreSwap(reader.varint());
      database.departures.forgetUpTo(reader.varint());
    },
    use: reader => {
      const [db, key] = [reader.varint(), reader.string()];
      const [serial, frequency, at] = [reader.varint(), reader.varint(), reader.varint()];
      this.#state.keyspace.uses.restore({ db, key, serial, frequency, at });
    },
    departure: reader => {
      const name = reader.string();
      const [serial, deadline] = [reader.varint(), reader.varint()];
      this.#state.keyspace.database(this.#db).departures.add(name, { serial, deadline });
    },
    waiter: reader => this.#readWaiter(reader),
    key: reader => {
      const head = readKeyHead(reader);
      const type = reader.string();
      const make = Object.entries(BUILDERS).find(([name]) => name === type)?.[1];
      assert(make !== undefined, 'a value is of a known type');
      this.#key = { ...head, builder: make() };
    },
    text: reader => {
      const head = readKeyHead(reader);
      this.#state.keyspace.database(head.db).restore(head.key, reader.string(), head);
      this.#keys++;
    },
    end: reader => {
      assert(reader.varint() === this.#keys, 'a snapshot has as many keys as its end says');
      assert(this.#hasHead, 'a snapshot has a head');
      this.#ended = true;
    },
  };

  #readPlace(reader: ByteReader): void {
    requireFormat(reader.varint());
    const [group, index, term] = [reader.varint(), reader.varint(), reader.varint()];
    this.#state.appliedIndex = reader.varint();
    this.#place = { group, index, term };
  }

  #readHead(reader: ByteReader): void {
    this.#state.version = reader.varint();
    requireVersion(this.#state.version, this.highestVersion);
    this.#state.stamp = reader.varint();
    this.#state.keyspace.raiseGap(reader.varint());
    this.#state.keyspace.restoreSerial(reader.varint());
    this.#state.waiters.restoreArrivals(reader.varint());
    const clusterId = reader.string();
    this.#state.clusterId = clusterId === '' ? null : clusterId;
    this.#hasHead = true;
  }

  #readNode(reader: ByteReader): void {
    this.#uuid = reader.string();
    const id = reader.string();
    const [incarnation, lastSequence] = [reader.varint(), reader.varint()];
    const ended = reader.uint8() === 1;
    const clientAddress = reader.string();
    const highestVersion = reader.remaining > 0 ? reader.varint() : FIRST_VERSION;
    const row = { uuid: this.#uuid, id, incarnation, lastSequence, ended, clientAddress, highestVersion };
    this.#state.sessions.restore(row);
  }

  /** How a waiter goes on is derived from its command anew. */
  #readWaiter(reader: ByteReader): void {
    const waiter = readWaiter(reader);
    const waking = this.commands.waking(waiter.argv);
    assert(waking !== undefined, 'a command that blocks says how it goes on');
    this.#state.waiters.restore({ ...waiter, waking });
  }

  #finishKey(): void {
    if (this.#key === undefined) return;
    const { db, key, builder } = this.#key;
    const value = builder.finish();
    this.#state.keyspace.database(db).restore(key, value, this.#key);
    if (value instanceof Queue) for (const holder of value.holders()) this.#state.bindings.add(holder, key);
    if (value instanceof Lock)
      for (const hold of value.holds()) if (hold.isBound) this.#state.bindings.add(hold, key);
    this.#key = undefined;
    this.#keys++;
  }
}

function readKeyHead(reader: ByteReader): Omit<OpenKey, 'builder'> {
  const [db, key] = [reader.varint(), reader.string()];
  const [version, token] = [reader.varint(), reader.varint()];
  const [deadline, serial] = [reader.varint(), reader.varint()];
  return { db, key, version, token, deadline, serial };
}

function requireFormat(format: number): void {
  if (format <= FORMAT_VERSION) return;
  throw new OperatorError(
    'FORMAT_TOO_NEW',
    `the snapshot has format ${format}, this version knows up to ${FORMAT_VERSION}`,
  );
}
