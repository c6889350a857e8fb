import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import '../../../src/wire/pb-setup.js';
import { quorate } from '../../../src/wire/raft.pb.js';

describe('the generated wire code', () => {
  it('is what proto/raft.proto says', () => {
    const script = fileURLToPath(new URL('../../../scripts/proto.mjs', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    expect(stderr).to.equal('');
    expect(status).to.equal(0);
  }).timeout(30_000);

  it('reads integers as plain numbers', () => {
    const { HeartbeatAnswer } = quorate.wire;
    const bytes = HeartbeatAnswer.encode({ round: Number.MAX_SAFE_INTEGER }).finish();
    expect(HeartbeatAnswer.decode(bytes).round).to.equal(Number.MAX_SAFE_INTEGER);
  });
});
