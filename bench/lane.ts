import { encode, RawConnection } from '../compat-tests/support/raw-connection.js';

export { encode };

/** A connection that asks one thing after another, and costs the machine little: it shares its cores with the servers. */
export class Lane {
  #connection: RawConnection | null = null;
  #left = 0;
  #last = '';
  #done: ((reply: string) => void) | null = null;

  static async open(port: number): Promise<Lane> {
    const lane = new Lane();
    lane.#connection = await RawConnection.open(port, () => lane.#take());
    return lane;
  }

  /** Sends what is encoded already, `count` commands; answers the bytes of the last reply. */
  ask(bytes: string, count = 1): Promise<string> {
    this.#left = count;
    this.#connection?.write(bytes);
    return new Promise(resolve => (this.#done = resolve));
  }

  close(): void {
    this.#connection?.close();
  }

  #take(): void {
    const connection = this.#connection;
    if (connection === null || this.#done === null) return;
    for (let reply = connection.take(); reply !== undefined; reply = connection.take()) {
      if (reply.startsWith('-')) throw new Error(`answered ${reply}`);
      this.#last = reply;
      this.#left--;
    }
    if (connection.closed) throw new Error('the server closed a connection');
    if (this.#left > 0) return;
    const done = this.#done;
    this.#done = null;
    done(this.#last);
  }
}
