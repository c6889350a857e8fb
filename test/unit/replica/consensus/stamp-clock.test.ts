import { expect } from 'chai';
import { decodeBody } from '../../../../src/machine/payload.js';
import { StampClock } from '../../../../src/replica/consensus/stamp-clock.js';

describe('StampClock', () => {
  it('begins a term with the lower median of the wall clocks', () => {
    const clock = new StampClock();
    clock.lead([5_000, 1_000, 9_000, 7_000], 100);
    expect(clock.stamp(100)).to.equal(5_000);
  });

  it('begins with the last stamp when that is later than the wall clocks', () => {
    const clock = new StampClock();
    clock.saw(50_000);
    clock.lead([1_000, 2_000, 3_000], 0);
    expect(clock.stamp(0)).to.equal(50_000);
    expect(clock.stamp(250)).to.equal(50_250);
  });

  it('goes on with the monotonic clock and never runs back', () => {
    const clock = new StampClock();
    clock.lead([1_000], 0);
    expect(clock.stamp(40.9)).to.equal(1_040);
    expect(clock.stamp(40.2)).to.equal(1_040);
  });

  it('is drawn towards the wall clocks by at most half a percent, however far they jump', () => {
    const clock = new StampClock();
    clock.lead([0], 0);
    clock.draw([3_600_000], 0);
    expect(clock.stamp(100_000)).to.be.within(100_499, 100_500);
    clock.draw([-3_600_000], 100_000);
    expect(clock.stamp(200_000)).to.be.within(199_998, 200_000);
  });

  it('goes on at the normal rate from a stamp that somebody was told before', () => {
    const clock = new StampClock();
    clock.lead([1_000], 0);
    clock.atLeast(1_500, 100);
    clock.atLeast(1_200, 100);
    expect([clock.stamp(100), clock.stamp(130)]).to.deep.equal([1_500, 1_530]);
  });

  it('tells for how long there was no leader, once a term', () => {
    const clock = new StampClock();
    clock.lead([1_000], 0);
    expect(clock.untold(), 'of a cluster that never had one').to.deep.equal([]);
    clock.saw(5_000);
    clock.lead([9_000], 100);
    expect(clock.untold().map(decodeBody)).to.deep.equal([{ kind: 'gap', milliseconds: 4_000 }]);
    clock.told();
    expect(clock.untold()).to.deep.equal([]);
    clock.lead([3_000], 200);
    expect(clock.untold(), 'the wall clocks are behind').to.deep.equal([]);
  });

  it('reaches a small difference and stays there', () => {
    const clock = new StampClock();
    clock.lead([0], 0);
    for (let now = 0; now <= 60_000; now += 1_000) clock.draw([now + 20], now);
    expect(clock.stamp(60_000)).to.be.within(60_019, 60_020);
  });
});
