import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { freePorts } from '../support/ports.js';
import { newFolder, removeFolder } from '../support/process.js';
import { TestNode } from './support/node.js';

const FIXTURES = join(import.meta.dirname, '..', 'fixtures');

/** Lays out the data folder that a fixture holds: paths, and their bytes in base64. */
function layOut(fixture: string, folder: string): void {
  const files = JSON.parse(gunzipSync(readFileSync(join(FIXTURES, fixture))).toString()) as Record<
    string,
    string
  >;
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), Buffer.from(bytes, 'base64'));
  }
}

describe('a data folder of an earlier version', function () {
  this.timeout(60_000);

  it('of format 1 is started with all that it holds: a snapshot, and a log behind it', async () => {
    const folder = newFolder('format');
    const [port = 0, raftPort = 0] = await freePorts(2);
    const node = new TestNode('n1', port, raftPort, folder, {});
    layOut('data-format-1.json.gz', node.data);
    try {
      await node.start();
      for (const [command, reply] of [
        ['GET string', '$5\r\nvalue\r\n'],
        ['GET lock', '$6\r\nholder\r\n'],
        ['STRLEN edited', ':103\r\n'],
        ['LRANGE list 0 -1', '*4\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\nc\r\n$1\r\nd\r\n'],
        ['HGET hash g', '$1\r\nw\r\n'],
        ['SISMEMBER set three', ':1\r\n'],
        ['ZSCORE zset b', '$3\r\n2.5\r\n'],
        ['XPENDING stream g', '*4\r\n:1\r\n$3\r\n1-1\r\n$3\r\n1-1\r\n*1\r\n*2\r\n$1\r\nc\r\n$1\r\n1\r\n'],
        ['DQUEUE LEN queue', ':1\r\n'],
        ['PFCOUNT hll', ':2\r\n'],
        ['GET behind', '$12\r\nthe snapshot\r\n'],
        ['INCR n', ':2\r\n'],
        ['CONFIG GET list-max-listpack-size', '*2\r\n$22\r\nlist-max-listpack-size\r\n$1\r\n5\r\n'],
      ] as const)
        expect(await node.call(...command.split(' ')), command).to.equal(reply);
    } finally {
      await node.stop();
      removeFolder(folder);
    }
  });
});
