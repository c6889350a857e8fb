import type { MachineSettings } from '../../machine/settings.js';

/** The longest string that V8 can make: 24 bytes below Redis's default for `proto-max-bulk-len`. */
const LONGEST = 536_870_888;

/** `proto-max-bulk-len` as the log holds it, in bytes. */
export function stringLimit(settings: MachineSettings): number {
  const limit = settings.get('proto-max-bulk-len');
  return limit === undefined ? LONGEST : Math.min(Number(limit), LONGEST);
}
