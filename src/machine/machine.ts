import { assert } from '../base/assert.js';
import { type Random, SeededRandom } from '../base/random.js';
import { ErrorReply, NO_REPLY, type Reply } from '../resp/reply.js';
import type { Bindings } from './bindings.js';
import { applyClusterEntry } from './cluster-entries.js';
import type { CommandTable, WriteHandler } from './command-table.js';
import type { Scripting } from './context.js';
import { StateDigest } from './digest.js';
import { makeRoom } from './eviction.js';
import { CHANGES_NOTHING, Execution } from './execution.js';
import type { Keyspace } from './keyspace.js';
import { News } from './news.js';
import {
  type CommandItem,
  decode,
  entryBatchHead,
  entryItems,
  header,
  type Item,
  type MemberRecord,
  type PartItem,
  type UnblockItem,
} from './payload.js';
import type { LocalBatch, MachineObserver } from './observer.js';
import type { ApplyOutcome, NodeRow, Sessions } from './sessions.js';
import type { MachineSettings } from './settings.js';
import type { ScriptEngine } from './script-engine.js';
import { SnapshotReader } from './snapshot/reader.js';
import type { SnapshotPlace } from './snapshot/records.js';
import { SnapshotWriter } from './snapshot/writer.js';
import { MachineState } from './state.js';
import type { Subscriptions } from './subscriptions.js';
import { TimeService } from './time-service.js';
import { MACHINE_VERSION } from './version.js';
import { WaiterService } from './waiter-service.js';
import type { Waiter } from './waiters.js';

const OUT_OF_MEMORY = new ErrorReply("OOM command not allowed when used memory > 'maxmemory'.");
const INTERNAL_ERROR = new ErrorReply('ERR internal error');
const OVERSIZED = new ErrorReply('ERR command larger than 1 GB');

/**
 * The replicated state machine: a pure function of the log. It never sees a clock, a random source, a socket
 * or a promise; two machines that applied the same entries have the same digest.
 */
export class Machine {
  #state = new MachineState();
  #execution: Execution;
  #query: Execution;
  #isApplying = false;
  /** Of the entry at hand. */
  #index = 0;
  /** What the item at hand is to its origin; null: its node is another one, or no longer knows it. */
  #local: LocalBatch | null = null;
  #position = 0;
  /** Of the item at hand: the keys weigh more than `maxmemory`, and there is nothing to evict. */
  #isFull = false;
  readonly #news: News;
  readonly #service: WaiterService;
  readonly #time: TimeService;

