import { TARGET_NAMES } from './plan.js';
import type { MeasuredRow, Results } from './results.js';
import { ratioOf } from './table.js';

/** Ratios beyond this are drawn no longer. */
const RATIO_MAX = 1.5;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

const labelOf = ({ test, pipeline, target }: MeasuredRow): string =>
  `${test} P=${pipeline}, ${TARGET_NAMES[target]}`;

/** A bar of `width` characters at {@link RATIO_MAX}, to an eighth of a character. */
function bar(ratio: number, width: number): string {
  const eighths = Math.round((Math.min(ratio, RATIO_MAX) / RATIO_MAX) * width * 8);
  return '█'.repeat(eighths >> 3) + (EIGHTHS[eighths & 7] ?? '');
}

/** Each row's rate as a share of its yardstick's, for a terminal `columns` wide. `╎`: redis-server. */
export function drawBars({ rows }: Results, columns: number): string {
  const labels = rows.map(labelOf);
  const labelWidth = Math.max(...labels.map(label => label.length));
  const width = Math.max(20, columns - labelWidth - 8);
  const one = Math.round(width / RATIO_MAX);
  return rows
    .map((row, at) => {
      const drawn = bar(ratioOf(row), width).padEnd(width);
      const marked = drawn[one] === ' ' ? `${drawn.slice(0, one)}╎${drawn.slice(one + 1)}` : drawn;
      return `${(labels[at] ?? '').padEnd(labelWidth)} ${marked} ${ratioOf(row).toFixed(2)}`;
    })
    .join('\n');
}

const LINE = 22;
const LABELS = 260;
const PLOT = 480;
const TOP = 56;

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** The same as a picture. */
export function drawSvg({ rows, machine, date, commit }: Results): string {
  const height = TOP + rows.length * LINE + 20;
  const width = LABELS + PLOT + 70;
  const x = (ratio: number): number => LABELS + (Math.min(ratio, RATIO_MAX) / RATIO_MAX) * PLOT;
  const bars = rows.map((row, at) => {
    const ratio = ratioOf(row);
    const top = TOP + at * LINE;
    const fill = row.atLeast !== undefined && ratio < row.atLeast ? '#c0504d' : '#4f81bd';
    const promise =
      row.atLeast === undefined
        ? ''
        : `<line x1="${x(row.atLeast)}" x2="${x(row.atLeast)}" y1="${top}" y2="${top + 16}" stroke="#222" stroke-width="2"/>`;
    return [
      `<text x="${LABELS - 8}" y="${top + 12}" text-anchor="end">${escape(labelOf(row))}</text>`,
      `<rect x="${LABELS}" y="${top + 2}" width="${(x(ratio) - LABELS).toFixed(1)}" height="12" fill="${fill}"/>`,
      promise,
      `<text x="${(x(ratio) + 6).toFixed(1)}" y="${top + 12}">${ratio.toFixed(2)}</text>`,
    ].join('');
  });
  const heading = `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB; ${date.slice(0, 10)}, ${commit}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="8" y="20" font-size="15">Rate of Quorate as a share of redis-server's (dashed: 1); tick: promised</text>`,
    `<text x="8" y="40" fill="#555">${escape(heading)}</text>`,
    `<line x1="${x(1)}" x2="${x(1)}" y1="${TOP - 6}" y2="${height - 14}" stroke="#888" stroke-dasharray="4 3"/>`,
    ...bars,
    '</svg>',
    '',
  ].join('\n');
}
