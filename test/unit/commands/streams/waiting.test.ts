import { expect } from 'chai';
import { Commands } from '../../../../src/commands/table.js';
import { command, Log } from '../../machine/log.js';

const NO_GROUP = "-NOGROUP No such key 's' or consumer group 'g' in XREADGROUP with GROUP option";

describe('those who wait for streams', () => {
  let log: Log;
  const run = (lane: number, ...argv: string[]): unknown => log.run(lane, ...argv);
  const add = (id: string, key = 's'): unknown => run(9, 'xadd', key, id, 'f', 'v');
  const entries = (...ids: string[]): unknown => ids.map(id => [id, ['f', 'v']]);
  const wait = (lane: number, ...rest: string[]): void =>
    void expect(run(lane, 'xread', 'block', '0', ...rest)).to.equal('Blocked');
  const waitInGroup = (lane: number, consumer: string, ...keys: string[]): void => {
    const argv = ['xreadgroup', 'group', 'g', consumer, 'count', '1', 'block', '0', 'streams'];
    expect(run(lane, ...argv, ...keys, ...keys.map(() => '>'))).to.equal('Blocked');
  };
  const served = (lane: number, reply: unknown): unknown => ({ served: lane, reply, giveBack: null });
  beforeEach(() => (log = new Log()));
  afterEach(() => {
    expect(log.failures).to.deep.equal([]);
    expect(log.replay().digest()).to.equal(log.machine.digest());
  });

  it('are all served by one XADD, each from its own id on', () => {
    add('1-0');
    add('2-0');
    expect(run(1, 'xread', 'block', '0', 'streams', 's', '1-0')).to.deep.equal({
      keyed: ['s', entries('2-0')],
    });
    wait(1, 'streams', 's', '$');
    wait(2, 'streams', 's', '2');
    wait(3, 'streams', 's', '9');
    add('5-0');
    const reply = { keyed: ['s', entries('5-0')] };
    expect(log.takeEvents()).to.deep.equal([served(1, reply), served(2, reply)]);
    expect(log.machine.waiterCount).to.equal(1);
  });

  it('mean by $ the end of the stream when they came, and by + the last entry', () => {
    expect(log.read('xread', 'streams', 's', '+')).to.equal('NullArray');
    wait(1, 'streams', 's', 't', '$', '+');
    expect(log.machine.waiterOf('1'.repeat(32), 1)?.argv.slice(-2)).to.deep.equal(['0-0', '0-0']);
    log.batch(command(9, 'xadd', 's', '4-0', 'f', 'v'), command(9, 'xadd', 's', '5-0', 'f', 'v'));
    expect(log.takeEvents()).to.deep.equal([served(1, { keyed: ['s', entries('4-0')] })]);
    expect(log.read('xread', 'count', '3', 'streams', 's', '+')).to.deep.equal({
      keyed: ['s', entries('5-0')],
    });
    run(9, 'xdel', 's', '5-0');
    wait(2, 'streams', 's', '$');
    run(9, 'del', 's');
    add('3-0');
    expect(log.takeEvents()).to.deep.equal([]);
    add('6-0');
    expect(log.takeEvents()).to.deep.equal([served(2, { keyed: ['s', entries('6-0')] })]);
  });

  it('in a group get each entry once, in order of arrival', () => {
    run(9, 'xgroup', 'create', 's', 'g', '$', 'mkstream');
    waitInGroup(1, 'a', 's');
    waitInGroup(2, 'b', 's');
    waitInGroup(3, 'c', 's');
    wait(4, 'streams', 's', '$');
    add('1-0');
    add('2-0');
    expect(log.takeEvents()).to.deep.equal([
      served(1, { keyed: ['s', entries('1-0')] }),
      served(4, { keyed: ['s', entries('1-0')] }),
      served(2, { keyed: ['s', entries('2-0')] }),
    ]);
    expect(log.read('xpending', 's', 'g', '-', '+', '9')).to.deep.equal([
      ['1-0', 'a', 0, 1],
      ['2-0', 'b', 0, 1],
    ]);
  });

  it('in a group are told when it goes, with its key or alone, whatever comes instead', () => {
    for (const gone of [['xgroup', 'destroy', 's', 'g'], ['del', 's'], ['rename', 's', 't'], ['flushall']]) {
      run(9, 'xgroup', 'create', 's', 'g', '$', 'mkstream');
      waitInGroup(1, 'a', 's');
      run(9, ...gone);
      expect(log.takeEvents()).to.deep.equal([served(1, NO_GROUP)]);
      run(9, 'flushall');
    }
    run(9, 'xgroup', 'create', 's', 'g', '$', 'mkstream');
    waitInGroup(1, 'a', 's');
    run(9, 'set', 's', 'v');
    expect(log.takeEvents()).to.deep.equal([
      served(1, '-WRONGTYPE Operation against a key holding the wrong kind of value'),
    ]);
  });

  it('are not disturbed by what brings nothing new, nor by a key that is something else for a while', () => {
    run(9, 'xgroup', 'create', 's', 'g', '$', 'mkstream');
    waitInGroup(1, 'a', 's');
    wait(2, 'streams', 't', '$');
    run(9, 'set', 't', 'v');
    run(9, 'del', 't');
    run(9, 'xgroup', 'createconsumer', 's', 'g', 'b');
    run(9, 'xtrim', 's', 'maxlen', '0');
    expect(log.takeEvents()).to.deep.equal([]);
    expect(log.batch({ lane: 1, unblock: 'timeout' }, { lane: 2, unblock: 'error' })).to.deep.equal([1, 1]);
    expect(log.takeEvents()).to.deep.equal([
      { ended: 1, reason: 'timeout', reply: 'NullArray' },
      { ended: 2, reason: 'error', reply: '-UNBLOCKED client unblocked via CLIENT UNBLOCK' },
    ]);
  });

  it('refuse what makes no sense to wait for', () => {
    const errors: [string[], string][] = [
      [['xread', 'block', '-1', 'streams', 's', '0'], 'timeout is negative'],
      [['xread', 'block', '0.5', 'streams', 's', '0'], 'timeout is not an integer or out of range'],
      [['xread', 'block', '9223372036854775807', 'streams', 's', '0'], 'timeout is out of range'],
      [['xread', 'block', '0', 'streams', 's', '>'], 'The > ID can be specified only'],
      [['xread', 'block', '0', 'group', 'g', 'a', 'streams', 's', '>'], 'The GROUP option is only supported'],
      [['xread', 'block', '0', 'noack', 'streams', 's', '0'], 'The NOACK option is only supported'],
      [
        ['xread', 'block', '0', 'streams', 's'],
        "Unbalanced 'xread' list of streams: for each stream key an ID or '$'",
      ],
      [['xreadgroup', 'block', '0', 'noack', 'count', '1', 'streams', 's', '>'], 'Missing GROUP option'],
      [
        ['xreadgroup', 'group', 'g', 'a', 'streams', 's', '$', 'x'],
        "Unbalanced 'xreadgroup' list of streams",
      ],
      [['xreadgroup', 'group', 'g', 'a', 'streams', 's', '$'], 'The $ ID is meaningless'],
      [['xreadgroup', 'group', 'g', 'a', 'streams', 's', '+'], 'The + ID is meaningless'],
      [['xread', 'block', '0', 'count', '2', 's', '0'], 'syntax error'],
    ];
    run(9, 'xgroup', 'create', 's', 'g', '$', 'mkstream');
    for (const [argv, error] of errors) expect(run(1, ...argv)).to.contain(error);
  });

  it('are those of XREAD with BLOCK alone: without it, it is a read', () => {
    const classOf = (...argv: string[]): unknown => {
      const command = new Commands().resolve(argv);
      return 'class' in command ? command.class : command;
    };
    expect(classOf('xread', 'streams', 's', '0')).to.equal('read');
    expect(classOf('xread', 'count', 'block', 'streams', 'block', '0')).to.equal('read');
    expect(classOf('XREAD', 'COUNT', '1', 'Block', '5', 'STREAMS', 's', '0')).to.equal('write');
    expect(classOf('xreadgroup', 'group', 'g', 'c', 'streams', 's', '>')).to.equal('write');
  });
});
