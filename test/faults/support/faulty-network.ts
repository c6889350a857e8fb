import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** One direction of one connection. */
class Direction {
  #isCut = false;
  #isFull = false;

  constructor(
    readonly from: string,
    readonly to: string,
    private readonly source: Socket,
    target: Socket,
  ) {
    source.on('data', bytes => {
      this.#isFull = !target.write(bytes);
      this.#regulate();
    });
    target.on('drain', () => {
      this.#isFull = false;
      this.#regulate();
    });
  }

  set isCut(isCut: boolean) {
    this.#isCut = isCut;
    this.#regulate();
  }

  #regulate(): void {
    if (this.#isCut || this.#isFull) this.source.pause();
    else this.source.resume();
  }
}

/**
 * The wires between the nodes: for each node a proxy, at whose address all others find it. A direction that is cut holds
 * what is sent until it is mended, as TCP does. Who dials is read from the first bytes of a
 * connection: the handshake begins with the node's id.
 */
export class FaultyNetwork {
  readonly #servers: Server[] = [];
  readonly #addresses = new Map<string, string>();
  readonly #sockets = new Set<Socket>();
  readonly #directions = new Set<Direction>();
  readonly #cut = new Set<string>();

  /** Opens a proxy for the node; answers its port. */
  async proxy(id: string, port: number): Promise<number> {
    const server = createServer(dialled => this.#accept(dialled, id, port));
    this.#servers.push(server);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const at = (server.address() as AddressInfo).port;
    this.#addresses.set(id, `127.0.0.1:${at}`);
    return at;
  }

  /** Where the others find a node. */
  address(id: string): string {
    return this.#addresses.get(id) ?? '';
  }

  /** Nothing goes from one node to the other any more. */
  cut(from: string, to: string): void {
    this.#cut.add(`${from}>${to}`);
    this.#regulate();
  }

  /** Everything passes again. */
  heal(): void {
    this.#cut.clear();
    this.#regulate();
  }

  close(): void {
    for (const server of this.#servers) server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #accept(dialled: Socket, to: string, port: number): void {
    const target = connect(port, '127.0.0.1');
    for (const [socket, other] of [
      [dialled, target],
      [target, dialled],
    ] as const) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    dialled.once('data', hello => {
      const from = /n\d/.exec(hello.toString('latin1'))?.[0] ?? '';
      this.#relay(new Direction(to, from, target, dialled), target);
      this.#relay(new Direction(from, to, dialled, target), dialled);
      target.write(hello);
    });
  }

  #relay(direction: Direction, source: Socket): void {
    this.#directions.add(direction);
    source.on('close', () => this.#directions.delete(direction));
    this.#regulate();
  }

  #regulate(): void {
    for (const direction of this.#directions) {
      direction.isCut = this.#cut.has(`${direction.from}>${direction.to}`);
    }
  }
}
