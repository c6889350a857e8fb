/**
 * The data folder of a node.
 *
 *     <data>/identity   who it belongs to: id, uuid, cluster id, incarnation   (slot file, see slot-file.ts)
 *     <data>/vote       term and vote, a second copy of what the log holds     (slot file)
 *     <data>/lock/      an empty LevelDB database; its lock is the lock of the folder
 *     <data>/log/       the entries and the hard state, in files of units      (see log-record.ts)
 *     <data>/snapshots/ LevelDB database: the newest snapshot                  (see snapshot-record.ts)
 *
 * The lock is a database of its own because the files of `log/` and `snapshots/` are read before anything is opened: that
 * must not happen while another process writes them.
 * `identity` is made before `log/` and `vote`, so a folder with one of these and without an identity was damaged.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Level } from 'level';
import { OperatorError } from '../base/errors.js';
import type { NodeIdentity, NodeStore, Trouble } from '../ports/node-store.js';
import { diskError, levelError } from './disk-error.js';
import { peekSlotFile, type SlotContent, SlotFile, syncFolder } from './slot-file.js';

export const logFolder = (folder: string): string => join(folder, 'log');
export const snapshotFolder = (folder: string): string => join(folder, 'snapshots');
export const voteFile = (folder: string): string => join(folder, 'vote');
const identityFile = (folder: string): string => join(folder, 'identity');
const lockFolder = (folder: string): string => join(folder, 'lock');

export interface OpenNodeStore extends NodeStore {
  /** Gives the lock of the folder back; last, after the log is closed. */
  close(done: (error: Error | null) => void): void;
}

/**
 * Opens the folder of node `id` and locks it; an absent or empty folder becomes its own. A folder that is refused
 * (WRONG_NODE, FORMAT_TOO_NEW, CORRUPT, FOLDER_IN_USE) is left as it is.
 */
export async function openNodeStore(folder: string, id: string): Promise<OpenNodeStore> {
  const before = await peekSlotFile(identityFile(folder));
  if (before === null) refuseOrphan(folder);
  else readIdentity(folder, id, before);
  if (before === null) await makeFolder(folder);
  const lock = await lockDatabase(folder);
  try {
    // Read again: before the lock was ours another process may have begun an incarnation, or made the folder its own.
    const path = identityFile(folder);
    const file = existsSync(path)
      ? await SlotFile.open(path)
      : await SlotFile.create(path, JSON.stringify({ ...freshIdentity(id), group: 0 }));
    return new FileNodeStore(file, readIdentity(folder, id, file.content), lock);
  } catch (error) {
    await lock.close();
    throw error;
  }
}

function freshIdentity(id: string): NodeIdentity {
  return { id, uuid: randomBytes(16).toString('hex'), clusterId: null, incarnation: 0, trouble: null };
}

function refuseOrphan(folder: string): void {
  if (!existsSync(logFolder(folder)) && !existsSync(voteFile(folder))) return;
  throw new OperatorError('CORRUPT', `data folder ${folder} holds a log, but its identity file is missing`);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    const first = await mkdir(folder, { recursive: true });
    // Each new name is durable only when the folder that it stands in was synced.
    if (first === undefined) return;
    const top = dirname(resolve(first));
    for (let at = resolve(folder); at !== top; at = dirname(at)) await syncFolder(dirname(at));
  } catch (error) {
    throw diskError(`cannot make data folder ${folder}`, error);
  }
}

async function lockDatabase(folder: string): Promise<Level> {
  const lock = new Level(lockFolder(folder), { writeBufferSize: 64 * 1024 });
  try {
    await lock.open();
  } catch (error) {
    throw levelError(`cannot lock data folder ${folder}`, error);
  }
  return lock;
}

function readIdentity(folder: string, id: string, content: SlotContent): NodeIdentity {
  const identity = parseIdentity(content.payload);
  if (identity === null) {
    throw new OperatorError('CORRUPT', `${identityFile(folder)} is damaged: it does not hold an identity`);
  }
  if (identity.id !== id) {
    throw new OperatorError(
      'WRONG_NODE',
      `data folder ${folder} belongs to node ${identity.id}, not to ${id}`,
    );
  }
  // A damaged slot may have held the incarnation after this one, and that may have been in use.
  return content.damaged ? { ...identity, incarnation: identity.incarnation + 1 } : identity;
}

function parseIdentity(payload: string): NodeIdentity | null {
  const hex = /^[0-9a-f]{32}$/;
  try {
    const {
      id,
      uuid,
      clusterId,
      incarnation,
      trouble = null,
    } = JSON.parse(payload) as Record<string, unknown>;
    if (typeof id !== 'string' || id === '' || typeof uuid !== 'string' || !hex.test(uuid)) return null;
    if (clusterId !== null && (typeof clusterId !== 'string' || !hex.test(clusterId))) return null;
    if (!Number.isSafeInteger(incarnation) || (incarnation as number) < 0) return null;
    return { id, uuid, clusterId, incarnation: incarnation as number, trouble: trouble as Trouble | null };
  } catch {
    return null;
  }
}

class FileNodeStore implements OpenNodeStore {
  constructor(
    private readonly file: SlotFile,
    public identity: NodeIdentity,
    private readonly lock: Level,
  ) {}

  beginIncarnation(done: (error: Error | null, incarnation: number) => void): void {
    const incarnation = this.identity.incarnation + 1;
    this.#save({ ...this.identity, incarnation }, error => done(error, incarnation));
  }

  joinCluster(clusterId: string, done: (error: Error | null) => void): void {
    const known = this.identity.clusterId;
    if (known !== null && known !== clusterId) {
      const text = `the data folder belongs to cluster ${known}, not to ${clusterId}`;
      done(new OperatorError('WRONG_CLUSTER', text));
    } else this.#save({ ...this.identity, clusterId }, done);
  }

  troubled(trouble: Trouble | null, done: (error: Error | null) => void): void {
    this.#save({ ...this.identity, trouble }, done);
  }

  close(done: (error: Error | null) => void): void {
    Promise.all([this.file.close(), this.lock.close()]).then(
      () => done(null),
      (error: unknown) => done(diskError('cannot close the data folder', error)),
    );
  }

  /** `identity` moves at once, so that a second change before the sync of the first builds on it; syncs keep order. */
  #save(identity: NodeIdentity, done: (error: Error | null) => void): void {
    this.identity = identity;
    this.file.write(JSON.stringify({ ...identity, group: 0 })).then(
      () => done(null),
      (error: unknown) => done(error as Error),
    );
  }
}
