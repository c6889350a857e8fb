/**
 * Preloaded into a server: the process is killed at its CRASH_AT-th operation on the disk, counted in the thread that
 * holds log and snapshots; before the operation, or, with CRASH_AFTER, when it is done and nobody has been told.
 */
import fs from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { open } from 'node:fs/promises';
import { isMainThread } from 'node:worker_threads';

const CRASH_AT = Number(process.env.CRASH_AT);
const after = process.env.CRASH_AFTER === '1';
let count = 0;

const die = () => process.kill(process.pid, 'SIGKILL');

/** Takes the place of a function that answers at once or by a promise. */
function guarded(run) {
  return function (...args) {
    const isLast = ++count === CRASH_AT;
    if (isLast && !after) die();
    const result = run.apply(this, args);
    if (!isLast) return result;
    return typeof result?.then === 'function' ? result.then(die) : die();
  };
}

if (!isMainThread && CRASH_AT > 0) {
  for (const name of ['writeSync', 'fdatasyncSync', 'fsyncSync', 'writevSync', 'renameSync', 'unlinkSync'])
    fs[name] = guarded(fs[name]);
  for (const name of ['rename', 'unlink', 'rm']) fs.promises[name] = guarded(fs.promises[name]);
  syncBuiltinESMExports();
  const handle = await open(process.execPath);
  const files = Object.getPrototypeOf(handle);
  await handle.close();
  for (const name of ['write', 'writev', 'sync', 'datasync', 'truncate']) files[name] = guarded(files[name]);
  const { ClassicLevel } = createRequire(createRequire(import.meta.url).resolve('level'))('classic-level');
  for (const name of ['_batch', '_put', '_clear', 'compactRange'])
    ClassicLevel.prototype[name] = guarded(ClassicLevel.prototype[name]);
}
