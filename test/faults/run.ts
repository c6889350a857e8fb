import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { lockTrial } from './support/lock-trial.js';
import { queueTrial } from './support/queue-trial.js';
import { trial } from './support/trial.js';

/**
 * `npm run faults -- --minutes 30 --seed 1 --nodes 5 --out report.json [--queues|--locks]`: a cluster of real processes under faults
 * for so long. Prints the report; the exit code is 1 unless what the clients saw is linearizable. `--queues`: they are
 * producers and consumers, members change too, and what they saw is held against what queues promise. `--locks`: they hold
 * locks, at times for too long, and what they wrote under them is held against what locks promise.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '0' },
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    nodes: { type: 'string', default: '3' },
    queues: { type: 'boolean', default: false },
    locks: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});
const seconds = Number(values.minutes) * 60 || Number(values.seconds);
const run = values.locks ? lockTrial : values.queues ? queueTrial : trial;
const report = await run(Number(values.seed), Number(values.nodes), seconds);
const text = `${JSON.stringify(report, null, 2)}\n`;
if (values.out !== undefined) writeFileSync(values.out, text);
process.stdout.write(text);
process.exitCode = ['linearizable', 'kept'].includes(report.verdict) ? 0 : 1;
