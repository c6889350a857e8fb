import type { News } from '../replica/api.js';
import type { Push } from '../resp/reply.js';
import type { ClientDirectory } from './clients.js';

/** Brings what the log tells to the connections of this node. */
export class Newsroom implements News {
  constructor(private readonly clients: ClientDirectory) {}

  message(lane: number, frame: Push, origin: number): void {
    this.clients.connection(lane)?.push(frame, lane === origin);
  }

  keysChanged(): void {
    // Nothing is tracked yet.
  }

  flushed(): void {
    // Nothing is tracked yet.
  }
}
