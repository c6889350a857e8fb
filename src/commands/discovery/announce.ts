import { OK } from '../../resp/reply.js';
import type { WriteCommand } from '../spec.js';

/** A node tells all others where its clients connect: what SENTINEL and CLUSTER name. */
export const announce: WriteCommand = {
  name: 'quorate.announce',
  class: 'write',
  arity: 2,
  flags: ['write'],
  categories: [],
  group: 'quorate',
  since: '0.1.0',
  summary: 'Tells where clients reach this node',
  complexity: 'O(1)',
  syntax: 'address',
  internal: true,
  apply: (context, argv) => {
    context.announce(argv[1]!);
    return OK;
  },
};
