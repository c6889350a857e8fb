import { ErrorReply, MapReply, OK, type Reply, SetReply, SYNTAX_ERROR } from '../../resp/reply.js';
import { integer, isKeyword, keyword } from '../arguments.js';
import type { TrackingOptions } from '../ports.js';
import type { SessionCommand } from '../spec.js';

/** Subcommands of CLIENT about near caches. */

const ONE_REDIRECT = new ErrorReply('ERR A client can only redirect to a single other client');

const common = {
  class: 'session',
  group: 'connection',
  categories: ['connection'],
  flags: ['noscript', 'loading', 'stale'],
  complexity: 'O(1)',
} as const;

const tracking: SessionCommand = {
  ...common,
  name: 'tracking',
  arity: -3,
  since: '6.0.0',
  summary: 'Lets the server tell this connection when keys that it has read change',
  syntax:
    '<ON | OFF> [REDIRECT client-id] [PREFIX prefix [PREFIX prefix ...]] [BCAST] [OPTIN] [OPTOUT] [NOLOOP]',
  run(session, argv) {
    const options = optionsOf(argv, id => session.tracking.checkRedirect(id));
    switch (keyword(argv[2], 'ON', 'OFF')) {
      case 'ON':
        session.tracking.enable(options);
        return OK;
      case 'OFF':
        session.tracking.disable();
        return OK;
      case undefined:
        throw SYNTAX_ERROR;
    }
  },
};

function optionsOf(argv: readonly string[], checkRedirect: (id: number) => void): TrackingOptions {
  const options = {
    redirect: 0,
    prefixes: [] as string[],
    bcast: false,
    optin: false,
    optout: false,
    noloop: false,
  };
  for (let at = 3; at < argv.length; at++) {
    const hasMore = at + 1 < argv.length;
    const flag = keyword(argv[at], 'BCAST', 'OPTIN', 'OPTOUT', 'NOLOOP');
    if (isKeyword(argv[at], 'REDIRECT') && hasMore) {
      if (options.redirect !== 0) throw ONE_REDIRECT;
      options.redirect = integer(argv[++at]!);
      checkRedirect(options.redirect);
    } else if (isKeyword(argv[at], 'PREFIX') && hasMore) {
      options.prefixes.push(argv[++at]!);
    } else if (flag === undefined) {
      throw SYNTAX_ERROR;
    } else {
      options[flag.toLowerCase() as 'bcast' | 'optin' | 'optout' | 'noloop'] = true;
    }
  }
  return options;
}

const caching: SessionCommand = {
  ...common,
  name: 'caching',
  arity: 3,
  since: '6.0.0',
  summary: 'Says whether the keys of the next command are tracked, with OPTIN and OPTOUT',
  syntax: 'YES | NO',
  run(session, argv) {
    const word = keyword(argv[2], 'YES', 'NO');
    session.tracking.setCaching(word === undefined ? undefined : word === 'YES');
    return OK;
  },
};

const getredir: SessionCommand = {
  ...common,
  name: 'getredir',
  arity: 2,
  since: '6.0.0',
  summary:
    'Answers the id that invalidations of tracked keys go to; 0: this connection; -1: nothing is tracked',
  syntax: '',
  run: ({ tracking: { isOn, redirect } }) => (isOn ? redirect : -1),
};

const trackinginfo: SessionCommand = {
  ...common,
  name: 'trackinginfo',
  arity: 2,
  since: '6.2.0',
  summary: 'Answers what this connection tracks',
  syntax: '',
  run({ tracking: { isOn, redirect, flags, prefixes } }): Reply {
    return new MapReply([
      'flags',
      new SetReply(flags),
      'redirect',
      isOn ? redirect : -1,
      'prefixes',
      isOn ? prefixes : [],
    ]);
  },
};

export const clientTracking = [tracking, caching, getredir, trackinginfo];