  constructor(
    private readonly commands: CommandTable,
    private readonly observer: MachineObserver,
    private readonly engine: ScriptEngine,
    /** The highest machine version that it can run. */
    readonly highestVersion = MACHINE_VERSION,
  ) {
    this.#news = new News(() => this.#state, commands, observer);
    this.#execution = this.#newExecution();
    this.#query = this.#newQuery();
    this.keyspace.observer = this.#news;
    this.#service = new WaiterService({
      commands,
      observer,
      news: this.#news,
      state: () => this.#state,
      execution: () => this.#execution,
      answerTo: error => this.#answerTo(error),
    });
    this.#time = new TimeService(() => this.#state, this.#news, this.#service);
  }

  #newExecution(): Execution {
    return new Execution(this.#state, this.#scripting, {
      block: request => this.#service.block(request),
      call: (argv, db) => this.#call(this.#execution, argv, db),
      callable: argv => this.commands.callable(argv),
      callOfTransaction: (index, argv, db) => this.#callOfTransaction(index, argv, db),
      hasRoomFor: argv => this.#hasRoomFor(argv),
      ignoreWeight: () => (this.#isFull = false),
      bind: key => this.#state.bindings.add(this.#execution.client, key),
      announce: address => this.#sessions.announce(this.#execution.uuid, address),
      publish: (kind, channel, message) => this.#news.publish(kind, channel, message),
      notify: (eventClass, event, key, db) => this.#news.notify(eventClass, event, key, db),
    });
  }

  #newQuery(): Execution {
    return new Execution(this.#state, this.#scripting, {
      ...CHANGES_NOTHING,
      call: (argv, db) => this.#call(this.#query, argv, db),
      callable: argv => this.commands.callable(argv),
    });
  }

  get #scripting(): Scripting {
    return { scripts: this.#state.scripts, engine: this.engine, commands: this.commands };
  }

  get keyspace(): Keyspace {
    return this.#state.keyspace;
  }

  get settings(): MachineSettings {
    return this.#state.settings;
  }

  /** Who is subscribed to what. Nobody but the log changes it. */
  get subscriptions(): Subscriptions {
    return this.#state.subscriptions;
  }

  /** Whether somebody on this node wants to know which keys change. */
  set isTracking(isTracking: boolean) {
    this.#news.isTracking = isTracking;
  }

  /** What is bound to connections: when one ends, the log has to say so. */
  get bindings(): Pick<Bindings, 'has' | 'lanes'> {
    return this.#state.bindings;
  }

  get #sessions(): Sessions {
    return this.#state.sessions;
  }

  /** Index of the last entry with data that was applied as a whole; 0: none. */
  get appliedIndex(): number {
    return this.#state.appliedIndex;
  }

  /** Of the last entry. Milliseconds since the epoch. */
  get stamp(): number {
    return this.#state.stamp;
  }

  /** Null until the first entry of the cluster was applied. */
  get clusterId(): string | null {
    return this.#state.clusterId;
  }

  /** At which the cluster runs. */
  get version(): number {
    return this.#state.version;
  }

  get members(): readonly MemberRecord[] {
    return this.#state.members;
  }

  /** True when the last query met a key that is due by its `now` but not by the log: a tick must come first. */
  get metDue(): boolean {
    return this.keyspace.metDue;
  }

  row(uuid: string): NodeRow | undefined {
    return this.#sessions.row(uuid);
  }

  /** In order of uuid. */
  rows(): NodeRow[] {
    return this.#sessions.rows();
  }

  waiterOf(uuid: string, lane: number): Waiter | undefined {
    return this.#state.waiters.of(uuid, lane);
  }

  /** Ids of the nodes with clients that any entry may concern: blocked ones, subscribers. */
  nodesWaiting(): readonly string[] {
    return this.rows().flatMap(({ uuid, id }) =>
      this.#state.waiters.countOf(uuid) > 0 || this.subscriptions.hasNode(uuid) ? [id] : [],
    );
  }

  get waiterCount(): number {
    return this.#state.waiters.count;
  }

  /** Milliseconds since the epoch; undefined: no key has a deadline. */
  earliestDeadline(): number | undefined {
    return this.keyspace.earliestDeadline();
  }

  // ---- the state as a whole ----------------------------------------------------------------------------------------

  /** A hash of the logical content: equal on all machines that applied the same entries. Takes a second a million keys. */
  digest(): string {
    return this.beginDigest().finish();
  }

  /** The same in steps: of the state as it is now, whatever is applied meanwhile. */
  beginDigest(): StateDigest {
    return new StateDigest(this.#state);
  }

  /** A snapshot of the state as it is now, in steps. `place`: that of the last entry applied. */
  beginSnapshot(place: SnapshotPlace, chunkBytes?: number): SnapshotWriter {
    assert(place.index >= this.appliedIndex, 'a snapshot covers what was applied');
    return new SnapshotWriter(this.#state, place, chunkBytes);
  }

  /** Reads a snapshot, beside the present state; `install` puts it in its place. */
  beginRestore(): SnapshotReader {
    return new SnapshotReader(this.commands, this.highestVersion);
  }

  install(state: MachineState): void {
    this.#state = state;
    this.keyspace.beginApply(state.stamp);
    this.#execution = this.#newExecution();
    this.#query = this.#newQuery();
    this.keyspace.observer = this.#news;
  }

  // ---- entries -----------------------------------------------------------------------------------------------------

  /**
   * Applies a committed entry. `local`: when it is a batch of this node and holds exactly these items.
   *
   * @throws OperatorError FORMAT_TOO_NEW where the cluster goes on at a version that this machine cannot run
   */
  apply(index: number, data: Uint8Array, local: LocalBatch | null): ApplyOutcome {
    assert(index > this.#state.appliedIndex, 'entries are applied in order, each once');
    const { stamp, seed, kind } = header(data);
    // Leaders hand out rising stamps; whatever one does, time in here never runs back.
    this.#state.stamp = Math.max(this.#state.stamp, stamp);
    this.#index = index;
    this.#execution.now = this.#state.stamp;
    this.#execution.random = new SeededRandom(seed);
    this.keyspace.beginApply(this.#state.stamp);
    [this.#isApplying, this.#isFull] = [true, false];
    const outcome = kind === 'batch' ? this.#applyBatch(data, local) : this.#applyOther(data);
    this.#isApplying = false;
    this.#state.appliedIndex = index;
    return outcome;
  }

  #applyOther(data: Uint8Array): ApplyOutcome {
    const payload = decode(data);
    assert(payload.kind !== 'batch', 'batches have their own way');
    return applyClusterEntry(payload, {
      ...{ state: this.#state, highestVersion: this.highestVersion },
      tick: () => this.#time.tick(),
      endNode: uuid => this.#endNode(uuid),
    });
  }

  #applyBatch(data: Uint8Array, local: LocalBatch | null): ApplyOutcome {
    const { uuid, incarnation, sequence, count } = entryBatchHead(data);
    const outcome = this.#sessions.admit(uuid, incarnation, sequence);
    if (outcome !== 'applied') return outcome;
    this.#time.advance();
    const items = local?.items ?? entryItems(data);
    assert(items.length === count, 'what the origin holds is what the entry holds');
    this.#local = local;
    for (let position = 0; position < count; position++) {
      local?.before(position);
      this.#position = position;
      const reply = this.#applyItem(uuid, items[position] as Item);
      this.#news.flush();
      this.#service.serve();
      local?.replied(position, reply);
    }
    this.#local = null;
    return outcome;
  }

  #applyItem(uuid: string, item: Item): Reply {
    if ('argv' in item) return this.#applyCommand(uuid, item);
    if ('unblock' in item) return this.#unblock(uuid, item);
    return this.#applyPart(uuid, item);
  }

  #unblock(uuid: string, item: UnblockItem): Reply {
    if (item.unblock === 'gone') this.#time.endClient(uuid, item.lane);
    return this.#service.unblock(uuid, item);
  }

  #endNode(uuid: string): void {
    this.#time.endNode(uuid);
    this.observer.subscriptionsEnded(uuid, this.subscriptions.removeNode(uuid));
  }

  #applyPart(uuid: string, item: PartItem): Reply {
    const gathered = this.#sessions.gather(uuid, item);
    // Of an incomplete command the client was already told that the outcome is unknown.
    if (gathered === 'waiting' || gathered === 'incomplete') return NO_REPLY;
    return gathered === 'oversized' ? OVERSIZED : this.#applyCommand(uuid, gathered);
  }

  #applyCommand(uuid: string, item: CommandItem): Reply {
    const execution = this.#execution;
    try {
      const handler = this.commands.write(item.argv);
      assert(handler !== undefined, 'the log holds write commands only');
      execution.begin(uuid, item.lane, item.db, item.argv, true);
      this.#news.begin({ uuid, lane: item.lane }, item.argv);
      this.#isFull = !makeRoom(this.keyspace, this.settings, execution.random);
      if (!this.#hasRoomFor(item.argv)) throw OUT_OF_MEMORY;
      return handler(execution, item.argv);
    } catch (error) {
      return this.#answerTo(error);
    }
  }

  #hasRoomFor(argv: readonly string[]): boolean {
    return !this.#isFull || !this.commands.needsRoom(argv);
  }

  // ---- commands inside commands ------------------------------------------------------------------------------------

  /** Runs a command as the same client, then puts everything back as it was for the command around it. */
  #call(execution: Execution, argv: readonly string[], db: number): Reply {
    const { uuid, lane, dbIndex, argv: outer, mayBlock } = execution;
    execution.begin(uuid, lane, db, argv, false);
    if (execution === this.#execution) this.#news.begin(execution.client, argv);
    try {
      const write = execution === this.#query ? undefined : this.commands.write(argv);
      if (write !== undefined) return this.#write(write, argv);
      const read = this.commands.read(argv);
      assert(read !== undefined, 'only commands of the state are called');
      return read(execution, argv);
    } catch (error) {
      return this.#answerTo(error);
    } finally {
      execution.begin(uuid, lane, dbIndex, outer, mayBlock);
      if (execution === this.#execution) this.#news.begin(execution.client, outer);
    }
  }

  /** Nothing is evicted within a command. One that has changed something goes on to its end, as in Redis. */
  #write(handler: WriteHandler, argv: readonly string[]): Reply {
    if (!this.#hasRoomFor(argv)) throw OUT_OF_MEMORY;
    const reply = handler(this.#execution, argv);
    this.#isFull = false;
    return reply;
  }

  #callOfTransaction(index: number, argv: readonly string[], db: number): Reply {
    if (this.commands.write(argv) !== undefined) return this.#call(this.#execution, argv, db);
    this.#news.flush();
    return this.#local === null ? NO_REPLY : this.#local.inside(this.#position, index, argv, db);
  }

  /**
   * What a handler threw, as a reply. An error of ours is the same on every node. Where the stack or the memory ends may
   * not be: that is never a reply, the node must stop.
   */
  #answerTo(error: unknown): ErrorReply {
    if (error instanceof ErrorReply) return error;
    if (error instanceof RangeError) throw error;
    this.observer.failed(this.#index, error);
    return INTERNAL_ERROR;
  }

  // ---- queries -----------------------------------------------------------------------------------------------------

  /**
   * Evaluates a read command as of `now` (milliseconds since the epoch), but not before the last stamp. Changes
   * nothing. May be called from within {@link LocalBatch}: it then sees the items so far.
   */
  query(argv: readonly string[], db: number, now: number, random: Random): Reply {
    const query = this.#query;
    query.now = Math.max(now, this.#state.stamp);
    query.random = random;
    this.keyspace.beginQuery(query.now);
    try {
      const handler = this.commands.read(argv);
      assert(handler !== undefined, 'only read commands are queries');
      query.begin('', 0, db, argv, false);
      return handler(query, argv);
    } catch (error) {
      return this.#answerTo(error);
    } finally {
      if (this.#isApplying) this.keyspace.beginApply(this.#state.stamp);
    }
  }
}
