/**
 * Something that stops a process or an operation and that the operator can act on: a port in use, a folder of another
 * node, a damaged record. `message` is one line, complete in itself.
 */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
  constructor(
    readonly code: OperatorErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export type OperatorErrorCode =
  | 'BAD_SETTING'
  | 'PORT_IN_USE'
  | 'WRONG_NODE' // the data folder belongs to another node
  | 'WRONG_CLUSTER'
  | 'NEW_FOLDER' // the cluster knows this node with another data folder
  | 'FOLDER_IN_USE' // another process has it open
  | 'REMOVED' // the cluster goes on without this node
  | 'FORMAT_TOO_NEW'
  | 'CORRUPT'
  | 'STATE' // the machine is not what the log makes of it, or cannot follow: another start is needed
  | 'DISK'; // a write or a sync failed: final for the handle
