import type { Reply } from '../resp/reply.js';
import type { Lane, Request } from './api.js';
import type { Batch } from './batch.js';
import type { WaitingRead } from './reads.js';

/** The state of one connection's order: which of its commands are still on their way. */
export class LaneState implements Lane {
  /** The batch that holds the lane's last write, until it is applied. */
  lastBatch: Batch | null = null;
  /** Reads that wait for a fence, in order. */
  readonly waiting: WaitingRead[] = [];
  /** Index of the entry with the lane's last applied write: what WAIT asks about. */
  lastIndex = 0;
  closed = false;

  constructor(readonly id: number) {}
}

/** Unique over the cluster's life, 53 bits: the member's place, the incarnation, a count of connections. */
export function laneId(memberNumber: number, incarnation: number, count: number): number {
  return memberNumber * 2 ** 45 + (incarnation % 2 ** 17) * 2 ** 28 + (count % 2 ** 28);
}

/** The state behind a request's lane: lanes are made by the replica itself. */
export function laneOf(request: Request): LaneState {
  return request.lane as LaneState;
}

/** Answers, if somebody is still there. */
export function answer(request: Request, reply: Reply): void {
  if (!laneOf(request).closed) request.done(reply);
}
