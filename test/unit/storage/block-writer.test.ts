import { expect } from 'chai';
import fc from 'fast-check';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BLOCK_BYTES, BlockWriter } from '../../../src/storage/block-writer.js';
import { newFolder, removeFolder } from '../../support/process.js';

const ZEROS = Buffer.alloc(4 << 20);

describe('a block writer', () => {
  const folder = newFolder('blocks');
  const path = join(folder, 'file');
  after(() => removeFolder(folder));

  const written = (writer: BlockWriter, bytes: Uint8Array, at: number): Promise<void> =>
    new Promise((resolve, reject) => {
      writer.write(bytes, at, error => (error === null ? resolve() : reject(error)));
    });

  it('puts bytes of any lengths behind each other, on this thread or another', async () => {
    const lengths = fc.oneof(
      fc.integer({ min: 1, max: 3 * BLOCK_BYTES }),
      fc.constantFrom(BLOCK_BYTES, (1 << 20) - 1, 1 << 20, (1 << 20) + 1),
    );
    const writes = fc.array(fc.tuple(lengths, fc.boolean()), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(writes, async steps => {
        let total = 0;
        writeFileSync(path, ZEROS);
        let writer = await BlockWriter.open(path);
        const all = Buffer.concat(steps.map(([length], at) => Buffer.alloc(length, at + 1))).subarray(
          0,
          ZEROS.length,
        );
        for (const [length, waits] of steps) {
          const bytes = all.subarray(total, total + length);
          if (waits) writer.writeNow(bytes, total);
          else await written(writer, bytes, total);
          total += bytes.length;
        }
        await writer.close();
        const file = readFileSync(path);
        expect(file.subarray(0, total).equals(all)).to.equal(true);
        expect(file.subarray(total).equals(ZEROS.subarray(total))).to.equal(true);

        writer = await BlockWriter.open(path);
        const before = total % BLOCK_BYTES;
        writer.continueBehind(file.subarray(total - before, total));
        if (total < ZEROS.length) writer.writeNow(Buffer.of(255), total);
        await writer.close();
        expect(readFileSync(path).subarray(0, total).equals(all)).to.equal(true);
      }),
      { seed: 1, numRuns: 30 },
    );
  });
});
