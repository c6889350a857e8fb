import { RawConnection } from '../compat-tests/support/raw-connection.js';
import { startQuorate, startRedis, type TestServer } from '../compat-tests/support/server-process.js';

const KEY_BYTES = 20;
const VALUE_BYTES = 100;
/** Keys of one MSET. */
const AT_ONCE = 500;

/** Resident bytes that keys of 20 bytes with values of 100 bytes added. */
export interface Memory {
  readonly keys: number;
  readonly ours: number;
  readonly reference: number;
}

/** At most this multiple of redis-server's is promised. */
export const MEMORY_PROMISE = 2.5;

export async function measureMemory(keys: number): Promise<Memory> {
  const ours = await grown(startQuorate(), keys);
  return { keys, ours, reference: await grown(startRedis(), keys) };
}

async function grown(start: Promise<TestServer>, keys: number): Promise<number> {
  const server = await start;
  try {
    const connection = await RawConnection.open(server.port);
    const resident = async (): Promise<number> =>
      Number(/^used_memory_rss:(\d+)/m.exec((await connection.ask('INFO', 'memory')).text)?.[1]);
    const before = await resident();
    for (let from = 0; from < keys; from += AT_ONCE) {
      const pairs = Array.from({ length: Math.min(AT_ONCE, keys - from) }, (_, at) => [
        `key:${from + at}`.padEnd(KEY_BYTES, '.'),
        `value:${from + at}`.padEnd(VALUE_BYTES, '.'),
      ]);
      const reply = await connection.call('MSET', ...pairs.flat());
      if (reply !== '+OK\r\n') throw new Error(`MSET answered ${reply}`);
    }
    const after = await resident();
    connection.close();
    return after - before;
  } finally {
    await server.stop();
  }
}

export const memoryRatio = ({ ours, reference }: Memory): number => ours / reference;

export function formatMemory(memory: Memory): string {
  const ratio = memoryRatio(memory);
  const size = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`;
  const verdict = ratio <= MEMORY_PROMISE ? 'pass' : 'FAIL';
  return (
    `${memory.keys} keys of ${KEY_BYTES} B with ${VALUE_BYTES} B: ${size(memory.ours)} resident, ` +
    `${ratio.toFixed(2)} x redis-server (${size(memory.reference)}), at most ${MEMORY_PROMISE}  ${verdict}`
  );
}
