import { below, type Random } from '../../src/base/random.js';
import type { Lane } from '../../src/replica/api.js';
import type { ReplicaNode } from '../../src/replica/replica.js';
import { ErrorReply, type Reply } from '../../src/resp/reply.js';
import { checkCircle, type LockClaim } from './lock-claims.js';
import type { VirtualTime } from './ports/virtual-time.js';
import type { SimNode } from './sim-node.js';

/** So much of its time a lease lasts by any clock there is: they are off by less than that. */
const SURE = 0.98;

export interface LockClientTerms {
  readonly number: number;
  readonly node: SimNode;
  readonly time: VirtualTime;
  readonly random: Random;
  readonly names: readonly string[];
}

/** A client that takes locks, writes under them, at times too late, and at times forgets to let go. */
export class LockClient {
  #replica: ReplicaNode | null = null;
  #lane: Lane | null = null;
  #held: LockClaim[] = [];
  #isBusy = false;
  #claim: LockClaim | null = null;
  /** It is deaf and dumb until then: its leases may end meanwhile, and it does not know. */
  #restsUntil = 0;
  /** It is another one, under another name, whenever it holds nothing. */
  #lives = 0;
  /** What it has asked for in this life: it would get the same hold again. */
  readonly #asked = new Set<string>();

  constructor(
    private readonly terms: LockClientTerms,
    private readonly claims: LockClaim[],
  ) {}

  get isIdle(): boolean {
    return !this.#isBusy;
  }

