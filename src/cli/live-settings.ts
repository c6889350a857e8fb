import type { Settings } from '../config/settings.js';
import type { ClientClass, OutputLimit, ServerSettings } from '../server/settings.js';

/** The settings as the front end reads them, read anew at each use: CONFIG SET holds at once. */
export class LiveSettings implements ServerSettings {
  constructor(private readonly settings: Settings) {}

  get maxBulkBytes(): number {
    return this.settings.get('proto-max-bulk-len');
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

  get tcpNoDelay(): boolean {
    return true;
  }

  get protectedMode(): boolean {
    return this.settings.get('protected-mode');
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

  outputLimit(clientClass: ClientClass): OutputLimit {
    const { hard, soft, seconds } = this.settings.get('client-output-buffer-limit')[clientClass];
    return { hardBytes: hard, softBytes: soft, softSeconds: seconds };
  }
}
