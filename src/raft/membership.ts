import { assert } from '../base/assert.js';
import {
  type Configuration,
  configurationIn,
  type Member,
  type NodeKey,
  type SnapshotMeta,
} from '../base/configuration.js';
import type { Entry } from '../base/raft-message.js';

/**
 * Who the members are. A configuration holds from the moment its entry is in the own log, committed or not, and is
 * undone when that entry is cut off (Raft thesis, 4.1). As one change is made at a time, by one voter at most, any two
 * majorities of neighbouring configurations have a voter in common.
 */
export class Membership {
  readonly #self: NodeKey;
  /** In order of index. The first cannot be undone: it is applied, or that of the bootstrap. */
  #history: Configuration[];
  #voters: readonly Member[] = [];
  #peers: readonly Member[] = [];
  #isVoter = false;

  constructor(self: NodeKey, base: Configuration) {
    this.#self = self;
    this.#history = [base];
    this.#derive();
  }

  get current(): Configuration {
    return this.#history.at(-1)!;
  }

  get voters(): readonly Member[] {
    return this.#voters;
  }

  /** All members but this one, learners included. */
  get peers(): readonly Member[] {
    return this.#peers;
  }

  /** Has this node a vote? No learner has, no node that was removed, and none that has not been told of a cluster yet. */
  get isVoter(): boolean {
    return this.#isVoter;
  }

  /**
   * May this node campaign? So long as its removal is not committed, it may be the only one whose log is complete enough
   * to be elected, and has to commit the removal itself (Raft thesis, 4.2.2 and figure 4.6).
   */
  mayCampaign(commit: number): boolean {
    const settled = this.at(commit);
    return this.#history.some(one => one.index >= settled.index && this.#votesIn(one.members));
  }

  /** The configuration that holds at `index`, which is applied or behind. */
  at(index: number): Configuration {
    return this.#history.findLast(one => one.index <= index) ?? this.#history[0]!;
  }

  /** Is this node the only voter? */
  get isAlone(): boolean {
    return this.#isVoter && this.#voters.length === 1;
  }

  /** Null: not a member, or another node than the one that is a member under this id. */
  find({ id, uuid }: NodeKey): Member | null {
    const member = this.#peers.find(peer => peer.id === id);
    return member !== undefined && isSame(member.uuid, uuid) ? member : null;
  }

  /** An entry of kind `configuration` was appended. */
  append(entry: Entry): void {
    this.add(configurationIn(entry));
  }

  add(configuration: Configuration): void {
    assert(configuration.index > this.current.index, 'configurations are in order of index');
    this.#history.push(configuration);
    this.#derive();
  }

  /** The log was cut off from `from` on. */
  truncate(from: number): void {
    if (this.current.index < from) return;
    this.#history = this.#history.filter(({ index }) => index < from);
    assert(this.#history.length > 0, 'a committed configuration is not undone');
    this.#derive();
  }

  /** Up to `index` all is applied: what was replaced there never comes back, and no snapshot will be of an earlier place. */
  applied(index: number): void {
    while (this.#history.length > 1 && this.#history[1]!.index <= index) this.#history.shift();
  }

  /** The cluster begins with these. */
  begin(bootstrap: Configuration): void {
    this.#history = [bootstrap];
    this.#derive();
  }

  /** A snapshot was installed; what the log, which ends with `lastIndex`, still holds behind it stays. */
  install(snapshot: SnapshotMeta, lastIndex: number): void {
    const behind = this.#history.filter(({ index }) => index > snapshot.index && index <= lastIndex);
    this.#history = [snapshot.configuration, ...behind];
    this.#derive();
  }

  #derive(): void {
    const { members } = this.current;
    this.#voters = members.filter(member => member.votes);
    this.#peers = members.filter(member => member.id !== this.#self.id);
    this.#isVoter = this.#votesIn(members);
  }

  #votesIn(members: readonly Member[]): boolean {
    const { id, uuid } = this.#self;
    return members.some(member => member.votes && member.id === id && isSame(member.uuid, uuid));
  }
}

/** At the bootstrap the uuids are not known yet: '' is whoever comes first under the id. */
function isSame(known: string, uuid: string): boolean {
  return known === '' || known === uuid;
}

/**
 * May `next` follow `present` in one step? At most one voter more, or one less; being bound to a uuid is neither (Raft
 * thesis, 4.1: single-server changes).
 */
export function isSafeStep(present: readonly Member[], next: readonly Member[]): boolean {
  const before = present.filter(member => member.votes);
  const after = next.filter(member => member.votes);
  const has = (members: readonly Member[], { id, uuid }: Member): boolean =>
    members.some(member => member.id === id && (isSame(member.uuid, uuid) || uuid === ''));
  const added = after.filter(member => !has(before, member));
  const removed = before.filter(member => !has(after, member));
  return after.length > 0 && added.length + removed.length <= 1 && areDistinct(next);
}

function areDistinct(members: readonly Member[]): boolean {
  const ids = new Set(members.map(({ id }) => id));
  const numbers = new Set(members.map(({ number }) => number));
  return ids.size === members.length && numbers.size === members.length;
}
