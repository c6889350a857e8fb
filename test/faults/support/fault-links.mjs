import net from 'node:net';
import { syncBuiltinESMExports } from 'node:module';
import { decodeHello } from '../../../dist/wire/hello.js';
import { FrameReader } from '../../../dist/wire/frame.js';

/**
 * The connections between this node and the others, each direction of which can be held, as a network does that loses
 * everything: nothing arrives until it is restored, and neither side is told. Which peer it is stands in the first frame
 * of each connection.
 */
export class FaultyLinks {
  #cut = new Set();
  /** By socket: the peer, and whether what is written to it is held. */
  #sockets = new Map();

  constructor() {
    const { connect, createServer } = net;
    net.connect = (...args) => this.#dialled(connect(...args));
    net.createServer = (...args) => this.#server(createServer(...args));
    syncBuiltinESMExports();
  }

  set(peer, direction, isCut) {
    if (!['in', 'out'].includes(direction)) throw new Error(`there is no direction '${direction}'`);
    if (isCut) this.#cut.add(`${direction} ${peer}`);
    else this.#cut.delete(`${direction} ${peer}`);
    for (const socket of this.#sockets.keys()) this.#regulate(socket);
  }

  #dialled(socket) {
    const { write } = socket;
    socket.write = (...args) => {
      socket.write = write;
      this.#know(socket, helloIn(args[0])?.to);
      return socket.write(...args);
    };
    return socket;
  }

  /** A connection is handed on when its first bytes are there: who dialled must be known before they are heard. */
  #server(server) {
    const { emit } = server;
    server.emit = (event, ...args) => {
      if (event !== 'connection') return emit.call(server, event, ...args);
      const [socket] = args;
      const ended = () => socket.destroy();
      socket.on('error', ended);
      socket.once('data', chunk => {
        socket.pause();
        socket.unshift(chunk);
        emit.call(server, 'connection', socket);
        socket.off('error', ended);
        socket.resume();
        this.#know(socket, helloIn(chunk)?.nodeId);
      });
      return true;
    };
    return server;
  }

  #know(socket, peer) {
    if (peer === undefined) return;
    this.#sockets.set(socket, { peer, isHeld: false });
    socket.once('close', () => this.#sockets.delete(socket));
    this.#regulate(socket);
  }

  #regulate(socket) {
    const known = this.#sockets.get(socket);
    if (this.#cut.has(`in ${known.peer}`)) socket.pause();
    else socket.resume();
    const isHeld = this.#cut.has(`out ${known.peer}`);
    if (isHeld && !known.isHeld) socket.cork();
    if (!isHeld && known.isHeld) socket.uncork();
    known.isHeld = isHeld;
  }
}

/** Undefined: these bytes are no handshake. */
function helloIn(bytes) {
  let hello;
  try {
    new FrameReader(bytes.length).push(bytes, frame => (hello ??= decodeHello(frame)));
  } catch {
    // a stranger, whom the server answers
  }
  return hello;
}
