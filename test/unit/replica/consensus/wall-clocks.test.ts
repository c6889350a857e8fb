import { expect } from 'chai';
import { WallClocks } from '../../../../src/replica/consensus/wall-clocks.js';
import { VirtualTime } from '../../../sim/ports/virtual-time.js';

describe('WallClocks', () => {
  const HOUR = 3_600_000;

  it('begin a term at the lower median of those heard of lately, each as it must stand by now', () => {
    const time = new VirtualTime(1, 10 * HOUR);
    const clocks = new WallClocks('n1', time);
    clocks.heard('n4', { wall: 0, stamp: 0 });
    time.advance(6_000); // n4 is silent for too long
    clocks.heard('n2', { wall: 12 * HOUR, stamp: 0 });
    clocks.heard('n3', { wall: 11 * HOUR, stamp: 0 });
    time.advance(1_000);
    clocks.lead(time.now());
    expect(clocks.stamps.stamp(time.now())).to.equal(11 * HOUR + 1_000);
  });

  it('do not let one clock that jumps move the stamps, and a majority only slowly', () => {
    const time = new VirtualTime(1, HOUR);
    const clocks = new WallClocks('n1', time);
    for (const id of ['n2', 'n3']) clocks.heard(id, { wall: time.wall(), stamp: 0 });
    clocks.lead(time.now());
    clocks.heard('n2', { wall: 5 * HOUR, stamp: 0 });
    for (let second = 0; second < 4; second++) {
      time.advance(1_000);
      clocks.tick(time.now(), true);
    }
    expect(clocks.stamps.stamp(time.now())).to.equal(HOUR + 4_000);
    for (let second = 0; second < 10; second++) {
      for (const id of ['n2', 'n3']) clocks.heard(id, { wall: 5 * HOUR, stamp: 0 });
      time.advance(1_000);
      clocks.tick(time.now(), true);
    }
    expect(clocks.stamps.stamp(time.now()) - HOUR - 14_000).to.be.within(1, 50);
  });

  it('see a step of the own wall clock, and not a slow drift', () => {
    let skew = 0;
    const time = new VirtualTime(1, HOUR);
    const clocks = new WallClocks('n1', {
      now: () => time.now(),
      wall: () => time.wall() + skew,
      endOfTurn: run => time.endOfTurn(run),
      after: (ms, run) => time.after(ms, run),
      random: () => 0,
    });
    for (let tick = 0; tick < 1_000; tick++) {
      time.advance(10);
      skew += 1;
      expect(clocks.parted(time.now())).to.equal(false);
    }
    skew += 300;
    expect(clocks.parted(time.now())).to.equal(true);
    expect(clocks.parted(time.now())).to.equal(false);
  });
});
