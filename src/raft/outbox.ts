import { assert } from '../base/assert.js';
import type { HardState, RaftMessage } from '../base/raft-message.js';
import type { Ballot } from './ballot.js';
import type { LogView } from './log-view.js';
import type { Persist } from './types.js';

/** A write that was handed out and is not yet synced. */
interface Write {
  /** Of the last entry; 0 when there is none. */
  readonly lastIndex: number;
  readonly lastTerm: number;
  readonly changesTerm: boolean;
}

/**
 * Holds back every message that speaks of state which is not on the disk yet (Raft, figure 2: "updated on stable storage
 * before responding to RPCs"). There are three places for a message:
 *
 *     waiting   it depends on state that no write has been handed out for; it goes with the next write
 *     covered   it depends on the write in flight at most; it leaves when that is synced
 *     messages  it depends on nothing, or on what is synced; it leaves at once
 *
 * A message may speak of state that was replaced while it waited: an answer for an entry that a later leader cut off.
 * It is then only late, as on a slow network: it was true when it was made, and what is on the disk by the time it
 * leaves came after it.
 */
export class Outbox {
  readonly #ballot: Ballot;
  readonly #log: LogView;
  #messages: RaftMessage[] = [];
  #covered: RaftMessage[] = [];
  #waiting: RaftMessage[] = [];
  #inFlight: Write | null = null;
  #handedCommit: number;

  constructor(ballot: Ballot, log: LogView, commit: number) {
    this.#ballot = ballot;
    this.#log = log;
    this.#handedCommit = commit;
  }

  /** For messages that promise nothing: they may leave before the disk is done. */
  send(message: RaftMessage): void {
    this.#messages.push(message);
  }

  /** For messages that promise something about term, vote or entries. */
  sendPersisted(message: RaftMessage): void {
    if (this.#unsaved) keep(this.#waiting, message);
    else if (this.#inFlight !== null) keep(this.#covered, message);
    else this.#messages.push(message);
  }

  /** For messages that promise only that the member has entered its term: they need not wait for entries. */
  sendInTerm(message: RaftMessage): void {
    if (this.#ballot.termUnsaved) keep(this.#waiting, message);
    else if (this.#inFlight?.changesTerm === true) keep(this.#covered, message);
    else this.#messages.push(message);
  }

  get #unsaved(): boolean {
    return this.#ballot.unsaved || this.#log.unsaved;
  }

  /** Everything not yet handed out, as one write; null when there is nothing, or a write is in flight. */
  takePersist(commit: number): Persist | null {
    if (this.#inFlight !== null || !this.#unsaved) return null;
    assert(this.#covered.length === 0, 'nothing waits for a write that is not in flight');
    this.#covered = this.#waiting;
    this.#waiting = [];
    // The commit index is a hint that costs no write of its own.
    const changed = this.#ballot.unsaved || commit !== this.#handedCommit;
    const { term, vote, doubtful } = this.#ballot;
    const hardState: HardState = { term, vote, commit, ...(doubtful && { doubtful }) };
    const reset = this.#log.takeReset();
    const entries = this.#log.takeUnsaved();
    const last = entries.at(-1);
    this.#inFlight = {
      lastIndex: last?.index ?? 0,
      lastTerm: last?.term ?? 0,
      changesTerm: this.#ballot.termUnsaved,
    };
    this.#ballot.hand();
    this.#handedCommit = commit;
    return { ...(changed && { hardState }), ...(reset && { reset }), entries };
  }

  takeMessages(): RaftMessage[] {
    const messages = this.#messages;
    this.#messages = [];
    return messages;
  }

  takeAfterPersist(): RaftMessage[] {
    const covered = this.#covered;
    this.#covered = [];
    return covered;
  }

  /** The write in flight is synced. */
  persisted(lastIndex: number, lastTerm: number): void {
    const write = this.#inFlight;
    assert(write !== null, 'a write was in flight');
    assert(write.lastIndex === lastIndex && write.lastTerm === lastTerm, 'it was this write');
    this.#log.markPersisted(lastIndex);
    this.#inFlight = null;
    this.#messages.push(...this.takeAfterPersist());
  }
}

/**
 * Adds to a queue that a slow disk must not let grow: a later message of one kind to one member makes the earlier one
 * needless. Answers to appends of one term are cumulative, so the furthest of them stays.
 */
function keep(queue: RaftMessage[], message: RaftMessage): void {
  const at = queue.findIndex(other => other.type === message.type && other.to === message.to);
  if (at === -1) {
    queue.push(message);
    return;
  }
  const earlier = queue[at]!;
  const further =
    earlier.type === 'appendAnswer' && message.type === 'appendAnswer' && earlier.term === message.term
      ? earlier.index > message.index
      : false;
  if (!further) queue[at] = message;
}
