import type { VirtualTime } from './ports/virtual-time.js';
import { below, type Random } from '../../src/base/random.js';
import type { Lane } from '../../src/replica/api.js';
import type { ReplicaNode } from '../../src/replica/replica.js';
import type { Reply } from '../../src/resp/reply.js';
import type { History, Operation } from './history.js';
import type { SimNode } from './sim-node.js';

const READS = new Set(['GET', 'PTTL']);
/** Keys whose number is odd are in database 1, but for the queues, between which elements move. */
const inOtherDatabase = (key: string): boolean => /^[^q].*1$/.test(key);
/** Now and then a value makes its batch large. */
const PADDING = 'x'.repeat(20_000);

/** Between its last answer and its next command a client rests, less than this. Milliseconds. */
const REST_MS = 70;

/** A connection to one node that keeps a few commands on their way, and comes back when its node does. */
export class SimClient {
  #replica: ReplicaNode | null = null;
  #lane: Lane | null = null;
  #connection = 0;
  #open: Operation[] = [];
  #values = 0;
  #resting = false;
  /** Who owes an answer to CLIENT UNBLOCK. A process that died owes none. */
  readonly #unblocking = new Set<{ readonly replica: ReplicaNode }>();

  constructor(
    readonly number: number,
    readonly node: SimNode,
    private readonly history: History,
    private readonly time: VirtualTime,
    protected readonly random: Random,
  ) {}

  get isIdle(): boolean {
    return this.#open.length === 0 && this.#unblocks === 0;
  }

  get #unblocks(): number {
    return [...this.#unblocking].filter(({ replica }) => replica === this.node.replica).length;
  }

  /** What it has on its way is over without an answer: its node or its connection is gone. */
  disconnect(): void {
    for (const operation of this.#open) operation.outcome = 'unknown';
    this.#open = [];
    const lane = this.#lane;
    if (lane !== null && this.#replica === this.node.replica) this.#replica?.closeLane(lane);
    this.#lane = null;
    this.#replica = null;
  }

  /** Sends a few commands when nothing is on its way. */
  act(): void {
    if (!this.isReady()) return;
    const choice = below(this.random, 100);
    if (choice < 14) this.#block();
    else for (let left = 1 + below(this.random, 5); left > 0; left--) this.#sendAny();
  }

  /** Sends one command, to see that the cluster lives; answers it. */
  ask(): Operation | undefined {
    return this.isReady() ? this.send(['INCR', 'c0'], '+1') : undefined;
  }

  /** A client that would wait for ever goes. */
  stopWaiting(): void {
    if (this.#open.some(({ name, argv }) => name.startsWith('BL') && argv.at(-1) === '0')) this.disconnect();
  }

  /** CLIENT UNBLOCK, which another client of the node asked for. */
  unblock(withError: boolean): void {
    if (this.#lane === null || this.#replica === null || this.#replica !== this.node.replica) return;
    const replica = this.#replica;
    const owed = { replica };
    this.#unblocking.add(owed);
    replica.unblock(this.#lane, withError, () => {
      if (!this.#unblocking.delete(owed)) throw new Error('CLIENT UNBLOCK was answered twice');
    });
  }

  /** Looks whether it is blocked, which says when it stood in the line at the latest. */
  watch(): void {
    const [operation] = this.#open;
    if (operation === undefined || operation.blockedAt < Infinity || this.#lane === null) return;
    if (this.#replica === this.node.replica && this.#replica?.isBlocked(this.#lane))
      operation.blockedAt = this.time.now();
  }

  describe(): string {
    const open = this.#open.map(({ argv, startedAt }) => `${argv.join(' ')} since ${startedAt}`);
    const status = JSON.stringify(this.node.replica?.status());
    return `client ${this.number} of ${this.node.id}: ${open.join(', ')} ${this.#unblocks} unblocks ${status}`;
  }

  protected isReady(): boolean {
    if (this.#replica !== this.node.replica) this.disconnect();
    if (this.node.replica === null || !this.isIdle || this.#resting) return false;
    this.#replica = this.node.replica;
    if (this.#lane === null) this.#connection++;
    this.#lane ??= this.#replica.openLane();
    return true;
  }

  #value(): string {
    return `<${this.number}:${++this.#values}>`;
  }

  #block(): void {
    const timeout = below(this.random, 12) === 0 ? '0' : String((1 + below(this.random, 15)) / 10);
    if (below(this.random, 4) === 0) this.send(['BLMOVE', 'q0', 'q1', 'LEFT', 'RIGHT', timeout]);
    else this.send(['BLPOP', `q${below(this.random, 2)}`, timeout]);
  }

  #sendAny(): void {
    const choice = below(this.random, 100);
    const either = below(this.random, 2);
    const own = `own:${this.number}`;
    if (choice < 12) this.send(['RPUSH', `l${either}`, this.#value()]);
    else if (choice < 25) this.send(['RPUSH', `q${either}`, this.#value()]);
    else if (choice < 33) this.send(['INCR', `c${either}`], '+1');
    else if (choice < 43) this.send(['GET', `c${either}`]);
    else if (choice < 50) this.send(['APPEND', 'a0', this.#value()]);
    else if (choice < 57) this.send(['GET', 'a0']);
    else if (choice < 63) this.send(['SET', `r${either}`, this.#value()]);
    else if (choice < 71) this.send(['GET', `r${either}`]);
    else if (choice < 75)
      this.send(['SET', `e${either}`, this.#value(), 'PX', String(1 + below(this.random, 900))]);
    else if (choice < 80) this.send(['GET', `e${either}`]);
    else if (choice < 83) this.send(['PTTL', `e${either}`]);
    else if (choice < 91) this.send(['SET', own, this.#value()]);
    else if (choice < 99) this.send(['GET', own]);
    else this.send(['SET', `p${either}`, this.#value() + PADDING]);
  }

  protected send(
    argv: readonly string[],
    value = READS.has(argv[0] ?? '') ? '' : (argv[2] ?? ''),
  ): Operation | undefined {
    const lane = this.#lane;
    if (lane === null) return undefined;
    const operation = this.history.begin(this.number, this.#connection, argv, value, this.time.now());
    this.#open.push(operation);
    this.#replica?.submit({
      lane,
      argv,
      db: inOtherDatabase(operation.key) ? 1 : 0,
      kind: READS.has(operation.name) ? 'read' : 'write',
      done: reply => this.#answered(operation, reply),
      lost: () => this.disconnect(),
    });
    return operation;
  }

  #answered(operation: Operation, reply: Reply): void {
    if (!this.#open.includes(operation))
      throw new Error(`answered twice, or after the end of its connection: ${operation.argv.join(' ')}`);
    this.#open = this.#open.filter(other => other !== operation);
    this.history.end(operation, reply, this.time.now());
    if (this.#open.length === 0) this.#rest();
  }

  #rest(): void {
    this.#resting = true;
    this.time.after(below(this.random, REST_MS), () => {
      this.#resting = false;
    });
  }
}
