import { existsSync, readdirSync } from 'node:fs';
import type { SnapshotMeta } from '../base/configuration.js';
import { OperatorError } from '../base/errors.js';
import { openNodeStore } from './data-folder.js';
import { openLogStore } from './log-store.js';
import { openSnapshotStore } from './snapshot-store.js';

/** What a data folder begins with. */
export interface Seed {
  readonly meta: SnapshotMeta;
  readonly clusterId: string;
  readonly chunks: Iterable<Uint8Array>;
}

/** Throws OperatorError BAD_SETTING unless the folder is empty or absent. */
export function requireEmpty(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return;
  throw new OperatorError('BAD_SETTING', `data folder ${folder} is not empty`);
}

/**
 * Makes the data folder of a new node `id` whose log begins behind a snapshot. `seedOf`: given the uuid of the folder. The
 * cluster id is written last: a folder that was left half-way is not taken for a whole one, for it belongs to no cluster.
 *
 * @throws OperatorError
 */
export async function seedFolder(folder: string, id: string, seedOf: (uuid: string) => Seed): Promise<void> {
  requireEmpty(folder);
  const node = await openNodeStore(folder, id);
  const { meta, clusterId, chunks } = seedOf(node.identity.uuid);
  const snapshots = await openSnapshotStore(folder);
  const writing = snapshots.begin(meta);
  for (const chunk of chunks) await done(end => writing.add(chunk, end));
  await done(end => writing.finish(end));
  await done(end => snapshots.close(end));
  const { store } = await openLogStore(folder, { acceptTornTail: false });
  const { index, term } = meta;
  await done(end =>
    store.write({ hardState: { term, vote: null, commit: index }, reset: { index, term }, entries: [] }, end),
  );
  await done(end => store.close(end));
  await done(end => node.joinCluster(clusterId, end));
  await done(end => node.close(end));
}

function done(run: (end: (error: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => run(error => (error === null ? resolve() : reject(error))));
}
