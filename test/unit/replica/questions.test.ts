import { expect } from 'chai';
import { Questions } from '../../../src/replica/questions.js';
import { VirtualTime } from '../../sim/ports/virtual-time.js';

/** This node is connected to n2 and n3, not to n4. */
class World {
  readonly time = new VirtualTime(1);
  readonly sent: { peer: string; id: number }[] = [];
  readonly answers: string[][] = [];
  readonly questions = new Questions(
    {
      sendTo: (peer, { id }) => {
        if (peer !== 'n4') this.sent.push({ peer, id });
        return peer !== 'n4';
      },
    },
    this.time,
  );

  ask(...peers: string[]): void {
    this.questions.ask(peers, 'topic', '', 500, answers => this.answers.push(answers));
  }

  tell(peer: string, body: string, id = this.sent.at(-1)!.id): void {
    this.questions.received(peer, { type: 'tell', id, body });
  }
}

describe('questions between nodes', () => {
  it('are answered by all who can be reached, or end at the time', () => {
    const world = new World();
    world.ask('n2', 'n3', 'n4');
    world.tell('n2', 'two');
    expect(world.answers).to.deep.equal([]);
    world.tell('n3', 'three');
    world.ask('n2', 'n3');
    world.tell('n3', 'three');
    world.time.advance(500);
    world.ask('n4');
    expect(world.answers).to.deep.equal([['two', 'three'], ['three'], []]);
  });

  it('are not waited for when the connection ends', () => {
    const world = new World();
    world.ask('n2', 'n3');
    world.tell('n2', 'two');
    world.questions.disconnected('n2');
    expect(world.answers).to.deep.equal([]);
    world.questions.disconnected('n3');
    world.tell('n3', 'too late');
    expect(world.answers).to.deep.equal([['two']]);
  });

  it('are answered once by each, and by nobody else', () => {
    const world = new World();
    world.ask('n2', 'n3');
    world.tell('n2', 'two');
    world.tell('n2', 'twice');
    world.tell('n5', 'five');
    expect(world.answers).to.deep.equal([]);
    world.tell('n3', 'three');
    expect(world.answers).to.deep.equal([['two', 'three']]);
  });
});
