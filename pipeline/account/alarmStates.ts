import { CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import type { ProcessEnvironment } from '../engine/surroundings.ts';
import { clientConfiguration } from './clientConfiguration.ts';

export interface AlarmState {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  /** ISO 8601, where CloudWatch tells. */
  readonly since: string | null;
}

/** State of every alarm whose name starts with `prefix`. */
export async function alarmStates(
  credentials: ProcessEnvironment,
  region: string,
  prefix: string,
): Promise<readonly AlarmState[]> {
  const client = new CloudWatchClient(clientConfiguration(credentials, region));
  const states: AlarmState[] = [];
  for await (const page of paginateDescribeAlarms({ client }, { AlarmNamePrefix: prefix })) {
    for (const { AlarmName = '', StateValue = 'INSUFFICIENT_DATA', StateUpdatedTimestamp } of page.MetricAlarms ?? []) {
      states.push({ name: AlarmName, state: StateValue, since: StateUpdatedTimestamp?.toISOString() ?? null });
    }
  }
  return states;
}
