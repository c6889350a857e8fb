import type { Command } from '../spec.js';
import { announce } from './announce.js';
import { askingCommand, cluster } from './cluster.js';
import { sentinel } from './sentinel.js';

export const discovery: readonly Command[] = [cluster, askingCommand, sentinel, announce];
