import type { ResourceType } from '../resourceType.ts';
import { logGroup } from './logGroup.ts';

export const resourceTypes: readonly ResourceType[] = [logGroup];
