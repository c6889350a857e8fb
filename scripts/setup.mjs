// Makes a checkout ready to run: installs what is missing, builds what is out of date. Used by `npm start` and `npm test`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Names the one process that installs or builds; void when that process is no more. */
const lock = join(root, '.cache', 'setup');
const LOOK_AGAIN_MS = 200;

/** Installs when `package-lock.json` is newer than what npm last installed, builds when a source is newer than the build. */
export function setUp() {
  if (!needsInstall() && !needsBuild()) return;
  takeLock();
  process.once('exit', dropLock);
  // Another process may have done it meanwhile.
  if (needsInstall()) {
    say('installing packages ...');
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  }
  if (needsBuild()) {
    say('building ...');
    run(process.execPath, [join(root, 'scripts', 'build.mjs')]);
  }
  process.off('exit', dropLock);
  dropLock();
}

function needsInstall() {
  const installed = modified(join(root, 'node_modules', '.package-lock.json'));
  return installed < modified(join(root, 'package-lock.json'));
}

function needsBuild() {
  return modified(join(root, 'dist', 'built')) < newest(join(root, 'src'));
}

/** Several nodes may be started at once from a fresh checkout. */
function takeLock() {
  mkdirSync(dirname(lock), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!isHeld()) dropLock();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_AGAIN_MS);
  }
}

function isHeld() {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0); // asks, and sends nothing
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function dropLock() {
  rmSync(lock, { force: true });
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  say(`${command} ${args[0]} failed${error ? `: ${error.message}` : ''}`);
  process.exit(1);
}

function say(text) {
  process.stderr.write(`quorate: ${text}\n`);
}

function modified(path) {
  return existsSync(path) ? statSync(path).mtimeMs : 0;
}

function newest(folder) {
  return Math.max(
    modified(folder),
    ...readdirSync(folder, { withFileTypes: true }).map(entry =>
      entry.isDirectory() ? newest(join(folder, entry.name)) : modified(join(folder, entry.name)),
    ),
  );
}
