import type { ResourceType } from '../resourceType.ts';
import { queue } from './queue.ts';
import { queuePolicy } from './queuePolicy.ts';

export const resourceTypes: readonly ResourceType[] = [queue, queuePolicy];
