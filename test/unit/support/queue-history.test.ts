import { expect } from 'chai';
import { type Delivered, QueueHistory } from '../../support/queue-history.js';

/** Two messages of a group, delivered and acknowledged in order, the second at its second delivery. */
function history(): QueueHistory {
  const kept = new QueueHistory();
  for (const id of ['1', '2']) kept.pushes.push({ payload: `p${id}`, group: 'g', outcome: 'ok', id });
  deliver(kept, '1', 3, 1, 0);
  kept.acks.push({ receipt: '1-3', endedAt: 10, acknowledged: true });
  deliver(kept, '2', 4, 1, 11);
  deliver(kept, '2', 5, 2, 12);
  kept.acks.push({ receipt: '2-5', endedAt: 20, acknowledged: true });
  return kept;
}

function deliver(to: QueueHistory, id: string, mark: number, deliveries: number, askedAt: number): void {
  const delivered: Delivered = { id, payload: `p${id}`, receipt: `${id}-${mark}`, deliveries, askedAt };
  to.deliveries.push(delivered);
}

describe('the history of a queue', () => {
  it('finds nothing wrong with what is right', () => {
    history().check([], 3);
  });

  const wrongs: [what: RegExp, spoil: (kept: QueueHistory) => void][] = [
    [/lost although/, kept => kept.pushes.push({ payload: 'p9', group: '', outcome: 'ok', id: '9' })],
    [/never pushed/, kept => kept.pushes.splice(0, 1)],
    [/never pushed/, kept => (kept.pushes[0]!.outcome = 'refused')],
    [/there twice/, kept => (kept.pushes[0]!.id = '7')],
    [/after it was acknowledged/, kept => deliver(kept, '1', 9, 2, 11)],
    [/acknowledged twice/, kept => kept.acks.push({ receipt: '1-3', endedAt: 11, acknowledged: true })],
    [/good behind a later/, kept => deliver(kept, '2', 6, 3, 13)],
    [/neither acknowledged nor/, kept => kept.acks.pop()],
    [/counted wrong/, kept => deliver(kept, '2', 6, 2, 13)],
    [/behind a later one/, kept => deliver(kept, '1', 6, 2, 9)],
  ];
  for (const [what, spoil] of wrongs) {
    it(`finds what is ${what.source}`, () => {
      const kept = history();
      spoil(kept);
      expect(() => kept.check([], 3)).to.throw(what);
    });
  }

  it('finds a message that was ready while one behind it was delivered', () => {
    const plain = (first: object, second: object): QueueHistory => {
      const kept = new QueueHistory();
      kept.pushes.push({ payload: 'p1', group: '', outcome: 'ok', id: '1', ...first });
      kept.pushes.push({ payload: 'p2', group: '', outcome: 'ok', id: '2', ...second });
      deliver(kept, '2', 3, 1, 0);
      deliver(kept, '1', 4, 1, 0);
      for (const receipt of ['2-3', '1-4']) kept.acks.push({ receipt, endedAt: 9, acknowledged: true });
      return kept;
    };
    expect(() => plain({}, {}).check([], 3)).to.throw(/p1 was delivered behind p2/);
    expect(() => plain({ priority: 2 }, { priority: 1 }).check([], 3)).to.throw(/p1 was delivered behind p2/);
    plain({}, { priority: 1 }).check([], 3);
    plain({ isDelayed: true }, {}).check([], 3);
    plain({ group: 'g' }, {}).check([], 3);
    plain({}, {}).check([], 3, { undone: new Set(['1-2']) });
  });

  it('takes a push that was sent again for one, unless it was given two ids', () => {
    const kept = history();
    kept.pushes.push({ payload: 'p1', group: 'g', outcome: 'refused', id: '' });
    kept.check([], 3);
    kept.pushes.push({ payload: 'p1', group: 'g', outcome: 'ok', id: '8' });
    expect(() => kept.check([], 3)).to.throw(/there twice/);
  });

  it('finds dead messages that were acknowledged, or died too early', () => {
    expect(() => history().check([{ payload: 'p1', deliveries: 3 }], 3)).to.throw(/is dead although/);
    const kept = history();
    kept.acks.pop();
    kept.check([{ payload: 'p2', deliveries: 3 }], 3);
    expect(() => kept.check([{ payload: 'p2', deliveries: 2 }], 3)).to.throw(/died after 2/);
  });
});
