// Makes a checkout ready to run: installs what is missing, builds what is out of date. Used by `npm start` and `npm test`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Installs when `package-lock.json` is newer than what npm last installed, builds when a source is newer than the build. */
export function setUp() {
  const installed = modified(join(root, 'node_modules', '.package-lock.json'));
  if (installed < modified(join(root, 'package-lock.json'))) {
    say('installing packages ...');
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  }
  if (modified(join(root, 'dist', 'built')) < newest(join(root, 'src'))) {
    say('building ...');
    run(process.execPath, [join(root, 'scripts', 'build.mjs')]);
  }
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
