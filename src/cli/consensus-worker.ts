/** The thread of the consensus half. Its only caller is `consensus-thread.ts`. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { OperatorError } from '../base/errors.js';
import type { Logger } from '../ports/logger.js';
import type { ToConsensus, ToMachine } from '../replica/channel.js';
import { type ConsensusConfig, openConsensus } from './open-consensus.js';
import { RealScheduler } from './real-scheduler.js';
import { Ring } from './ring.js';
import { type ChannelMemory, ThreadChannel } from './thread-channel.js';

/** Word of this thread itself; all else goes through the {@link ThreadChannel}. */
export type FromWorker =
  | { readonly type: 'opened' }
  | { readonly type: 'refused'; readonly code: string; readonly text: string }
  | { readonly type: 'log'; readonly level: keyof Logger; readonly fields: object; readonly text: string };

export interface WorkerData {
  readonly config: ConsensusConfig;
  readonly channel: ChannelMemory;
  readonly port: MessagePort;
}

const { config, channel, port } = workerData as WorkerData;
const scheduler = new RealScheduler();
const post = (message: FromWorker): void => parentPort!.postMessage(message);
const logAt =
  (level: keyof Logger) =>
  (fields: object, text: string): void =>
    post({ type: 'log', level, fields, text });
const logger: Logger = {
  debug: logAt('debug'),
  info: logAt('info'),
  warn: logAt('warn'),
  error: logAt('error'),
};
const machine = new ThreadChannel<ToConsensus, ToMachine>(
  port,
  new Ring(channel.toConsensus),
  new Ring(channel.toMachine),
  scheduler,
);

openConsensus(config, scheduler, machine, logger).then(
  half => {
    machine.waiting = () => half.isWaiting;
    machine.attach(message => half.receive(message));
    post({ type: 'opened' });
  },
  (error: unknown) => {
    if (!(error instanceof OperatorError)) throw error;
    post({ type: 'refused', code: error.code, text: error.message });
  },
);
