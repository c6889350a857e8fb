import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { bootstrapOf } from '../base/configuration.js';
import type { Entry } from '../base/raft-message.js';
import { OperatorError } from '../base/errors.js';
import { Commands } from '../commands/table.js';
import { Machine } from '../machine/machine.js';
import type { MachineObserver } from '../machine/observer.js';
import { encodeBody, stampBody } from '../machine/payload.js';
import type { SnapshotPlace } from '../machine/snapshot/records.js';
import { MachineState } from '../machine/state.js';
import type { LogStore } from '../ports/log-store.js';
import type { SnapshotStore } from '../ports/snapshot-store.js';
import { LuaEngine } from '../scripting/engine.js';
import { readBackup } from '../storage/backup-file.js';
import { openNodeStore } from '../storage/data-folder.js';
import { openLogStore } from '../storage/log-store.js';
import { requireEmpty, type Seed, seedFolder } from '../storage/new-folder.js';
import { openSnapshotStore } from '../storage/snapshot-store.js';

const READ_BYTES = 4 << 20;

const NOBODY: MachineObserver = {
  served: () => undefined,
  waiterEnded: () => undefined,
  published: () => undefined,
  subscriptionsEnded: () => undefined,
  keysChanged: () => undefined,
  flushed: () => undefined,
  lockChanged: () => undefined,
  failed: () => undefined,
};

export interface NewNode {
  /** The data folder. */
  readonly data: string;
  readonly id: string;
  /** host:port of its Raft port. */
  readonly address: string;
}

/** Makes the data folder of the only member of a new cluster with what a backup holds. Throws OperatorError. */
export async function runRestore(file: string, node: NewNode): Promise<void> {
  requireEmpty(node.data);
  const machine = new Machine(new Commands(), NOBODY, new LuaEngine());
  const reader = machine.beginRestore();
  for await (const chunk of readBackup(file)) reader.add(chunk);
  const { place, state } = reader.finish();
  await found(machine, place, state, node, node.data);
  tell(node, 'holds what was in the backup');
}

/**
 * Makes a cluster of its own of the folder of a node that is stopped, with all that is in its snapshot and its log,
 * committed or not. What the others had acknowledged beyond that is lost. The folder as it was stays beside it.
 *
 * @throws OperatorError
 */
export async function runRecover(node: NewNode, isSure: boolean): Promise<void> {
  if (!existsSync(node.data)) throw new OperatorError('BAD_SETTING', `there is no data folder ${node.data}`);
  const machine = new Machine(new Commands(), NOBODY, new LuaEngine());
  const { place, state } = await stateOf(node, machine);
  process.stdout.write(
    `${node.data}: entries up to ${place.index} of term ${place.term} are on disk.\n` +
      'What a majority acknowledged behind that is lost; what this node alone had may take effect.\n' +
      'The other members must never run on their old folders again.\n',
  );
  if (!isSure) throw new OperatorError('BAD_SETTING', 'nothing was changed: say --yes to go on');
  const [fresh, before] = [`${node.data}.new`, `${node.data}.before-recovery`];
  requireEmpty(fresh);
  requireEmpty(before);
  await found(machine, place, state, node, fresh);
  await rename(node.data, before);
  await rename(fresh, node.data);
  tell(node, `goes on from there; what it was is in ${before}`);
}

function tell({ data, id }: NewNode, what: string): void {
  process.stdout.write(`${data} ${what}: start it with --id ${id}, and let others --join it\n`);
}

/** The state behind the last entry on disk. */
async function stateOf(
  { data, id }: NewNode,
  machine: Machine,
): Promise<{ place: SnapshotPlace; state: MachineState }> {
  const folder = await openNodeStore(data, id);
  const snapshots = await openSnapshotStore(data);
  const { store } = await openLogStore(data, { acceptTornTail: true });
  const { lastIndex, terms, firstIndex } = store.initial;
  let place = { group: 0, index: 0, term: 0 };
  let state = new MachineState();
  if (snapshots.current !== null) {
    const reader = machine.beginRestore();
    await eachChunk(snapshots, chunk => reader.add(chunk));
    const restored = reader.finish();
    ({ place, state } = restored);
  }
  machine.install(state);
  for (let from = Math.max(place.index + 1, firstIndex); from <= lastIndex; ) {
    const entries = await entriesOf(store, from, lastIndex);
    for (const { index, kind, data: bytes } of entries)
      if (kind === 'data') machine.apply(index, bytes, null);
    from += entries.length;
  }
  if (lastIndex > place.index) place = { ...place, index: lastIndex, term: terms.at(-1)?.term ?? place.term };
  for (const part of [store, snapshots, folder])
    await new Promise<void>((resolve, reject) => part.close(error => (error ? reject(error) : resolve())));
  return { place, state };
}

async function eachChunk(snapshots: SnapshotStore, take: (chunk: Uint8Array) => void): Promise<void> {
  const reading = snapshots.open();
  for (let at = 0; at < (reading?.snapshot.chunks ?? 0); at++)
    take(
      await new Promise<Uint8Array>((resolve, reject) =>
        reading?.read(at, (error, bytes) => (error ? reject(error) : resolve(bytes))),
      ),
    );
  reading?.close();
}

function entriesOf(store: LogStore, from: number, to: number): Promise<Entry[]> {
  return new Promise((resolve, reject) =>
    store.read(from, to, READ_BYTES, (error, entries) => (error ? reject(error) : resolve(entries))),
  );
}

/**
 * Founds a cluster of one node upon a state: another cluster id, and nobody is connected any more. Serial and stamp go on,
 * so that tokens stay monotonic.
 */
async function found(
  machine: Machine,
  { index, term }: SnapshotPlace,
  state: MachineState,
  { id, address }: NewNode,
  folder: string,
): Promise<void> {
  const clusterId = randomBytes(16).toString('hex');
  state.clusterId = clusterId;
  state.members = [];
  machine.install(state);
  let last = Math.max(index, 1);
  for (const { uuid, incarnation, ended } of machine.rows())
    if (!ended)
      machine.apply(++last, stampBody(encodeBody({ kind: 'end', uuid, incarnation }), state.stamp, 0), null);
  await seedFolder(folder, id, (uuid): Seed => {
    const place = { group: 0, index: last, term: Math.max(term, 1) };
    const configuration = { ...bootstrapOf([{ id, uuid, address }]), index: last, term: place.term };
    return {
      meta: { index: last, term: place.term, configuration },
      clusterId,
      chunks: chunksOf(machine, place),
    };
  });
}

function* chunksOf(machine: Machine, place: SnapshotPlace): Generator<Uint8Array> {
  const writer = machine.beginSnapshot(place);
  while (!writer.ended) {
    const chunk = writer.step();
    if (chunk !== null) yield chunk;
  }
}
