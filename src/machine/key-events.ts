import type { Leaving } from './database-owner.js';
import type { MachineSettings } from './settings.js';

/** Redis's letter for a class of events: generic, string, list, set, hash, sorted set, expired, evicted, stream, new, module. */
export type EventClass = 'g' | '$' | 'l' | 's' | 'h' | 'z' | 'x' | 'e' | 't' | 'n' | 'd';

/** Which events a command makes of what it does to keys. */
export interface KeyEvents {
  readonly class: EventClass;
  /** Of each key that is there afterwards, or that it emptied: `del` follows. Null: neither. */
  readonly changed: string | null;
  /** A key that goes is replaced by nothing: there is no event for the change. */
  readonly onlyRemoves?: true;
  /** Of a key that it changes twice it tells twice. */
  readonly repeats?: true;
}

const SETTING = 'notify-keyspace-events';
const ALL = 'g$lshzxetd';
const FIELDS_EXPIRED: KeyEvents = { class: 'h', changed: 'hexpired' };

/** Where events go. */
export interface EventSink {
  /** The events of the command at hand; undefined: it says itself what happened, or nothing does. */
  eventsOf(argv: readonly string[]): KeyEvents | undefined;
  publish(channel: string, message: string): void;
}

/**
 * Keyspace notifications: what happens to a key becomes messages, as its entry is applied. A command's own events come
 * from its {@link KeyEvents}, once for each key; what these cannot say it tells by `notify`.
 */
export class KeyEventSource {
  #text: string | undefined;
  #classes = '';
  #argv: readonly string[] = [];
  #events: KeyEvents | null | undefined;
  /** What the command at hand has told, of which keys. */
  #told = new Set<string>();

  constructor(
    private readonly settings: () => MachineSettings,
    private readonly sink: EventSink,
  ) {}

  get enabled(): boolean {
    const text = this.settings().get(SETTING) ?? '';
    if (text !== this.#text) {
      this.#text = text;
      this.#classes = text.replace('A', ALL);
    }
    return this.#classes !== '';
  }

  /** A command begins, or goes on behind one that it called. */
  begin(argv: readonly string[]): void {
    this.#argv = argv;
    this.#events = undefined;
    if (this.#told.size > 0) this.#told = new Set();
  }

  edited(db: number, key: string): void {
    const events = this.#ofCommand();
    if (events !== null) this.#tell(db, key, events);
  }

  left(db: number, key: string, how: Leaving): void {
    if (how === 'expired' || how === 'evicted') {
      this.notify(how === 'expired' ? 'x' : 'e', how, key, db);
      return;
    }
    if (how === 'outlived') {
      this.fieldExpired(db, key);
      this.notify('g', 'del', key, db);
      return;
    }
    const events = this.#ofCommand();
    if (events?.changed === null) return;
    if (events !== null && events.onlyRemoves !== true) this.#tell(db, key, events);
    this.notify('g', 'del', key, db);
  }

  /** Once for all fields of a hash that an entry takes away. */
  fieldExpired(db: number, key: string): void {
    this.#tell(db, key, FIELDS_EXPIRED);
  }

  notify(eventClass: EventClass, event: string, key: string, db: number): void {
    const classes = this.#classes;
    if (!classes.includes(eventClass)) return;
    if (classes.includes('K')) this.sink.publish(`__keyspace@${db}__:${key}`, event);
    if (classes.includes('E')) this.sink.publish(`__keyevent@${db}__:${event}`, key);
  }

  #ofCommand(): KeyEvents | null {
    this.#events ??= this.sink.eventsOf(this.#argv) ?? null;
    return this.#events;
  }

  #tell(db: number, key: string, { class: eventClass, changed, repeats }: KeyEvents): void {
    if (changed === null) return;
    if (repeats !== true) {
      const id = `${db} ${changed} ${key}`;
      if (this.#told.has(id)) return;
      this.#told.add(id);
    }
    this.notify(eventClass, changed, key, db);
  }
}
