import type { Command } from '../spec.js';
import { pubsub } from './asking.js';
import { publish, spublish } from './publishing.js';
import {
  leave,
  psubscribe,
  punsubscribe,
  rejoin,
  ssubscribe,
  subscribe,
  sunsubscribe,
  unsubscribe,
} from './subscribing.js';

export const messages: readonly Command[] = [
  subscribe,
  unsubscribe,
  psubscribe,
  punsubscribe,
  ssubscribe,
  sunsubscribe,
  publish,
  spublish,
  pubsub,
  leave,
  rejoin,
];
