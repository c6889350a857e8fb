import { expect } from 'chai';
import type { Configuration, MemberChange } from '../../../src/base/configuration.js';
import type { NodeStore } from '../../../src/ports/node-store.js';
import type { ConsensusFigures } from '../../../src/replica/shared-state.js';
import { OwnMembers } from '../../../src/replica/own-members.js';
import { VirtualTime } from '../../sim/ports/virtual-time.js';

const CHANGE: MemberChange = { kind: 'add', id: 'n4', address: 'h:9', replace: true };
const UNKNOWN = 'TIMEOUT outcome unknown: RAFT MEMBERS tells';
const NOT_LEADING = 'CLUSTERDOWN this node does not lead';
const BUSY = 'TRYAGAIN another change of the members is under way, or the leader is new';

interface Asked {
  readonly peer: string | undefined;
  readonly again: boolean;
  /** Null: the change is made. No argument: no answer. */
  readonly answer: (...error: [] | [string | null]) => void;
}

/** Node n1, which is connected to n2 and n3. */
class World {
  readonly time = new VirtualTime(1);
  readonly asked: Asked[] = [];
  readonly handlers = new Map<string, (body: string, done: (answer: string) => void) => void>();
  readonly consensus = {
    leads: false,
    leader: null as string | null,
    figures: { commitIndex: 0 } as ConsensusFigures,
    configuration: { members: [{ id: 'n1' }] } as unknown as Configuration,
    connected: new Set(['n2', 'n3']),
    isConnected: (peer: string): boolean => this.consensus.connected.has(peer),
    changeMembers: (_: MemberChange, again: boolean, done: (error: string | null) => void): void => {
      this.asked.push({ peer: 'n1', again, answer: (error = UNKNOWN) => done(error) });
    },
    transfer: (_: string | null, done: (begun: boolean) => void): void => done(this.consensus.leads),
  };
  readonly identity = { clusterId: null as string | null };
  readonly members: OwnMembers;
  readonly answers: (string | null)[] = [];

  constructor(join: string | null = null) {
    const questions = {
      answer: (topic: string, handler: (body: string, done: (answer: string) => void) => void) =>
        void this.handlers.set(topic, handler),
      ask: ([peer]: readonly string[], _: string, body: string, __: number, done: (all: string[]) => void) =>
        void this.asked.push({
          peer,
          again: (JSON.parse(body) as { again?: boolean }).again ?? false,
          answer: (...errors) => done(errors.map(error => error ?? '')),
        }),
    };
    const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    const settings = { clientTimeout: () => 5_000 };
    const nodeStore = { identity: this.identity } as unknown as NodeStore;
    const failed = (error: Error): void => expect.fail(error.message);
    const options = { id: 'n1', join, failed, logger, nodeStore, scheduler: this.time, settings };
    this.members = new OwnMembers(this.consensus, questions, options);
  }

  request(): void {
    this.members.change(CHANGE, error => this.answers.push(error));
  }

  /** Who was asked, `!`: with the word that it may have been made already. */
  get log(): string {
    return this.asked.map(({ peer, again }) => `${peer}${again ? '!' : ''}`).join(' ');
  }
}

describe('changes of the members, asked for at any node', () => {
  it('wait for a leader, and are certainly not made when there is none in time', () => {
    const world = new World();
    world.request();
    world.time.advance(4_900);
    expect(world.answers).to.deep.equal([]);
    world.time.advance(200);
    expect([world.log, world.answers]).to.deep.equal(['', ['CLUSTERDOWN no leader is known']]);
  });

  it('are put to the next leader when the one before is dead, without a doubt about what it did', () => {
    const world = new World();
    world.consensus.leader = 'n3';
    world.consensus.connected.delete('n3');
    world.request();
    world.time.advance(1_000);
    expect(world.log).to.equal('');
    world.consensus.leader = 'n2';
    world.time.advance(100);
    world.asked[0]!.answer(null);
    expect([world.log, world.answers]).to.deep.equal(['n2', [null]]);
  });

  it('are put again, as perhaps made, when the leader that was asked is lost', () => {
    const world = new World();
    world.consensus.leader = 'n3';
    world.request();
    world.asked[0]!.answer();
    world.consensus.leader = 'n2';
    world.time.advance(100);
    world.asked[1]!.answer(BUSY); // it is new, and may hold the change without knowing
    world.time.advance(100);
    world.asked[2]!.answer('TIMEOUT outcome unknown: this node leads no longer');
    world.consensus.leads = true;
    world.time.advance(100);
    world.asked[3]!.answer(null);
    expect([world.log, world.answers]).to.deep.equal(['n3 n2! n2! n1!', [null]]);
  });

  it('end with an unknown outcome when no leader tells it in time', () => {
    const world = new World();
    world.consensus.leader = 'n3';
    world.request();
    world.asked[0]!.answer();
    world.consensus.leader = null;
    world.time.advance(5_100);
    expect(world.answers).to.deep.equal([UNKNOWN]);
  });

  it('are put again to a node that leads no more, and refused at once for any other reason', () => {
    const world = new World();
    world.consensus.leader = 'n2';
    world.request();
    world.asked[0]!.answer(NOT_LEADING);
    world.time.advance(100);
    world.asked[1]!.answer(BUSY);
    expect([world.log, world.answers]).to.deep.equal(['n2 n2', [BUSY]]);
  });

  it('are answered for another node by what this one does', () => {
    const world = new World();
    const told: string[] = [];
    const ask = (): void =>
      world.handlers.get('members')!(JSON.stringify({ change: CHANGE, again: true }), answer =>
        told.push(answer),
      );
    ask();
    world.asked[0]!.answer(NOT_LEADING);
    ask();
    world.asked[1]!.answer(null);
    expect([world.log, told]).to.deep.equal(['n1! n1!', [NOT_LEADING, '']]);
  });

  it('are asked for by a node that joins, until it is a member', () => {
    const world = new World('h:1');
    world.consensus.configuration = { ...world.consensus.configuration, members: [] };
    world.members.join('n2');
    world.asked[0]!.answer('CLUSTERDOWN no leader is known');
    world.time.advance(1_000);
    expect(world.log).to.equal('n2 n2');
    world.consensus.configuration = new World().consensus.configuration;
    world.asked[1]!.answer(null);
    world.time.advance(5_000);
    expect(world.log).to.equal('n2 n2');
  });

  it('are told to a node that was removed when they are committed, by the leader alone', () => {
    const { consensus, handlers } = new World();
    const answer = (uuid: string): string => {
      let said = 'nothing';
      handlers.get('removal')?.(JSON.stringify({ id: 'n2', uuid }), text => (said = text));
      return said;
    };
    const figures = { commitIndex: 8 };
    Object.assign(consensus, { figures, configuration: { index: 9, members: [{ id: 'n1', uuid: '1' }] } });
    expect(answer('2')).to.equal('');
    consensus.leads = true;
    expect(answer('2'), 'the next leader may undo it').to.equal('');
    figures.commitIndex = 9;
    expect(answer('2')).to.equal('removed');
    for (const [uuid, expected] of [
      ['2', ''],
      ['', ''],
      ['3', 'removed'],
    ] as const) {
      const configuration = { index: 9, members: [{ id: 'n2', uuid }] };
      Object.assign(consensus, { configuration });
      expect(answer('2')).to.equal(expected);
    }
  });

  it('are not asked for by a node that was removed: it would come back at once', () => {
    const world = new World('h:1');
    world.consensus.configuration = { ...world.consensus.configuration, members: [] };
    world.identity.clusterId = 'c'.repeat(32);
    world.members.join('n2');
    expect(world.log).to.equal('');
  });
});
