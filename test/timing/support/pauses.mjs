// Loaded into a server by --import: says on SIGUSR2 for how long its main thread stood still at most since the last time,
// the collector apart.
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const RESOLUTION_MS = 2;

if (isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  let collector = 0;
  new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) collector = Math.max(collector, duration);
  }).observe({ entryTypes: ['gc'] });
  delay.enable();
  process.on('SIGUSR2', () => {
    console.log(`longest pause ${Math.round(delay.max / 1e6 - RESOLUTION_MS)} ms, of the collector ${Math.round(collector)} ms.`);
    delay.reset();
    collector = 0;
  });
}
