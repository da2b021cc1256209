import type { ResourceType } from '../resourceType.ts';
import { alias } from './alias.ts';
import { eventSourceMapping } from './eventSourceMapping.ts';
import { lambdaFunction } from './function.ts';
import { functionEventInvokeConfig } from './functionEventInvokeConfig.ts';
import { permission } from './permission.ts';

export const resourceTypes: readonly ResourceType[] = [
  alias,
  eventSourceMapping,
  functionEventInvokeConfig,
  lambdaFunction,
  permission,
];
