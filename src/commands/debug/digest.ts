import { createHash } from 'node:crypto';
import type { ReadContext } from '../../machine/context.js';
import type { Database } from '../../machine/database.js';
import type { Value } from '../../machine/value.js';
import { Bytes } from '../../machine/values/bytes.js';
import { Hash } from '../../machine/values/hash.js';
import { List } from '../../machine/values/list.js';
import { MemberSet } from '../../machine/values/member-set.js';
import { SortedSet } from '../../machine/values/sorted-set.js';
import { MAX_ID, ZERO_ID } from '../../machine/values/stream/id.js';
import { Stream } from '../../machine/values/stream/stream.js';
import { formatDouble } from '../../resp/double.js';

const DIGEST_BYTES = 20;

/** How Redis numbers its types in a digest; ours are modules to it. */
const TYPE = { string: 0, list: 1, set: 2, zset: 3, hash: 4, module: 5, stream: 6 } as const;

/** As Redis signs data sets: what has an order is mixed in one after the other, what has none is added without order. */
class Digest {
  readonly bytes = Buffer.alloc(DIGEST_BYTES);

  /** Without order. */
  add(data: string | Uint8Array): void {
    const hashed = sha1(data);
    for (let at = 0; at < DIGEST_BYTES; at++) this.bytes[at]! ^= hashed[at]!;
  }

  /** In order. */
  mix(data: string | Uint8Array): void {
    this.add(data);
    sha1(this.bytes).copy(this.bytes);
  }

  mixNumber(number: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(number);
    this.mix(bytes);
  }

  toString(): string {
    return this.bytes.toString('hex');
  }
}

function sha1(data: string | Uint8Array): Buffer {
  return createHash('sha1')
    .update(typeof data === 'string' ? Buffer.from(data, 'latin1') : data)
    .digest();
}

/** 40 hexadecimal digits that stand for all keys, their values and whether their life ends: DEBUG DIGEST. */
export function digestOfAll({ keyspace }: Pick<ReadContext, 'keyspace'>): string {
  const total = new Digest();
  for (const db of keyspace.databases) {
    const keys = db.keys(() => true);
    if (keys.length === 0) continue;
    total.mixNumber(db.index);
    for (const key of keys) {
      const digest = new Digest();
      digest.mix(key);
      mixKey(digest, db, key, keyspace);
      total.add(digest.bytes);
    }
  }
  return total.toString();
}

/** The same of one value, whatever its name; zeros for a key that is not there. */
export function digestOfKey({ db, keyspace }: Pick<ReadContext, 'db' | 'keyspace'>, key: string): string {
  const digest = new Digest();
  if (db.has(key)) mixKey(digest, db, key, keyspace);
  return digest.toString();
}

function mixKey(digest: Digest, db: Database, key: string, now: ReadContext['keyspace']): void {
  mixValue(digest, db.get(key)!, now);
  if (db.deadline(key) !== undefined) digest.add('!!expire!!');
}

function mixValue(digest: Digest, value: Value, now: ReadContext['keyspace']): void {
  if (typeof value === 'string' || value instanceof Bytes) {
    digest.mixNumber(TYPE.string);
    digest.mix(value.toString());
  } else if (value instanceof List) {
    digest.mixNumber(TYPE.list);
    for (const element of value) digest.mix(element);
  } else if (value instanceof MemberSet) {
    digest.mixNumber(TYPE.set);
    for (const member of value) digest.add(member);
  } else if (value instanceof SortedSet) {
    digest.mixNumber(TYPE.zset);
    value.forEach(0, value.size, (member, score) => {
      addPair(digest, member, formatDouble(score));
      return undefined;
    });
  } else if (value instanceof Hash) {
    digest.mixNumber(TYPE.hash);
    value.forEach(now, (field, text) => {
      const deadline = value.deadline(field);
      addPair(digest, field, text, ...(deadline === undefined ? [] : [String(deadline)]));
    });
  } else if (value instanceof Stream) {
    digest.mixNumber(TYPE.stream);
    mixEntries(digest, value);
  } else {
    digest.mixNumber(TYPE.module);
    for (const piece of value.freeze().pieces()) digest.mix(piece);
  }
}

function addPair(digest: Digest, ...texts: readonly string[]): void {
  const pair = new Digest();
  for (const text of texts) pair.mix(text);
  digest.add(pair.bytes);
}

function mixEntries(digest: Digest, stream: Stream): void {
  for (const { id, fields } of stream.range(ZERO_ID, MAX_ID)) {
    digest.mix(`${id.ms}.${id.seq}`);
    for (const text of fields) digest.mix(text);
  }
}
