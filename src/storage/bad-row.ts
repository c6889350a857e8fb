import { OperatorError } from '../base/errors.js';

/** Why a row cannot be used, in words that go behind the name of the row. */
export class BadRow extends Error {
  override readonly name = 'BadRow';
  constructor(
    readonly code: 'CORRUPT' | 'FORMAT_TOO_NEW',
    message: string,
  ) {
    super(message);
  }
}

/** Runs `decode`; what it finds wrong is told with the name of the row. */
export function named<T>(row: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof BadRow) throw new OperatorError(error.code, `${row} ${error.message}`);
    throw error;
  }
}
