import { type Sample, measure } from './measure.js';
import { requestsOf, type Row, type Target, workloadOf } from './plan.js';
import type { MeasuredRow } from './results.js';
import type { Stage } from './stage.js';

/** Every row in every round: a slow minute of the machine hits all of them. An uncounted short round comes first. */
export async function measureAll(
  rows: readonly Row[],
  rounds: number,
  quick: boolean,
  stage: Stage,
  progress: (text: string) => void,
): Promise<MeasuredRow[]> {
  const run = (target: Target, row: Row, short: boolean): Promise<Sample> =>
    measure(stage.ports.get(target) ?? 0, workloadOf(row), row.pipeline, requestsOf(row.pipeline, short));
  const measured = rows.map(row => ({ ...row, samples: [] as Sample[], yardstickSamples: [] as Sample[] }));
  for (let round = 0; round <= rounds; round++) {
    for (const row of measured) {
      progress(`round ${round} of ${rounds}: ${row.test} P=${row.pipeline} ${row.target}`);
      const isWarmUp = round === 0;
      const yardstick = await run(row.yardstick, row, quick || isWarmUp);
      const ours = await run(row.target, row, quick || isWarmUp);
      if (isWarmUp) continue;
      row.yardstickSamples.push(yardstick);
      row.samples.push(ours);
    }
  }
  progress('');
  return measured;
}
