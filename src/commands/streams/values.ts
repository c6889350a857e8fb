import type { ReadContext, WriteContext } from '../../machine/context.js';
import type { Database } from '../../machine/database.js';
import type { Value } from '../../machine/value.js';
import type { Group } from '../../machine/values/stream/group.js';
import { formatId } from '../../machine/values/stream/id.js';
import { type Entry, NODE_ENTRIES, type NodeLimits } from '../../machine/values/stream/node.js';
import { Stream } from '../../machine/values/stream/stream.js';
import { ErrorReply, type Reply, WRONG_TYPE } from '../../resp/reply.js';
import { printed } from '../arguments.js';

/** The stream under a key; undefined: nothing is there. */
export function streamAt(db: Database, key: string): Stream | undefined {
  return checked(db.get(key));
}

/**
 * The same, to be changed in place. What changes groups alone is no change of the key to WATCH and to those who wait, as
 * in Redis: no `touch` follows it.
 */
export function streamToEdit(db: Database, key: string): Stream | undefined {
  return checked(db.edit(key));
}

function checked(value: Value | undefined): Stream | undefined {
  if (value === undefined || value instanceof Stream) return value;
  throw WRONG_TYPE;
}

/** A group of the stream under a key; without both of them an error. */
export function groupAt(db: Database, key: string, name: string): { stream: Stream; group: Group } {
  const stream = streamAt(db, key);
  const group = stream?.group(name);
  if (stream === undefined || group === undefined) throw noGroup(key, name);
  return { stream, group };
}

export function noGroup(key: string, group: string, where = ''): ErrorReply {
  return new ErrorReply(
    `NOGROUP No such key '${printed(key)}' or consumer group '${printed(group)}'${where}`,
  );
}

/** Notes that a consumer asked something of a group; its first request makes it. */
export function visit(context: WriteContext, key: string, group: Group, consumer: string): void {
  if (group.visitsOf(consumer) === undefined) context.notify('t', 'xgroup-createconsumer', key);
  group.visit(consumer, context.now);
}

export function entryReply({ id, fields }: Entry): Reply {
  return [formatId(id), fields];
}

const DEFAULT_NODE_ENTRIES = 100;
const DEFAULT_NODE_BYTES = 4096;
/** Of a node without a limit of its own. */
const NODE_BYTES = 2 ** 30;

/** `stream-node-max-entries` and `stream-node-max-bytes` as the log holds them; 0 is no limit. */
export function nodeLimits({ settings }: Pick<ReadContext, 'settings'>): NodeLimits {
  const entries = configuredNodeEntries(settings);
  const bytes = Number(settings.get('stream-node-max-bytes') ?? DEFAULT_NODE_BYTES);
  return {
    entries: entries === 0 ? NODE_ENTRIES : Math.min(entries, NODE_ENTRIES),
    bytes: bytes === 0 ? NODE_BYTES : Math.min(bytes, NODE_BYTES),
  };
}

export function configuredNodeEntries(settings: ReadContext['settings']): number {
  return Number(settings.get('stream-node-max-entries') ?? DEFAULT_NODE_ENTRIES);
}
