import type { TrackingOptions, TrackingPort } from '../commands/ports.js';
import { ErrorReply, SYNTAX_ERROR } from '../resp/reply.js';
import type { TrackingTable } from './tracking-table.js';

const error = (text: string): ErrorReply => new ErrorReply(`ERR ${text}`);

const NO_SUCH_REDIRECT = error('The client ID you want redirect to does not exist');
const PREFIX_WITHOUT_BCAST = error('PREFIX option requires BCAST mode to be enabled');
const BCAST_SWITCHED = error(
  "You can't switch BCAST mode on/off before disabling tracking for this client, and then re-enabling it with a different mode.",
);
const BCAST_WITH_OPT = error('OPTIN and OPTOUT are not compatible with BCAST');
const BOTH_OPTS = error("You can't specify both OPTIN mode and OPTOUT mode");
const OPT_SWITCHED = error(
  "You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and then re-enabling it with a different mode.",
);
const NO_OPT_MODE = error(
  'CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled',
);
const YES_WITHOUT_OPTIN = error('CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.');
const NO_WITHOUT_OPTOUT = error('CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.');

const OFF: TrackingOptions = {
  redirect: 0,
  prefixes: [],
  bcast: false,
  optin: false,
  optout: false,
  noloop: false,
};

/** What one connection tracks: CLIENT TRACKING. */
export class TrackingState implements TrackingPort {
  isOn = false;
  /** The client that invalidations were to go to has gone. */
  isBroken = false;
  #options = OFF;
  /** Said by CLIENT CACHING for the next command; null: nothing. */
  #caching: boolean | null = null;

  constructor(
    private readonly id: number,
    private readonly table: TrackingTable,
  ) {}

  get redirect(): number {
    return this.#options.redirect;
  }

  get prefixes(): readonly string[] {
    return this.#options.prefixes;
  }

  get isBroadcast(): boolean {
    return this.#options.bcast;
  }

  get noLoop(): boolean {
    return this.#options.noloop;
  }

  get flags(): string[] {
    if (!this.isOn) return ['off'];
    const { bcast, optin, optout, noloop } = this.#options;
    const flags: [string, boolean][] = [
      ['bcast', bcast],
      ['optin', optin],
      ['caching-yes', optin && this.#caching === true],
      ['optout', optout],
      ['caching-no', optout && this.#caching === false],
      ['noloop', noloop],
      ['broken_redirect', this.isBroken],
    ];
    return ['on', ...flags.flatMap(([name, holds]) => (holds ? [name] : []))];
  }

  /** Whether the keys that the command at hand reads are to be remembered. */
  get wantsKeys(): boolean {
    if (!this.isOn || this.#options.bcast) return false;
    if (this.#options.optin) return this.#caching === true;
    return !this.#options.optout || this.#caching !== false;
  }

  checkRedirect(id: number): void {
    if (!this.table.hasClient(id)) throw NO_SUCH_REDIRECT;
  }

  enable(options: TrackingOptions): void {
    const { bcast, optin, optout, prefixes } = options;
    const old = this.#options;
    if (!bcast && prefixes.length > 0) throw PREFIX_WITHOUT_BCAST;
    if (this.isOn && bcast !== old.bcast) throw BCAST_SWITCHED;
    if (bcast && (optin || optout)) throw BCAST_WITH_OPT;
    if (optin && optout) throw BOTH_OPTS;
    if ((optin && old.optout) || (optout && old.optin)) throw OPT_SWITCHED;
    checkPrefixes(old.prefixes, prefixes);
    const added = bcast && prefixes.length === 0 && old.prefixes.length === 0 ? [''] : prefixes;
    this.#options = { ...options, prefixes: [...old.prefixes, ...added] };
    this.isOn = true;
    this.isBroken = false;
    this.table.enabled(this.id, added);
  }

  disable(): void {
    if (this.isOn) this.table.disabled(this.id, this.#options.prefixes);
    this.isOn = this.isBroken = false;
    this.#options = OFF;
    this.#caching = null;
  }

  setCaching(yes: boolean | undefined): void {
    const { optin, optout } = this.#options;
    if (!optin && !optout) throw NO_OPT_MODE;
    if (yes === undefined) throw SYNTAX_ERROR;
    if (yes && !optin) throw YES_WITHOUT_OPTIN;
    if (!yes && !optout) throw NO_WITHOUT_OPTOUT;
    this.#caching = yes;
  }

  /** The command behind CLIENT CACHING has begun. */
  forgetCaching(): void {
    this.#caching = null;
  }
}

/** Prefixes of one client must not overlap, or it would be told of a key twice. */
function checkPrefixes(old: readonly string[], added: readonly string[]): void {
  const overlap = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);
  for (const [index, prefix] of added.entries()) {
    const existing = old.find(other => overlap(prefix, other));
    if (existing !== undefined) throw overlapping(prefix, 'an existing', existing);
    const other = added.slice(index + 1).find(another => overlap(prefix, another));
    if (other !== undefined) throw overlapping(prefix, 'another provided', other);
  }
}

function overlapping(prefix: string, which: string, other: string): ErrorReply {
  return error(
    `Prefix '${prefix}' overlaps with ${which} prefix '${other}'. Prefixes for a single client must not overlap.`,
  );
}