  get #now(): number {
    return this.terms.time.now();
  }

  #below(bound: number): number {
    return below(this.terms.random, bound);
  }

  act(isLast: boolean): void {
    const { replica } = this.terms.node;
    if (this.#replica !== replica) this.#disconnect();
    if (replica === null || this.#isBusy) return;
    if (!isLast && this.#now < this.#restsUntil) return;
    this.#replica = replica;
    this.#lane ??= replica.openLane();
    if (isLast || this.#below(5) === 0) this.#step(isLast);
  }

  /** Looks whether it is blocked, which says when it stood in the line at the latest. */
  watch(): void {
    const claim = this.#claim;
    if (claim === null || claim.blockedAt < Infinity || this.#lane === null) return;
    if (this.#replica === this.terms.node.replica && this.#replica?.isBlocked(this.#lane))
      claim.blockedAt = this.#now;
  }

  #step(isLast: boolean): void {
    const [claim] = this.#held;
    const hasRested = this.#restsUntil > 0;
    this.#restsUntil = 0;
    if (claim === undefined) {
      this.#lives++;
      this.#asked.clear();
      if (!isLast) this.#acquireAny();
      return;
    }
    // Who has rested writes first.
    const choice = isLast ? 9 : hasRested ? 0 : this.#below(10);
    const other = this.terms.names.find(name => !this.#asked.has(name));
    if (choice < 4) this.#guard(claim);
    else if (choice < 6) this.#renew(claim);
    else if (choice < 8 && claim.owner !== '' && other !== undefined) this.#acquire([other], claim.owner);
    else if (choice === 8)
      this.#held.shift(); // it runs out
    else this.#release(claim);
  }

  #acquireAny(): void {
    const { names, number } = this.terms;
    const isAll = this.#below(6) === 0;
    const owner = this.#below(4) === 0 ? '' : `${number}:${this.#lives}`;
    this.#acquire(isAll ? names : [names[this.#below(names.length)] ?? ''], owner);
  }

  #acquire(names: readonly string[], owner: string): void {
    const ttl = 100 + this.#below(500);
    const wait = this.#below(3) === 0 ? 0 : 100 + this.#below(1_500);
    const isShared = this.#below(5) === 0;
    const what = names.length === 1 ? ['ACQUIRE', ...names] : ['ACQUIREALL', String(names.length), ...names];
    const options = ['WAIT', String(wait), 'META', names.length === 1 ? 'one' : 'all'];
    if (owner !== '') options.push('OWNER', owner);
    if (isShared) options.push('SHARED');
    const claim: LockClaim = {
      ...{ node: this.terms.node.id, owner, names, isShared, startedAt: this.#now },
      ...{ endedAt: Infinity, blockedAt: Infinity, token: 0, heldUntil: 0, goneAt: Infinity },
    };
    for (const name of names) this.#asked.add(name);
    this.claims.push(claim);
    this.#claim = claim;
    this.#send(['DLOCK', ...what, String(ttl), ...options], reply => this.#answered(claim, reply, ttl));
  }

  #answered(claim: LockClaim, reply: Reply, ttl: number): void {
    this.#claim = null;
    claim.endedAt = this.#now;
    if (Array.isArray(reply)) {
      claim.token = reply[0] as number;
      claim.heldUntil = claim.startedAt + ttl * SURE;
      this.#held.push(claim);
      if (this.#below(6) === 0) this.#restsUntil = this.#now + 300 + this.#below(600);
      return;
    }
    const text = reply instanceof ErrorReply ? reply.text : '';
    if (text.startsWith('TIMEOUT outcome unknown')) return;
    claim.goneAt = this.#now;
    if (text.startsWith('DEADLOCK')) checkCircle(this.claims, text, claim.startedAt, this.#now);
    else if (text !== '' && !/^(CLUSTERDOWN|LOADING) /.test(text))
      throw new Error(`unexpected answer to a claim: ${text}`);
  }

  /** What is written tells under which token. */
  #guard(claim: LockClaim): void {
    const name = claim.names[this.#below(claim.names.length)] ?? '';
    // Those who share it write beside each other.
    const command = claim.isShared ? ['GET', 'nothing'] : ['RPUSH', `under:${name}`, String(claim.token)];
    this.#send(['DLOCK', 'GUARD', name, String(claim.token), ...command], reply => {
      if (reply instanceof ErrorReply && reply.text.startsWith('FENCED')) this.#lost(claim);
    });
  }

  #renew(claim: LockClaim): void {
    const startedAt = this.#now;
    const ttl = 100 + this.#below(500);
    const [name = ''] = claim.names;
    this.#send(['DLOCK', 'RENEW', name, String(claim.token), String(ttl)], reply => {
      if (reply === 0) this.#lost(claim);
      // Of several locks the others run as they did.
      if (reply === ttl && claim.names.length === 1) claim.heldUntil = startedAt + ttl * SURE;
    });
    // It may have taken effect already, and be shorter.
    claim.heldUntil = Math.min(claim.heldUntil, startedAt + ttl * SURE);
  }

  #release(claim: LockClaim): void {
    this.#held = this.#held.filter(other => other !== claim);
    const isSure = this.#now < claim.heldUntil;
    const until = claim.heldUntil;
    claim.heldUntil = Math.min(until, this.#now);
    const [name = '', ...others] = claim.names;
    this.#send(['DLOCK', 'RELEASE', name, String(claim.token)], reply => {
      if (reply === 0 && isSure && this.#now < until) throw new Error(`lost ${name} before its time`);
      if (typeof reply === 'number' && others.length === 0) claim.goneAt = this.#now;
    });
  }

  /** The cluster says that it does not hold it any more. */
  #lost(claim: LockClaim): void {
    if (this.#now < claim.heldUntil)
      throw new Error(`${claim.names.join()} was lost at ${this.#now}, before ${claim.heldUntil}`);
    this.#held = this.#held.filter(other => other !== claim);
  }

  #send(argv: readonly string[], answered: (reply: Reply) => void): void {
    const lane = this.#lane;
    if (lane === null) return;
    this.#isBusy = true;
    this.#replica?.submit({
      lane,
      argv,
      db: 0,
      kind: 'write',
      done: reply => {
        if (this.#lane !== lane) return;
        this.#isBusy = false;
        answered(reply);
      },
      lost: () => this.#disconnect(),
    });
  }

  #disconnect(): void {
    if (this.#lane !== null && this.#replica === this.terms.node.replica)
      this.#replica?.closeLane(this.#lane);
    this.#lane = this.#replica = this.#claim = null;
    this.#held = [];
    this.#isBusy = false;
  }
}
