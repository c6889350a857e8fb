import { expect } from 'chai';
import { ByteReader, ByteWriter } from '../../../src/base/bytes.js';
import { OperatorError } from '../../../src/base/errors.js';
import { Commands } from '../../../src/commands/table.js';
import { Machine } from '../../../src/machine/machine.js';
import { KINDS } from '../../../src/machine/snapshot/records.js';
import { Restorer } from '../../../src/machine/snapshot/restorer.js';
import { LaterCommands } from '../../support/later-commands.js';
import { Log, NODE_1, NODE_2 } from './log.js';

function failureOf(run: () => unknown): OperatorError {
  try {
    run();
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
  throw new Error('it does not fail');
}

/** Puts the state of the log's machine into another machine, through a snapshot. */
function copied(log: Log, highestVersion: number): Machine {
  const machine = new Machine(log.commands, log.observer(), log.engine, highestVersion);
  const writer = log.machine.beginSnapshot({ group: 0, index: log.entries.length, term: 1 });
  const reader = machine.beginRestore();
  while (!writer.ended) {
    const chunk = writer.step();
    if (chunk !== null) reader.add(chunk);
  }
  machine.install(reader.finish().state);
  return machine;
}

describe('machine version', () => {
  it('is the first one until an entry raises it, and never falls', () => {
    const log = new Log(new Commands(), 3);
    expect(log.machine.version).to.equal(1);
    const digest = log.machine.digest();
    expect(log.append({ kind: 'raise', version: 3 })).to.equal('applied');
    expect(log.machine.digest()).to.not.equal(digest);
    expect(log.append({ kind: 'raise', version: 3 })).to.equal('skipped');
    expect(log.append({ kind: 'raise', version: 2 })).to.equal('skipped');
    expect(log.machine.version).to.equal(3);
  });

  it('decides what a command does, in scripts too', () => {
    const log = new Log(new LaterCommands(), 2);
    expect(log.run(1, 'incr', 'n')).to.equal(1);
    log.append({ kind: 'raise', version: 2 });
    expect(log.run(1, 'incr', 'n')).to.equal(3);
    expect(log.run(1, 'eval', "return redis.call('incr', KEYS[1])", '1', 'n')).to.equal(5);
    expect(log.replay().digest()).to.equal(log.machine.digest());
  });

  it('above what a machine can run stops it before it changes anything', () => {
    const log = new Log(new Commands(), 1);
    const error = failureOf(() => log.append({ kind: 'raise', version: 2 }));
    expect(error.code).to.equal('FORMAT_TOO_NEW');
    expect(error.message).to.match(/^the cluster runs machine version 2, this node can run none above 1: /);
    expect(log.machine.version).to.equal(1);
  });

  it('of the highest that a node can run stands in its row', () => {
    const log = new Log(new Commands(), 3);
    log.open(NODE_2, 4, 3);
    const versions = (machine: Machine): unknown[] =>
      machine.rows().map(({ id, highestVersion }) => [id, highestVersion]);
    expect(versions(log.machine)).to.deep.equal([
      ['n1', 1],
      ['n2', 3],
    ]);
    expect(versions(copied(log, 3))).to.deep.equal(versions(log.machine));
    log.append({ kind: 'end', uuid: NODE_2, incarnation: 4 });
    log.open(NODE_1, 2, 2);
    expect(versions(log.machine)).to.deep.equal([
      ['n1', 2],
      ['n2', 3],
    ]);
  });

  it('admits no incarnation of a process that cannot run it', () => {
    const log = new Log(new Commands(), 2);
    log.append({ kind: 'raise', version: 2 });
    expect(log.open(NODE_2, 1, 1)).to.equal('refused');
    expect(log.machine.row(NODE_2)).to.equal(undefined);
    expect(log.open(NODE_2, 2, 2)).to.equal('applied');
  });

  it('stands in a snapshot, which only a machine restores that can run it', () => {
    const log = new Log(new LaterCommands(), 2);
    log.append({ kind: 'raise', version: 2 });
    log.run(1, 'incr', 'n');
    const copy = copied(log, 2);
    expect(copy.version).to.equal(2);
    expect(copy.digest()).to.equal(log.machine.digest());
    const error = failureOf(() => copied(log, 1));
    expect(error.code).to.equal('FORMAT_TOO_NEW');
    expect(error.message).to.contain('machine version 2');
  });

  it('is not the only thing that may be too new in a snapshot: its format is named', () => {
    const record = new ByteWriter();
    record.uint8(KINDS.indexOf('place'));
    for (const number of [2, 0, 1, 1, 1]) record.varint(number);
    const error = failureOf(() => new Restorer(new Commands(), 1).add(new ByteReader(record.copy())));
    expect(error.code).to.equal('FORMAT_TOO_NEW');
    expect(error.message).to.equal('the snapshot has format 2, this version knows up to 1');
  });
});
