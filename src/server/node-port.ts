import type { MemberChange } from '../base/configuration.js';
import { Glob } from '../base/glob.js';
import type {
  ClientFilter,
  ConfigOutcome,
  KnownNode,
  LatencyHistogram,
  LatencySummary,
  NodePort,
  RaftMember,
  SessionPort,
  SlowLogEntry,
} from '../commands/ports.js';
import type { Commands } from '../commands/table.js';
import { rewriteConf } from '../config/rewrite.js';
import { SettingError } from '../config/setting.js';
import type { SettingChange, Settings } from '../config/settings.js';
import { FORMER_NAMES, SETTING_NAMES, SETTINGS, type SettingName } from '../config/table.js';
import type { Scheduler } from '../ports/scheduler.js';
import type { DigestReport, Lane, Replica } from '../replica/api.js';
import { ErrorReply, type Reply } from '../resp/reply.js';
import type { ClientDirectory } from './clients.js';
import type { ServerCounters } from './counters.js';
import { infoText, type InfoSources, type RateName, usedMemory } from './info.js';
import { knownNodes } from './known-nodes.js';
import { memoryStats } from './memory-stats.js';
import { raftFigures } from './raft-figures.js';
import { Rates } from './rates.js';
import { rewriteFile } from './rewrite-file.js';
import type { Statistics } from './statistics.js';

export interface NodeParts {
  readonly commands: Commands;
  readonly settings: Settings;
  readonly replica: Replica;
  readonly clients: ClientDirectory;
  readonly counters: ServerCounters;
  readonly statistics: Statistics;
  readonly scheduler: Scheduler;
  readonly runId: string;
  /** The file that CONFIG REWRITE writes; null: there is none. */
  readonly confFile: string | null;
  readonly port: () => number;
  /** SHUTDOWN: ends the process in good order. */
  readonly shutdown: () => void;
}

/** After this a node that could not tell its address tries again. Milliseconds. */
const ANNOUNCE_AGAIN = 1000;

const OUTCOME_UNKNOWN = new ErrorReply('TIMEOUT outcome unknown');
const OUTCOME_OK: ConfigOutcome = { ok: true };

/** The process as the commands of class `node` see it. */
export class ServerNode implements NodePort {
  readonly #parts: NodeParts;
  readonly #info: InfoSources;
  readonly #rates: Rates<RateName>;
  #lane: Lane | undefined;

  constructor(parts: NodeParts) {
    const { counters, scheduler } = parts;
    this.#parts = parts;
    const sampled: Record<RateName, () => number> = {
      commands: () => counters.commandsProcessed,
      input: () => counters.netInputBytes,
      output: () => counters.netOutputBytes,
    };
    this.#rates = new Rates(scheduler, sampled, usedMemory);
    this.#info = { ...parts, rates: this.#rates, startedAt: scheduler.now() };
  }

  /** Ends what runs by itself. */
  stop(): void {
    this.#rates.stop();
  }

  get catalogue(): Commands {
    return this.#parts.commands;
  }

