import type { Command, ContainerCommand } from '../spec.js';
import { clientNode } from './client-node.js';
import { clientSession } from './client-session.js';
import { clientTracking } from './tracking.js';
import { monitor } from './monitor.js';
import { auth, echo, hello, ping, quit, readonly, readwrite, reset, select } from './handshake.js';

const client: ContainerCommand = {
  name: 'client',
  class: 'container',
  arity: -2,
  flags: [],
  categories: [],
  group: 'connection',
  since: '2.4.0',
  summary: 'Commands about connections',
  complexity: 'Depends on the subcommand',
  syntax: 'subcommand [argument ...]',
  subcommands: [...clientSession, ...clientTracking, ...clientNode],
};

export const connection: readonly Command[] = [
  ping,
  echo,
  hello,
  auth,
  select,
  reset,
  quit,
  client,
  readonly,
  readwrite,
  monitor,
];
