import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { openLogStore } from '../../../src/storage/log-store.js';
import { close, read } from './log-store.conformance.js';
import { tempFolder } from './temp-folder.js';

const CHILD = fileURLToPath(new URL('./writer-child.ts', import.meta.url));

/** Lets a process write until it has acknowledged `count` entries, kills it, and gives the last one. */
async function writeAndKill(folder: string, count: number): Promise<number> {
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let acknowledged = 0;
  let seen = 0;
  for await (const line of createInterface(child.stdout)) {
    acknowledged = Number(line);
    if (++seen === count) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).to.equal('SIGKILL');
  return acknowledged;
}

describe('the log of a process that was killed', () => {
  const folder = tempFolder();

  it('holds everything that was acknowledged, each time', async () => {
    for (const [round, count] of [1, 137, 40, 300].entries()) {
      const acknowledged = await writeAndKill(folder(), count);
      const { store, doubt } = await openLogStore(folder(), { acceptTornTail: false });
      expect(doubt).to.equal(null);
      expect(store.initial.hardState).to.include({ term: round + 1, vote: 'n1' });
      // One more may have reached the disk before its acknowledgement reached us.
      expect(store.initial.lastIndex).to.be.within(acknowledged, acknowledged + 1);
      const entries = await read(store, 1, store.initial.lastIndex, 1 << 30);
      entries.forEach((entry, i) => {
        expect(entry.index).to.equal(i + 1);
        expect(Buffer.from(entry.data).toString()).to.equal('k'.repeat(((i + 1) * 37) % 3000) + (i + 1));
      });
      await close(store);
    }
  }).timeout(60_000);
});