  info(sections: readonly string[]): string {
    return infoText(this.#info, sections);
  }

  memoryFigures(): readonly (readonly [name: string, value: number])[] {
    return memoryStats(this.#parts.replica, this.#rates.peakMemory());
  }

  // ---- settings ----------------------------------------------------------------------------------------------------

  configGet(patterns: readonly string[]): [name: string, value: string][] {
    const globs = patterns.map(pattern => new Glob(pattern, true));
    const all = [...SETTING_NAMES.map(name => [name, name] as const), ...FORMER_NAMES];
    const asked = all.filter(([shown]) => globs.some(glob => glob.matches(shown)));
    return asked.map(([shown, name]) => [shown, this.#text(name)]);
  }

  /** What all nodes share goes through the log; when that is committed, what is this node's own is changed too. */
  configSet(
    pairs: readonly (readonly [name: string, value: string])[],
    done: (outcome: ConfigOutcome) => void,
  ): void {
    let changes: SettingChange[];
    try {
      changes = this.#parts.settings.check(pairs);
    } catch (error) {
      if (!(error instanceof SettingError)) throw error;
      done({ ok: false, error: `ERR ${error.message}` });
      return;
    }
    const shared = changes.filter(({ scope }) => scope === 'cluster');
    const change = (): void => {
      for (const { name, text } of changes) this.#parts.settings.set(name, text);
      done(OUTCOME_OK);
    };
    if (shared.length === 0) change();
    else
      this.#propose(['quorate.setting', ...shared.flatMap(({ name, text }) => [name, text])], change, done);
  }

  #propose(argv: readonly string[], applied: () => void, failed: (outcome: ConfigOutcome) => void): void {
    const { replica } = this.#parts;
    this.#lane ??= replica.openLane();
    replica.submit({
      lane: this.#lane,
      argv,
      db: 0,
      kind: 'write',
      done: reply => {
        if (reply instanceof ErrorReply) failed({ ok: false, error: reply.text });
        else applied();
      },
      lost: () => failed({ ok: false, error: 'TIMEOUT outcome unknown' }),
    });
  }

  configResetStat(): void {
    this.#parts.counters.reset();
    this.#parts.statistics.reset();
  }

  configRewrite(done: (outcome: ConfigOutcome) => void): void {
    const { confFile, settings } = this.#parts;
    if (confFile === null) {
      done({ ok: false, error: 'ERR The server is running without a config file' });
      return;
    }
    const values = {
      prettyText: (name: SettingName) => this.#prettyText(name),
      isDefault: (name: SettingName) =>
        SETTINGS[name].scope === 'cluster'
          ? this.#text(name) === SETTINGS[name].default
          : settings.isDefault(name),
    };
    rewriteFile(confFile, old => rewriteConf(old, values), done);
  }

  /** The replicated value, where there is one. */
  #text(name: SettingName): string {
    const replicated = SETTINGS[name].scope === 'cluster' ? this.#parts.replica.setting(name) : undefined;
    return replicated ?? this.#parts.settings.text(name);
  }

  #prettyText(name: SettingName): string {
    const { type } = SETTINGS[name];
    return (type.pretty ?? type.format)(type.parse(this.#text(name), undefined));
  }

  // ---- clients -----------------------------------------------------------------------------------------------------

  clientList(filter: ClientFilter, done: (lines: string) => void): void {
    this.#parts.clients.list(filter, done);
  }

  clientKill(filter: ClientFilter, done: (killed: number) => void): void {
    this.#parts.clients.kill(filter, done);
  }

  clientPause(milliseconds: number, writesOnly: boolean, done: () => void): void {
    this.#parts.clients.pauseAll(milliseconds, writesOnly, done);
  }

  clientUnpause(done: () => void): void {
    this.#parts.clients.unpauseAll(done);
  }

  clientUnblock(id: number, withError: boolean, done: (unblocked: boolean) => void): void {
    this.#parts.clients.unblock(id, withError, done);
  }

  wait(sessionId: number, replicas: number, timeout: number, done: (holders: number) => void): void {
    const lane = this.#parts.clients.lane(sessionId);
    if (lane !== undefined) this.#parts.replica.wait(lane, replicas, timeout, done);
  }

  // ---- what took long ----------------------------------------------------------------------------------------------

  slowLog(count: number): readonly SlowLogEntry[] {
    return this.#parts.statistics.slowLog.latest(count);
  }

  slowLogLength(): number {
    return this.#parts.statistics.slowLog.length;
  }

  slowLogReset(): void {
    this.#parts.statistics.slowLog.reset();
  }

  latencyThreshold(): number {
    return this.#parts.settings.get('latency-monitor-threshold');
  }

  latencyLatest(): readonly LatencySummary[] {
    return this.#parts.statistics.latency.latest();
  }

  latencyHistory(event: string): readonly { readonly at: number; readonly milliseconds: number }[] {
    return this.#parts.statistics.latency.history(event);
  }

  latencyReset(events: readonly string[]): number {
    return this.#parts.statistics.latency.reset(events);
  }

  latencyHistogram(names: readonly string[]): readonly LatencyHistogram[] {
    return this.#parts.statistics.histograms(names);
  }

  // ---- the process -------------------------------------------------------------------------------------------------

  time(): { readonly seconds: number; readonly microseconds: number } {
    const microseconds = Math.floor(this.#parts.scheduler.wall() * 1000);
    return { seconds: Math.floor(microseconds / 1e6), microseconds: microseconds % 1e6 };
  }

  lastSave(): number {
    return Math.floor(this.#parts.replica.state.snapshots.status.savedAt / 1000);
  }

  snapshot(done: (error: string | null, index: number) => void): void {
    this.#parts.replica.state.snapshots.take(done);
  }

  snapshotInProgress(): boolean {
    return this.#parts.replica.state.snapshots.status.inProgress;
  }

  read(argv: readonly string[], db: number, done: (reply: Reply) => void): void {
    const { replica } = this.#parts;
    this.#lane ??= replica.openLane();
    replica.submit({ lane: this.#lane, argv, db, kind: 'read', done, lost: () => done(OUTCOME_UNKNOWN) });
  }

  backupBegin(): number {
    return this.#parts.replica.state.backups.begin();
  }

  backupNext(): Uint8Array | null | undefined {
    return this.#parts.replica.state.backups.next();
  }

  reload(): void {
    this.#parts.replica.state.snapshots.reload();
  }

  debugAllowed(): 'no' | 'yes' | 'local' {
    return this.#parts.settings.get('enable-debug-command');
  }

  sleep(seconds: number): void {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Math.max(0, seconds) * 1000);
  }

  shutdown(): void {
    this.#parts.shutdown();
  }

  // ---- the cluster -------------------------------------------------------------------------------------------------

  nodes(session: SessionPort): KnownNode[] {
    return knownNodes(this.#parts.replica.status(), session.localAddress);
  }

  term(): number {
    return this.#parts.replica.status().term;
  }

  masterName(): string {
    return this.#parts.settings.get('sentinel-master-name');
  }

  masterSwitched(previous: string): void {
    const { members, nodeId } = this.#parts.replica.status();
    const [from, to] = [previous, nodeId].map(id => members.find(member => member.id === id)?.clientAddress);
    if (!from || !to) return;
    const words = [from, to].map(address => address.replace(/:(\d+)$/, ' $1'));
    const message = [this.masterName(), ...words].join(' ');
    this.#propose(
      ['publish', '+switch-master', message],
      () => undefined,
      () => undefined,
    );
  }

  /** Tells all nodes where clients of this one connect: host:port, the host empty when nobody knows. */
  announce(address: string): void {
    const again = (): void => void this.#parts.scheduler.after(ANNOUNCE_AGAIN, () => this.announce(address));
    this.#propose(['quorate.announce', address], () => undefined, again);
  }

  raftStatus(): [name: string, value: string | number][] {
    return raftFigures(this.#parts.replica.status());
  }

  raftMembers(): readonly RaftMember[] {
    const { members, leaderId } = this.#parts.replica.status();
    return members.map(({ votes, ...member }) => ({
      ...member,
      role: member.id === leaderId ? 'leader' : votes ? 'follower' : 'learner',
    }));
  }

  raftChange(change: MemberChange, done: (error: string | null) => void): void {
    this.#parts.replica.members.change(change, done);
  }

  raftDigest(done: (report: DigestReport | string) => void): void {
    this.#parts.replica.state.digests.compare(done);
  }

  corrupt(key: string, value: string): void {
    this.#parts.replica.state.digests.corrupt(key, value);
  }

  raftTransfer(to: string | null, done: (error: string | null) => void): void {
    this.#parts.replica.members.transfer(to, done);
  }
}
