/** The thread of the consensus half. Its only caller is `consensus-thread.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { OperatorError } from '../base/errors.js';
import type { Logger } from '../ports/logger.js';
import type { ToConsensus, ToMachine } from '../replica/channel.js';
import { type ConsensusConfig, openConsensus } from './open-consensus.js';
import { RealScheduler } from './real-scheduler.js';
import { ThreadChannel } from './thread-channel.js';

/** What goes to the other thread: the messages of a turn, or word of this thread itself. */
export type FromWorker =
  | readonly ToMachine[]
  | { readonly type: 'opened' }
  | { readonly type: 'refused'; readonly code: string; readonly text: string }
  | { readonly type: 'log'; readonly level: keyof Logger; readonly fields: object; readonly text: string };

const port = parentPort!;
const scheduler = new RealScheduler();
const post = (message: FromWorker): void => port.postMessage(message);
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
const machine = new ThreadChannel<ToMachine>(port, scheduler);

openConsensus(workerData as ConsensusConfig, scheduler, machine, logger).then(
  half => {
    port.on('message', (messages: ToConsensus[]) => {
      for (const message of messages) half.receive(message);
    });
    post({ type: 'opened' });
  },
  (error: unknown) => {
    if (!(error instanceof OperatorError)) throw error;
    post({ type: 'refused', code: error.code, text: error.message });
  },
);
