// Compiles src to dist, and takes the generated wire code along, which tsc does not copy.
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

try {
  execFileSync(process.execPath, [tsc, '-p', '.'], { cwd: root, stdio: 'inherit' });
} catch {
  process.exit(1); // the compiler has said why
}
for (const name of readdirSync(join(root, 'src'), { recursive: true })) {
  if (/\.pb\.(js|d\.ts)$/.test(name)) cpSync(join(root, 'src', name), join(root, 'dist', name));
}
writeFileSync(join(root, 'dist', 'built'), ''); // its time says which sources the build has seen
