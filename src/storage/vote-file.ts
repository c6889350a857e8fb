import { existsSync } from 'node:fs';
import { OperatorError } from '../base/errors.js';
import type { HardState } from '../base/raft-message.js';
import { SlotFile } from './slot-file.js';

export type Vote = Pick<HardState, 'term' | 'vote'>;

/**
 * A second copy of term and vote, beside the log. It is synced *after* the log, so a crash between the two leaves it
 * behind; if it is ahead, the log lost something that was synced, and a node that forgot a vote could give a second
 * one in the same term.
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

  /** Does the file know something that `logged`, what the log holds, does not? */
  isAheadOf(logged: Vote): boolean {
    const { term, vote } = this.last;
    return term > logged.term || (term === logged.term && vote !== null && vote !== logged.vote);
  }

  /** Syncs if term or vote changed. */
  async save({ term, vote }: Vote): Promise<void> {
    if (term === this.last.term && vote === this.last.vote) return;
    this.last = { term, vote };
    await this.file.write(encode(this.last));
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

function encode({ term, vote }: Vote): string {
  return JSON.stringify({ term, vote, group: 0 });
}

function decode(path: string, payload: string): Vote {
  try {
    const { term, vote } = JSON.parse(payload) as Record<string, unknown>;
    if (Number.isSafeInteger(term) && (vote === null || typeof vote === 'string')) {
      return { term: term as number, vote };
    }
  } catch {
    // told below
  }
  throw new OperatorError('CORRUPT', `${path} is damaged: it does not hold a term and a vote`);
}
