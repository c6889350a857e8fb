import { ErrorReply, type Reply } from '../resp/reply.js';
import type { Request } from './api.js';
import type { ConsensusView } from './consensus-view.js';
import { answer, type LaneState } from './lane.js';

/** Answered with a code that clients retry by themselves: a read changes nothing. */
export const NO_LEADER = new ErrorReply('CLUSTERDOWN no majority could be reached in time');

/** A fence that got no answer in this time is asked for again: the question or the answer was lost. Milliseconds. */
const ASK_AGAIN_MS = 200;

/** A read on its way to a fence, in the order of its lane. */
export interface WaitingRead {
  readonly request: Request;
  readonly lane: LaneState;
  /** Its fence's stamp, once the machine has applied that far; 0 before. */
  due: number;
  /** It became a place in a batch, or its lane was closed. */
  moved: boolean;
  /** It was evaluated, and whether the reply may be given is not known yet. */
  reply: Reply | undefined;
}

/** Reads that share one fence: all of them arrived before it was asked for. */
interface FenceGroup {
  readonly reads: WaitingRead[];
  readonly openedAt: number;
  /** Above 0: the fence must come with a tick of at least this stamp. */
  tick: number;
  /** The name under which it was last asked for; 0: not asked. */
  id: number;
  askedAt: number;
  /** The answer. */
  index: number;
  stamp: number;
}

export interface ReadEnvironment {
  now(): number;
  appliedIndex(): number;
  /** Evaluates on the machine; undefined: it met a key that is due by `stamp` but not by the log. */
  query(request: Request, stamp: number): Reply | undefined;
}

/**
 * Reads behind fences. A fence is a commit index known after the read arrived; the read is evaluated once the machine
 * has applied that far (Raft thesis, 6.4). Fences are answered and used in the order in which they were asked for, so
 * the reads of one lane keep theirs.
 */
export class Reads {
  #collecting: FenceGroup | null = null;
  /** Asked for or to be asked for again, oldest first. Bounded by the clients: one read a connection at least. */
  #asked: FenceGroup[] = [];
  /** Answered, waiting for the machine. */
  #answered: FenceGroup[] = [];
  #nextId: number;

  constructor(
    private readonly consensus: Pick<ConsensusView, 'localFence' | 'leaseHolds' | 'fence'>,
    private readonly environment: ReadEnvironment,
    private readonly quorum: () => boolean,
    /** Random: an answer to an earlier life of this node must not be taken for one to this. */
    firstId: number,
  ) {
    this.#nextId = firstId + 1;
  }

  /** True when the next turn has something to ask. */
  get pending(): boolean {
    return this.#collecting !== null;
  }

  /** Takes a read; it is evaluated at the end of the turn at the earliest, with all others of that turn. */
  submit(request: Request, lane: LaneState): void {
    const read = { request, lane, due: 0, moved: false, reply: undefined };
    lane.waiting.push(read);
    this.#collect(read, 0);
  }

