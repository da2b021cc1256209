import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { resourceTypes } from '../../../sandbox/provider/cloudwatch/index.ts';
import { account, emulatedAccount, engineFor, region, type EmulatedAccount } from './emulatedAccount.ts';

let aws: EmulatedAccount;
let cloudwatch: CloudWatchClient;

beforeAll(async () => {
  aws = await emulatedAccount({ 'payments:environment': 'staging' });
  cloudwatch = aws.client(CloudWatchClient);
}, 60_000);
afterAll(() => aws.close());

const engine = (name: string) => {
  const type = resourceTypes.find(({ token }) => token.endsWith(`:${name}`));
  if (type === undefined) throw new Error(`no type ${name}`);
  return engineFor(type, aws.session);
};

const topic = `arn:aws:sns:${region}:${account}:operations`;
const program = {
  name: 'payments-errors',
  alarmDescription: 'Invocations fail.',
  comparisonOperator: 'GreaterThanOrEqualToThreshold',
  namespace: 'AWS/Lambda',
  metricName: 'Errors',
  dimensions: { FunctionName: 'payments' },
  statistic: 'Sum',
  period: 300,
  evaluationPeriods: 2,
  datapointsToAlarm: 1,
  threshold: 1,
  treatMissingData: 'notBreaching',
  unit: 'Count',
  alarmActions: [topic],
  okActions: [topic],
  insufficientDataActions: [topic],
  tags: { team: 'payments' },
};

