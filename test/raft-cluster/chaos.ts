import { bootstrapOf, decodeMembers } from '../../src/base/configuration.js';
import type { Entry, MemberId, RaftMessage } from '../../src/base/raft-message.js';
import { below, SeededRandom } from '../../src/base/random.js';
import { Member } from './member.js';
import { nameOf, Reorganizer } from './reorganizer.js';

const TIMING = { heartbeatMs: 50, electionMs: 300, driftBound: 0.1 };
const LIMITS = { inflightMessages: 4, inflightBytes: 4000, appendBytes: 400, cacheBytes: 600 };
const STEP_MS = 10;

/** Nodes that belong to no cluster at first. */
const SPARES = 2;
const NOT_IN_A_CLUSTER = { index: 0, term: 0, members: [], lastNumber: 0 };

/** How likely each thing is to happen in one step, in thousandths. */
const FAULTS = {
  lose: 60,
  double: 60,
  hold: 250,
  sync: 500,
  crash: 4,
  restart: 40,
  cut: 6,
  heal: 30,
  stall: 5,
  compact: 15,
};

interface OpenFence {
  readonly member: MemberId;
  /** The largest commit index that anyone had seen when the read arrived. */
  readonly atLeast: number;
}

/**
 * Cores in a bad world, from one seed: messages are lost, doubled, delayed and reordered, nodes crash and lose what they
 * did not sync, loops stall, clocks run at different rates (within the bound that the lease allows for). The safety
 * properties of the paper (figure 3) are checked at each step, on what every member ever committed, led or promised.
 */
export class Chaos {
  readonly members: Member[];
  /** What is committed, as the first member to know it knew it. */
  readonly committed: Entry[] = [];
  /** Snapshots that arrived. */
  installs = 0;
  readonly reorganizer: Reorganizer;
  readonly #random: SeededRandom;
  /** By term. */
  readonly #leaders = new Map<number, string>();
  readonly #fences = new Map<number, OpenFence>();
  readonly #rates: number[];
  readonly #stalledUntil = new Map<MemberId, number>();
  #network: RaftMessage[] = [];
  #cutOff = new Set<MemberId>();
  #time = 0;
  #calm = false;
  #sequence = 0;

