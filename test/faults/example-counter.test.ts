import { expect } from 'chai';
import { join } from 'node:path';
import { TestProcess } from '../support/process.js';

const ROOT = join(import.meta.dirname, '..', '..');
const EXAMPLE = join(ROOT, 'examples', 'locked-counter.mjs');

describe('the example of a counter in a file', function () {
  this.timeout(180_000);

  it('ends with the exact count, though the leader was killed', async () => {
    const example = new TestProcess(process.execPath, [EXAMPLE, '3', '40'], { cwd: ROOT });
    const { code } = await example.ended;
    expect(code, example.output).to.equal(0);
    expect(example.output).to.contain('kills the leader').and.to.contain('the file says 120, expected 120');
  });
});
