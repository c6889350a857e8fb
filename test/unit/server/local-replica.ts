import type { MemberChange } from '../../../src/base/configuration.js';
import type {
  DigestReport,
  KeyspaceMemory,
  Lane,
  News,
  Replica,
  ReplicaStatus,
  Request,
  SubscriptionCounts,
} from '../../../src/replica/api.js';
import { BLOCKED, type Reply } from '../../../src/resp/reply.js';

/** What a request does: its reply, `BLOCKED`, or undefined: a test answers it later by `request.done()`. */
export type RequestHandler = (request: Request) => Reply | undefined;

/** A replica without a log: a request takes effect as it is submitted, by whatever handler is given. */
export class LocalReplica implements Replica {
  /** Changes of the members that were asked for. */
  readonly changes: MemberChange[] = [];
  /** Requests that the handler left unanswered, in order. */
  readonly unanswered: Request[] = [];
  readonly closedLanes: number[] = [];
  readonly settings = new Map<string, string>();
  readonly #handle: RequestHandler;
  readonly #blocked = new Map<Lane, Request>();
  readonly #topics = new Map<string, (body: string, done: (answer: string) => void) => void>();
  #relief: (() => void)[] = [];
  counts: SubscriptionCounts = { channels: 0, patterns: 0, shards: 0 };
  news: News | null = null;
  isTracking = false;
  #congested = false;
  #lanes = 0;
  /** Other nodes that are asked by `askAll`. */
  peers: LocalReplica[] = [];

  readonly members = {
    change: (change: MemberChange, done: (error: string | null) => void): void => {
      this.changes.push(change);
      done(null);
    },
    transfer: (_to: string | null, done: (error: string | null) => void) =>
      done('ERR there is no other member'),
    handOver: (done: () => void) => done(),
  };
  readonly state = {
    snapshots: {
      status: {
        inProgress: false,
        savedAt: 1_700_000_000_000,
        ok: true,
        changes: 0,
        lastMs: 0,
        currentMs: 0,
      },
      take: (done: (error: string | null, index: number) => void) => done(null, 7),
      reload: () => undefined,
    },

    backups: { begin: () => 7, next: () => null },
    digests: {
      compare: (done: (report: DigestReport) => void) =>
        done({
          index: 9,
          digest: 'd',
          members: [
            ['n1', 'd'],
            ['n2', null],
          ],
        }),
      corrupt: () => undefined,
    },
  };

  constructor(handle: RequestHandler) {
    this.#handle = handle;
  }

  openLane(): Lane {
    this.#lanes += 1;
    return { id: this.#lanes };
  }

  closeLane(lane: Lane): void {
    this.closedLanes.push(lane.id);
    this.#blocked.delete(lane);
  }

  submit(request: Request): void {
    const reply = this.#handle(request);
    if (reply === undefined) this.unanswered.push(request);
    else if (reply === BLOCKED) this.#blocked.set(request.lane, request);
    else request.done(reply);
  }

  /** Serves the client that waits on the lane of that id. */
  serve(laneId: number, reply: Reply): void {
    for (const [lane, request] of this.#blocked) {
      if (lane.id !== laneId) continue;
      this.#blocked.delete(lane);
      request.done(reply);
    }
  }

  unblock(lane: Lane, withError: boolean, done: (unblocked: boolean) => void): void {
    const waits = this.#blocked.has(lane);
    if (waits) this.serve(lane.id, withError ? 'unblocked by error' : 'unblocked by timeout');
    done(waits);
  }

  isBlocked(lane: Lane): boolean {
    return this.#blocked.has(lane);
  }

  subscriptions(): SubscriptionCounts {
    return this.counts;
  }

  listen(news: News): void {
    this.news = news;
  }

  trackKeys(isTracking: boolean): void {
    this.isTracking = isTracking;
  }

  get congested(): boolean {
    return this.#congested;
  }

  set congested(congested: boolean) {
    this.#congested = congested;
    if (congested) return;
    const relief = this.#relief;
    this.#relief = [];
    for (const run of relief) run();
  }

  onRelief(run: () => void): void {
    this.#relief.push(run);
  }

  askAll(topic: string, body: string, _timeoutMs: number, done: (answers: string[]) => void): void {
    const answers: string[] = [];
    for (const peer of this.peers) peer.#topics.get(topic)?.(body, answer => answers.push(answer));
    done(answers);
  }

  answer(topic: string, handler: (body: string, done: (answer: string) => void) => void): void {
    this.#topics.set(topic, handler);
  }

  wait(_lane: Lane, _replicas: number, _timeoutMs: number, done: (holders: number) => void): void {
    done(this.peers.length);
  }

  setting(name: string): string | undefined {
    return this.settings.get(name);
  }

  keyspace(): readonly { db: number; keys: number; expires: number }[] {
    return [];
  }

  memory(): KeyspaceMemory {
    return { weight: 0, expired: 0, evicted: 0 };
  }

  status(): ReplicaStatus {
    return {
      nodeId: 'n1',
      role: 'leader',
      leaderId: 'n1',
      leaderAddress: null,
      term: 1,
      commitIndex: 0,
      appliedIndex: 0,
      firstLogIndex: 1,
      lastLogIndex: 0,
      snapshotIndex: 0,
      stamp: 0,
      digest: { index: 9, digest: 'd', differs: [] },
      ...{ machineVersion: 1, highestVersion: 1 },
      members: [
        {
          ...{ id: 'n1', address: '', votes: true, uuid: '', clientAddress: '' },
          ...{ match: null, active: true, highestVersion: 1 },
        },
      ],
      counters: {},
    };
  }

  stop(done: () => void): void {
    done();
  }
}
