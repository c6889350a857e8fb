import { OperatorError } from '../base/errors.js';

/**
 * Entries must do the same on every node. What an entry does is therefore counted as *machine versions*: a process can run
 * all of them up to its own highest, and the cluster runs at one, which is part of the state. A change of what an
 * entry or a command does to the state is a new version: the handler asks `context.version`, and keeps what it did
 * before for the versions before.
 */
export const MACHINE_VERSION = 1;

/** That of an empty machine, and what is taken for granted of a node that names none. */
export const FIRST_VERSION = 1;

/** @throws OperatorError FORMAT_TOO_NEW: this process would make of the log something else than the others do. */
export function requireVersion(version: number, highest: number): void {
  if (version <= highest) return;
  throw new OperatorError(
    'FORMAT_TOO_NEW',
    `the cluster runs machine version ${version}, this node can run none above ${highest}: start it with the version of Quorate that the others have`,
  );
}
