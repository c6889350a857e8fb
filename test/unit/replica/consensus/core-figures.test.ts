import { expect } from 'chai';
import { CoreFigures } from '../../../../src/replica/consensus/core-figures.js';

describe('CoreFigures', () => {
  it('time writes, and entries from their append to their commit', () => {
    const figures = new CoreFigures();
    figures.wrote(3, 100, 0.5);
    figures.wrote(1, 20, 4);
    figures.appended(7, 10);
    figures.appended(8, 11);
    figures.appended(9, 12);
    figures.committed(8, 14);
    const { writes, entriesWritten, bytesWritten, syncP99Us, commitP50Us, commitP99Us } = figures.all;
    expect([writes, entriesWritten, bytesWritten]).to.deep.equal([2, 4, 120]);
    expect(syncP99Us).to.be.within(4_000, 4_300);
    expect(commitP50Us).to.be.within(3_000, 3_200);
    expect(commitP99Us).to.be.within(4_000, 4_300);
  });

  it('forget what another leader may have replaced', () => {
    const figures = new CoreFigures();
    figures.appended(7, 10);
    figures.forget();
    figures.committed(7, 9_000);
    expect(figures.all['commitP99Us']).to.equal(0);
  });

  it('stay small when nothing is committed for long', () => {
    const figures = new CoreFigures();
    for (let index = 1; index <= 5_000; index++) figures.appended(index, 0);
    figures.committed(5_000, 1);
    figures.appended(5_001, 10);
    figures.committed(5_001, 11);
    expect(figures.all['commitP99Us']).to.be.within(1_000, 1_100);
  });
});
