import { Socket } from 'node:net';

/** What one read brings at most, in bytes. */
const READ_BYTES = 64 * 1024;
/** All connections are read into this one, one after another. */
const buffer = Buffer.allocUnsafeSlow(READ_BYTES);

/** Of node's own: the part of a socket that the operating system knows. */
interface Accepted {
  _handle: object | null;
}

/**
 * Reads an accepted socket without a buffer for each read: node would make and drop 64 KB for every one. Node offers
 * this (`onread`) to those who make a socket, and sockets of a server are made by node; so what the operating system
 * knows moves to one that is made here, which takes the place of the accepted one. A read of a small request costs
 * a fifth less for it.
 *
 * @param accepted paused since it was accepted; not to be used afterwards
 * @param received is lent the bytes: they are overwritten by the next read of any connection
 */
export function readShared(accepted: Socket, received: (bytes: Uint8Array) => void): Socket {
  const inner = accepted as unknown as Accepted;
  const handle = inner._handle;
  if (handle === null) return accepted; // it is gone already
  inner._handle = null;
  const options = {
    handle,
    allowHalfOpen: true,
    onread: {
      buffer,
      callback: (count: number) => {
        received(buffer.subarray(0, count));
        return true;
      },
    },
  };
  return new Socket(options);
}
