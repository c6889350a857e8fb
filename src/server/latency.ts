import type { LatencySummary } from '../commands/ports.js';

/** Samples kept of each event, as in Redis. */
const MAX_SAMPLES = 160;

interface Sample {
  /** Seconds since the epoch. */
  readonly at: number;
  milliseconds: number;
}

interface Event {
  readonly samples: Sample[];
  max: number;
}

/** What took at least `latency-monitor-threshold`: the largest sample of each second, by event. */
export class LatencyMonitor {
  readonly #events = new Map<string, Event>();

  /** `at`: seconds since the epoch. The number of events is that of the places which record one. */
  record(name: string, milliseconds: number, at: number): void {
    const event = this.#events.get(name) ?? { samples: [], max: 0 };
    this.#events.set(name, event);
    event.max = Math.max(event.max, milliseconds);
    const last = event.samples.at(-1);
    if (last?.at === at) {
      last.milliseconds = Math.max(last.milliseconds, milliseconds);
      return;
    }
    event.samples.push({ at, milliseconds });
    if (event.samples.length > MAX_SAMPLES) event.samples.shift();
  }

  latest(): LatencySummary[] {
    return [...this.#events].flatMap(([event, { samples, max }]) => {
      const last = samples.at(-1);
      return last === undefined ? [] : [{ event, at: last.at, latest: last.milliseconds, max }];
    });
  }

  history(event: string): readonly Sample[] {
    return this.#events.get(event)?.samples ?? [];
  }

  /** These events, or all. Answers how many there were. */
  reset(events: readonly string[]): number {
    const names = events.length > 0 ? events : [...this.#events.keys()];
    return names.filter(name => this.#events.delete(name)).length;
  }
}
