import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { trial } from './support/trial.js';

/**
 * `npm run faults -- --minutes 30 --seed 1 --nodes 5 --out report.json`: a cluster of real processes under faults for so
 * long. Prints the report; the exit code is 1 unless what the clients saw is linearizable.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '0' },
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    nodes: { type: 'string', default: '3' },
    out: { type: 'string' },
  },
});
const seconds = Number(values.minutes) * 60 || Number(values.seconds);
const report = await trial(Number(values.seed), Number(values.nodes), seconds);
const text = `${JSON.stringify(report, null, 2)}\n`;
if (values.out !== undefined) writeFileSync(values.out, text);
process.stdout.write(text);
process.exitCode = report.verdict === 'linearizable' ? 0 : 1;
