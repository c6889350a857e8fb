import { expect } from 'chai';
import { bootstrapOf, type Configuration, type Member } from '../../../../src/base/configuration.js';
import type { Raft } from '../../../../src/raft/raft.js';
import type { ChangeRefusal, Role } from '../../../../src/raft/types.js';
import { MemberChanges } from '../../../../src/replica/consensus/member-changes.js';

const BOOTSTRAP = bootstrapOf(['n1', 'n2'].map(id => ({ id, uuid: `${id}'s`, address: `${id}:1` })));
const LOST = 'TIMEOUT outcome unknown: this node leads no longer';
const BUSY = 'TRYAGAIN another change of the members is under way, or the leader is new';

/** A leader of term 3 whose log ends with 10. */
class World {
  readonly history: Configuration[] = [BOOTSTRAP];
  readonly core = {
    id: 'n1',
    role: 'leader' as Role,
    term: 3,
    commitIndex: 10,
    configuration: BOOTSTRAP,
    configurationAt: (index: number) => this.history.findLast(one => one.index <= index)!,
    changeMembers: (members: readonly Member[]): number | ChangeRefusal => {
      if (this.core.configuration.index > this.core.commitIndex) return 'busy';
      const configuration = { members, index: 11, term: this.core.term, lastNumber: 2 };
      this.history.push(configuration);
      this.core.configuration = configuration;
      return 11;
    },
  };
  readonly changes = new MemberChanges(this.core as unknown as Raft);
  readonly answers: (string | null)[] = [];

  remove(again = false): void {
    this.changes.begin({ kind: 'remove', id: 'n2' }, again, 0, error => this.answers.push(error));
  }
}

describe('changes of the members, at the leader', () => {
  it('are answered when they are committed; one at a time', () => {
    const world = new World();
    world.remove();
    world.changes.settle();
    world.changes.begin({ kind: 'update', id: 'n1', address: 'h:9' }, false, 0, error =>
      world.answers.push(error),
    );
    expect(world.answers).to.deep.equal([BUSY]);
    world.core.commitIndex = 11;
    world.changes.settle();
    expect(world.answers).to.deep.equal([BUSY, null]);
  });

  it('that are put again wait for the commit of what is in the log already', () => {
    const world = new World();
    world.remove();
    world.remove(true);
    expect(world.answers).to.deep.equal([]);
    world.core.commitIndex = 11;
    world.changes.settle();
    world.remove(true);
    world.remove();
    expect(world.answers).to.deep.equal([null, null, null, 'ERR n2 is not a member']);
  });

  it('are in doubt when leadership is lost, unless they are committed', () => {
    const world = new World();
    world.remove();
    world.core.role = 'follower';
    world.changes.settle();
    world.remove();
    expect(world.answers).to.deep.equal([LOST, 'CLUSTERDOWN this node does not lead']);
  });

  it('are in doubt when another leader has cut them off, also when this one leads again', () => {
    const world = new World();
    world.remove();
    world.history.pop();
    world.core.configuration = BOOTSTRAP;
    world.core.commitIndex = 12;
    world.core.term = 5;
    world.changes.settle();
    expect(world.answers).to.deep.equal([LOST]);
  });
});
