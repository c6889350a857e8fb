import type { RawConnection } from '../support/raw-connection.js';
import { within } from '../support/wait.js';

/** Sends all of them, then takes the replies. */
export async function answersOf(
  to: RawConnection,
  commands: readonly (readonly string[])[],
): Promise<string[]> {
  to.send(...commands);
  await within(
    'the replies',
    60_000,
    to.until(() => to.closed || to.pending === commands.length),
  );
  return commands.map(() => to.take() ?? 'closed');
}
