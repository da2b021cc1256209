import type { ResourceType } from '../resourceType.ts';
import { trail } from './trail.ts';

export const resourceTypes: readonly ResourceType[] = [trail];