  #collect(read: WaitingRead, tick: number): void {
    this.#collecting ??= this.#group();
    this.#collecting.reads.push(read);
    this.#collecting.tick = Math.max(this.#collecting.tick, tick);
  }

  #group(): FenceGroup {
    return { reads: [], openedAt: this.environment.now(), tick: 0, id: 0, askedAt: 0, index: -1, stamp: 0 };
  }

  /** At the end of a turn: one fence for all reads that arrived in it, by the lease or by a question to the leader. */
  flush(): void {
    // A read that met a key that is due collects anew, and is not to wait for the next turn.
    for (let group = this.#collecting; group !== null; group = this.#collecting) {
      this.#collecting = null;
      if (group.tick === 0 && !this.quorum() && this.#byLease(group)) continue;
      this.#asked.push(group);
      this.#ask(group);
    }
  }

  /**
   * Evaluates at once when this node leads, its lease holds and its machine is at the commit index. Nothing is answered
   * unless the lease still holds after the evaluation: a pause in between may have cost the leadership. A machine that is
   * not there yet makes it a fence like any other, which no message had to be sent for.
   */
  #byLease(group: FenceGroup): boolean {
    const fence = this.consensus.localFence();
    if (fence === null) return false;
    if (this.environment.appliedIndex() < fence.index) {
      group.index = fence.index;
      group.stamp = fence.stamp;
      this.#answered.push(group);
      return true;
    }
    for (const read of group.reads) {
      const isNext = !read.moved && read.lane.waiting[0] === read && read.lane.lastBatch === null;
      read.reply = isNext ? this.environment.query(read.request, fence.stamp) : undefined;
      if (read.reply !== undefined) read.lane.waiting.shift();
    }
    if (!this.consensus.leaseHolds()) {
      for (const read of group.reads.toReversed()) {
        if (read.reply !== undefined) read.lane.waiting.unshift(read);
        read.reply = undefined;
      }
      return false;
    }
    this.#answerAll(group.reads, fence.stamp);
    return true;
  }

  #answerAll(reads: readonly WaitingRead[], stamp: number): void {
    let left = 0;
    for (const read of reads) {
      if (read.reply !== undefined) {
        read.moved = true;
        answer(read.request, read.reply);
      } else if (!read.moved) left++;
    }
    if (left === 0) return;
    // Behind a write of their lane, or in need of a tick: as after any other fence.
    for (const read of reads) {
      if (read.reply !== undefined || read.moved) continue;
      read.due = stamp;
      this.drain(read.lane);
    }
  }

  #ask(group: FenceGroup): void {
    group.id = this.#nextId++;
    group.askedAt = this.environment.now();
    if (!this.consensus.fence(group.id, this.quorum(), group.tick)) group.id = 0;
  }

  /** The leader is another one, or may have forgotten: everything unanswered is asked again. */
  askAgain(): void {
    for (const group of this.#asked) this.#ask(group);
  }

  fenced(id: number, index: number, stamp: number): void {
    const position = this.#asked.findIndex(group => group.id === id);
    const group = this.#asked[position];
    if (group === undefined) return;
    if (index < 0) {
      group.id = 0; // asked again by `tick` or by a change of leader
      return;
    }
    group.index = index;
    group.stamp = stamp;
    // An answer is good for all fences that were asked for earlier, too: they arrived before it. A tick is not implied.
    const done = this.#asked.slice(0, position + 1).filter(earlier => earlier.tick <= group.tick);
    this.#asked = this.#asked.filter(earlier => !done.includes(earlier));
    for (const earlier of done) {
      earlier.index = index;
      earlier.stamp = stamp;
      this.#answered.push(earlier);
    }
    this.applied();
  }

  /** The machine moved: evaluates what its fence allows. */
  applied(): void {
    while (this.#answered.length > 0) {
      const group = this.#answered[0];
      if (group === undefined || this.environment.appliedIndex() < group.index) return;
      this.#answered.shift();
      for (const read of group.reads) {
        read.due = group.stamp;
        this.drain(read.lane);
      }
    }
  }

  /** Evaluates the reads at the head of a lane whose fences are there, unless a write of the lane is still on its way. */
  drain(lane: LaneState): void {
    for (let read = lane.waiting[0]; read !== undefined && read.due > 0; read = lane.waiting[0]) {
      if (lane.lastBatch !== null) return; // drained again when that is applied
      const reply = this.environment.query(read.request, read.due);
      if (reply === undefined) {
        this.#collect(read, read.due);
        read.due = 0;
        return;
      }
      read.moved = true;
      lane.waiting.shift();
      answer(read.request, reply);
    }
  }

  tick(now: number, clientTimeout: number): void {
    this.#expire(this.#collecting === null ? [] : [this.#collecting], now, clientTimeout);
    this.#expire(this.#asked, now, clientTimeout);
    // A fence is of no use to a node that is cut off before the entries up to it arrive.
    this.#expire(this.#answered, now, clientTimeout);
    this.#asked = this.#asked.filter(group => group.reads.length > 0);
    for (const group of this.#asked) {
      if (group.id === 0 || now - group.askedAt > ASK_AGAIN_MS) this.#ask(group);
    }
  }

  #expire(groups: readonly FenceGroup[], now: number, clientTimeout: number): void {
    for (const group of groups) {
      if (now - group.openedAt < clientTimeout) continue;
      for (const read of group.reads) this.drop(read, true);
      group.reads.length = 0;
    }
  }

  /** Takes a read out: it became a place, its lane was closed (`isAnswered` false), or its time is over. */
  drop(read: WaitingRead, isAnswered: boolean): void {
    if (read.moved) return;
    read.moved = true;
    const position = read.lane.waiting.indexOf(read);
    if (position >= 0) read.lane.waiting.splice(position, 1);
    if (!isAnswered) return;
    read.request.done(NO_LEADER);
    this.drain(read.lane); // those behind it may have their fences
  }
}
