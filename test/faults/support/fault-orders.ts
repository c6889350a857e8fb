import { connect } from 'node:net';
import { join } from 'node:path';
import { within } from '../../../compat-tests/support/wait.js';
import type { Flags, TestNode } from '../../integration/support/node.js';

const NAME = 'faults.sock';
const ANSWER_LIMIT_MS = 20_000;

/** What makes a node take orders: for {@link TestCluster.plan}, flags and options of Node. The socket is in its folder. */
export const FAULT_FLAGS: Flags = { 'fault-socket': NAME };
export const FAULT_OPTIONS: readonly string[] = [`--import=${join(import.meta.dirname, 'fault-socket.mjs')}`];

/** See `fault-socket.mjs`. */
export type FaultOrder =
  | { readonly order: 'clock'; readonly ms: number }
  | { readonly order: 'sync'; readonly ms: number; readonly times?: number }
  | { readonly order: 'sync'; readonly error: 'EIO' | 'ENOSPC' | 'EROFS'; readonly times?: number }
  | { readonly order: 'full' | 'low' | 'healthy' | 'state' }
  | { readonly order: 'stop'; readonly thread: 'server' | 'consensus'; readonly ms: number }
  | { readonly order: 'cut' | 'restore'; readonly peer: string; readonly direction: 'in' | 'out' };

/** What is left of the orders for syncs, and how many syncs are being delayed. */
export interface FaultState {
  readonly delays: number;
  readonly errors: number;
  readonly slow: number;
}

/** Gives one order to a node, and waits until it holds. @throws Error with what the node says against it */
export async function order(node: TestNode, what: FaultOrder): Promise<FaultState> {
  const socket = connect(join(node.folder, NAME));
  try {
    const line = new Promise<string>((resolve, reject) => {
      let text = '';
      socket.setEncoding('utf8').on('data', chunk => {
        text += chunk.toString();
        if (text.endsWith('\n')) resolve(text);
      });
      socket.on('error', reject);
      socket.on('close', () => reject(new Error(`${node.id} gave no answer to an order`)));
    });
    socket.write(`${JSON.stringify(what)}\n`);
    const answer = JSON.parse(await within(what.order, ANSWER_LIMIT_MS, line)) as {
      error?: string;
    } & FaultState;
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
  } finally {
    socket.destroy();
  }
}
