/** The real provider's checks of an alarm (schema and CustomizeDiff), and AWS's own that the API model lacks. */
import { isObject } from '../inputValues.ts';
import type { Inputs } from '../resourceType.ts';
import { notOneOf } from '../ranges.ts';

type Problem = readonly [property: string, reason: string];

const ofOneMetric = ['metricName', 'namespace', 'dimensions', 'period', 'statistic', 'extendedStatistic'];
const secondsPerDay = 86_400;

export function alarmProblems(inputs: Inputs): Problem[] {
  const problems: Problem[] = [
    ...notOneOf(inputs, { treatMissingData: ['breaching', 'notBreaching', 'ignore', 'missing'] }),
    ...statisticProblems(inputs),
    ...periodProblems(inputs),
    ...actionProblems(inputs),
  ];
  if (inputs['metricQueries'] === undefined) return problems;
  const both = ofOneMetric.filter((property) => inputs[property] !== undefined);
  return [
    ...problems,
    ...both.map((property): Problem => [property, 'conflicts with metricQueries']),
    ...queryProblems(inputs),
  ];
}

function statisticProblems({ metricName, statistic, extendedStatistic }: Inputs): Problem[] {
  if (statistic !== undefined && extendedStatistic !== undefined)
    return [['statistic', 'conflicts with extendedStatistic']];
  if (metricName === undefined || statistic !== undefined || extendedStatistic !== undefined) return [];
  return [['statistic', 'one of statistic, extendedStatistic must be set for an alarm on a metric']];
}

/** CloudWatch looks back one day at most, and seven with periods of an hour or more (PutMetricAlarm, API reference). */
function periodProblems({ period, evaluationPeriods, datapointsToAlarm }: Inputs): Problem[] {
  const problems: Problem[] = [];
  if (typeof period === 'number' && ![10, 20, 30].includes(period) && (period % 60 !== 0 || period === 0)) {
    problems.push(['period', `expected 10, 20, 30 or a multiple of 60 seconds, got ${period}`]);
  }
  if (typeof evaluationPeriods !== 'number') return problems;
  if (typeof period === 'number' && period * evaluationPeriods > secondsPerDay * (period >= 3600 ? 7 : 1)) {
    problems.push(['evaluationPeriods', 'period times evaluationPeriods is more than CloudWatch looks back']);
  }
  if (typeof datapointsToAlarm === 'number' && datapointsToAlarm > evaluationPeriods) {
    problems.push(['datapointsToAlarm', 'must not be more than evaluationPeriods']);
  }
  return problems;
}

function actionProblems(inputs: Inputs): Problem[] {
  return ['alarmActions', 'okActions', 'insufficientDataActions'].flatMap((property): Problem[] => {
    const actions = inputs[property];
    if (!Array.isArray(actions)) return [];
    const wrong = actions.filter(
      (action) => typeof action === 'string' && !/^arn:[\w-]+:[\w-]+:[\w-]*:\w*:.+/.test(action),
    );
    const count: Problem[] = actions.length > 5 ? [[property, 'at most five actions']] : [];
    return [...count, ...wrong.map((action): Problem => [property, `expected an ARN, got "${String(action)}"`])];
  });
}

function queryProblems({ metricQueries }: Inputs): Problem[] {
  return (Array.isArray(metricQueries) ? metricQueries : []).flatMap((query: unknown, index): Problem[] => {
    if (!isObject(query) || query['expression'] === undefined || query['metric'] === undefined) return [];
    return [[`metricQueries[${index}]`, 'must not have both an expression and a metric']];
  });
}
