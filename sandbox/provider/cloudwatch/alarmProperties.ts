/** An alarm as a program writes it and as CloudWatch takes and tells it. */
import type { MetricAlarm, MetricDataQuery, PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import { flagOf, numberOf, objectOf, objectsOf, present, requiredText, textOf, textsOf } from '../inputValues.ts';
import type { Inputs } from '../resourceType.ts';

export function toRequest(inputs: Inputs): PutMetricAlarmCommandInput {
  const request = {
    AlarmName: requiredText(inputs, 'name'),
    AlarmDescription: textOf(inputs, 'alarmDescription'),
    ActionsEnabled: flagOf(inputs, 'actionsEnabled'),
    AlarmActions: textsOf(inputs, 'alarmActions'),
    OKActions: textsOf(inputs, 'okActions'),
    InsufficientDataActions: textsOf(inputs, 'insufficientDataActions'),
    ComparisonOperator: textOf(inputs, 'comparisonOperator'),
    EvaluationPeriods: numberOf(inputs, 'evaluationPeriods'),
    DatapointsToAlarm: numberOf(inputs, 'datapointsToAlarm') || undefined,
    Threshold: numberOf(inputs, 'threshold'),
    TreatMissingData: textOf(inputs, 'treatMissingData'),
    ...metricOf(inputs),
    Metrics: objectsOf(inputs, 'metricQueries')?.map(query),
  };
  return present(request) as unknown as PutMetricAlarmCommandInput;
}

function metricOf(inputs: Inputs): Inputs {
  return {
    MetricName: textOf(inputs, 'metricName'),
    Namespace: textOf(inputs, 'namespace'),
    Dimensions: dimensions(objectOf(inputs, 'dimensions')),
    Period: numberOf(inputs, 'period') || undefined,
    Statistic: textOf(inputs, 'statistic'),
    ExtendedStatistic: textOf(inputs, 'extendedStatistic'),
    Unit: textOf(inputs, 'unit'),
  };
}

function query(inputs: Inputs): MetricDataQuery {
  const metric = objectOf(inputs, 'metric');
  const stat = metric && {
    Metric: present({
      MetricName: textOf(metric, 'metricName'),
      Namespace: textOf(metric, 'namespace'),
      Dimensions: dimensions(objectOf(metric, 'dimensions')),
    }),
    Period: numberOf(metric, 'period'),
    Stat: textOf(metric, 'stat'),
    Unit: textOf(metric, 'unit'),
  };
  const built = {
    Id: requiredText(inputs, 'id'),
    AccountId: textOf(inputs, 'accountId'),
    Expression: textOf(inputs, 'expression'),
    Label: textOf(inputs, 'label'),
    Period: numberOf(inputs, 'period'),
    ReturnData: flagOf(inputs, 'returnData') ?? false,
    MetricStat: stat && present(stat),
  };
  return present(built) as unknown as MetricDataQuery;
}

const dimensions = (map: Inputs | undefined) =>
  map && Object.entries(map).map(([Name, Value]) => ({ Name, Value: String(Value) }));

/**
 * The emulator keeps no metric math and fills in a statistic and a period where AWS holds none: beside an extended
 * statistic, and in an alarm without a metric of its own.
 */
export function fromAlarm(alarm: MetricAlarm): Inputs {
  const simple = Boolean(alarm.MetricName);
  const given = Object.fromEntries((alarm.Dimensions ?? []).map(({ Name, Value }) => [Name ?? '', Value]));
  return {
    name: alarm.AlarmName,
    alarmDescription: alarm.AlarmDescription || undefined,
    actionsEnabled: alarm.ActionsEnabled,
    alarmActions: alarm.AlarmActions,
    okActions: alarm.OKActions,
    insufficientDataActions: alarm.InsufficientDataActions,
    comparisonOperator: alarm.ComparisonOperator,
    evaluationPeriods: alarm.EvaluationPeriods,
    datapointsToAlarm: alarm.DatapointsToAlarm,
    threshold: alarm.Threshold,
    treatMissingData: alarm.TreatMissingData ?? 'missing',
    metricName: alarm.MetricName || undefined,
    namespace: alarm.Namespace || undefined,
    dimensions: given,
    period: simple ? alarm.Period : undefined,
    statistic: simple && !alarm.ExtendedStatistic ? alarm.Statistic : undefined,
    extendedStatistic: alarm.ExtendedStatistic || undefined,
    unit: alarm.Unit || undefined,
  };
}
