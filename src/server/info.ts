import { arch, release, totalmem, type } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { REDIS_VERSION, VERSION } from '../base/version.js';
import type { Settings } from '../config/settings.js';
import type { Scheduler } from '../ports/scheduler.js';
import type { Replica } from '../replica/api.js';
import type { ClientDirectory } from './clients.js';
import type { ServerCounters } from './counters.js';
import { raftFigures } from './raft-figures.js';
import type { Rates } from './rates.js';
import type { CommandStatistic, Statistics } from './statistics.js';

/** The counters whose speed INFO shows. */
export type RateName = 'commands' | 'input' | 'output';

/** What INFO is made of. */
export interface InfoSources {
  readonly settings: Settings;
  readonly replica: Replica;
  readonly clients: Pick<ClientDirectory, 'size' | 'blocked'>;
  readonly counters: ServerCounters;
  readonly statistics: Statistics;
  readonly rates: Rates<RateName>;
  readonly scheduler: Scheduler;
  /** 40 hexadecimal digits, other ones with each start. */
  readonly runId: string;
  /** Null: the node was started without a file. */
  readonly confFile: string | null;
  /** Where clients connect. */
  readonly port: () => number;
  /** Monotonic milliseconds. */
  readonly startedAt: number;
}

type Figures = readonly (readonly [name: string, value: string | number])[];

/** In Redis's order, ours behind. Every number is measured; what there is nothing to measure for is left out. */
const SECTIONS: Readonly<Record<string, (sources: InfoSources) => Figures>> = {
  server: serverFigures,
  clients: clientFigures,
  memory: memoryFigures,
  persistence: persistenceFigures,
  stats: statsFigures,
  replication: () => [
    ['role', 'master'],
    ['connected_slaves', 0],
    ['master_failover_state', 'no-failover'],
  ],
  cpu: cpuFigures,
  modules: () => [],
  commandstats: ({ statistics }) => statistics.commands().map(commandFigure),
  errorstats: ({ statistics }) =>
    statistics.errors().map(([code, count]) => [`errorstat_${code}`, `count=${count}`]),
  latencystats: ({ statistics }) =>
    statistics
      .commands()
      .filter(({ calls }) => calls > 0)
      .map(latencyFigure),
  // Older redis-py asks for it before it takes a node for one of a cluster.
  cluster: ({ replica }) => [['cluster_enabled', replica.status().members.length > 1 ? 1 : 0]],
  raft: ({ replica }) => raftFigures(replica.status()),
  keyspace: ({ replica }) =>
    replica
      .keyspace()
      .map(({ db, keys, expires }) => [`db${db}`, `keys=${keys},expires=${expires},avg_ttl=0`]),
};

const ON_REQUEST = new Set(['commandstats', 'latencystats']);

