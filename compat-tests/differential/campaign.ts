import { type Failure, type Pair, formatFailure, runScript } from './runner.js';
import type { Script } from './script.js';
import { kindOf, shrink } from './shrink.js';

/** A run goes on after a difference, to show several at once, until this many. */
const FAILURES_MAX = 8;

/** `SEED` of the environment, or 1: the same scripts each time. */
export function seedOfRun(): number {
  return Number(process.env['SEED'] ?? 1);
}

/** `COMMANDS` of the environment, or what a run in CI does. */
export function commandsOfRun(usual: number): number {
  return Number(process.env['COMMANDS'] ?? usual);
}

/**
 * Runs `count` scripts, made from `seed`, `seed` + 1, ... Those whose replies differ are shrunk and described,
 * one for each command that differs.
 */
export async function campaign(
  pair: Pair,
  seed: number,
  count: number,
  make: (seed: number) => Script,
): Promise<string[]> {
  const found = new Map<string, Failure>();
  for (let i = 0; i < count && found.size < FAILURES_MAX; i++) {
    const failure = await runScript(pair, make(seed + i));
    if (failure === undefined || found.has(kindOf(failure))) continue;
    const smallest = await shrink(pair, failure);
    found.set(kindOf(failure), smallest);
  }
  return [...found.values()].map(formatFailure);
}
