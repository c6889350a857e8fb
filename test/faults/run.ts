import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { queueTrial } from './support/queue-trial.js';
import { trial } from './support/trial.js';

/**
 * `npm run faults -- --minutes 30 --seed 1 --nodes 5 --out report.json [--queues]`: a cluster of real processes under faults
 * for so long. Prints the report; the exit code is 1 unless what the clients saw is linearizable. `--queues`: they are
 * producers and consumers, members change too, and what they saw is held against what queues promise.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '0' },
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    nodes: { type: 'string', default: '3' },
    queues: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});
const seconds = Number(values.minutes) * 60 || Number(values.seconds);
const report = await (values.queues ? queueTrial : trial)(Number(values.seed), Number(values.nodes), seconds);
const text = `${JSON.stringify(report, null, 2)}\n`;
if (values.out !== undefined) writeFileSync(values.out, text);
process.stdout.write(text);
process.exitCode = ['linearizable', 'kept'].includes(report.verdict) ? 0 : 1;
