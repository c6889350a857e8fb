import { Histogram } from '../base/histogram.js';
import type { LatencyHistogram, SessionPort } from '../commands/ports.js';
import type { LeafCommand } from '../commands/spec.js';
import type { Settings } from '../config/settings.js';
import type { Scheduler } from '../ports/scheduler.js';
import { ErrorReply, type Reply } from '../resp/reply.js';
import { LatencyMonitor } from './latency.js';
import type { CommandObserver } from './observer.js';
import { SlowLog } from './slow-log.js';

/** Different error codes that are counted apart; scripts may make up any number of them. */
const MAX_ERROR_CODES = 128;

/** What INFO commandstats shows of one command. */
export interface CommandStatistic {
  /** `get`, `config|set`. */
  readonly name: string;
  calls: number;
  milliseconds: number;
  rejected: number;
  failed: number;
  readonly times: Histogram;
}

/** Names commands: the table does. */
export interface CommandNames {
  fullName(command: LeafCommand): string;
}

/** Counts and times every command of this node, and keeps what took long. Called on the hot path. */
export class Statistics implements CommandObserver {
  readonly slowLog = new SlowLog();
  readonly latency = new LatencyMonitor();
  readonly #commands = new Map<LeafCommand, CommandStatistic>();
  /** Clients mostly send one command many times. */
  #last: { readonly command: LeafCommand; readonly statistic: CommandStatistic } | null = null;
  readonly #errors = new Map<string, number>();
  #slowerThan = 0;
  #latencyThreshold = 0;
  #tracking = true;

  constructor(
    private readonly names: CommandNames,
    private readonly settings: Settings,
    private readonly scheduler: Scheduler,
  ) {
    const read = (): void => {
      const microseconds = settings.get('slowlog-log-slower-than');
      this.#slowerThan = microseconds < 0 ? Infinity : microseconds / 1000;
      this.#latencyThreshold = settings.get('latency-monitor-threshold') || Infinity;
      this.#tracking = settings.get('latency-tracking');
    };
    for (const name of [
      'slowlog-log-slower-than',
      'latency-monitor-threshold',
      'latency-tracking',
    ] as const) {
      settings.onChange(name, read);
    }
    read();
  }

  executed(
    command: LeafCommand,
    argv: readonly string[],
    reply: Reply,
    milliseconds: number,
    session: SessionPort,
  ): void {
    const statistic = this.#of(command);
    statistic.calls++;
    statistic.milliseconds += milliseconds;
    if (this.#tracking) statistic.times.record(milliseconds);
    if (reply instanceof ErrorReply) {
      statistic.failed++;
      this.#countError(reply);
    }
    if (milliseconds >= this.#latencyThreshold) this.#recordLatency(command, milliseconds);
    if (milliseconds >= this.#slowerThan && !command.flags.includes('skip_slowlog')) {
      this.#recordSlow(argv, milliseconds, session);
    }
  }

  rejected(command: LeafCommand): void {
    this.#of(command).rejected++;
  }

  /** In order of name. */
  commands(): CommandStatistic[] {
    return [...this.#commands.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** By the first word of the error. */
  errors(): [code: string, count: number][] {
    return [...this.#errors].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Of the commands named, a container standing for all its subcommands; of all, when none is named. */
  histograms(names: readonly string[]): LatencyHistogram[] {
    const wanted = names.map(name => name.toLowerCase());
    return this.commands()
      .filter(({ name, times }) => {
        if (times.total === 0) return false;
        return wanted.length === 0 || wanted.includes(name) || wanted.includes(name.split('|', 1)[0] ?? '');
      })
      .map(({ name, times }) => ({ name, calls: times.total, buckets: times.buckets() }));
  }

  /** CONFIG RESETSTAT. */
  reset(): void {
    this.#commands.clear();
    this.#last = null;
    this.#errors.clear();
  }

  #of(command: LeafCommand): CommandStatistic {
    const last = this.#last;
    if (last?.command === command) return last.statistic;
    const statistic = this.#commands.get(command) ?? this.#begin(command);
    this.#last = { command, statistic };
    return statistic;
  }

  #begin(command: LeafCommand): CommandStatistic {
    const name = this.names.fullName(command);
    const statistic = { name, calls: 0, milliseconds: 0, rejected: 0, failed: 0, times: new Histogram() };
    this.#commands.set(command, statistic);
    return statistic;
  }

  #countError({ text }: ErrorReply): void {
    const code = text.split(' ', 1)[0] ?? '';
    const count = this.#errors.get(code);
    if (count === undefined && this.#errors.size >= MAX_ERROR_CODES) return;
    this.#errors.set(code, (count ?? 0) + 1);
  }

  #recordLatency(command: LeafCommand, milliseconds: number): void {
    const event = command.flags.includes('fast') ? 'fast-command' : 'command';
    this.latency.record(event, Math.floor(milliseconds), this.#seconds());
  }

  #recordSlow(argv: readonly string[], milliseconds: number, session: SessionPort): void {
    const { address: client, name } = session;
    const microseconds = Math.floor(milliseconds * 1000);
    this.slowLog.add(
      { at: this.#seconds(), microseconds, argv, client, name },
      this.settings.get('slowlog-max-len'),
    );
  }

  #seconds(): number {
    return Math.floor(this.scheduler.wall() / 1000);
  }
}
