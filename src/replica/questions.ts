import type { Ask, Tell } from '../base/peer-message.js';
import type { MemberId } from '../base/raft-message.js';
import type { Scheduler } from '../ports/scheduler.js';
import type { ConsensusView } from './consensus-view.js';

interface Question {
  readonly answers: string[];
  /** Who has not answered yet. */
  readonly missing: Set<MemberId>;
  readonly finish: () => void;
}

export type AnswerHandler = (body: string, done: (answer: string) => void) => void;

/** Questions between nodes that are not about the log: CLIENT LIST of all nodes, who holds a write on disk ... */
export class Questions {
  #nextId: number;
  readonly #open = new Map<number, Question>();
  readonly #handlers = new Map<string, AnswerHandler>();

  constructor(
    private readonly consensus: Pick<ConsensusView, 'sendTo'>,
    private readonly scheduler: Scheduler,
  ) {
    // An answer to an earlier life of this node must not be taken for one to this.
    this.#nextId = scheduler.random() + 1;
  }

  answer(topic: string, handler: AnswerHandler): void {
    this.#handlers.set(topic, handler);
  }

  /** Answers of those who are silent for `timeoutMs`, or whose connection ends, are missing. */
  ask(
    peers: readonly MemberId[],
    topic: string,
    body: string,
    timeoutMs: number,
    done: (answers: string[]) => void,
  ): void {
    const id = this.#nextId++;
    const reached = peers.filter(peer => this.consensus.sendTo(peer, { type: 'ask', id, topic, body }));
    if (reached.length === 0) {
      done([]);
      return;
    }
    const answers: string[] = [];
    const cancel = this.scheduler.after(timeoutMs, () => this.#open.get(id)?.finish());
    const finish = (): void => {
      cancel();
      this.#open.delete(id);
      done(answers);
    };
    this.#open.set(id, { answers, missing: new Set(reached), finish });
  }

  received(from: MemberId, message: Ask | Tell): void {
    if (message.type === 'ask') this.#asked(from, message);
    else this.#told(from, message);
  }

  /** The connection to a peer has ended: it will answer nothing that it was asked. */
  disconnected(peer: MemberId): void {
    for (const question of [...this.#open.values()]) this.#heard(question, peer);
  }

  #asked(from: MemberId, question: Ask): void {
    const handler = this.#handlers.get(question.topic);
    handler?.(question.body, body => this.consensus.sendTo(from, { type: 'tell', id: question.id, body }));
  }

  #told(from: MemberId, answer: Tell): void {
    const question = this.#open.get(answer.id);
    if (question?.missing.has(from) !== true) return;
    question.answers.push(answer.body);
    this.#heard(question, from);
  }

  #heard(question: Question, peer: MemberId): void {
    if (question.missing.delete(peer) && question.missing.size === 0) question.finish();
  }
}
