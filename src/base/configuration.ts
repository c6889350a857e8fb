import { assert } from './assert.js';
import { ByteReader, ByteWriter } from './bytes.js';
import type { Entry, MemberId } from './raft-message.js';

/** Which node: what it is called, and its data folder. */
export interface NodeKey {
  readonly id: MemberId;
  /** Of its data folder, 32 hexadecimal digits; of a member also '': not known yet, at the bootstrap only. */
  readonly uuid: string;
}

/** A node of the cluster, as the log knows it. */
export interface Member extends NodeKey {
  /** host:port of its Raft port. */
  readonly address: string;
  /** False: a learner, which gets the log and has no say (Raft thesis, 4.2.1). */
  readonly votes: boolean;
  /** 1 and up; never given to another node (id and uuid), also after this one has left. */
  readonly number: number;
}

/** The members from one place in the log on (Raft thesis, 4.1). */
export interface Configuration {
  /** Of the entry that it stands in; 0 and 0: that of the bootstrap, before all entries. */
  readonly index: number;
  readonly term: number;
  readonly members: readonly Member[];
  /** The largest number that was ever given to a member. */
  readonly lastNumber: number;
}

/** What RAFT ADD, REMOVE and UPDATE ask for. Addresses are host:port of Raft ports. */
export type MemberChange =
  /** `replace`: under the id of a member whose data folder is gone. */
  | { readonly kind: 'add'; readonly id: MemberId; readonly address: string; readonly replace: boolean }
  | { readonly kind: 'remove'; readonly id: MemberId }
  | { readonly kind: 'update'; readonly id: MemberId; readonly address: string };

/** What a cluster begins with: all have a vote. Nodes that are given the same list in the same order agree on the numbers. */
export function bootstrapOf(nodes: readonly (NodeKey & { readonly address: string })[]): Configuration {
  const members = nodes.map(({ id, uuid, address }, i) => ({
    id,
    uuid,
    address,
    votes: true,
    number: i + 1,
  }));
  return { index: 0, term: 0, members, lastNumber: members.length };
}

/** What a snapshot is of: the last entry that it covers, and the members at that place. */
export interface SnapshotMeta {
  readonly index: number;
  readonly term: number;
  readonly configuration: Configuration;
}

const VERSION = 1;

/** The data of an entry of kind `configuration`. */
export function encodeMembers({
  members,
  lastNumber,
}: Pick<Configuration, 'members' | 'lastNumber'>): Uint8Array {
  const writer = new ByteWriter(64 * (members.length + 1));
  writer.uint8(VERSION);
  writer.varint(lastNumber);
  writer.varint(members.length);
  for (const { id, uuid, address, votes, number } of members) {
    for (const text of [id, uuid, address]) writer.string(text);
    writer.uint8(Number(votes));
    writer.varint(number);
  }
  return writer.copy();
}

/** What an entry of kind `configuration` says. */
export function configurationIn({ index, term, data }: Entry): Configuration {
  return { index, term, ...decodeMembers(data) };
}

/** A bad entry is corruption: an assertion. */
export function decodeMembers(data: Uint8Array): Pick<Configuration, 'members' | 'lastNumber'> {
  const reader = new ByteReader(data);
  assert(reader.uint8() === VERSION, 'a configuration entry is of a known version');
  const lastNumber = reader.varint();
  const members: Member[] = [];
  for (let left = reader.varint(); left > 0; left--) {
    const [id, uuid, address] = [reader.string(), reader.string(), reader.string()];
    members.push({ id, uuid, address, votes: reader.uint8() === 1, number: reader.varint() });
  }
  assert(reader.remaining === 0, 'nothing stands behind a configuration');
  return { members, lastNumber };
}
