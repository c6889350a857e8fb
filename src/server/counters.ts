/** What the front end counts, for INFO. Plain numbers: they are raised on the hot path. */
export class ServerCounters {
  connectionsReceived = 0;
  connectionsRejected = 0;
  commandsProcessed = 0;
  errorReplies = 0;
  netInputBytes = 0;
  netOutputBytes = 0;
  /** Clients cut off because their requests or replies outgrew a limit. */
  queryBufferLimitCuts = 0;
  outputBufferLimitCuts = 0;
  protocolErrors = 0;

  /** CONFIG RESETSTAT. */
  reset(): void {
    Object.assign(this, new ServerCounters());
  }
}
