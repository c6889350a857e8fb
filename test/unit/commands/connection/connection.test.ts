import { expect } from 'chai';
import type { ClientFilter, NodePort, SessionPort, TrackingPort } from '../../../../src/commands/ports.js';
import { connection } from '../../../../src/commands/connection/index.js';
import { Commands } from '../../../../src/commands/table.js';
import {
  ErrorReply,
  MapReply,
  NO_REPLY,
  NULL_ARRAY,
  OK,
  type Reply,
  Status,
  Verbatim,
} from '../../../../src/resp/reply.js';
import { encodeReply } from '../../../../src/resp/encoder.js';

/** A session of no server, and a node that records what it is asked for. */
class World {
  readonly asked: unknown[][] = [];
  password = '';
  readonly session = {
    id: 42,
    address: '127.0.0.1:1',
    localAddress: '127.0.0.1:2',
    protocol: 2 as 2 | 3,
    db: 0,
    name: '',
    libraryName: '',
    libraryVersion: '',
    noEvict: false as boolean,
    noTouch: false as boolean,
    authenticated: true as boolean,
    databases: 16,
    modes: [] as string[],
    closing: false as boolean,
    authenticate: (user: string, password: string): boolean => {
      if (user !== 'default' || password !== this.password) return false;
      this.session.authenticated = true;
      return true;
    },
    setReplyMode: (mode: 'on' | 'off' | 'skip'): void => {
      this.session.modes.push(mode);
    },
    reset: (): void => {
      this.session.modes.push('reset');
    },
    transaction: {
      open: (): void => undefined,
      discard: (): void => undefined,
      unwatch: (): void => undefined,
    },
    isSubscribed: false,
    mayBlock: true,
    tracking: {
      isOn: false,
      redirect: 0,
      prefixes: [],
      flags: ['off'],
      checkRedirect: (): void => undefined,
      enable: (): void => undefined,
      disable: (): void => undefined,
      setCaching: (): void => undefined,
    } satisfies TrackingPort,
    monitor: (): boolean => true,
    describe: (): string => 'id=42',
    closeAfterReply: (): void => {
      this.session.closing = true;
    },
  } satisfies SessionPort & { modes: string[]; closing: boolean };

  readonly #commands = new Commands([connection]);
  readonly #node: Partial<NodePort> = {
    clientList: (filter, done) => {
      this.asked.push([filter]);
      done('lines\n');
    },
    clientKill: (filter, done) => {
      this.asked.push([filter]);
      done(filter.address === '1.2.3.4:5' ? 0 : 1);
    },
    clientPause: (milliseconds, writesOnly, done) => {
      this.asked.push([milliseconds, writesOnly]);
      done();
    },
    clientUnpause: done => done(),
    clientUnblock: (id, withError, done) => {
      this.asked.push([id, withError]);
      done(id === 7);
    },
  };

  run(line: string): Reply {
    const argv = line.split(' ').map(word => (word === '""' ? '' : word.replaceAll('_', ' ')));
    const command = this.#commands.resolveForClient(argv);
    if (command instanceof ErrorReply) return command;
    let reply: Reply = NULL_ARRAY;
    try {
      if (command.class === 'session') reply = command.run(this.session, argv);
      if (command.class === 'node') {
        command.run(this.#node as NodePort, this.session, argv, answer => {
          reply = answer;
        });
      }
    } catch (error) {
      if (!(error instanceof ErrorReply)) throw error;
      return error;
    }
    return reply;
  }
}

