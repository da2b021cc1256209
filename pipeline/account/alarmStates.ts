import { CloudWatchClient, paginateDescribeAlarms, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { ProcessEnvironment } from '../engine/surroundings.ts';
import { clientConfiguration } from './clientConfiguration.ts';

/**
 * `StateUpdatedTimestamp` also moves when an evaluation failed, so the transition's own comes first.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html
 */
const stateOf = ({
  AlarmName: name = '',
  StateValue: state = 'INSUFFICIENT_DATA',
  StateTransitionedTimestamp: transitioned,
  StateUpdatedTimestamp: updated,
  AlarmConfigurationUpdatedTimestamp: configured,
}: MetricAlarm): AlarmState => ({
  ...{ name, state },
  changedAt: (transitioned ?? updated)?.toISOString() ?? null,
  configuredAt: configured?.toISOString() ?? null,
});

export interface AlarmState {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  /** ISO 8601: when the state changed last, where CloudWatch tells. What it was before that, it does not tell. */
  readonly changedAt: string | null;
  /** ISO 8601: when the alarm was made or changed last. */
  readonly configuredAt: string | null;
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
    states.push(...(page.MetricAlarms ?? []).map(stateOf));
  }
  return states;
}
