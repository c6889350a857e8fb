import type { Scheduler } from '../ports/scheduler.js';
import type { ConsensusView } from './consensus-view.js';

/** A leader that stops waits so long for another to take over. Milliseconds. */
const PATIENCE_MS = 1_000;
/** How often it looks. Milliseconds. */
const LOOK_MS = 10;

/** Hands leadership over, if this node has it; `done` when it has it no more, or nobody takes it in time. */
export function handOver(
  consensus: Pick<ConsensusView, 'leads' | 'transfer'>,
  scheduler: Scheduler,
  done: () => void,
): void {
  const patience = scheduler.now() + PATIENCE_MS;
  const look = (): void => {
    if (consensus.leads && scheduler.now() < patience) scheduler.after(LOOK_MS, look);
    else done();
  };
  consensus.transfer(null, begun => (begun ? look() : done()));
}
