import type { Settings } from '../config/settings.js';
import type { SettingName } from '../config/table.js';
import type { ClientClass, OutputLimit, ServerSettings } from '../server/settings.js';

/**
 * The settings as the front end reads them, read anew at each use: CONFIG SET holds at once. `replicated` gives what the
 * log holds of a setting of the whole cluster; until it holds one, the node's own value counts.
 */
export class LiveSettings implements ServerSettings {
  /** Redis sets it on every connection, and so do we: small replies must not wait. */
  readonly tcpNoDelay = true;
  /** The last `proto-max-bulk-len` of the log, as text and read: it is asked for with every request. */
  #bulkText: string | undefined;
  #bulkBytes = 0;

  constructor(
    private readonly settings: Settings,
    private readonly replicated: (name: SettingName) => string | undefined,
  ) {}

  get maxBulkBytes(): number {
    const text = this.replicated('proto-max-bulk-len');
    if (text === undefined) return this.settings.get('proto-max-bulk-len');
    if (text !== this.#bulkText) {
      this.#bulkText = text;
      this.#bulkBytes = Number(text);
    }
    return this.#bulkBytes;
  }

  get maxClients(): number {
    return this.settings.get('maxclients');
  }

  get timeout(): number {
    return this.settings.get('timeout');
  }

  get tcpKeepAlive(): number {
    return this.settings.get('tcp-keepalive');
  }

  /** An explicit `bind` says who is meant to connect, as in Redis. */
  get protectedMode(): boolean {
    return this.settings.get('protected-mode') && this.settings.isDefault('bind');
  }

  get requirePass(): string {
    return this.settings.get('requirepass');
  }

  get databases(): number {
    return this.settings.get('databases');
  }

  get maxQueryBytes(): number {
    return this.settings.get('client-query-buffer-limit');
  }

  get maxTrackedKeys(): number {
    return this.settings.get('tracking-table-max-keys');
  }

  outputLimit(clientClass: ClientClass): OutputLimit {
    const { hard, soft, seconds } = this.settings.get('client-output-buffer-limit')[clientClass];
    return { hardBytes: hard, softBytes: soft, softSeconds: seconds };
  }
}
