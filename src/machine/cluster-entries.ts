import type { Batch, Payload } from './payload.js';
import type { ApplyOutcome } from './sessions.js';
import type { MachineState } from './state.js';
import { requireVersion } from './version.js';

export interface ClusterEntriesEnvironment {
  readonly state: MachineState;
  /** The highest machine version that this machine can run. */
  readonly highestVersion: number;
  /** Deletes what is due. */
  readonly tick: () => void;
  /** The incarnation of a node is over: what belongs to its clients ends. */
  readonly endNode: (uuid: string) => void;
}

/**
 * Applies an entry that holds no commands of clients: what nodes and leaders log of themselves.
 *
 * @throws OperatorError FORMAT_TOO_NEW where the cluster goes on at a version that this machine cannot run
 */
export function applyClusterEntry(
  payload: Exclude<Payload, Batch>,
  { state, highestVersion, tick, endNode }: ClusterEntriesEnvironment,
): ApplyOutcome {
  switch (payload.kind) {
    case 'bootstrap':
      if (state.clusterId !== null) return 'skipped';
      state.clusterId = payload.clusterId;
      state.members = payload.members;
      for (const [name, value] of payload.settings) state.settings.set(name, value);
      return 'applied';
    case 'open': {
      // Such a process ends where it applies the entry that raised the version: nothing of it may take effect here either.
      if (payload.highestVersion < state.version) return 'refused';
      const outcome = state.sessions.open(payload);
      if (outcome === 'applied') endNode(payload.uuid);
      return outcome;
    }
    case 'end': {
      const outcome = state.sessions.end(payload.uuid, payload.incarnation);
      if (outcome === 'applied') endNode(payload.uuid);
      return outcome;
    }
    case 'tick':
      tick();
      return 'applied';
    case 'gap':
      state.keyspace.raiseGap(payload.milliseconds);
      return 'applied';
    case 'digest':
      return 'applied';
    case 'raise':
      if (payload.version <= state.version) return 'skipped';
      requireVersion(payload.version, highestVersion);
      state.version = payload.version;
      return 'applied';
  }
}
