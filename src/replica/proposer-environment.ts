import type { BatchId } from '../base/peer-message.js';
import type { LaneState } from './lane.js';

/** The consensus half, as far as proposals go. */
export interface ProposalSink {
  readonly leader: string | null;
  /** This node is the only member. */
  readonly isAlone: boolean;
  /** False: it did not leave, it was certainly not appended. */
  propose(batch: BatchId, body: Uint8Array): boolean;
}

export interface ProposerEnvironment {
  now(): number;
  clientTimeout(): number;
  /** The highest machine version that this process can run. */
  readonly highestVersion: number;
  /** A lane's last write is no longer on its way: its waiting reads may go on. */
  laneFree(lane: LaneState): void;
  relieved(): void;
  /** The command may leave its client waiting in the machine. */
  mayBlock(argv: readonly string[]): boolean;
}
