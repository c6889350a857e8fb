import { parseDouble } from '../../base/numbers.js';
import type { Value } from '../value.js';
import type { HashLimits } from '../values/hash-encoding.js';
import { afterLoading } from '../values/list-encoding.js';
import { List } from '../values/list.js';
import { MemberSet, type SetLimits } from '../values/member-set.js';
import { SortedSet, type SortedSetLimits } from '../values/sorted-set.js';
import { intsetTexts, listpackTexts, ziplistTexts } from './packed.js';
import { readFields, readFieldsWithLives, readFieldTriples } from './read-hash.js';
import { readStream } from './read-stream.js';
import { BadPayload, type RdbSource } from './source.js';
import { RDB } from './types.js';

/** Up to which size values are read as the small encodings of Redis. */
export interface RdbLimits {
  readonly hash: HashLimits;
  readonly set: SetLimits;
  readonly sortedSet: SortedSetLimits;
  /** `list-max-listpack-size`. */
  readonly list: number;
}

/** Reads a value: its type, then its content. Throws {@link BadPayload}. */
export function readValue(source: RdbSource, limits: RdbLimits): Value {
  const type = source.uint8();
  switch (type) {
    case RDB.string:
      return source.string();
    case RDB.list:
      return listOf(strings(source), limits);
    case RDB.listZiplist:
      return listOf(ziplistTexts(source.stringBytes()), limits);
    case RDB.listQuicklist:
    case RDB.listQuicklist2:
      return listOf(quicklistTexts(source, type), limits);
    case RDB.set:
      return setOf(strings(source), limits, false);
    case RDB.setIntset:
      return setOf(intsetTexts(source.stringBytes()), limits, false);
    case RDB.setListpack:
      return setOf(listpackTexts(source.stringBytes()), limits, true);
    case RDB.zset:
    case RDB.zset2:
      return sortedSetOf(scored(source, type), limits, false);
    case RDB.zsetZiplist:
      return sortedSetOf(pairs(ziplistTexts(source.stringBytes())), limits, true);
    case RDB.zsetListpack:
      return sortedSetOf(pairs(listpackTexts(source.stringBytes())), limits, true);
    case RDB.hash:
      return readFields(texts(source, 2), limits.hash, false);
    case RDB.hashZiplist:
      return readFields(ziplistTexts(source.stringBytes()), limits.hash, true);
    case RDB.hashListpack:
      return readFields(listpackTexts(source.stringBytes()), limits.hash, true);
    case RDB.hashMetadataOld:
    case RDB.hashMetadata:
      return readFieldsWithLives(source, limits.hash, type);
    case RDB.hashListpackExOld:
    case RDB.hashListpackEx:
      return readFieldTriples(source, limits.hash, type);
    case RDB.streamListpacks:
    case RDB.streamListpacks2:
    case RDB.streamListpacks3:
      return readStream(source, type);
    default:
      throw new BadPayload(`type ${type}`);
  }
}

function strings(source: RdbSource): string[] {
  return texts(source, 1);
}

/** As many strings as the length says, times `perElement`. */
function texts(source: RdbSource, perElement: number): string[] {
  const found: string[] = [];
  for (let left = source.length() * perElement; left > 0; left--) found.push(source.string());
  return found;
}

const PLAIN = 1;
const PACKED = 2;

function quicklistTexts(source: RdbSource, type: number): string[] {
  const found: string[] = [];
  for (let nodes = source.length(); nodes > 0; nodes--) {
    const container = type === RDB.listQuicklist2 ? source.length() : PACKED;
    if (container !== PLAIN && container !== PACKED) throw new BadPayload('a node of an unknown kind');
    const data = source.stringBytes();
    if (container === PLAIN) found.push(data.toString('latin1'));
    else
      for (const text of type === RDB.listQuicklist2 ? listpackTexts(data) : ziplistTexts(data))
        found.push(text);
  }
  return found;
}

function listOf(elements: readonly string[], limits: RdbLimits): List {
  if (elements.length === 0) throw new BadPayload('an empty list');
  const list = List.of(elements);
  afterLoading(list, limits.list);
  return list;
}

/** `isPacked`: Redis wrote a listpack, and keeps one while the count fits, even of integers. */
function setOf(members: readonly string[], limits: RdbLimits, isPacked: boolean): MemberSet {
  if (members.length === 0) throw new BadPayload('an empty set');
  const set =
    isPacked && members.length <= limits.set.listpackEntries
      ? new MemberSet('listpack')
      : MemberSet.for(members[0]!, members.length, limits.set);
  for (const member of members) if (!set.add(member, limits.set)) throw new BadPayload('a member twice');
  return set;
}

function* scored(source: RdbSource, type: number): Generator<readonly [string, number]> {
  for (let left = source.length(); left > 0; left--) {
    const member = source.string();
    yield [member, type === RDB.zset2 ? source.double() : source.textDouble()];
  }
}

function* pairs(packed: readonly string[]): Generator<readonly [string, number]> {
  if (packed.length % 2 !== 0) throw new BadPayload('a member without a score');
  for (let at = 0; at < packed.length; at += 2) yield [packed[at]!, parseDouble(packed[at + 1]!) ?? NaN];
}

function sortedSetOf(
  entries: Iterable<readonly [string, number]>,
  { sortedSet: limits }: RdbLimits,
  isPacked: boolean,
): SortedSet {
  const set = new SortedSet();
  let longest = 0;
  for (const [member, score] of entries) {
    if (Number.isNaN(score) || set.score(member) !== undefined)
      throw new BadPayload('a member twice, or no score');
    set.set(member, score);
    longest = Math.max(longest, member.length);
  }
  if (set.size === 0) throw new BadPayload('an empty sorted set');
  set.isSkiplist = set.size > limits.entries || (!isPacked && longest > limits.value);
  return set;
}
