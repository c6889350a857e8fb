import { Connections, Queues } from '../../src/client/index.js';

/** What is to be written to whom. */
export interface Order {
  readonly customer: number;
  readonly goods: string;
}

/** What is ready to be sent. */
export interface Mail {
  readonly customer: number;
  readonly text: string;
}

/** Two queues: letters are written from orders, then sent. */
export const WRITING = 'mail:writing';
export const SENDING = 'mail:sending';
/** The customers who got theirs, a set: to send one twice changes nothing. */
export const SENT = 'mail:sent';

export function connect(nodes: string): { connections: Connections; queues: Queues } {
  const connections = new Connections({ nodes: nodes.split(',') });
  return { connections, queues: new Queues(connections) };
}

/** One name for each letter: who writes it a second time, because the first writer was killed, adds nothing. */
export function letterOf({ customer }: Order): string {
  return `letter ${customer}`;
}