describe('the connection commands', () => {
  // As redis-server 7.0 answers them; an underscore stands for a blank. What only 7.2 and 7.4 know is marked.
  const errors: Record<string, string> = {
    'SELECT abc': 'ERR value is not an integer or out of range',
    'SELECT 16': 'ERR DB index is out of range',
    'SELECT -1': 'ERR DB index is out of range',
    'SELECT 99999999999999': 'ERR value is out of range, value must between -2147483648 and 2147483647',
    'HELLO 4': 'NOPROTO unsupported protocol version',
    'HELLO 1': 'NOPROTO unsupported protocol version',
    'HELLO abc': 'ERR Protocol version is not an integer or out of range',
    'HELLO 3 FOO': "ERR Syntax error in HELLO option 'FOO'",
    'HELLO 3 AUTH a': "ERR Syntax error in HELLO option 'AUTH'",
    'HELLO 3 AUTH a b': 'WRONGPASS invalid username-password pair or user is disabled.',
    'HELLO 2 SETNAME a_b': 'ERR Client names cannot contain spaces, newlines or special characters.',
    'AUTH wrong': 'WRONGPASS invalid username-password pair or user is disabled.',
    'AUTH a b c': 'ERR syntax error',
    'CLIENT SETNAME a_b': 'ERR Client names cannot contain spaces, newlines or special characters.',
    'CLIENT SETINFO LIB-NAME a_b': 'ERR lib-name cannot contain spaces, newlines or special characters.', // 7.2
    'CLIENT SETINFO FOO bar': "ERR Unrecognized option 'FOO'", // 7.2
    'CLIENT REPLY foo': 'ERR syntax error',
    'CLIENT NO-EVICT foo': 'ERR syntax error',
    'CLIENT NO-TOUCH foo': 'ERR syntax error', // 7.2
    'CLIENT KILL 1.2.3.4:5': 'ERR No such client',
    'CLIENT KILL ID abc': 'ERR client-id should be greater than 0',
    'CLIENT KILL ID 0': 'ERR client-id should be greater than 0',
    'CLIENT KILL TYPE foo': "ERR Unknown client type 'foo'",
    'CLIENT KILL USER foo': "ERR No such user 'foo'",
    'CLIENT KILL SKIPME foo': 'ERR syntax error',
    'CLIENT KILL MAXAGE foo': 'ERR maxage is not an integer or out of range', // 7.4
    'CLIENT KILL FOO bar': 'ERR syntax error',
    'CLIENT KILL ID 3 ADDR': 'ERR syntax error',
    'CLIENT LIST TYPE foo': "ERR Unknown client type 'foo'",
    'CLIENT LIST ID': 'ERR syntax error',
    'CLIENT LIST ID abc': 'ERR Invalid client ID',
    'CLIENT LIST FOO': 'ERR syntax error',
    'CLIENT PAUSE abc': 'ERR timeout is not an integer or out of range',
    'CLIENT PAUSE -1': 'ERR timeout is negative',
    'CLIENT PAUSE 1 foo': 'ERR CLIENT PAUSE mode must be WRITE or ALL',
    'CLIENT PAUSE 1 WRITE x':
      "ERR unknown subcommand or wrong number of arguments for 'PAUSE'. Try CLIENT HELP.",
    'CLIENT UNBLOCK abc': 'ERR value is not an integer or out of range',
    'CLIENT UNBLOCK 3 foo': 'ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR',
    'CLIENT UNBLOCK 3 ERROR x':
      "ERR unknown subcommand or wrong number of arguments for 'UNBLOCK'. Try CLIENT HELP.",
    'PING a b': "ERR wrong number of arguments for 'ping' command",
    'RESET a': "ERR wrong number of arguments for 'reset' command",
    ECHO: "ERR wrong number of arguments for 'echo' command",
    CLIENT: "ERR wrong number of arguments for 'client' command",
    'CLIENT FOO': "ERR unknown subcommand 'FOO'. Try CLIENT HELP.",
    'client foo': "ERR unknown subcommand 'foo'. Try CLIENT HELP.",
    'CLIENT HELP a': "ERR wrong number of arguments for 'client|help' command",
  };
  for (const [line, text] of Object.entries(errors)) {
    it(`${line}: ${text}`, () => {
      const reply = new World().run(line);
      expect(reply).to.be.instanceOf(ErrorReply);
      expect((reply as ErrorReply).text).to.equal(text);
    });
  }

  const replies: Record<string, Reply> = {
    PING: new Status('PONG'),
    'PING hello': 'hello',
    'ECHO hello': 'hello',
    'SELECT 15': OK,
    QUIT: OK,
    RESET: new Status('RESET'),
    READONLY: OK,
    READWRITE: OK,
    'CLIENT ID': 42,
    'CLIENT GETNAME': null,
    'CLIENT GETREDIR': -1,
    'CLIENT INFO': new Verbatim('txt', 'id=42\n'),
    'CLIENT LIST': new Verbatim('txt', 'lines\n'),
    'CLIENT REPLY ON': OK,
    'CLIENT REPLY OFF': NO_REPLY,
    'CLIENT REPLY SKIP': NO_REPLY,
    'CLIENT UNBLOCK 7': 1,
    'CLIENT UNBLOCK 8 TIMEOUT': 0,
    'CLIENT UNPAUSE': OK,
  };
  for (const [line, reply] of Object.entries(replies)) {
    it(`${line} answers ${encodeReply(reply, 2).trimEnd()}`, () => {
      expect(new World().run(line)).to.deep.equal(reply);
    });
  }

  const filters: Record<string, ClientFilter> = {
    'CLIENT LIST TYPE slave': { type: 'replica' },
    'CLIENT LIST ID 3 0 5': { ids: [3, 0, 5] },
    'CLIENT KILL 9.9.9.9:9': { address: '9.9.9.9:9' },
    'CLIENT KILL ID 3': { ids: [3], except: 42 },
    'client kill id 3 id 4 skipme no': { ids: [4] },
    'CLIENT KILL SKIPME NO SKIPME YES': { except: 42 },
    'CLIENT KILL ADDR a LADDR b TYPE pubsub USER default MAXAGE 9': {
      address: 'a',
      localAddress: 'b',
      type: 'pubsub',
      user: 'default',
      maxAge: 9,
      except: 42,
    },
  };
  for (const [line, filter] of Object.entries(filters)) {
    it(`${line} means ${JSON.stringify(filter)}`, () => {
      const world = new World();
      world.run(line);
      expect(world.asked).to.deep.equal([[filter]]);
    });
  }

  it('CLIENT PAUSE and UNBLOCK hand on what they were told', () => {
    const world = new World();
    world.run('CLIENT PAUSE 100');
    world.run('CLIENT PAUSE 200 write');
    world.run('CLIENT UNBLOCK 7 ERROR');
    expect(world.asked).to.deep.equal([
      [100, false],
      [200, true],
      [7, true],
    ]);
  });

  it('HELLO does all or nothing of what it was asked for', () => {
    const world = new World();
    world.run('HELLO 3 SETNAME app AUTH default wrong');
    expect([world.session.protocol, world.session.name]).to.deep.equal([2, '']);
    world.password = 'secret';
    world.session.authenticated = false;
    expect((world.run('HELLO 3') as ErrorReply).text).to.match(/^NOAUTH HELLO must be called/);
    expect(world.run('HELLO 3 AUTH default secret SETNAME app')).to.be.instanceOf(MapReply);
    expect([world.session.protocol, world.session.name]).to.deep.equal([3, 'app']);
    expect(world.run('HELLO')).to.be.instanceOf(MapReply);
    expect(world.session.protocol).to.equal(3);
  });

  it('every subcommand of CLIENT has its line in HELP', () => {
    const client = connection.find(({ name }) => name === 'client');
    const help = encodeReply(new World().run('CLIENT HELP'), 2);
    const missing =
      client?.class === 'container'
        ? client.subcommands.filter(({ name }) => !help.includes(`+${name.toUpperCase()}`))
        : [client];
    expect(missing).to.deep.equal([]);
  });
});
