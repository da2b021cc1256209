import type { ResourceType } from '../resourceType.ts';
import { topic } from './topic.ts';
import { topicPolicy } from './topicPolicy.ts';
import { topicSubscription } from './topicSubscription.ts';

export const resourceTypes: readonly ResourceType[] = [topic, topicPolicy, topicSubscription];
