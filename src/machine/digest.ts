import { createHash, type Hash } from 'node:crypto';
import { ByteWriter } from '../base/bytes.js';
import type { LifeTime } from './expiry-index.js';
import type { Keyspace } from './keyspace.js';
import type { MemberRecord } from './payload.js';
import type { Sessions } from './sessions.js';
import type { MachineSettings } from './settings.js';
import { typeName, type Value } from './value.js';
import { FrozenText } from './values/frozen-string.js';
import type { Waiters } from './waiters.js';

/** All that the machine's state is made of. */
export interface MachineState {
  readonly keyspace: Keyspace;
  readonly settings: MachineSettings;
  readonly sessions: Sessions;
  readonly waiters: Waiters;
  readonly stamp: number;
  readonly clusterId: string | null;
  readonly members: readonly MemberRecord[];
}

const DIGEST_BYTES = 32;
/** Bytes that are gathered before they are hashed. */
const PIECE_BYTES = 1 << 16;

/**
 * SHA-256 over the logical content, in hexadecimal digits. Each key is hashed by itself and the results are added bit by
 * bit, so that the order in which maps hold keys plays no part; nor do chunks.
 */
export function digestOf(state: MachineState): string {
  const total = new Digest();
  writeHead(total, state);
  for (const database of state.keyspace.databases) {
    const keys = Buffer.alloc(DIGEST_BYTES);
    let count = 0;
    database.forEach((key, value, lifeTime) => {
      const own = digestOfKey(key, value, lifeTime);
      for (let at = 0; at < DIGEST_BYTES; at++) keys[at]! ^= own[at]!;
      count++;
    });
    total.number(count);
    total.text(keys.toString('latin1'));
  }
  return total.finish().toString('hex');
}

function writeHead(digest: Digest, { keyspace, settings, sessions, waiters, ...rest }: MachineState): void {
  digest.number(rest.stamp, keyspace.serial, waiters.arrivals);
  digest.text(rest.clusterId ?? '');
  digest.number(rest.members.length);
  for (const { id, address, uuid } of rest.members) digest.text(id, address, uuid);
  const entries = settings.entries();
  digest.number(entries.length);
  for (const entry of entries) digest.text(...entry);
  const rows = sessions.rows();
  digest.number(rows.length);
  for (const row of rows) {
    digest.text(row.uuid, row.id);
    digest.number(row.incarnation, row.lastSequence, row.ended ? 1 : 0);
    const gathered = sessions.gathered(row.uuid);
    digest.number(gathered.length);
    for (const [lane, { parts, oversized }] of gathered) {
      digest.number(lane, parts.length, oversized ? 1 : 0);
      for (const part of parts) digest.text(Buffer.from(part).toString('latin1'));
    }
  }
  digest.number(waiters.count);
  for (const { arrival, uuid, lane, db, argv, timeout } of waiters.all()) {
    digest.number(arrival, lane, db, timeout, argv.length);
    digest.text(uuid, ...argv);
  }
}

function digestOfKey(key: string, value: Value, lifeTime: Readonly<LifeTime> | undefined): Buffer {
  const digest = new Digest();
  digest.text(key, typeName(value));
  digest.number(lifeTime?.deadline ?? 0, lifeTime?.serial ?? 0);
  const frozen = typeof value === 'string' ? new FrozenText(value) : value.freeze();
  for (const piece of frozen.pieces()) digest.bytes(piece);
  return digest.finish();
}

/** Writes fields with their lengths, so that no two contents look the same. */
class Digest {
  readonly #hash: Hash = createHash('sha256');
  #pending = new ByteWriter(64);

  number(...values: readonly number[]): void {
    for (const value of values) this.#pending.varint(value);
    this.#flushIfLarge();
  }

  text(...texts: readonly string[]): void {
    for (const text of texts) {
      if (text.length < PIECE_BYTES) {
        this.#pending.string(text);
      } else {
        this.#pending.varint(text.length);
        for (let at = 0; at < text.length; at += PIECE_BYTES) {
          this.#flush();
          this.#hash.update(text.slice(at, at + PIECE_BYTES), 'latin1');
        }
      }
      this.#flushIfLarge();
    }
  }

  bytes(value: Uint8Array): void {
    this.#pending.bytes(value);
    this.#flushIfLarge();
  }

  finish(): Buffer {
    this.#flush();
    return this.#hash.digest();
  }

  #flushIfLarge(): void {
    if (this.#pending.length >= PIECE_BYTES) this.#flush();
  }

  #flush(): void {
    if (this.#pending.length === 0) return;
    this.#hash.update(this.#pending.copy());
    this.#pending = new ByteWriter(64);
  }
}
