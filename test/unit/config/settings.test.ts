import { expect } from 'chai';
import { readConfFile } from '../../../src/config/conf-file.js';
import { rewriteConf } from '../../../src/config/rewrite.js';
import { SettingError } from '../../../src/config/setting.js';
import { Settings } from '../../../src/config/settings.js';
import { bootstrapSettings, environmentName, loadSettings } from '../../../src/config/sources.js';
import { SECTIONS, SETTING_NAMES, SETTINGS } from '../../../src/config/table.js';

const fileOf = (text: string) => readConfFile('q.conf', () => text);
const fromFile = (text: string): Settings => loadSettings({ file: fileOf(text) });

function refusal(...pairs: [string, string][]): string {
  try {
    new Settings().check(pairs);
  } catch (error) {
    if (error instanceof SettingError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('the table of settings', () => {
  it('has defaults that its own types take, and show as they stand', () => {
    const settings = new Settings();
    for (const name of SETTING_NAMES) expect(settings.text(name), name).to.equal(SETTINGS[name].default);
  });

  it('has every setting in exactly one section, in order', () => {
    expect(SECTIONS.flatMap(({ settings }) => Object.keys(settings))).to.deep.equal(SETTING_NAMES);
  });

  it('gives typed values', () => {
    const settings = new Settings();
    expect(settings.get('maxclients')).to.equal(10_000);
    expect(settings.get('protected-mode')).to.equal(true);
    expect(settings.get('bind')).to.deep.equal(['*', '-::*']);
    expect(settings.get('client-output-buffer-limit').pubsub.hard).to.equal(32 * 1024 ** 2);
  });
});

describe('where values come from', () => {
  it('a flag beats the environment, that beats the file, that beats the default', () => {
    const sources = {
      file: fileOf('maxclients 1\ntimeout 1\ntcp-keepalive 1'),
      environment: { QUORATE_MAXCLIENTS: '2', QUORATE_TIMEOUT: '2', HOME: '/' },
      flags: { maxclients: '3', timeout: undefined },
    };
    const settings = loadSettings(sources);
    expect(settings.get('maxclients')).to.equal(3);
    expect(settings.get('timeout')).to.equal(2);
    expect(settings.get('tcp-keepalive')).to.equal(1);
    expect(settings.get('port')).to.equal(6379);
  });

  it('names the place of whatever is wrong, in one line', () => {
    expect(() => fromFile('\nfoo 1')).to.throw("q.conf:2: unknown setting 'foo'");
    expect(() => fromFile('port 1 2')).to.throw("q.conf:1: 'port' takes one value, not 2");
    expect(() => fromFile('port')).to.throw("q.conf:1: 'port' takes one value, not 0");
    expect(() => fromFile('port 70000')).to.throw(
      'q.conf:1: port 70000: argument must be between 0 and 65535 inclusive',
    );
    expect(() => fromFile('appendonly no')).to.throw('q.conf:1: appendonly no: every write is in the log');
    expect(() => loadSettings({ environment: { QUORATE_FOO: '1' } })).to.throw(
      'QUORATE_FOO: unknown setting',
    );
    expect(() => loadSettings({ flags: { id: 'a b' } })).to.throw('--id a b: argument must be 1 to 64');
  });

  it('passes over what a container platform says of a service of that name', () => {
    const environment = {
      QUORATE_PORT: 'tcp://10.0.0.1:6379',
      QUORATE_SERVICE_HOST: '10.0.0.1',
      QUORATE_PORT_6379_TCP: '',
    };
    expect(loadSettings({ environment }).get('port')).to.equal(6379);
  });

  it('checks what no setting can check alone', () => {
    expect(() => fromFile('peers a@h:1,b@h:2')).to.throw("peers: does not name this node, 'n1'");
    expect(() => fromFile('heartbeat-interval 500')).to.throw(
      'at least three times heartbeat-interval (500 ms)',
    );
    expect(() => fromFile('raft-port 6379')).to.throw('raft-port: must differ from port (6379)');
  });

  it('reads members, IPv6 addresses too', () => {
    const settings = fromFile('id b\npeers a@h1:1,b@[::1]:2');
    expect(settings.get('peers')).to.deep.equal([
      { id: 'a', host: 'h1', port: 1 },
      { id: 'b', host: '::1', port: 2 },
    ]);
    expect(settings.text('peers')).to.equal('a@h1:1,b@[::1]:2');
    for (const peers of ['a', 'a@h', 'a@h:0', 'a@h:70000', 'a@h:1,a@h:2', 'a b@h:1']) {
      expect(() => loadSettings({ flags: { peers } }), peers).to.throw('--peers');
    }
  });

  it('adds up the lines of client-output-buffer-limit, one class each', () => {
    const settings = fromFile(
      'client-output-buffer-limit normal 1kb 0 0\nclient-output-buffer-limit replica 2k 1k 5',
    );
    expect(settings.text('client-output-buffer-limit')).to.equal(
      'normal 1024 0 0 slave 2000 1000 5 pubsub 33554432 8388608 60',
    );
  });

  it('begins a cluster with the settings that the log is to hold', () => {
    const names = bootstrapSettings(fromFile('list-max-listpack-size 64'), 1000);
    expect(names).to.deep.include(['list-max-listpack-size', '64']);
    expect(names.map(([name]) => name)).not.to.include('maxclients');
    expect(names).to.deep.include(['maxmemory', '600']);
    expect(bootstrapSettings(fromFile('maxmemory 1kb'), 1000)).to.deep.include(['maxmemory', '1024']);
  });

  it('names the variable of a setting', () => {
    expect(environmentName('raft-port')).to.equal('QUORATE_RAFT_PORT');
  });
});

describe('CONFIG SET', () => {
  const failed = (name: string, why: string): string =>
    `CONFIG SET failed (possibly related to argument '${name}') - ${why}`;

  it("refuses in Redis's words", () => {
    expect(refusal(['nope', '1'])).to.equal("Unknown option or number of arguments for CONFIG SET - 'nope'");
    expect(refusal(['databases', '16'])).to.equal(failed('databases', "can't set immutable config"));
    expect(refusal(['timeout', '1'], ['TIMEOUT', '2'])).to.equal(failed('TIMEOUT', 'duplicate parameter'));
    expect(refusal(['maxclients', 'x'])).to.equal(
      failed('maxclients', "argument couldn't be parsed into an integer"),
    );
    expect(refusal(['maxclients', '0'])).to.equal(
      failed('maxclients', 'argument must be between 1 and 4294967295 inclusive'),
    );
    expect(refusal(['maxmemory', '1x'])).to.equal(failed('maxmemory', 'argument must be a memory value'));
    expect(refusal(['appendonly', 'maybe'])).to.equal(failed('appendonly', "argument must be 'yes' or 'no'"));
    expect(refusal(['loglevel', 'x'])).to.equal(
      failed('loglevel', 'argument(s) must be one of the following: debug, verbose, notice, warning'),
    );
    expect(refusal(['client-output-buffer-limit', 'a'])).to.equal(
      failed('client-output-buffer-limit', 'Wrong number of arguments in buffer limit configuration.'),
    );
    expect(refusal(['client-output-buffer-limit', 'a 0 0 0'])).to.equal(
      failed('client-output-buffer-limit', 'Invalid client class specified in buffer limit configuration.'),
    );
    expect(refusal(['client-output-buffer-limit', 'normal x 0 0'])).to.equal(
      failed(
        'client-output-buffer-limit',
        'Error in hard, soft or soft_seconds setting in buffer limit configuration.',
      ),
    );
    expect(refusal(['notify-keyspace-events', 'Q'])).to.equal(
      failed('notify-keyspace-events', "Invalid event class character. Use 'Ag$lshzxeKEtmdn'."),
    );
  });

  it('takes what changes nothing of a setting that has one value', () => {
    const pairs = [
      ['save', ''],
      ['appendonly', 'YES'],
      ['maxmemory-policy', 'noeviction'],
      ['maxmemory', '0'],
    ] as const;
    expect(new Settings().check(pairs).map(({ text }) => text)).to.deep.equal(['', 'yes', 'noeviction', '0']);
    expect(refusal(['save', '900 1'])).to.contain('every write is in the log');
  });

  it('gives values in their normal form, and changes nothing by itself', () => {
    const settings = new Settings();
    const changes = settings.check([
      ['client-query-buffer-limit', '2mb'],
      ['Notify-Keyspace-Events', 'Eg$lshzxetdK'],
    ]);
    expect(changes).to.deep.equal([
      { name: 'client-query-buffer-limit', text: '2097152', scope: 'node' },
      { name: 'notify-keyspace-events', text: 'AKE', scope: 'cluster' },
    ]);
    expect(settings.get('client-query-buffer-limit')).to.equal(1024 ** 3);
  });

  it('tells listeners of another value, and of nothing else', () => {
    const settings = new Settings();
    const seen: number[] = [];
    settings.onChange('timeout', () => seen.push(settings.get('timeout')));
    settings.set('timeout', '0');
    settings.set('timeout', '7');
    settings.set('maxclients', '5');
    expect(seen).to.deep.equal([7]);
  });
});

describe('CONFIG REWRITE', () => {
  it('changes lines in place, keeps comments, includes and what it does not know, and adds the rest', () => {
    const old = '# mine\nport 7000\n\ninclude other.conf\ntimeout 1\ntimeout 2\nunknown 5\n# end\n';
    const settings = loadSettings({
      flags: { port: '7000', timeout: '0', requirepass: 'a "b', 'client-query-buffer-limit': '2mb' },
    });
    expect(rewriteConf(old, settings)).to.equal(
      '# mine\nport 7000\n\ninclude other.conf\ntimeout 0\nunknown 5\n# end\n\n' +
        '# Generated by CONFIG REWRITE\nrequirepass "a \\"b"\nclient-query-buffer-limit 2mb\n',
    );
  });

  it('writes what it reads back as the same values, and the same text the second time', () => {
    const settings = loadSettings({
      flags: {
        bind: '127.0.0.1 -::1',
        requirepass: '\xff \n',
        'client-output-buffer-limit': 'normal 1mb 5 6',
      },
    });
    const once = rewriteConf('', settings);
    const again = fromFile(once);
    for (const name of SETTING_NAMES) expect(again.text(name), name).to.equal(settings.text(name));
    expect(rewriteConf(once, again)).to.equal(once);
  });
});
