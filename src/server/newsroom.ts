import type { News } from '../replica/api.js';
import type { Push } from '../resp/reply.js';
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

  missed(lane: number): void {
    this.clients.connection(lane)?.kill();
  }
}
