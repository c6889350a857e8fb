/**
 * Preloaded into a server by --import: gives it the option `--fault-socket PATH`, which it does not know otherwise. On
 * that Unix socket it takes orders, one JSON object a line, and answers each with one line, {"ok":true} or
 * {"error":"..."}, when the order holds:
 *
 *   {"order":"clock","ms":3600000}                    the wall clock shows so much more (less) than it would
 *   {"order":"sync","ms":2000,"times":1}              the next syncs take so much longer
 *   {"order":"sync","error":"EIO","times":1}          the next syncs fail, with EIO, ENOSPC or EROFS
 *   {"order":"full"}                                  every write fails with ENOSPC
 *   {"order":"low"}                                   the system says that the disk has no room left; writes succeed
 *   {"order":"healthy"}                               the end of all that concerns the disk
 *   {"order":"stop","thread":"server","ms":300}       the thread does nothing for so long; or "consensus"
 *   {"order":"cut","peer":"n2","direction":"in"}      nothing comes from this peer; "out": nothing goes to it
 *   {"order":"restore","peer":"n2","direction":"in"}  the end of that: what was held arrives
 *   {"order":"state"}                                 answers how many syncs are to be delayed or to fail yet, and
 *                                                     how many are being delayed
 */
import { existsSync, unlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import {
  BroadcastChannel,
  getEnvironmentData,
  isMainThread,
  setEnvironmentData,
} from 'node:worker_threads';
import { FaultyClock } from './fault-clock.mjs';
import { FaultyDisk } from './fault-disk.mjs';

const OPTION = '--fault-socket';
const KEY = 'quorate faults';
const sleeper = new Int32Array(new SharedArrayBuffer(4));
const block = ms => Atomics.wait(sleeper, 0, 0, ms);

if (isMainThread) {
  const at = process.argv.indexOf(OPTION);
  if (at > 0) {
    const [, path] = process.argv.splice(at, 2);
    setEnvironmentData(KEY, { clock: FaultyClock.allocate(), disk: FaultyDisk.allocate() });
    listen(path, await install());
  }
} else if (getEnvironmentData(KEY) !== undefined) {
  await install();
  const { FaultyLinks } = await import('./fault-links.mjs');
  obey(new FaultyLinks());
}

/** In each thread: orders stand in memory that they share. */
async function install() {
  const memory = getEnvironmentData(KEY);
  const disk = new FaultyDisk(memory.disk);
  await disk.install();
  return { clock: new FaultyClock(memory.clock), disk };
}

/** The thread of the server: hears all orders, and hands on those for the other thread. */
function listen(path, { clock, disk }) {
  const channel = new BroadcastChannel(KEY);
  const waiting = [];
  channel.onmessage = ({ data }) => data.answer !== undefined && waiting.shift()?.(data.answer);
  channel.unref();
  const ask = order => {
    channel.postMessage({ order });
    return new Promise(resolve => waiting.push(resolve));
  };
  const server = createServer(socket => {
    socket.on('error', () => undefined);
    createInterface({ input: socket }).on('line', line => {
      void follow(line).then(
        ({ answer, after }) => socket.write(`${JSON.stringify(answer)}\n`, after),
        error => socket.write(`${JSON.stringify({ error: error.message })}\n`),
      );
    });
  });
  if (existsSync(path)) unlinkSync(path); // of a process that was killed
  server.listen(path).unref();

  async function follow(line) {
    const order = JSON.parse(line);
    const ok = { ok: true };
    switch (order.order) {
      case 'clock':
        clock.shift(order.ms);
        return { answer: ok };
      case 'sync':
        if (order.error === undefined) disk.delay(order.ms, order.times ?? 1);
        else disk.fail(order.error, order.times ?? 1);
        return { answer: ok };
      case 'full':
      case 'low':
      case 'healthy':
        disk.be(order.order);
        return { answer: ok };
      case 'state':
        return { answer: { ok: true, ...disk.state } };
      case 'stop':
        if (order.thread === 'server') return { answer: ok, after: () => block(order.ms) };
        return { answer: await ask(order) };
      case 'cut':
      case 'restore':
        return { answer: await ask(order) };
      default:
        throw new Error(`there is no order '${order.order}'`);
    }
  }
}

/** The thread of the consensus half. */
function obey(links) {
  const channel = new BroadcastChannel(KEY);
  channel.unref();
  channel.onmessage = ({ data: { order } }) => {
    if (order === undefined) return;
    if (order.order !== 'stop') links.set(order.peer, order.direction, order.order === 'cut');
    channel.postMessage({ answer: { ok: true } });
    if (order.order === 'stop') block(order.ms);
  };
}
