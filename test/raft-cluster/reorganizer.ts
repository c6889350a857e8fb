import type { Member as ClusterMember } from '../../src/base/configuration.js';
import type { MemberId } from '../../src/base/raft-message.js';
import { below, type SeededRandom } from '../../src/base/random.js';
import type { Member } from './member.js';

/** How likely each thing is to happen in one step, in thousandths. */
const CHANGES = { add: 60, remove: 30, move: 10, replace: 100, wipe: 100, tear: 300 };

/**
 * Changes the members of a cluster at random, and ruins disks: like an operator who knows what is broken, and replaces it
 * before the next disk goes. (A cluster of three bears the loss of one disk, not of two.)
 */
export class Reorganizer {
  /** Changes that a leader took. */
  changes = 0;
  /** Disks that lost something. */
  losses = 0;
  /** The one whose disk lost something and that is not whole again. */
  #ruined: Member | null = null;

  constructor(
    private readonly random: SeededRandom,
    private readonly nodes: readonly Member[],
    private readonly now: (node: Member) => number,
  ) {}

  /** `calm`: only what is broken is mended. */
  step(calm: boolean): void {
    const leader = this.leader;
    if (leader === null) return;
    if (this.#ruined !== null) this.#mend(leader, this.#ruined, calm);
    if (calm) return;
    if (this.#ruined === null) this.#ruin(leader);
    const { members } = leader.raft.configuration;
    const spare = this.#pick(
      this.nodes.filter(node => node.alive && !members.some(({ id }) => id === node.id)),
    );
    const member = this.#pick(members)!;
    if (spare !== undefined && this.#happens(CHANGES.add))
      this.#change(leader, [...members, this.#learner(leader, spare)]);
    else if (this.#ruined === null && this.#happens(CHANGES.remove)) {
      this.#change(
        leader,
        members.filter(other => other !== member),
      );
    } else if (this.#happens(CHANGES.move)) {
      this.#change(
        leader,
        members.map(other => (other === member ? { ...other, address: `${other.address}'` } : other)),
      );
    }
  }

  /** The one of the latest term. */
  get leader(): Member | null {
    const leaders = this.nodes.filter(({ alive, raft }) => alive && raft.role === 'leader');
    return leaders.sort((a, b) => b.raft.term - a.raft.term)[0] ?? null;
  }

  /** Is this very node, with this folder, one of the members? */
  isMember({ id, uuid }: Member): boolean {
    const members = this.leader?.raft.configuration.members ?? [];
    return members.some(member => member.id === id && member.uuid === uuid);
  }

  #mend(leader: Member, ruined: Member, calm: boolean): void {
    const { configuration, commitIndex } = leader.raft;
    const { members } = configuration;
    const member = members.find(({ id, uuid }) => id === ruined.id && uuid === ruined.uuid);
    if (member !== undefined) {
      const isWhole = ruined.alive && member.votes && configuration.index <= commitIndex;
      if (isWhole && !ruined.raft.status().doubtful) this.#ruined = null;
    } else if (ruined.alive && (calm || this.#happens(CHANGES.replace))) {
      const others = members.filter(({ id }) => id !== ruined.id);
      this.#change(leader, [...others, this.#learner(leader, ruined)]);
    }
  }

  #ruin(leader: Member): void {
    const voters = leader.raft.configuration.members.filter(({ votes }) => votes);
    const dead = this.#pick(this.nodes.filter(node => !node.alive && this.isMember(node)));
    if (dead === undefined || !this.#isSettled(leader) || !voters.some(({ id }) => id === dead.id)) return;
    if (voters.length > 2 && this.#happens(CHANGES.wipe)) dead.wipe(`${dead.uuid}'`);
    else if (voters.length > 1 && this.#happens(CHANGES.tear)) dead.tear(1 + below(this.random, 2));
    else return;
    this.losses++;
    this.#ruined = dead;
  }

  /** All that are up agree on the members: no change is under way. */
  #isSettled(leader: Member): boolean {
    const { index } = leader.raft.configuration;
    const up = this.nodes.filter(node => node.alive && this.isMember(node));
    return index <= leader.raft.commitIndex && up.every(({ raft }) => raft.configuration.index === index);
  }

  #learner(leader: Member, { id, uuid }: Member): ClusterMember {
    return { id, uuid, address: '', votes: false, number: leader.raft.configuration.lastNumber + 1 };
  }

  #change(leader: Member, members: readonly ClusterMember[]): void {
    if (typeof leader.raft.changeMembers(members, this.now(leader)) === 'number') this.changes++;
  }

  #pick<T>(from: readonly T[]): T | undefined {
    return from[below(this.random, Math.max(1, from.length))];
  }

  #happens(perMille: number): boolean {
    return below(this.random, 1000) < perMille;
  }
}

/** Whoever is to be told apart: another folder is another node. */
export function nameOf({ id, uuid }: { readonly id: MemberId; readonly uuid: string }): string {
  return `${id} (${uuid})`;
}
