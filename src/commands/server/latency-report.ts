import type { LatencySummary } from '../ports.js';

interface Sample {
  /** Seconds since the epoch. */
  readonly at: number;
  readonly milliseconds: number;
}

const ROWS = 4;
const COLUMNS = 80;

/** Bars of the samples, with their age below: the latest at the right. `now`: seconds since the epoch. */
export function drawGraph(event: string, samples: readonly Sample[], now: number): string {
  const shown = samples.slice(-COLUMNS);
  const times = shown.map(({ milliseconds }) => milliseconds);
  const high = Math.max(...times);
  const low = Math.min(...times);
  const height = (value: number): number =>
    high === low ? ROWS : 1 + Math.round(((value - low) / (high - low)) * (ROWS - 1));
  const lines = [`${event} - high ${high} ms, low ${low} ms`, '-'.repeat(COLUMNS)];
  for (let row = ROWS; row >= 1; row--) {
    lines.push(
      times
        .map(value => (height(value) === row ? '_' : height(value) > row ? '|' : ' '))
        .join('')
        .trimEnd(),
    );
  }
  lines.push('');
  const ages = shown.map(({ at }) => age(now - at));
  for (let row = 0; row < Math.max(...ages.map(({ length }) => length)); row++) {
    lines.push(
      ages
        .map(text => text[row] ?? ' ')
        .join('')
        .trimEnd(),
    );
  }
  return `${lines.join('\n')}\n`;
}

/** At most four characters: `12s`, `3m`, `5h`, `2d`. */
function age(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, seconds)}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}

/** The samples in words. `threshold`: milliseconds; 0: nothing is recorded. */
export function report(
  threshold: number,
  events: readonly (LatencySummary & { readonly samples: readonly Sample[] })[],
): string {
  if (threshold === 0) {
    return (
      'Nothing is measured: latency-monitor-threshold is 0. ' +
      'CONFIG SET latency-monitor-threshold <milliseconds> starts to record events that take at least that long.\n'
    );
  }
  if (events.length === 0) return `No event has taken ${threshold} ms or more.\n`;
  const lines = events.map(({ event, max, latest, samples }, index) => {
    const sum = samples.reduce((total, { milliseconds }) => total + milliseconds, 0);
    const mean = (sum / samples.length).toFixed(1);
    return `${index + 1}. ${event}: ${samples.length} samples, ${mean} ms on average, ${max} ms at worst, ${latest} ms last.`;
  });
  return `Events that took ${threshold} ms or more:\n\n${lines.join('\n')}\n${advice(events)}`;
}

function advice(events: readonly { readonly event: string }[]): string {
  if (!events.some(({ event }) => event === 'command' || event === 'fast-command')) return '';
  return '\nThe times of commands include the disk and the other nodes. SLOWLOG GET names the commands; INFO raft tells how far this node is.\n';
}