  constructor(seed: number) {
    this.#random = new SeededRandom(seed);
    const count = [2, 3, 3, 5][seed % 4]!;
    const ids = Array.from({ length: count + SPARES }, (_, i) => `n${i + 1}`);
    this.#rates = ids.map(() => 0.96 + below(this.#random, 80) / 1000); // 8 % apart at most
    const first = bootstrapOf(ids.slice(0, count).map(id => ({ id, uuid: id, address: '' })));
    this.members = ids.map((id, i) => {
      const bootstrap = i < count ? first : NOT_IN_A_CLUSTER;
      const send = (message: RaftMessage): void => void this.#network.push(message);
      const random = new SeededRandom(below(this.#random, 1 << 30));
      return new Member({ id, uuid: id, bootstrap, timing: TIMING, limits: LIMITS, random, send }, 0);
    });
    this.reorganizer = new Reorganizer(this.#random, this.members, member => this.#now(member));
  }

  /** One step of the bad world. */
  step(): void {
    this.#time += STEP_MS;
    if (!this.#calm) this.#disturb();
    this.reorganizer.step(this.#calm);
    for (const member of this.members) this.#turn(member);
    for (const member of this.members) if (member.alive) this.#check(member);
  }

  /** All is well from now on. */
  calm(): void {
    this.#calm = true;
    this.#cutOff.clear();
    this.#stalledUntil.clear();
    for (const member of this.members) if (!member.alive) member.restart(this.#now(member));
  }

  propose(): void {
    for (const member of this.members) {
      if (!member.alive) continue;
      const data = Array.from({ length: 1 + below(this.#random, 3) }, () =>
        Buffer.alloc(4 + below(this.#random, 150), this.#sequence++),
      );
      member.raft.propose(data, this.#now(member));
    }
  }

  #disturb(): void {
    for (const member of this.members) {
      if (member.alive && this.#happens(FAULTS.crash)) member.crash();
      else if (!member.alive && this.#happens(FAULTS.restart)) member.restart(this.#now(member));
      if (this.#happens(FAULTS.stall))
        this.#stalledUntil.set(member.id, this.#time + below(this.#random, 1500));
      if (this.#happens(FAULTS.cut)) this.#cut(member);
      if (member.alive && this.#happens(10)) member.raft.transfer(null, this.#now(member));
      if (member.alive && this.#happens(FAULTS.compact)) this.#compact(member);
    }
    if (this.#happens(FAULTS.heal)) this.#heal();
    if (this.#happens(200)) this.propose();
  }

  #compact(member: Member): void {
    if (this.#happens(700)) member.takeSnapshot();
    const room = (member.snapshot?.meta.index ?? 0) - member.base.index;
    member.compact(member.base.index + below(this.#random, room + 1));
  }

  #cut(member: Member): void {
    this.#cutOff.add(member.id);
    for (const other of this.members) {
      if (other !== member && other.alive) other.raft.disconnected(member.id, this.#now(other));
    }
  }

  #heal(): void {
    this.#cutOff.clear();
    for (const member of this.members) {
      for (const other of this.members) if (member.alive) member.raft.connected(other.id);
    }
  }

  /** One turn of a member's loop: what has arrived, a tick, a read, the disk. */
  #turn(member: Member): void {
    if (!member.alive || (this.#stalledUntil.get(member.id) ?? 0) > this.#time) return;
    if (this.#happens(100)) this.#ask(member);
    member.raft.tick(this.#now(member));
    for (const message of this.#arrivals(member.id)) member.raft.step(message, this.#now(member));
    member.pump();
    if (member.write !== null && (this.#calm || this.#happens(FAULTS.sync))) member.sync();
    if (this.#calm || this.#happens(300)) member.answerLoads();
    for (const peer of member.wanted.splice(0)) this.#sendSnapshot(member, peer);
    member.pump();
  }

  /** Takes its time, may fail, and may be the last thing that its receiver lives to see. */
  #sendSnapshot(sender: Member, peer: MemberId): void {
    const receiver = this.members.find(({ id }) => id === peer)!;
    const snapshot = sender.snapshot!;
    if (!this.#calm && this.#happens(800)) {
      sender.wanted.push(peer);
      return;
    }
    const isCut = this.#cutOff.has(peer) || this.#cutOff.has(sender.id);
    if (!receiver.alive || isCut || (!this.#calm && this.#happens(200))) {
      sender.raft.snapshotFailed(peer);
      return;
    }
    receiver.install(snapshot, this.#now(receiver), !this.#calm && this.#happens(100));
    if (receiver.alive) this.installs++;
    // A report that is lost is one that failed: the driver cannot tell.
    if (receiver.alive && !this.#happens(100)) sender.raft.snapshotSent(peer, snapshot.meta.index);
    else sender.raft.snapshotFailed(peer);
  }

  /** Takes this member's messages out of the network: each may be lost, doubled, or stay a little longer. */
  #arrivals(id: MemberId): RaftMessage[] {
    const arrived: RaftMessage[] = [];
    const staying: RaftMessage[] = [];
    for (const message of this.#network) {
      if (message.to !== id) staying.push(message);
      else if (this.#calm) arrived.push(message);
      else if (this.#happens(FAULTS.lose) || this.#cutOff.has(id) || this.#cutOff.has(message.from)) continue;
      else if (this.#happens(FAULTS.hold)) staying.push(message);
      else {
        arrived.push(message);
        if (this.#happens(FAULTS.double)) staying.push(message);
      }
    }
    this.#network = staying;
    return arrived;
  }

  #ask(member: Member): void {
    const id = this.#sequence++;
    this.#fences.set(id, { member: member.id, atLeast: this.committed.length });
    member.raft.fence(id, this.#happens(500), this.#now(member));
  }

  #check(member: Member): void {
    this.#checkApplied(member);
    this.#checkLeader(member);
    this.#checkReads(member);
  }

  /** State machine safety: no two members apply different entries at one index. */
  #checkApplied({ id, applied }: Member): void {
    const known = this.committed.length;
    for (let i = Math.max(0, Math.min(known, applied.length) - 20); i < applied.length; i++) {
      const theirs = (this.committed[i] ??= applied[i]!);
      if (theirs.term !== applied[i]!.term || theirs.data !== applied[i]!.data) {
        throw new Error(`${id} applied another entry at ${i + 1}`);
      }
    }
  }

  /** Election safety, and leader completeness: what is committed is in the log of every later leader. */
  #checkLeader(member: Member): void {
    const { raft, base } = member;
    const id = nameOf(member);
    if (raft.role !== 'leader') return;
    const known = this.#leaders.get(raft.term);
    if (known === id) return;
    if (known !== undefined) throw new Error(`${known} and ${id} both lead term ${raft.term}`);
    this.#leaders.set(raft.term, id);
    for (const entry of this.committed.slice(base.index)) {
      if (entry.term < raft.term && member.entryAt(entry.index)?.term !== entry.term) {
        throw new Error(`${id} leads term ${raft.term} without entry ${entry.index}`);
      }
    }
  }

  /** Linearizable reads: a fence is not older than its question, and the holder of a lease knows all that is committed. */
  #checkReads(member: Member): void {
    for (const { id, index } of member.fences.splice(0)) {
      const fence = this.#fences.get(id)!;
      this.#fences.delete(id);
      if (index !== -1 && index < fence.atLeast) throw new Error(`a fence of ${member.id} is too old`);
    }
    const { raft } = member;
    if ((this.#stalledUntil.get(member.id) ?? 0) > this.#time) return;
    if (raft.lease(this.#now(member)).end > this.#now(member) && raft.commitIndex < this.committed.length) {
      throw new Error(`${member.id} holds a lease and has missed a commit`);
    }
  }

  /** Neighbouring configurations differ by one voter at most: their majorities have a voter in common. */
  checkConfigurations(): void {
    const voters = this.committed
      .filter(({ kind }) => kind === 'configuration')
      .map(({ data }) =>
        decodeMembers(data)
          .members.filter(({ votes }) => votes)
          .map(nameOf),
      );
    for (let i = 1; i < voters.length; i++) {
      const [before, after] = [voters[i - 1]!, voters[i]!];
      const added = after.filter(name => !before.includes(name));
      const removed = before.filter(name => !after.includes(name));
      if (added.length + removed.length > 1)
        throw new Error(`${before.join(' ')} was followed by ${after.join(' ')}`);
    }
  }

  /** Log matching: where two logs have an entry of one term at one index, they are the same up to there. */
  checkLogs(): void {
    for (const one of this.members) {
      for (const other of this.members) {
        let agree = false;
        const last = Math.min(one.lastOnDisk, other.lastOnDisk);
        for (let i = last; i > Math.max(one.base.index, other.base.index); i--) {
          const [entry, theirs] = [one.entryAt(i)!, other.entryAt(i)!];
          const same = entry.term === theirs.term;
          if (agree && !same) throw new Error(`logs part before index ${i + 1}, where they agree`);
          if (same && entry.data !== theirs.data) throw new Error(`two entries at ${i}`);
          agree ||= same;
        }
      }
    }
  }

  #now(member: Member): number {
    return this.#time * this.#rates[this.members.indexOf(member)]!;
  }

  #happens(perMille: number): boolean {
    return below(this.#random, 1000) < perMille;
  }
}