describe('R37: an alarm', () => {
  test('R37: reads back as it was made, and shows every change by hand', async () => {
    const alarm = engine('MetricAlarm');
    const made = await alarm.create(program);
    expect(made.outputs['arn']).toBe(`arn:aws:cloudwatch:${region}:${account}:alarm:payments-errors`);
    expect(await alarm.drift(made)).toEqual([]);
    await cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames: [made.id] }));
    await cloudwatch.send(
      new TagResourceCommand({ ResourceARN: made.outputs['arn'] as string, Tags: [{ Key: 'by', Value: 'hand' }] }),
    );
    expect(await alarm.drift(made)).toEqual(['actionsEnabled', 'tags.by', 'tagsAll.by']);
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: made.id,
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: 5,
        MetricName: 'Throttles',
        Namespace: 'AWS/Lambda',
        Dimensions: [{ Name: 'FunctionName', Value: 'other' }],
        Statistic: 'Maximum',
        Period: 60,
        Threshold: 1000,
      }),
    );
    expect(await alarm.drift(made)).toEqual(
      expect.arrayContaining([
        ...['alarmActions', 'alarmDescription', 'comparisonOperator', 'datapointsToAlarm', 'dimensions.FunctionName'],
        ...[
          'evaluationPeriods',
          'insufficientDataActions',
          'metricName',
          'okActions',
          'period',
          'statistic',
          'threshold',
        ],
        ...['treatMissingData', 'unit'],
      ]),
    );
    expect(await alarm.drift(await alarm.update(made, program))).toEqual([]);
    await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [made.id] }));
    expect(await alarm.drift(made)).toBeNull();
    await alarm.remove(made);
  });

  test('R37: keeps its state when only tags change, and is replaced for another name', async () => {
    const alarm = engine('MetricAlarm');
    const made = await alarm.create(program);
    await cloudwatch.send(new SetAlarmStateCommand({ AlarmName: made.id, StateValue: 'ALARM', StateReason: 'test' }));
    const updated = () => cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [made.id] }));
    const before = (await updated()).MetricAlarms?.[0]?.AlarmConfigurationUpdatedTimestamp;
    const changed = await alarm.update(made, { ...program, tags: { team: 'platform' } });
    expect((await updated()).MetricAlarms?.[0]).toMatchObject({
      StateValue: 'ALARM',
      AlarmConfigurationUpdatedTimestamp: before,
    });
    expect(changed.outputs['tagsAll']).toEqual({ 'payments:environment': 'staging', team: 'platform' });
    expect(alarm.planned(made, { ...program, name: 'other' })).toEqual(['name!']);
    expect(alarm.planned(made, { ...program, threshold: 2 })).toEqual(['threshold']);
    await alarm.remove(changed);
  });

  test('R37: with a percentile has no statistic, as on AWS', async () => {
    const alarm = engine('MetricAlarm');
    const { statistic: _none, ...rest } = program;
    const made = await alarm.create({ ...rest, name: 'percentile', extendedStatistic: 'p99' });
    expect(await alarm.drift(made)).toEqual([]);
    expect(made.outputs['statistic']).toBeUndefined();
    await alarm.remove(made);
  });

  test('R33: metric math is a real blind spot: the emulator does not tell it', async () => {
    const alarm = engine('MetricAlarm');
    const metric = { metricName: 'Errors', namespace: 'AWS/Lambda', period: 60, stat: 'Sum' };
    const metricQueries = [
      { id: 'm1', metric },
      { id: 'e1', expression: 'm1 * 2', returnData: true },
    ];
    const shape = { comparisonOperator: 'GreaterThanThreshold', evaluationPeriods: 1, threshold: 5 };
    const made = await alarm.create({ ...shape, name: 'math', metricQueries });
    const told = (await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ['math'] }))).MetricAlarms?.[0];
    expect(told?.Metrics).toBeUndefined();
    expect(await alarm.drift(made)).toEqual([]);
    expect(() => alarm.checked({ ...shape, metricQueries, metricName: 'Errors', statistic: 'Sum' })).toThrow(
      'conflicts with metricQueries',
    );
    expect(() => alarm.checked({ ...shape, metricQueries: [{ id: 'e', expression: 'm', metric }] })).toThrow(
      'both an expression and a metric',
    );
    await alarm.remove(made);
  });

  test('R37: refuses what the provider or AWS refuse', async () => {
    const alarm = engine('MetricAlarm');
    const refused = (change: object) => expect(() => alarm.checked({ ...program, ...change }));
    refused({ statistic: undefined }).toThrow('one of statistic, extendedStatistic');
    refused({ extendedStatistic: 'p99' }).toThrow('conflicts with extendedStatistic');
    refused({ period: 45 }).toThrow('period: expected 10, 20, 30 or a multiple of 60');
    refused({ period: 300, evaluationPeriods: 289 }).toThrow('more than CloudWatch looks back');
    refused({ datapointsToAlarm: 3 }).toThrow('datapointsToAlarm: must not be more');
    refused({ alarmActions: ['operations'] }).toThrow('alarmActions: expected an ARN');
    refused({ okActions: Array.from({ length: 6 }, () => topic) }).toThrow('at most five');
    refused({ treatMissingData: 'never' }).toThrow('treatMissingData');
    await expect(alarm.create({ ...program, comparisonOperator: 'Above' })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});

describe('R37: a dashboard', () => {
  test('R37: is equal by the meaning of its body, and shows one put by hand', async () => {
    const dashboard = engine('Dashboard');
    const wanted = { dashboardName: 'payments', dashboardBody: JSON.stringify({ widgets: [], start: '-PT3H' }) };
    const made = await dashboard.create(wanted);
    expect(made.outputs['dashboardArn']).toContain(`${account}:dashboard/payments`);
    const put = (body: object) =>
      cloudwatch.send(
        new PutDashboardCommand({ DashboardName: 'payments', DashboardBody: JSON.stringify(body, null, 2) }),
      );
    await put({ start: '-PT3H', widgets: [] });
    expect(await dashboard.drift(made)).toEqual([]);
    await put({ start: '-PT6H', widgets: [] });
    expect(await dashboard.drift(made)).toEqual(['dashboardBody']);
    expect(await dashboard.drift(await dashboard.update(made, wanted))).toEqual([]);
    expect(dashboard.planned(made, { ...wanted, dashboardName: 'other' })).toEqual(['dashboardName!']);
    expect(() => dashboard.checked({ ...wanted, dashboardBody: '{' })).toThrow('invalid JSON');
    expect(() => dashboard.checked({ ...wanted, dashboardName: 'a b' })).toThrow('dashboardName: expected');
    await dashboard.remove(made);
    expect(await dashboard.drift(made)).toBeNull();
    await dashboard.remove(made);
  });
});
