import { median } from './measure.js';
import { TARGET_NAMES } from './plan.js';
import type { MeasuredRow, Results } from './results.js';

const HEAD = [
  'test',
  'P',
  'measured',
  'rate/s',
  'p50 ms',
  'p99 ms',
  'compared with',
  'rate/s',
  'ratio',
  'at least',
  '',
];

const rateOf = (row: MeasuredRow): number => median(row.samples.map(({ rate }) => rate));

/** Rate against the yardstick's rate: medians of rounds that took turns. */
export function ratioOf(row: MeasuredRow): number {
  return rateOf(row) / median(row.yardstickSamples.map(({ rate }) => rate));
}

export const passes = (row: MeasuredRow): boolean => row.atLeast === undefined || ratioOf(row) >= row.atLeast;

/** The row of `results` that measured the same. */
function sameRow(results: Results | undefined, row: MeasuredRow): MeasuredRow | undefined {
  return results?.rows.find(
    ({ test, pipeline, target }) => test === row.test && pipeline === row.pipeline && target === row.target,
  );
}

/** A table for people; with `earlier`, the change of each ratio since. */
export function formatTable(results: Results, earlier?: Results): string {
  const lines = results.rows.map(row => {
    const before = sameRow(earlier, row);
    const verdict = row.atLeast === undefined ? '' : passes(row) ? 'pass' : 'FAIL';
    return [
      row.test,
      String(row.pipeline),
      TARGET_NAMES[row.target],
      rateOf(row).toFixed(0),
      median(row.samples.map(({ p50Ms }) => p50Ms)).toFixed(2),
      median(row.samples.map(({ p99Ms }) => p99Ms)).toFixed(2),
      TARGET_NAMES[row.yardstick],
      median(row.yardstickSamples.map(({ rate }) => rate)).toFixed(0),
      ratioOf(row).toFixed(2),
      row.atLeast?.toFixed(2) ?? '',
      before === undefined ? verdict : `${verdict} (was ${ratioOf(before).toFixed(2)})`,
    ];
  });
  const widths = HEAD.map((head, i) => Math.max(head.length, ...lines.map(line => line[i]?.length ?? 0)));
  const isNumber = (i: number): boolean => ![0, 2, 6, 10].includes(i);
  const format = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (isNumber(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [HEAD, widths.map(width => '-'.repeat(width)), ...lines].map(format).join('\n');
}
