import { OperatorError } from '../base/errors.js';
import { LevelBytes } from './leveldb-bytes.js';
import { readLogFile } from './leveldb-log.js';

/** Which files of a database hold its content. */
export interface Manifest {
  /** The oldest write-ahead log that LevelDB will replay. */
  readonly logNumber: number;
  /** One before it, in databases of old versions; 0: none. */
  readonly previousLogNumber: number;
  /** Numbers of the tables; other files of that kind are left-overs. */
  readonly tables: ReadonlySet<number>;
}

/** Tags of the fields of an edit, and what follows each (LevelDB's version_edit.cc). */
const COMPARATOR = 1; // string
const LOG_NUMBER = 2; // number
const NEXT_FILE = 3; // number
const LAST_SEQUENCE = 4; // number
const COMPACT_POINTER = 5; // level, string
const DELETED_TABLE = 6; // level, number
const NEW_TABLE = 7; // level, number, size, string, string
const PREVIOUS_LOG_NUMBER = 9; // number

/** A manifest is a log of edits; their sum is the present state. @throws OperatorError CORRUPT */
export function readManifest(path: string, bytes: Buffer): Manifest {
  const state = { logNumber: 0, previousLogNumber: 0, tables: new Set<number>() };
  const end = readLogFile(bytes, record => applyEdit(path, new LevelBytes(record), state));
  // A cut end is an edit that LevelDB never acted on: the files that it would have dropped are still there.
  if (end.state === 'corrupt' || end.state === 'bad') {
    throw new OperatorError(
      'CORRUPT',
      `${path} is damaged at offset ${end.offset}: a record has a bad checksum`,
    );
  }
  return state;
}

function applyEdit(
  path: string,
  edit: LevelBytes,
  state: { logNumber: number; previousLogNumber: number; tables: Set<number> },
): void {
  const skipString = (): void => edit.skip(edit.varint());
  while (edit.more()) {
    const tag = edit.varint();
    switch (tag) {
      case COMPARATOR:
        skipString();
        break;
      case LOG_NUMBER:
        state.logNumber = edit.varint();
        break;
      case PREVIOUS_LOG_NUMBER:
        state.previousLogNumber = edit.varint();
        break;
      case NEXT_FILE:
      case LAST_SEQUENCE:
        edit.varint();
        break;
      case COMPACT_POINTER:
        edit.varint();
        skipString();
        break;
      case DELETED_TABLE:
        edit.varint();
        state.tables.delete(edit.varint());
        break;
      case NEW_TABLE:
        edit.varint();
        state.tables.add(edit.varint());
        edit.varint();
        skipString();
        skipString();
        break;
      default:
        throw new OperatorError(
          'FORMAT_TOO_NEW',
          `${path} has a field ${tag} that this version does not know`,
        );
    }
  }
}
