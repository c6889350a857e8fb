import type { ReadContext } from '../../machine/context.js';
import { Lock } from '../../machine/values/lock/lock.js';
import { ErrorReply } from '../../resp/reply.js';
import { printed } from '../arguments.js';

/** A wait that is about to begin. */
interface Wait {
  readonly db: number;
  readonly names: readonly string[];
  /** Who stands in the lines so far is in front of it, but for one who wants to upgrade: that one is the first. */
  readonly isFirst: boolean;
}

/** One step on the way through those who wait for each other: `owner` waits for a lock. */
interface Step {
  readonly owner: string;
  readonly name: string;
  readonly before: Step | undefined;
}

/**
 * Throws when the owner would wait for itself, over however many others. The graph: owners; an edge leads from one who waits
 * for a lock to each of its holders, and to each who stands in front of it in the line. Nobody in it waits in a circle so
 * far, so only a circle through the new wait has to be looked for.
 */
export function checkDeadlock(context: ReadContext, owner: string, wait: Wait): void {
  const seen = new Set<string>();
  let steps = stepsOf(context, owner, wait, undefined);
  while (steps.length > 0) {
    const next: typeof steps = [];
    for (const { to, step } of steps) {
      if (to === owner) throw deadlock(step, owner);
      if (seen.has(to)) continue;
      seen.add(to);
      for (const waiter of context.waiters.ofOwner(to)) {
        const isFirst = waiter.waking.inOrder === 'first';
        const { db, keys: names } = waiter;
        next.push(...stepsOf(context, to, { db, names, isFirst }, step));
      }
    }
    steps = next;
  }
}

/** Whom an owner waits for with one wait. */
function stepsOf(
  context: ReadContext,
  owner: string,
  { db, names, isFirst }: Wait,
  before: Step | undefined,
): { to: string; step: Step }[] {
  const steps: { to: string; step: Step }[] = [];
  for (const name of names) {
    const step: Step = { owner, name, before };
    const add = (to: string): void => void (to !== '' && to !== owner && steps.push({ to, step }));
    const lock = context.keyspace.database(db).get(name);
    if (lock instanceof Lock) for (const hold of lock.holds()) add(hold.owner);
    if (isFirst) continue;
    for (const other of context.waiters.line(db, name)) {
      // Who asked for the same before, and whose answer got lost, stands there already.
      if (other.owner === owner) break;
      add(other.owner);
    }
  }
  return steps;
}

/** Names the circle, from the owner on and back to it. */
function deadlock(last: Step, owner: string): ErrorReply {
  const parts = [quoted(owner)];
  for (let step: Step | undefined = last; step !== undefined; step = step.before)
    parts.unshift(quoted(step.owner), quoted(step.name));
  return new ErrorReply(`DEADLOCK it would wait for itself: ${parts.join(' -> ')}`);
}

function quoted(text: string): string {
  return `'${printed(text)}'`;
}
