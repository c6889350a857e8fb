import { ErrorReply } from '../resp/reply.js';
import type { Batch } from './batch.js';
import { answer } from './lane.js';
import { NO_LEADER } from './reads.js';

export const OUTCOME_UNKNOWN = new ErrorReply(
  'TIMEOUT outcome unknown: no majority confirmed the command in time; it may still take effect',
);

/** The command was refused before anything was done with it. */
export const LOADING = new ErrorReply('LOADING Quorate is applying its log');

/** Answered with a code that clients know: the command was certainly not logged. */
export const DISK_FULL = new ErrorReply(
  'MISCONF the disk of the leader is almost full: nothing is written until there is room',
);

/** Reads are always definite: they change nothing. */
export function answerAll({ commands, reads }: ReturnType<Batch['clients']>, outcome: ErrorReply): void {
  for (const command of commands) answer(command, outcome);
  for (const read of reads) answer(read, NO_LEADER);
}
