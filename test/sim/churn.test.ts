import { Churn } from './churn.js';

describe('a cluster whose nodes die again and again', () => {
  it('has one leader a term, and loses nothing acknowledged, seeds 1 to 10', function () {
    this.timeout(120_000);
    for (let seed = 1; seed <= 10; seed++) new Churn(seed).run();
  });
});
