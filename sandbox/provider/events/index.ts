import type { ResourceType } from '../resourceType.ts';
import { eventRule } from './rule.ts';
import { eventTarget } from './target.ts';

export const resourceTypes: readonly ResourceType[] = [eventRule, eventTarget];
