import { SeededRandom } from '../../../src/base/random.js';
import { TestCluster } from '../../integration/support/cluster.js';
import { growingText, list, QUEUE, STRING, withReturns } from '../../support/linearizability/models.js';
import { LOCK, PAIR, STREAM } from '../../support/linearizability/shared-models.js';
import { linearize, type Verdict } from '../../support/linearizability/search.js';
import { FaultyNetwork } from './faulty-network.js';
import { type FaultCount, type FaultKind, Nemesis } from './nemesis.js';
import { FAULT_FLAGS, FAULT_OPTIONS } from './fault-orders.js';
import { type Recorded, Recorder } from './recorder.js';
import type { Use } from './uses.js';

const CLIENTS_PER_NODE = 2;
/** Seconds. */
const LONG = 60;
/** A run in which more of the outcomes stay unknown shows nothing. */
const MAX_UNKNOWN = 0.05;

/** What a run did and found, to be kept as JSON. */
export interface TrialReport {
  readonly seed: number;
  readonly nodes: number;
  readonly seconds: number;
  readonly commands: number;
  readonly keys: number;
  /** By what their keys are used for. */
  readonly operations: Readonly<Partial<Record<Use, number>>>;
  readonly faults: Readonly<Record<FaultKind, FaultCount>>;
  /** Faults that hit a write on its way. */
  readonly faultsInFlight: number;
  readonly refused: number;
  readonly unknownShare: number;
  /** Keys whose history was too long to decide. */
  readonly undecided: number;
  readonly verdict: 'linearizable' | 'not linearizable' | 'no evidence';
  /** The shortest history that nothing explains, one command a line. */
  readonly violation: readonly string[];
}

/** Runs clients and faults for so long, then asks whether one order explains everything that was seen. */
export async function trial(seed: number, nodes: number, seconds: number): Promise<TrialReport> {
  const network = new FaultyNetwork();
  const cluster = await TestCluster.planThrough(
    nodes,
    (id, port) => network.proxy(id, port),
    FAULT_FLAGS,
    FAULT_OPTIONS,
  );
  try {
    await cluster.heal();
    const recorder = new Recorder(cluster.nodes, CLIENTS_PER_NODE, seed);
    const nemesis = new Nemesis(cluster, network, recorder, new SeededRandom(seed));
    const began = performance.now();
    while (performance.now() - began < seconds * 1000) await nemesis.any(seconds >= LONG);
    await recorder.stop();
    await cluster.heal();
    await recorder.readAll(cluster.node(seed % nodes));
    return report(seed, nodes, (performance.now() - began) / 1000, recorder, nemesis);
  } finally {
    network.close();
    await cluster.remove();
  }
}

function report(
  seed: number,
  nodes: number,
  seconds: number,
  recorder: Recorder,
  nemesis: Nemesis,
): TrialReport {
  const byKey = new Map<string, Recorded[]>();
  for (const command of recorder.history) {
    const history = byKey.get(command.key) ?? [];
    byKey.set(command.key, history);
    history.push(command);
  }
  const verdicts = [...byKey.values()].map(history => ({ history, verdict: check(history) }));
  const wrong = verdicts.filter(({ verdict }) => verdict.kind === 'wrong');
  const [shortest] = wrong.sort((a, b) => a.history.length - b.history.length);
  const faultsInFlight = Object.values(nemesis.faults).reduce((sum, { inFlight }) => sum + inFlight, 0);
  const unknownShare = recorder.unknown / recorder.history.length;
  const isEvidence = faultsInFlight > 0 && unknownShare <= MAX_UNKNOWN;
  return {
    ...{ seed, nodes, seconds: Math.round(seconds), commands: recorder.history.length, keys: byKey.size },
    operations: counted(recorder.history),
    ...{ faults: nemesis.faults, faultsInFlight, refused: recorder.refused },
    unknownShare: Math.round(unknownShare * 10_000) / 10_000,
    undecided: verdicts.filter(({ verdict }) => verdict.kind === 'undecided').length,
    verdict: wrong.length > 0 ? 'not linearizable' : isEvidence ? 'linearizable' : 'no evidence',
    violation: shortest === undefined ? [] : told(shortest.history, shortest.verdict),
  };
}

function counted(history: readonly Recorded[]): Partial<Record<Use, number>> {
  const counts: Partial<Record<Use, number>> = {};
  for (const { use } of history) counts[use] = (counts[use] ?? 0) + 1;
  return counts;
}

function check(history: readonly Recorded[]): Verdict<unknown> {
  switch (history[0]?.use) {
    case 'list':
      return linearize(list(history), history);
    case 'text':
      return linearize(growingText(history), history);
    case 'queue':
      return linearize(QUEUE, withReturns(history));
    case 'pair':
      return linearize(PAIR, history);
    case 'lock':
      return linearize(LOCK, history);
    case 'stream':
      return linearize(STREAM, history);
    case 'register':
    case 'counter':
    case undefined:
      return linearize(STRING, history);
  }
}

function told(history: readonly Recorded[], verdict: Verdict<unknown>): string[] {
  const stuck = verdict.kind === 'linearizable' ? [] : verdict.stuck;
  const [first] = history;
  return history.map(command => {
    const { from, to, lane, argv, reply } = command;
    const [began, ended] = [from, to].map(at =>
      at === Infinity ? '?' : (at - (first?.from ?? 0)).toFixed(1),
    );
    return `${began}..${ended} ${lane} ${argv.join(' ')} -> ${JSON.stringify(reply)}${stuck.includes(command) ? '  <- cannot be' : ''}`;
  });
}
