import { OperatorError } from '../base/errors.js';

/** What the operator reads when the system refuses: one line, with the system's own words at its end. */
export function diskError(what: string, cause: unknown): OperatorError {
  if (cause instanceof OperatorError) return cause;
  return new OperatorError('DISK', `${what}: ${words(cause)}`, { cause });
}

/** An error of LevelDB in our terms. Its message hides the reason in `cause`. */
export function levelError(what: string, error: unknown): OperatorError {
  if (error instanceof OperatorError) return error;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  switch ((cause as { code?: unknown } | null)?.code) {
    case 'LEVEL_LOCKED':
      return new OperatorError('FOLDER_IN_USE', `${what}: another process has it open`, { cause });
    case 'LEVEL_CORRUPTION':
      return new OperatorError('CORRUPT', `${what}: ${words(cause)}`, { cause });
    default:
      return diskError(what, cause);
  }
}

function words(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).replaceAll(/\s+/g, ' ');
}
