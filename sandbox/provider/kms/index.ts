import type { ResourceType } from '../resourceType.ts';
import { alias } from './alias.ts';
import { key } from './key.ts';

export const resourceTypes: readonly ResourceType[] = [key, alias];
