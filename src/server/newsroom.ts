import type { News } from '../replica/api.js';
import { Push } from '../resp/reply.js';
import type { ClientDirectory } from './clients.js';
import type { TrackingTable } from './tracking-table.js';

/** Brings what the log tells to the connections of this node. */
export class Newsroom implements News {
  constructor(
    private readonly clients: ClientDirectory,
    private readonly tracking: TrackingTable,
    private readonly tellSwitch: (previous: string) => void,
  ) {}

  leads(previous: string): void {
    this.tellSwitch(previous);
  }

  message(lane: number, frame: Push, origin: number): void {
    this.clients.connection(lane)?.push(frame, lane === origin);
  }

  keysChanged(keys: readonly string[], origin: number): void {
    this.tracking.changed(keys, origin);
  }

  flushed(origin: number): void {
    this.tracking.flushed(origin);
  }

  /** Over RESP2 nothing can be told that was not asked for: there is a channel for it. */
  lockLost(lane: number, name: string, token: number): void {
    const connection = this.clients.connection(lane);
    if (connection?.session.protocol === 3) connection.push(new Push(['dlock', 'lost', name, token]), false);
  }

  missed(lane: number): void {
    this.clients.connection(lane)?.kill();
  }
}