/** INFO, with the sections asked for; none: those of `default`. */
export function infoText(sources: InfoSources, sections: readonly string[]): string {
  const wanted = new Set(sections.map(section => section.toLowerCase()));
  const all = wanted.has('all') || wanted.has('everything');
  const byDefault = wanted.size === 0 || wanted.has('default');
  return Object.entries(SECTIONS)
    .filter(([name]) => all || wanted.has(name) || (byDefault && !ON_REQUEST.has(name)))
    .map(([name, figures]) => {
      const lines = figures(sources).map(([field, value]) => `${field}:${value}\r\n`);
      return `# ${name === 'cpu' ? 'CPU' : capitalized(name)}\r\n${lines.join('')}`;
    })
    .join('\r\n');
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function serverFigures({ scheduler, runId, confFile, port, startedAt }: InfoSources): Figures {
  const uptime = Math.floor((scheduler.now() - startedAt) / 1000);
  return [
    ['redis_version', REDIS_VERSION],
    ['quorate_version', VERSION],
    ['node_version', process.versions.node],
    ['redis_mode', 'standalone'],
    ['os', `${type()} ${release()} ${arch()}`],
    ['arch_bits', 64],
    ['process_id', process.pid],
    ['run_id', runId],
    ['tcp_port', port()],
    ['server_time_usec', Math.floor(scheduler.wall() * 1000)],
    ['uptime_in_seconds', uptime],
    ['uptime_in_days', Math.floor(uptime / 86_400)],
    ['executable', process.execPath],
    ['config_file', confFile ?? ''],
  ];
}

function clientFigures({ clients, settings }: InfoSources): Figures {
  return [
    ['connected_clients', clients.size],
    ['maxclients', settings.get('maxclients')],
    ['blocked_clients', clients.blocked],
    ['tracking_clients', 0],
  ];
}

/** Bytes of the heap and beside it that hold something. */
export function usedMemory(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function memoryFigures({ rates, replica, settings }: InfoSources): Figures {
  const used = usedMemory();
  const rss = process.memoryUsage.rss();
  const peak = rates.peakMemory();
  return [
    ...sized('used_memory', used),
    ...sized('used_memory_rss', rss),
    ...sized('used_memory_peak', peak),
    ['used_memory_peak_perc', `${((used / peak) * 100).toFixed(2)}%`],
    ...sized('total_system_memory', totalmem()),
    ...sized('heap_size_limit', getHeapStatistics().heap_size_limit),
    ['used_memory_dataset', replica.memory().weight],
    ...sized('maxmemory', Number(replica.setting('maxmemory') ?? settings.get('maxmemory'))),
    ['maxmemory_policy', replica.setting('maxmemory-policy') ?? settings.get('maxmemory-policy')],
    ['mem_fragmentation_ratio', (rss / used).toFixed(2)],
    ['mem_allocator', 'v8'],
  ];
}

function sized(name: string, bytes: number): Figures {
  return [
    [name, bytes],
    [`${name}_human`, humanSize(bytes)],
  ];
}

/** As Redis writes sizes: `1.50M`. */
export function humanSize(bytes: number): string {
  let value = bytes;
  for (const unit of ['B', 'K', 'M', 'G']) {
    if (value < 1024) return unit === 'B' ? `${value}B` : `${value.toFixed(2)}${unit}`;
    value /= 1024;
  }
  return `${value.toFixed(2)}T`;
}

/** Snapshots are what Redis calls RDB; the log on disk is its append-only file; nothing is ever only in memory. */
function persistenceFigures({ replica }: InfoSources): Figures {
  const { inProgress, savedAt, ok, changes, lastMs, currentMs } = replica.state.snapshots.status;
  const whole = (ms: number): number => Math.round(ms / 1000);
  return [
    ['loading', 0],
    ['rdb_changes_since_last_save', changes],
    ['rdb_bgsave_in_progress', inProgress ? 1 : 0],
    ['rdb_last_save_time', Math.floor(savedAt / 1000)],
    ['rdb_last_bgsave_status', ok ? 'ok' : 'err'],
    ['rdb_last_bgsave_time_sec', lastMs > 0 ? whole(lastMs) : -1],
    ['rdb_current_bgsave_time_sec', inProgress ? whole(currentMs) : -1],
    ['aof_enabled', 1],
    ['aof_rewrite_in_progress', 0],
    ['aof_last_bgrewrite_status', 'ok'],
    ['aof_last_write_status', 'ok'],
  ];
}

function statsFigures({ counters, rates, replica }: InfoSources): Figures {
  const { expired, evicted } = replica.memory();
  const kilobytes = (name: RateName): string => (rates.perSecond(name) / 1024).toFixed(2);
  return [
    ['total_connections_received', counters.connectionsReceived],
    ['total_commands_processed', counters.commandsProcessed],
    ['instantaneous_ops_per_sec', Math.round(rates.perSecond('commands'))],
    ['total_net_input_bytes', counters.netInputBytes],
    ['total_net_output_bytes', counters.netOutputBytes],
    ['instantaneous_input_kbps', kilobytes('input')],
    ['instantaneous_output_kbps', kilobytes('output')],
    ['rejected_connections', counters.connectionsRejected],
    ['expired_keys', expired],
    ['evicted_keys', evicted],
    ['pubsub_channels', 0],
    ['pubsub_patterns', 0],
    ['latest_fork_usec', 0],
    ['total_error_replies', counters.errorReplies],
    ['client_query_buffer_limit_disconnections', counters.queryBufferLimitCuts],
    ['client_output_buffer_limit_disconnections', counters.outputBufferLimitCuts],
    ['protocol_errors', counters.protocolErrors],
  ];
}

function cpuFigures(): Figures {
  const { system, user } = process.cpuUsage();
  return [
    ['used_cpu_sys', (system / 1e6).toFixed(6)],
    ['used_cpu_user', (user / 1e6).toFixed(6)],
  ];
}

function commandFigure({ name, calls, milliseconds, rejected, failed }: CommandStatistic): [string, string] {
  const microseconds = milliseconds * 1000;
  const perCall = calls === 0 ? 0 : microseconds / calls;
  return [
    `cmdstat_${name}`,
    `calls=${calls},usec=${Math.round(microseconds)},usec_per_call=${perCall.toFixed(2)},` +
      `rejected_calls=${rejected},failed_calls=${failed}`,
  ];
}

function latencyFigure({ name, times }: CommandStatistic): [string, string] {
  const shown = [50, 99, 99.9].map(percent => `p${percent}=${times.percentile(percent).toFixed(3)}`);
  return [`latency_percentiles_usec_${name}`, shown.join(',')];
}
