/** An error by which a node says that a command was certainly not applied, and may be by and by. */
const REFUSED = /^(CLUSTERDOWN|LOADING|TRYAGAIN|MASTERDOWN|READONLY|NOREPLICAS)\b/;
/** Between two attempts, at most. Milliseconds. */
const PAUSE_MS = 250;

export interface RetryOptions {
  /** The command does no harm when it takes effect twice: it is sent again where nobody knows whether it did. */
  readonly isIdempotent: boolean;
  /** Milliseconds after which the last error is thrown. */
  readonly within: number;
  /** Nobody wants the answer any more: the error is thrown at once. */
  readonly isOver?: () => boolean;
}

/** Sends a command until a node answers it. Errors by which the server refuses for good are thrown at once. */
export async function retrying<T>(
  send: () => Promise<T>,
  { isIdempotent, within, isOver = () => false }: RetryOptions,
): Promise<T> {
  const deadline = Date.now() + within;
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      const mayTryAgain = isRefused(error) || (isIdempotent && isUnknown(error));
      if (!mayTryAgain || isOver() || Date.now() >= deadline) throw error;
    }
    await pause(Math.min(25 * attempt, PAUSE_MS));
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && REFUSED.test(error.message);
}

/** The command may have taken effect: its connection ended, or the node said so. What the server refused has not. */
function isUnknown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name !== 'ReplyError' || error.message.startsWith('TIMEOUT');
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}
