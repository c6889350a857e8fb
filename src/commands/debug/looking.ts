import type { ReadContext } from '../../machine/context.js';
import { List } from '../../machine/values/list.js';
import { Lock } from '../../machine/values/lock/lock.js';
import { Queue } from '../../machine/values/queue/queue.js';
import { ErrorReply, NO_SUCH_KEY, type Reply, Status } from '../../resp/reply.js';
import { sizeOfPayload } from '../keys/dumping.js';
import { encodingName } from '../keys/object.js';
import { listpackSize } from '../lists/values.js';
import type { ReadCommand } from '../spec.js';
import { digestOfAll, digestOfKey } from './digest.js';

const NO_LISTPACK = new ErrorReply('ERR Not a listpack encoded object.');

const VIEWS: Readonly<Record<string, (context: ReadContext, keys: readonly string[]) => Reply>> = {
  OBJECT: (context, [key = '']) => new Status(describe(context, key)),
  DIGEST: context => new Status(digestOfAll(context)),
  'DIGEST-VALUE': (context, keys) => keys.map(key => new Status(digestOfKey(context, key))),
  LISTPACK: ({ db }, [key = '']) => {
    const value = db.get(key);
    if (value === undefined) throw NO_SUCH_KEY;
    if (!encodingName(value).startsWith('listpack')) throw NO_LISTPACK;
    return new Status('Listpack structure printed on stdout');
  },
};

/** What DEBUG shows of the data. An address and a clock of accesses are not known here: they are shown as 0. */
function describe({ db, settings }: ReadContext, key: string): string {
  const value = db.get(key);
  if (value === undefined) throw NO_SUCH_KEY;
  const isOurs = value instanceof Queue || value instanceof Lock;
  const length = isOurs ? (db.weightOf(key) ?? 0) : sizeOfPayload(value, settings);
  const general =
    `Value at:0x0 refcount:1 encoding:${encodingName(value)} serializedlength:${length} ` +
    'lru:0 lru_seconds_idle:0';
  if (!(value instanceof List)) return general;
  return (
    `${general} ql_nodes:1 ql_avg_node:${value.length.toFixed(2)} ql_listpack_max:${listpackSize(settings)} ` +
    `ql_compressed:0 ql_uncompressed_size:${value.listpackBytes}`
  );
}

/** The part of DEBUG that reads keys: proposed by the node, for DEBUG itself belongs to the process. */
export const debugView: ReadCommand = {
  name: 'quorate.debug',
  class: 'read',
  arity: -2,
  flags: ['readonly'],
  categories: [],
  group: 'server',
  since: '0.1.0',
  summary: 'Shows what DEBUG tells of keys',
  complexity: 'O(N) with N the size of what is looked at',
  syntax: 'view [key ...]',
  internal: true,
  query: (context, argv) => VIEWS[argv[1]!]!(context, argv.slice(2)),
};
