import { getHeapStatistics } from 'node:v8';
import type { Replica } from '../replica/api.js';

/** What MEMORY STATS shows: in Redis's words where it has them, and the heap behind them. `peak`: bytes. */
export function memoryStats(
  replica: Pick<Replica, 'memory' | 'keyspace'>,
  peak: number,
): (readonly [name: string, value: number])[] {
  const { heapUsed, heapTotal, external, rss } = process.memoryUsage();
  const used = heapUsed + external;
  const { weight } = replica.memory();
  const keys = replica.keyspace().reduce((sum, db) => sum + db.keys, 0);
  return [
    ['peak.allocated', peak],
    ['total.allocated', used],
    ['overhead.total', Math.max(0, used - weight)],
    ['keys.count', keys],
    ['keys.bytes-per-key', keys === 0 ? 0 : Math.round(weight / keys)],
    ['dataset.bytes', weight],
    ['dataset.percentage', (weight / used) * 100],
    ['peak.percentage', (used / peak) * 100],
    ['allocator.allocated', used],
    ['allocator.active', heapTotal + external],
    ['allocator.resident', rss],
    ['fragmentation', rss / used],
    ['fragmentation.bytes', rss - used],
    ['heap.used', heapUsed],
    ['heap.limit', getHeapStatistics().heap_size_limit],
  ];
}
