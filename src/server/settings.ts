import type { DecoderLimits } from '../resp/decoder.js';

/** Classes of `client-output-buffer-limit`. */
export type ClientClass = 'normal' | 'pubsub' | 'replica';

/** A client is cut off above `hardBytes`, or above `softBytes` for `softSeconds`. 0: no limit. */
export interface OutputLimit {
  readonly hardBytes: number;
  readonly softBytes: number;
  readonly softSeconds: number;
}

/** Settings as the front end reads them: live, so that CONFIG SET holds at once. */
export interface ServerSettings extends DecoderLimits {
  readonly maxClients: number;
  /** Seconds without a command after which a client is cut off; 0: never. */
  readonly timeout: number;
  /** Seconds; 0: off. */
  readonly tcpKeepAlive: number;
  readonly tcpNoDelay: boolean;
  readonly protectedMode: boolean;
  /** Empty: none is asked for. */
  readonly requirePass: string;
  /** How many databases SELECT knows. */
  readonly databases: number;
  /** `client-query-buffer-limit`, in bytes. */
  readonly maxQueryBytes: number;
  /** `tracking-table-max-keys`; 0: no limit. */
  readonly maxTrackedKeys: number;
  outputLimit(clientClass: ClientClass): OutputLimit;
}
