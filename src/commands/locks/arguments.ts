import type { HoldMode } from '../../machine/values/lock/hold.js';
import { ErrorReply, SYNTAX_ERROR } from '../../resp/reply.js';
import { integerWithin } from '../arguments.js';
import { Options } from '../queues/arguments.js';
import { ttlArgument } from './values.js';

/** What ACQUIRE or ACQUIREALL asks for. */
export interface Claim {
  /** Each once, in the order in which they were named. */
  readonly names: readonly string[];
  /** Milliseconds. */
  readonly ttl: number;
  readonly mode: HoldMode;
  /** Of a semaphore; else 0. */
  readonly permits: number;
  /** Milliseconds; 0: for ever; undefined: not at all. */
  readonly wait: number | undefined;
  /** Empty: it does not say. */
  readonly owner: string;
  readonly meta: string | undefined;
  readonly isBound: boolean;
}

const OPTIONS = { SHARED: 0, EXCLUSIVE: 0, PERMITS: 1, WAIT: 1, OWNER: 1, META: 1, BOUND: 0 };

const NO_LOCKS = new ErrorReply('ERR numlocks should be greater than 0');
const NO_OWNER = new ErrorReply('ERR owner is empty');

/** `DLOCK ACQUIRE name ttl ...` */
export function claimOfOne(argv: readonly string[]): Claim {
  return claim(argv, [argv[2]!], 3);
}

/** `DLOCK ACQUIREALL numlocks name [name ...] ttl ...` */
export function claimOfAll(argv: readonly string[]): Claim {
  const count = integerWithin(argv[2]!, 1, Number.MAX_SAFE_INTEGER, NO_LOCKS);
  if (count + 4 > argv.length) throw SYNTAX_ERROR;
  return claim(argv, [...new Set(argv.slice(3, 3 + count))], 3 + count);
}

/** `at`: where the ttl stands, in front of the options. */
function claim(argv: readonly string[], names: readonly string[], at: number): Claim {
  const ttl = ttlArgument(argv[at]!);
  const options = new Options(argv, at + 1, OPTIONS).close();
  const modes = ['EXCLUSIVE', 'SHARED', 'PERMITS'].filter(mode => options.has(mode));
  if (modes.length > 1) throw SYNTAX_ERROR;
  const owner = options.text('OWNER');
  if (owner === '') throw NO_OWNER;
  return {
    names,
    ttl,
    mode: (modes[0]?.toLowerCase() ?? 'exclusive') as HoldMode,
    permits: options.count('PERMITS', 1) ?? 0,
    wait: options.time('WAIT'),
    owner: owner ?? '',
    meta: options.text('META'),
    isBound: options.has('BOUND'),
  };
}

/** `DLOCK UPGRADE name token [WAIT ms]`: as the wait of a {@link Claim}. */
export function upgradeWait(argv: readonly string[]): number | undefined {
  return new Options(argv, 4, { WAIT: 1 }).close().time('WAIT');
}

/** Of a command whose options begin at `from`: it may have to wait. */
export function hasWait(argv: readonly string[], from: number): boolean {
  return argv.some((word, at) => at >= from && word.toUpperCase() === 'WAIT');
}
