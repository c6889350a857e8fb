import { expect } from 'chai';
import type { LeafCommand } from '../../../src/commands/spec.js';
import type { SessionPort } from '../../../src/commands/ports.js';
import { Commands } from '../../../src/commands/table.js';
import type { Lane, Request } from '../../../src/replica/api.js';
import { OK } from '../../../src/resp/reply.js';
import { UseReporter } from '../../../src/server/use-reporter.js';

/** A reporter whose time moves when the test says so. */
class World {
  readonly settings = new Map([
    ['maxmemory', '1000'],
    ['maxmemory-policy', 'allkeys-lru'],
  ]);
  weight = 800;
  readonly reports: Request[] = [];
  seen = 0;
  #due: () => void = () => undefined;
  readonly #commands = new Commands();
  readonly reporter = new UseReporter(
    { executed: () => void this.seen++, rejected: () => undefined },
    {
      openLane: () => ({}) as Lane,
      submit: request => void this.reports.push(request),
      setting: name => this.settings.get(name),
      memory: () => ({ weight: this.weight, expired: 0, evicted: 0 }),
    },
    {
      after: (_, run) => {
        this.#due = run;
        return () => (this.#due = () => undefined);
      },
    },
  );

  interval(): void {
    this.#due();
  }

  run(db: number, ...argv: string[]): void {
    const command = this.#commands.resolve(argv) as LeafCommand;
    this.reporter.executed(command, argv, OK, 0, { db } as SessionPort);
  }

  takeReports(): [db: number, argv: readonly string[]][] {
    return this.reports.map(({ db, argv }) => [db, argv]);
  }
}

describe('the report of reads', () => {
  it('names each key that was read once, by database, and no key that was written', () => {
    const world = new World();
    world.interval();
    for (const key of ['a', 'b', 'a']) world.run(0, 'GET', key);
    world.run(1, 'MGET', 'c', 'd');
    world.run(0, 'SET', 'e', 'v');
    world.run(0, 'DBSIZE');
    expect(world.seen).to.equal(6);
    world.interval();
    expect(world.takeReports()).to.deep.equal([
      [0, ['quorate.used', 'a', 'b']],
      [1, ['quorate.used', 'c', 'd']],
    ]);
  });

  it('is not made where nothing asks for it', () => {
    const changes: ((world: World) => void)[] = [
      world => world.settings.set('maxmemory-policy', 'allkeys-random'),
      world => world.settings.set('maxmemory', '0'),
      world => (world.weight = 600),
    ];
    for (const change of changes) {
      const world = new World();
      change(world);
      world.interval();
      world.run(0, 'GET', 'a');
      world.interval();
      expect(world.reports).to.deep.equal([]);
    }
  });

  it('has a bound, and waits for the one before', () => {
    const world = new World();
    world.interval();
    for (let i = 0; i < 1000; i++) world.run(0, 'GET', `k${i}`);
    world.interval();
    expect(world.takeReports()[0]?.[1]).to.have.length(501);
    world.run(0, 'GET', 'later');
    world.interval();
    expect(world.reports).to.have.length(1);
    world.reports[0]?.done(OK);
    world.run(0, 'GET', 'again');
    world.interval();
    expect(world.takeReports()[1]?.[1]).to.deep.equal(['quorate.used', 'again']);
  });

  it('stops when told', () => {
    const world = new World();
    world.interval();
    world.run(0, 'GET', 'a');
    world.reporter.stop();
    world.interval();
    expect(world.reports).to.deep.equal([]);
  });
});
