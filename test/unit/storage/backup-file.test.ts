import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readBackup } from '../../../src/storage/backup-file.js';
import { failure } from './log-store.conformance.js';
import { tempFolder } from './temp-folder.js';

describe('a backup in a file', () => {
  const folder = tempFolder();

  it('of a later format is refused by name', async () => {
    const path = join(folder(), 'later.backup');
    writeFileSync(path, 'quorate backup 2'.padEnd(31) + '\n');
    const error = await failure(readBackup(path).next());
    expect(error.code).to.equal('FORMAT_TOO_NEW');
    expect(error.message).to.equal(`${path} has backup format 2, this version knows 1`);
  });
});
