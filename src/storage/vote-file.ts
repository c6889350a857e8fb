import { existsSync } from 'node:fs';
import { OperatorError } from '../base/errors.js';
import type { HardState } from '../base/raft-message.js';
import { SlotFile } from './slot-file.js';

export type Vote = Pick<HardState, 'term' | 'vote' | 'doubtful'>;

/**
 * A second copy of term and vote, beside the log. It is synced *after* the log, so a crash between the two leaves it
 * behind; if it is ahead, the log lost something that was synced, and a node that forgot a vote could give a second
 * one in the same term. It also holds, and it alone, that the end of the log may be lost: a damaged record is cleared when
 * the log is opened, and the doubt must outlive that.
 */
export class VoteFile {
  private constructor(
    private readonly file: SlotFile,
    public last: Vote,
  ) {}

  /** Opens the file; where there is none, makes one that holds `vote`. */
  static async open(path: string, vote: Vote): Promise<VoteFile> {
    const file = existsSync(path) ? await SlotFile.open(path) : await SlotFile.create(path, encode(vote));
    try {
      return new VoteFile(file, decode(path, file.content.payload));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** The log beside it may have lost its end. Synced before that is cleared. */
  static async markDoubtful(path: string): Promise<void> {
    const file = await VoteFile.open(path, { term: 0, vote: null });
    try {
      await file.save({ ...file.last, doubtful: true });
    } finally {
      await file.close();
    }
  }

  /** Does the file know something that `logged`, what the log holds, does not? */
  isAheadOf(logged: Vote): boolean {
    const { term, vote } = this.last;
    return term > logged.term || (term === logged.term && vote !== null && vote !== logged.vote);
  }

  /** Whether there is nothing to save. */
  holds({ term, vote, doubtful = false }: Vote): boolean {
    const { last } = this;
    return term === last.term && vote === last.vote && doubtful === (last.doubtful ?? false);
  }

  /** Syncs if anything changed. */
  async save(state: Vote): Promise<void> {
    if (this.holds(state)) return;
    const { term, vote, doubtful = false } = state;
    this.last = { term, vote, ...(doubtful && { doubtful }) };
    await this.file.write(encode(this.last));
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

function encode({ term, vote, doubtful }: Vote): string {
  return JSON.stringify({ term, vote, doubtful, group: 0 });
}

function decode(path: string, payload: string): Vote {
  try {
    const { term, vote, doubtful } = JSON.parse(payload) as Record<string, unknown>;
    if (Number.isSafeInteger(term) && (vote === null || typeof vote === 'string')) {
      return { term: term as number, vote, ...(doubtful === true && { doubtful }) };
    }
  } catch {
    // told below
  }
  throw new OperatorError('CORRUPT', `${path} is damaged: it does not hold a term and a vote`);
}
