import { type Sample, measure } from './measure.js';
import { requestsOf, type Row, type Target, workloadOf } from './plan.js';
import type { MeasuredRow } from './results.js';
import type { Stage } from './stage.js';

/**
 * Every row in every round: a slow minute of the machine hits all of them. A round that does not count comes first: node
 * compiles what runs often.
 */
export async function measureAll(
  rows: readonly Row[],
  rounds: number,
  quick: boolean,
  stage: Stage,
  progress: (text: string) => void,
): Promise<MeasuredRow[]> {
  const run = (target: Target, row: Row): Promise<Sample> =>
    measure(stage.ports.get(target) ?? 0, workloadOf(row), row.pipeline, requestsOf(row.pipeline, quick));
  const measured = rows.map(row => ({ ...row, samples: [] as Sample[], yardstickSamples: [] as Sample[] }));
  for (let round = 0; round <= rounds; round++) {
    for (const row of measured) {
      progress(`round ${round} of ${rounds}: ${row.test} P=${row.pipeline} ${row.target}`);
      const yardstick = await run(row.yardstick, row);
      const ours = await run(row.target, row);
      if (round === 0) continue;
      row.yardstickSamples.push(yardstick);
      row.samples.push(ours);
    }
  }
  progress('');
  return measured;
}
