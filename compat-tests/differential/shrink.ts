import { isError } from '../support/reply.js';
import type { Script, Step } from './script.js';
import { type Failure, type Pair, runScript } from './runner.js';
import { timeoutIndex } from './timeouts.js';

/** How often a script is tried again while it shrinks, and for how long. */
const ATTEMPTS_MAX = 600;
const TIME_LIMIT_MS = 60_000;

/**
 * Makes a failing script smaller while it still fails: first fewer steps (delta debugging, Zeller 2002),
 * then fewer commands a step, then fewer and simpler arguments.
 */
export async function shrink(pair: Pair, failure: Failure): Promise<Failure> {
  let best = truncate(failure);
  let attempts = 0;
  const deadline = performance.now() + TIME_LIMIT_MS;
  const isSpent = (): boolean => attempts >= ATTEMPTS_MAX || performance.now() > deadline;
  const fails = async (steps: readonly Step[]): Promise<boolean> => {
    if (isSpent()) return false;
    attempts += 1;
    // A part of a script may be one that redis-server itself does not finish: it shows nothing.
    const found = await runScript(pair, { ...best.script, steps }).catch(() => undefined);
    if (found === undefined || kindOf(found) !== kindOf(best)) return false;
    best = truncate(found);
    return true;
  };
  for (let before = -1; before !== size(best.script) && !isSpent(); ) {
    before = size(best.script);
    await dropSteps(() => best.script.steps, fails);
    await simplify(() => best.script.steps, fails);
  }
  return best;
}

/** Two failures of one kind have, most likely, one cause: the same command, answered by the same kinds of reply. */
export function kindOf({ mismatch, step }: Failure): string {
  const kind = (reply: string): string => (isError(reply) ? reply.slice(0, 16) : reply.slice(0, 1));
  const asked = step.do === 'send' && mismatch.command[0] === '(no command)' ? step.commands[0] : undefined;
  const name = typeof asked?.[0] === 'string' ? asked[0] : (mismatch.command[0] ?? '');
  return [name.toLowerCase(), kind(mismatch.reference), kind(mismatch.ours)].join(' ');
}

/** Nothing behind the failing step matters. */
function truncate(failure: Failure): Failure {
  const { script, step } = failure;
  return { ...failure, script: { ...script, steps: script.steps.slice(0, script.steps.indexOf(step) + 1) } };
}

const size = (script: Script): number => JSON.stringify(script.steps).length;

type Steps = () => readonly Step[];
type Fails = (steps: readonly Step[]) => Promise<boolean>;

/** Leaves out ever smaller pieces: halves, quarters, ... single steps. */
async function dropSteps(steps: Steps, fails: Fails): Promise<void> {
  for (
    let piece = Math.ceil(steps().length / 2);
    piece >= 1;
    piece = piece === 1 ? 0 : Math.ceil(piece / 2)
  ) {
    for (let at = 0; at < steps().length; ) {
      const rest = [...steps().slice(0, at), ...steps().slice(at + piece)];
      if (rest.length === 0 || !(await fails(rest))) at += piece;
    }
  }
}

async function simplify(steps: Steps, fails: Fails): Promise<void> {
  for (let at = 0; at < steps().length; at++) {
    for (let again = true; again; ) {
      again = false;
      const step = steps()[at];
      if (step === undefined) return;
      for (const simpler of simplerSteps(step)) {
        if (await fails(steps().with(at, simpler))) {
          again = true;
          break;
        }
      }
    }
  }
}

/** Steps that are a little simpler than `step`, the boldest first. */
function* simplerSteps(step: Step): Generator<Step> {
  if (step.do !== 'send') return;
  const { commands } = step;
  if (commands.length > 1) {
    for (let i = 0; i < commands.length; i++) yield { ...step, commands: commands.filter((_, j) => j !== i) };
    return;
  }
  const command = commands[0] ?? [];
  const timeout = timeoutIndex(command);
  for (let i = command.length - 1; i > 0; i--) {
    if (i === timeout) continue; // another one might block for long
    yield { ...step, commands: [command.filter((_, j) => j !== i)] };
    const arg = command[i];
    if (typeof arg === 'string' && arg.length > 1) yield { ...step, commands: [command.with(i, 'a')] };
  }
}
