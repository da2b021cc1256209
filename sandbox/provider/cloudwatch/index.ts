import type { ResourceType } from '../resourceType.ts';
import { dashboard } from './dashboard.ts';
import { metricAlarm } from './metricAlarm.ts';

export const resourceTypes: readonly ResourceType[] = [metricAlarm, dashboard];
