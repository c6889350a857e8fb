// Generates src/wire/raft.pb.js and raft.pb.d.ts from proto/raft.proto. With --check it writes nothing, and fails when
// the committed files are not what it would write.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const pbjs = join(
  dirname(createRequire(import.meta.url).resolve('protobufjs-cli/package.json')),
  'bin',
  'pbjs',
);
const files = ['raft.pb.js', 'raft.pb.d.ts'];

const folder = mkdtempSync(join(tmpdir(), 'quorate-proto-'));
try {
  const options =
    '-t static-module -w esm --force-number --no-create --no-verify --no-convert --no-delimited --no-typeurl -d';
  const target = join(folder, files[0]);
  execFileSync(process.execPath, [pbjs, ...options.split(' '), '-o', target, 'proto/raft.proto'], {
    cwd: root,
    stdio: 'inherit',
  });
  const stale = files.filter(name => readFileSync(join(folder, name), 'utf8') !== committed(name));
  if (process.argv.includes('--check')) {
    if (stale.length > 0) {
      console.error(`src/wire/${stale.join(', ')}: not current, run \`npm run proto\``);
      process.exitCode = 1;
    }
  } else {
    for (const name of stale) {
      writeFileSync(join(root, 'src', 'wire', name), readFileSync(join(folder, name)));
      console.log(`wrote src/wire/${name}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function committed(name) {
  try {
    return readFileSync(join(root, 'src', 'wire', name), 'utf8');
  } catch {
    return null;
  }
}
