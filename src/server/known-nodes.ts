import type { KnownNode } from '../commands/ports.js';
import type { ReplicaStatus } from '../replica/api.js';

/** Of a node's id, as Redis has it. */
const ID_DIGITS = 40;

/**
 * The members as clients reach them. `localAddress`: where the client that asks has reached this one, which is good for
 * it in any case.
 */
export function knownNodes({ nodeId, leaderId, members }: ReplicaStatus, localAddress: string): KnownNode[] {
  const told = members.filter(({ id, clientAddress }) => id === nodeId || !clientAddress.startsWith(':'));
  const reachable = told.filter(({ id, clientAddress }) => id === nodeId || clientAddress !== '');
  const hasMaster = reachable.some(({ id }) => id === leaderId);
  return reachable.map(({ id, uuid, clientAddress, active }) => {
    const isSelf = id === nodeId;
    const isTold = clientAddress !== '' && !clientAddress.startsWith(':');
    const [host, port] = partsOf(isTold ? clientAddress : localAddress);
    const isMaster = hasMaster ? id === leaderId : isSelf;
    return { id: uuid.padEnd(ID_DIGITS, '0'), host, port, isSelf, isMaster, isActive: active };
  });
}

function partsOf(address: string): [host: string, port: number] {
  const at = address.lastIndexOf(':');
  return [address.slice(0, at).replace(/^\[|\]$/g, ''), Number(address.slice(at + 1))];
}
