import type { MemberId } from '../base/raft-message.js';
import type { ConsensusView } from './consensus-view.js';
import type { LaneState } from './lane.js';
import type { Questions } from './questions.js';

const TOPIC = 'holders';
/** How often WAIT looks again, and how long it lets a leader be silent. Milliseconds. */
const LOOK_EVERY = 10;
const SILENT_AFTER = 500;

interface Waiting {
  readonly lane: LaneState;
  readonly index: number;
  readonly wanted: number;
  /** Monotonic milliseconds. */
  readonly deadline: number;
  readonly done: (holders: number) => void;
  holders: number;
  lookAt: number;
  asking: boolean;
  /** It was not looked yet, and is not over before that: `WAIT 0` too. */
  isFirst: boolean;
}

/** WAIT: how many other members hold an entry on their disks. Only the leader knows, so others ask it. */
export class Holders {
  #waiting: Waiting[] = [];

  constructor(
    private readonly id: MemberId,
    private readonly consensus: Pick<ConsensusView, 'leads' | 'leader' | 'holders'>,
    private readonly questions: Pick<Questions, 'answer' | 'ask'>,
  ) {
    questions.answer(TOPIC, (body, done) => {
      const [index, asker] = body.split(' ');
      consensus.holders(Number(index), asker ?? '', holders => done(holders < 0 ? '' : String(holders)));
    });
  }

  wait(
    lane: LaneState,
    wanted: number,
    timeoutMs: number,
    now: number,
    done: (holders: number) => void,
  ): void {
    const deadline = timeoutMs > 0 ? now + timeoutMs : Infinity;
    const index = lane.lastIndex;
    this.#waiting.push({
      lane,
      index,
      wanted,
      deadline,
      done,
      holders: 0,
      lookAt: now,
      asking: false,
      isFirst: true,
    });
    this.tick(now);
  }

  tick(now: number): void {
    for (const waiting of this.#waiting) {
      const isOver = waiting.lane.closed || now >= waiting.deadline;
      if (isOver && !waiting.isFirst) this.#finish(waiting);
      else if (!waiting.asking && now >= waiting.lookAt) this.#look(waiting, now);
    }
  }

  #look(waiting: Waiting, now: number): void {
    waiting.lookAt = now + LOOK_EVERY;
    const { leader, leads } = this.consensus;
    if (leader === null) {
      this.#seen(waiting, 0);
      return;
    }
    waiting.asking = true;
    const seen = (holders: number): void => {
      waiting.asking = false;
      this.#seen(waiting, Math.max(0, holders));
    };
    if (leads) this.consensus.holders(waiting.index, this.id, seen);
    else {
      const question = `${waiting.index} ${this.id}`;
      this.questions.ask([leader], TOPIC, question, SILENT_AFTER, answers => seen(Number(answers[0] ?? 0)));
    }
  }

  #seen(waiting: Waiting, holders: number): void {
    waiting.isFirst = false;
    waiting.holders = Math.max(waiting.holders, holders);
    if (waiting.holders >= waiting.wanted) this.#finish(waiting);
  }

  #finish(waiting: Waiting): void {
    if (!this.#waiting.includes(waiting)) return; // its time was over before the answer came
    this.#waiting = this.#waiting.filter(other => other !== waiting);
    if (!waiting.lane.closed) waiting.done(waiting.holders);
  }
}
