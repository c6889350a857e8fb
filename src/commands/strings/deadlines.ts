import type { WriteContext } from '../../machine/context.js';

/** Gives a key that was just set a moment to end; one that has passed ends it at once. */
export function giveDeadline(context: WriteContext, key: string, deadline: number): void {
  context.notify('g', 'expire', key);
  context.db.setDeadline(key, deadline, true);
}
