import type { MemberId } from '../../src/base/raft-message.js';
import { CALM, type SimNetwork } from './ports/sim-network.js';
import { NODE_TIMEOUT } from './sim-node.js';

export type NetworkFault = 'partition' | 'oneway' | 'isolate' | 'heal' | 'network' | 'calm' | 'reset';

interface Where {
  readonly ids: readonly MemberId[];
  readonly network: SimNetwork;
  below(bound: number): number;
}

/** Answers for how long nothing else is to happen, beyond the usual. Milliseconds. */
export function networkFault(kind: NetworkFault, id: MemberId, where: Where): number {
  const { ids, network } = where;
  const below = (bound: number): number => where.below(bound);
  const any = (): MemberId => ids[below(ids.length)]!;
  switch (kind) {
    case 'partition': {
      const left = ids.filter(() => below(2) === 0);
      network.partition(
        left,
        ids.filter(other => !left.includes(other)),
      );
      return 0;
    }
    case 'isolate': // mostly long enough for its incarnation to be ended
      network.partition(ids.filter(other => other !== id));
      return below(NODE_TIMEOUT + 500);
    case 'oneway':
      network.cut(id, any());
      return 0;
    case 'heal':
      network.heal();
      return 0;
    case 'reset':
      network.reset(id, any());
      return 0;
    case 'network':
      network.faults = {
        loss: below(20) / 100,
        duplication: below(20) / 100,
        minDelay: 0.1,
        maxDelay: 1 + below(60),
      };
      return 0;
    case 'calm':
      network.faults = { ...CALM, maxDelay: 0.2 };
      return 0;
  }
}
