import { type Mismatch, compareStep } from './compare.js';
import { type Script, type Step, formatScript, formatStep, quote } from './script.js';
import { Side, endsConnection } from './side.js';

/** Two servers under comparison, by their ports. */
export interface Pair {
  readonly reference: number;
  readonly ours: number;
  /** All nodes of ours; the connections of a script spread over them. */
  readonly nodes: readonly number[];
}

export interface Failure {
  readonly script: Script;
  /** The step at which the replies differed. */
  readonly step: Step;
  readonly mismatch: Mismatch;
}

/** Runs the script on both servers, from empty databases, until the first difference. */
export async function runScript(pair: Pair, script: Script): Promise<Failure | undefined> {
  const reference = await Side.begin([pair.reference], script.protocol);
  const ours = await Side.begin(pair.nodes, script.protocol);
  try {
    for (const step of script.steps) {
      if (wouldRace(reference, step)) continue;
      const mismatch = await runStep(reference, ours, step);
      if (mismatch !== undefined) return { script, step, mismatch };
    }
    return undefined;
  } finally {
    reference.end();
    ours.end();
  }
}

/**
 * Steps whose outcome depends on which of two connections a server turns to first: commands queued behind the blocking
 * ones of two connections, and a queued CLIENT KILL of a client whose reply may be on its way.
 */
function wouldRace(reference: Side, step: Step): boolean {
  if (step.do === 'disconnect' || !reference.isWaiting(step.on)) return false;
  if (step.do !== 'send' || step.commands.some(endsConnection)) return true;
  return reference.queueing.some(on => on !== step.on);
}

/** A server that does not come to rest, or answers no RESP, differs too. */
async function runStep(reference: Side, ours: Side, step: Step): Promise<Mismatch | undefined> {
  const [left, right] = await Promise.allSettled([reference.run(step), ours.run(step)]);
  if (left.status === 'rejected')
    throw new Error(`redis-server at ${formatStep(step)}: ${String(left.reason)}`);
  if (right.status === 'fulfilled') return compareStep(left.value, right.value);
  const received = [...left.value.values()].flatMap(({ answers }) => answers.map(({ reply }) => reply));
  return { on: step.on, command: ['(step)'], reference: received.join(''), ours: String(right.reason) };
}

export function formatFailure({ script, step, mismatch }: Failure): string {
  return [
    formatScript(script),
    `differs at: ${formatStep(step)}`,
    `  command:   ${mismatch.command.map(arg => quote(arg)).join(' ')} (connection ${mismatch.on})`,
    `  reference: ${quote(mismatch.reference, 400)}`,
    `  ours:      ${quote(mismatch.ours, 400)}`,
  ].join('\n');
}
