import type { News } from './news.js';
import type { Client } from './observer.js';
import type { MachineState } from './state.js';
import type { WaiterService } from './waiter-service.js';

/** Events in queues before one entry, and keys that one tick deletes, at most: no entry holds up those behind it. */
const EVENTS = 1000;

/** What happens by itself: as time goes on, and as connections end. */
export class TimeService {
  constructor(
    private readonly state: () => MachineState,
    private readonly news: News,
    private readonly waiters: WaiterService,
  ) {}

  /**
   * What is due in locks and queues happens before any command sees them, and whoever waits is served before any newcomer.
   * While anybody waits that holds for all keys: some wait for a string to end. Answers how much that was.
   */
  advance(): number {
    this.news.begin();
    const { keyspace, stamp, waiters } = this.state();
    let advanced = keyspace.advanceQueues(EVENTS);
    if (waiters.count > 0) advanced += keyspace.deleteDue(stamp, EVENTS - advanced);
    this.news.flush();
    if (advanced > 0) this.waiters.serve();
    return advanced;
  }

  /** The same, and keys that are due go. */
  tick(): void {
    const { keyspace, stamp } = this.state();
    const advanced = this.advance();
    this.news.begin();
    keyspace.deleteDue(stamp, EVENTS - advanced);
    this.news.flush();
    this.waiters.serve();
  }

  /** A connection has ended. */
  endClient(uuid: string, lane: number): void {
    const { sessions, subscriptions } = this.state();
    sessions.forget(uuid, lane);
    subscriptions.removeLane(uuid, lane);
    this.#release({ uuid, lane }, true);
  }

  /** What was bound to a connection comes back; `isHeard`: its own node says that it has ended. */
  #release(client: Client, isHeard: boolean): void {
    const { bindings, keyspace } = this.state();
    this.news.begin();
    for (const key of bindings.take(client.uuid, client.lane)) {
      keyspace.release(client, key, isHeard);
      if (keyspace.isBound(client, key)) bindings.add(client, key);
    }
    this.news.flush();
  }

  /** The incarnation of a node is over, and all its connections with it. */
  endNode(uuid: string): void {
    this.waiters.endNode(uuid);
    for (const lane of this.state().bindings.lanes(uuid)) this.#release({ uuid, lane }, false);
    this.waiters.serve();
  }
}
