import { expect } from 'chai';
import { bootstrapOf, type Member, type MemberChange } from '../../../src/base/configuration.js';
import { changedMembers } from '../../../src/replica/member-change.js';

const CLUSTER = bootstrapOf(['n1', 'n2', 'n3'].map(id => ({ id, uuid: `${id}'s`, address: `${id}:1` })));

function short(members: readonly Member[] | string): string {
  if (typeof members === 'string') return members;
  return members
    .map(({ id, uuid, address, votes, number }) => `${votes ? '' : '~'}${id}/${uuid}@${address}#${number}`)
    .join(' ');
}

describe('changes of the members that clients ask for', () => {
  const add = (id: string, replace = false): string =>
    short(changedMembers(CLUSTER, { kind: 'add', id, address: 'h:9', replace }, false, 'n1'));

  it('add a node as a learner with a number of its own, whoever comes under the id', () => {
    expect(add('n4')).to.equal("n1/n1's@n1:1#1 n2/n2's@n2:1#2 n3/n3's@n3:1#3 ~n4/@h:9#4");
  });

  it('put a new node in the place of one that is lost, but not of the leader', () => {
    expect(add('n3', true)).to.equal("n1/n1's@n1:1#1 n2/n2's@n2:1#2 ~n3/@h:9#4");
    expect(add('n3')).to.equal(
      'ERR n3 is a member: REPLACE takes a node with a new data folder in its place',
    );
    expect(add('n4', true)).to.equal('ERR n4 is not a member: there is nothing to replace');
    expect(add('n1', true)).to.equal('ERR n1 leads: it has not lost its data folder');
  });

  it('give no number twice, and end when there are none left', () => {
    const full = { ...CLUSTER, lastNumber: 255 };
    expect(
      changedMembers(full, { kind: 'add', id: 'n4', address: 'h:9', replace: false }, false, 'n1'),
    ).to.match(/^ERR this cluster has had 255 members/);
    const later = { ...CLUSTER, lastNumber: 7 };
    const grown = changedMembers(
      later,
      { kind: 'add', id: 'n4', address: 'h:9', replace: false },
      false,
      'n1',
    );
    expect((grown as readonly Member[]).at(-1)!.number).to.equal(8);
  });

  it('remove and move members, and leave one that votes', () => {
    expect(short(changedMembers(CLUSTER, { kind: 'remove', id: 'n2' }, false, 'n1'))).to.equal(
      "n1/n1's@n1:1#1 n3/n3's@n3:1#3",
    );
    expect(
      short(changedMembers(CLUSTER, { kind: 'update', id: 'n2', address: 'h:9' }, false, 'n1')),
    ).to.include("n2/n2's@h:9#2");
    expect(changedMembers(CLUSTER, { kind: 'remove', id: 'n4' }, false, 'n1')).to.equal(
      'ERR n4 is not a member',
    );
    const alone = { ...CLUSTER, members: CLUSTER.members.slice(0, 1) };
    expect(changedMembers(alone, { kind: 'remove', id: 'n1' }, false, 'n1')).to.equal(
      'ERR n1 is the last member that votes',
    );
  });

  it('are left alone when a leader before has made them', () => {
    const again = (change: MemberChange): string =>
      changedMembers(CLUSTER, change, true, 'n1') === CLUSTER.members ? 'made' : 'to do';
    expect(again({ kind: 'add', id: 'n2', address: 'n2:1', replace: false })).to.equal('made');
    expect(again({ kind: 'add', id: 'n2', address: 'h:9', replace: false })).to.equal('to do');
    expect(again({ kind: 'add', id: 'n4', address: 'h:9', replace: false })).to.equal('to do');
    expect(again({ kind: 'remove', id: 'n4' })).to.equal('made');
    expect(again({ kind: 'remove', id: 'n3' })).to.equal('to do');
    expect(again({ kind: 'update', id: 'n3', address: 'n3:1' })).to.equal('made');
    expect(again({ kind: 'update', id: 'n3', address: 'h:9' })).to.equal('to do');
    // Replaced and elected since: it has its data folder. Else it is replaced once more.
    expect(again({ kind: 'add', id: 'n1', address: 'n1:1', replace: true })).to.equal('made');
    expect(again({ kind: 'add', id: 'n3', address: 'n3:1', replace: true })).to.equal('to do');
  });
});
