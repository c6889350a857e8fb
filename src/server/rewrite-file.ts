import { open, readFile, rename } from 'node:fs/promises';
import type { ConfigOutcome } from '../commands/ports.js';

/** Replaces a file as a whole: whatever happens, it holds the old text or the new one. */
export function rewriteFile(
  path: string,
  change: (old: string) => string,
  done: (outcome: ConfigOutcome) => void,
): void {
  const failed = (error: unknown): ConfigOutcome => ({
    ok: false,
    error: `ERR Rewriting config file: ${error instanceof Error ? error.message : String(error)}`,
  });
  replace(path, change).then(
    () => done({ ok: true }),
    (error: unknown) => done(failed(error)),
  );
}

async function replace(path: string, change: (old: string) => string): Promise<void> {
  const old = await readFile(path, 'latin1');
  const beside = `${path}.${process.pid}.tmp`;
  const file = await open(beside, 'w');
  try {
    await file.writeFile(change(old), 'latin1');
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
}
