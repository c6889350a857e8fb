import { MemorySnapshots } from '../../sim/ports/memory-snapshot-store.js';
import { describeSnapshotStore } from './snapshot-store.conformance.js';

describeSnapshotStore('snapshots in memory', () => {
  const disk = new MemorySnapshots();
  return { open: () => Promise.resolve(disk.open(queueMicrotask)), remove: () => undefined };
});
