import { expect } from 'chai';
import { Chaos } from '../../raft-cluster/chaos.js';

const SEEDS = Number(process.env['SEEDS'] ?? 250);
const STEPS = 600;

describe('raft under random faults', function () {
  this.timeout(240 * SEEDS);

  it(`keeps every safety property, and recovers (${SEEDS} seeds)`, () => {
    let committed = 0;
    let elections = 0;
    const seen = { installs: 0, changes: 0, losses: 0 };
    for (let seed = 1; seed <= SEEDS; seed++) {
      try {
        const chaos = run(seed);
        committed += chaos.committed.length;
        seen.installs += chaos.installs;
        seen.changes += chaos.reorganizer.changes;
        seen.losses += chaos.reorganizer.losses;
        elections += Math.max(...chaos.members.map(({ raft }) => raft.term));
      } catch (error) {
        throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
      }
    }
    // The faults must leave enough alive for the properties to mean anything.
    expect(committed / SEEDS).to.be.greaterThan(40);
    expect(elections / SEEDS).to.be.greaterThan(3);
    expect(seen.installs / SEEDS, 'snapshots').to.be.greaterThan(0.5);
    expect(seen.changes / SEEDS, 'changes of the members').to.be.greaterThan(3);
    expect(seen.losses / SEEDS, 'disks that lost something').to.be.greaterThan(0.3);
  });
});

function run(seed: number): Chaos {
  const chaos = new Chaos(seed);
  for (let i = 0; i < STEPS; i++) {
    chaos.step();
    if (i % 20 === 0) chaos.checkLogs();
  }
  chaos.calm();
  for (let i = 0; i < 400; i++) chaos.step();
  const before = chaos.committed.length;
  chaos.propose();
  for (let i = 0; i < 20; i++) chaos.step();
  chaos.checkLogs();
  expect(chaos.committed.length, 'commits again').to.be.greaterThan(before);
  chaos.checkConfigurations();
  const members = chaos.members.filter(member => chaos.reorganizer.isMember(member));
  for (const { id, applied } of members) expect(applied.length, id).to.equal(chaos.committed.length);
  return chaos;
}
