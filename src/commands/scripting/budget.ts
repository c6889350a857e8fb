/** What `script-instruction-budget` is when nothing was set: about a second of work. */
export const DEFAULT_BUDGET = 100_000_000;
