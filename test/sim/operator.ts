import type { Configuration, MemberChange } from '../../src/base/configuration.js';
import { OperatorError } from '../../src/base/errors.js';
import type { Raft } from '../../src/raft/raft.js';
import type { ReplicaNode } from '../../src/replica/replica.js';
import type { VirtualTime } from './ports/virtual-time.js';
import { CLIENT_TIMEOUT, type SimNode } from './sim-node.js';

const ANSWERS = /^(CLUSTERDOWN|TRYAGAIN|TIMEOUT|ERR) /;
/** A change that was asked for may be made until then. Milliseconds. */
const UNDER_WAY_MS = 2 * CLIENT_TIMEOUT;

/** A node was told that it is no member any more: it ends, as it should. */
export function isRemoval(error: Error): boolean {
  return error instanceof OperatorError && error.code === 'REMOVED';
}

/**
 * Adds, removes and moves members, and ruins data folders: like an operator who knows what is broken, and replaces it
 * before the next disk goes. (A cluster of three bears the loss of one disk, not of two.)
 */
export class Operator {
  /** Changes that were made, and data folders that were lost. */
  readonly figures = { changes: 0, wipes: 0 };
  /** The one whose folder is lost, until it has its vote again. */
  #ruined: SimNode | null = null;
  #asked: { readonly node: SimNode; readonly replica: ReplicaNode } | null = null;
  #quietAt = 0;
  #isHealing = false;

  constructor(
    private readonly nodes: readonly SimNode[],
    private readonly time: VirtualTime,
    private readonly below: (bound: number) => number,
  ) {}

  /** Does something, if there is anything to be done. */
  act(): void {
    this.#inspect();
    if (this.#ruined !== null && this.below(2) === 0) this.#add(this.#ruined, true);
    else if (!this.#wipe()) this.#change(this.nodes[this.below(this.nodes.length)] as SimNode);
  }

  #change(node: SimNode): void {
    const { id } = node;
    const isMember = this.#configuration?.members.some(member => member.id === id) === true;
    if (this.below(6) === 0) this.#ask({ kind: 'update', id, address: `${id}:${2 + this.below(9)}` });
    else if (!isMember) this.#add(node, false);
    else if (this.#ruined === null && this.below(3) === 0) this.#ask({ kind: 'remove', id });
  }

  /** Makes every node a member with a vote; true when all are. To be called until then. */
  heal(): boolean {
    this.#isHealing = true;
    this.#inspect();
    const members = this.#configuration?.members ?? [];
    const missing = this.nodes.find(node => !this.#isIn(node));
    if (missing === undefined) return !this.#isAsking;
    const member = members.find(({ id }) => id === missing.id);
    if (member === undefined) this.#add(missing, false);
    else if (member.uuid !== '' && member.uuid !== missing.uuid) this.#add(missing, true);
    return false;
  }

  /** It is a member with a vote, by what the leader says. */
  #isIn(node: SimNode): boolean {
    const members = this.#configuration?.members ?? [];
    return members.some(({ id, uuid, votes }) => id === node.id && votes && uuid === node.uuid);
  }

  /** A change has no answer yet. A process that died gives none. */
  get #isAsking(): boolean {
    return this.#asked !== null && this.#asked.node.replica === this.#asked.replica;
  }

  #add({ id }: SimNode, replace: boolean): void {
    this.#ask({ kind: 'add', id, address: `${id}:1`, replace });
  }

  /**
   * Asks whatever node: it asks the leader. One change at a time. In the end only members are asked: one that was removed
   * hears of no leader.
   */
  #ask(change: MemberChange): void {
    if (this.#isAsking) return;
    const up = this.nodes.filter(node => node.isUp && (!this.#isHealing || this.#isIn(node)));
    const node = up[this.below(Math.max(1, up.length))];
    const replica = node?.replica ?? null;
    if (node === undefined || replica === null) return;
    const asked = { node, replica };
    this.#asked = asked;
    this.#quietAt = this.time.now() + UNDER_WAY_MS;
    replica.members.change(change, error => {
      if (this.#asked !== asked) throw new Error('a change was answered twice');
      if (error !== null && !ANSWERS.test(error)) throw new Error(`unexpected answer to a change: ${error}`);
      this.#asked = null;
      if (error === null) this.figures.changes++;
      if (!error?.startsWith('TIMEOUT ')) this.#quietAt = 0;
    });
  }

  /** Loses the folder of a node that is down, when all others are well. False: there is none, or it is not the time. */
  #wipe(): boolean {
    const configuration = this.#configuration;
    const voters = configuration?.members.filter(({ votes }) => votes) ?? [];
    const node = this.nodes.find(
      each => !each.isUp && voters.some(({ id, uuid }) => id === each.id && uuid === each.uuid),
    );
    if (node === undefined || this.#ruined !== null || voters.length < 3) return false;
    if (!this.#isSettled(configuration!) || this.below(2) === 0) return false;
    node.wipe();
    this.#ruined = node;
    this.figures.wipes++;
    return true;
  }

  #inspect(): void {
    const ruined = this.#ruined;
    const leader = this.#leader;
    if (ruined === null || leader === null) return;
    const { members, index } = leader.configuration;
    const isBack = members.some(({ id, uuid, votes }) => id === ruined.id && uuid === ruined.uuid && votes);
    if (isBack && index <= leader.commitIndex) this.#ruined = null;
  }

  /** No change is under way, nor on its way: all that are up know the same members. */
  #isSettled({ index, members }: Configuration): boolean {
    if (this.time.now() < this.#quietAt) return false;
    const up = this.nodes.filter(({ isUp, id }) => isUp && members.some(member => member.id === id));
    return up.every(({ raft }) => raft?.configuration.index === index && raft.commitIndex >= index);
  }

  /** The leader of the latest term. */
  get #leader(): Raft | null {
    const leaders = this.nodes.flatMap(({ raft }) => (raft?.role === 'leader' ? [raft] : []));
    return leaders.sort((a, b) => b.term - a.term)[0] ?? null;
  }

  get #configuration(): Configuration | null {
    return this.#leader?.configuration ?? null;
  }
}
