import { LostFolder } from './lost-folder.js';

describe('a member whose data folder was lost', () => {
  it('stands in for nobody with a new one, seeds 1 to 20', function () {
    this.timeout(60_000);
    for (let seed = 1; seed <= 20; seed++) new LostFolder(seed).run();
  });
});
