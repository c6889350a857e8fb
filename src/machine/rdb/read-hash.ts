import { Hash } from '../values/hash.js';
import type { HashLimits } from '../values/hash-encoding.js';
import { listpackTexts } from './packed.js';
import { BadPayload, type RdbSource } from './source.js';
import { RDB } from './types.js';

/** What is due is decided when the hash is read, not while it is made. */
const NEVER_DUE = { isDue: () => false };

/** Fields and values in turn. `isPacked`: Redis wrote a listpack, and keeps one while the count fits. */
export function readFields(texts: readonly string[], limits: HashLimits, isPacked: boolean): Hash {
  if (texts.length % 2 !== 0) throw new BadPayload('a field without a value');
  const hash = new Hash();
  const fits = isPacked || texts.every(text => text.length <= limits.value);
  if (!fits || texts.length / 2 > limits.entries) hash.becomeTable();
  for (let at = 0; at < texts.length; at += 2) addField(hash, texts[at]!, texts[at + 1]!);
  return checked(hash);
}

/** A table whose fields may have a life time: as a difference to the first that ends, or 0 for none. */
export function readFieldsWithLives(source: RdbSource, limits: HashLimits, type: number): Hash {
  const base = type === RDB.hashMetadata ? source.milliseconds() - 1 : 0;
  const hash = new Hash('listpackex');
  const count = source.length();
  if (count > limits.entries) hash.becomeTable();
  for (let left = count; left > 0; left--) {
    const life = source.length();
    const [field, value] = [source.string(), source.string()];
    if (Math.max(field.length, value.length) > limits.value) hash.becomeTable();
    addField(hash, field, value);
    if (life !== 0) hash.setDeadline(field, deadline(base + life));
  }
  return checked(hash);
}

/** A listpack of field, value and deadline, 0 for none. */
export function readFieldTriples(source: RdbSource, limits: HashLimits, type: number): Hash {
  if (type === RDB.hashListpackEx) source.milliseconds(); // when the first one ends: the fields say so too
  const texts = listpackTexts(source.stringBytes());
  if (texts.length % 3 !== 0) throw new BadPayload('a field without a life time');
  const hash = new Hash('listpackex');
  if (texts.length / 3 > limits.entries) hash.becomeTable();
  for (let at = 0; at < texts.length; at += 3) {
    addField(hash, texts[at]!, texts[at + 1]!);
    const life = Number(texts[at + 2]);
    if (life !== 0) hash.setDeadline(texts[at]!, deadline(life));
  }
  return checked(hash);
}

function addField(hash: Hash, field: string, value: string): void {
  if (hash.has(field, NEVER_DUE)) throw new BadPayload('a field twice');
  hash.set(field, value, NEVER_DUE, false);
}

function checked(hash: Hash): Hash {
  if (hash.stored === 0) throw new BadPayload('an empty hash');
  return hash;
}

function deadline(moment: number): number {
  if (!(moment >= 0)) throw new BadPayload('a life time that is no number');
  return Math.min(Math.floor(moment), Number.MAX_SAFE_INTEGER);
}
