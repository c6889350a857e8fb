import { createHash, timingSafeEqual } from 'node:crypto';
import { ErrorReply } from '../resp/reply.js';
import type { Protocol } from '../resp/encoder.js';
import type { ServerSettings } from './settings.js';

const NO_PASSWORD_CONFIGURED = new ErrorReply(
  'ERR AUTH <password> called without any password configured for the default user. ' +
    'Are you sure your configuration is correct?',
);

/** What a connection has chosen for itself, and what RESET takes back. */
export class SessionState {
  protocol: Protocol = 2;
  db = 0;
  name = '';
  libraryName = '';
  libraryVersion = '';
  noEvict = false;
  noTouch = false;
  authenticated: boolean;
  repliesOff = false;

  readonly #settings: ServerSettings;

  constructor(settings: ServerSettings) {
    this.#settings = settings;
    this.authenticated = settings.requirePass === '';
  }

  /** There is one user, `default`; without a password configured it takes any. */
  authenticate(user: string, password: string, explicitUser: boolean): boolean {
    const expected = this.#settings.requirePass;
    if (!explicitUser && expected === '') throw NO_PASSWORD_CONFIGURED;
    const granted = user === 'default' && (expected === '' || equalInConstantTime(password, expected));
    if (granted) this.authenticated = true;
    return granted;
  }

  reset(): void {
    this.protocol = 2;
    this.db = 0;
    this.name = '';
    this.noEvict = false;
    this.noTouch = false;
    this.repliesOff = false;
    this.authenticated = this.#settings.requirePass === '';
  }
}

/** Over digests: the time tells neither content nor length. */
function equalInConstantTime(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'latin1').digest();
  return timingSafeEqual(digest(a), digest(b));
}
