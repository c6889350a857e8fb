import type { MemberId } from '../base/raft-message.js';
import type { Raft } from '../raft/raft.js';
import type { Questions } from './questions.js';

const TOPIC = 'holders';
/** How often WAIT looks again, and how long it lets a leader be silent. Milliseconds. */
const LOOK_EVERY = 10;
const SILENT_AFTER = 500;

interface Waiting {
  readonly index: number;
  readonly wanted: number;
  /** Monotonic milliseconds. */
  readonly deadline: number;
  readonly done: (holders: number) => void;
  holders: number;
  lookAt: number;
  asking: boolean;
}

/** WAIT: how many other members hold an entry on their disks. Only the leader knows, so others ask it. */
export class Holders {
  #waiting: Waiting[] = [];

  constructor(
    private readonly id: MemberId,
    private readonly raft: Raft,
    private readonly questions: Questions,
  ) {
    questions.answer(TOPIC, (body, done) => {
      const [index, asker] = body.split(' ');
      done(raft.role === 'leader' ? String(this.#count(Number(index), asker ?? '')) : '');
    });
  }

  wait(index: number, wanted: number, timeoutMs: number, now: number, done: (holders: number) => void): void {
    const deadline = timeoutMs > 0 ? now + timeoutMs : Infinity;
    const waiting = { index, wanted, deadline, done, holders: 0, lookAt: now, asking: false };
    this.#waiting.push(waiting);
    this.tick(now);
  }

  tick(now: number): void {
    if (this.#waiting.length === 0) return;
    for (const waiting of this.#waiting) {
      if (!waiting.asking && now >= waiting.lookAt) this.#look(waiting, now);
    }
    const over = this.#waiting.filter(waiting => isOver(waiting, now));
    this.#waiting = this.#waiting.filter(waiting => !isOver(waiting, now));
    for (const waiting of over) waiting.done(waiting.holders);
  }

  #look(waiting: Waiting, now: number): void {
    waiting.lookAt = now + LOOK_EVERY;
    if (this.raft.role === 'leader') {
      waiting.holders = this.#count(waiting.index, this.id);
      return;
    }
    const leader = this.raft.leader;
    if (leader === null) return;
    waiting.asking = true;
    this.questions.ask([leader], TOPIC, `${waiting.index} ${this.id}`, SILENT_AFTER, answers => {
      waiting.asking = false;
      const answer = answers[0] ?? '';
      if (answer !== '') waiting.holders = Math.max(waiting.holders, Number(answer));
    });
  }

  /** Members but `asker` that hold the entry at `index` on disk. Only a leader knows. */
  #count(index: number, asker: MemberId): number {
    const peers = this.raft.status().leading?.peers ?? [];
    const own = this.id !== asker && this.raft.persistedIndex >= index ? 1 : 0;
    return own + peers.filter(peer => peer.id !== asker && peer.match >= index).length;
  }
}

/** WAIT 0 is over at once, but not before one look. */
function isOver(waiting: Waiting, now: number): boolean {
  return !waiting.asking && (waiting.holders >= waiting.wanted || now >= waiting.deadline);
}
