import type { ResourceType } from '../resourceType.ts';
import { table } from './table.ts';

export const resourceTypes: readonly ResourceType[] = [table];
