import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  PutMetricAlarmCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { isDeepStrictEqual } from 'node:util';
import { orNull } from '../absence.ts';
import { requiredText } from '../inputValues.ts';
import { existing, readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { fromTagPairs, readTags, tagChanges, tagPairs, wantedTags, type Tags } from '../tagSets.ts';
import { fromAlarm, toRequest } from './alarmProperties.ts';
import { alarmProblems } from './alarmRules.ts';

const rules = { sets: ['alarmActions', 'insufficientDataActions', 'metricQueries', 'okActions'] };

export const metricAlarm: ResourceType = {
  token: 'aws:cloudwatch/metricAlarm:MetricAlarm',
  required: ['comparisonOperator', 'evaluationPeriods'],
  defaults: { actionsEnabled: true, treatMissingData: 'missing' },
  replaceOn: ['name'],
  autoname: { property: 'name', maximumLength: 255 },
  served: [
    ...['actionsEnabled', 'alarmActions', 'alarmDescription', 'comparisonOperator', 'datapointsToAlarm', 'dimensions'],
    ...['evaluationPeriods', 'extendedStatistic', 'insufficientDataActions', 'metricName', 'metricQueries', 'name'],
    ...['namespace', 'okActions', 'period', 'statistic', 'tags', 'threshold', 'treatMissingData', 'unit'],
  ],
  ...rules,
  source: 'internal/service/cloudwatch/metric_alarm.go, schema and CustomizeDiff',
  computed: ['arn', 'tagsAll'],
  check: alarmProblems,
  async create(inputs, session) {
    const id = requiredText(inputs, 'name');
    const Tags = tagPairs(wantedTags(inputs, session));
    const request = { ...toRequest(inputs), ...(Tags.length > 0 ? { Tags } : {}) };
    await session.client(CloudWatchClient).send(new PutMetricAlarmCommand(request));
    return existing(id, read(id, inputs, session));
  },
  read,
  async update(id, news, _olds, session) {
    const current = await describe(id, session);
    // Putting an alarm starts its state anew, so that it is not put for a change of tags.
    const differs =
      current === null ||
      !isDeepStrictEqual(toRequest(news), toRequest({ ...fromAlarm(current), metricQueries: news['metricQueries'] }));
    if (differs) await session.client(CloudWatchClient).send(new PutMetricAlarmCommand(toRequest(news)));
    await retag((await describe(id, session))?.AlarmArn ?? '', news, session);
    return existing(id, read(id, news, session));
  },
  async delete(id, _outputs, session) {
    const request = new DeleteAlarmsCommand({ AlarmNames: [id] });
    await orNull(['ResourceNotFound', 'ResourceNotFoundException'], () =>
      session.client(CloudWatchClient).send(request),
    );
  },
};

async function describe(name: string, session: Session): Promise<MetricAlarm | null> {
  const request = new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['MetricAlarm'] });
  const answer = await session.client(CloudWatchClient).send(request);
  return answer.MetricAlarms?.find(({ AlarmName }) => AlarmName === name) ?? null;
}

async function tagsOf(ResourceARN: string, session: Session): Promise<Tags> {
  const request = new ListTagsForResourceCommand({ ResourceARN });
  return fromTagPairs((await session.client(CloudWatchClient).send(request)).Tags);
}

async function retag(ResourceARN: string, news: Inputs, session: Session): Promise<void> {
  const client = session.client(CloudWatchClient);
  const { set, remove } = tagChanges(await tagsOf(ResourceARN, session), wantedTags(news, session));
  if (remove.length > 0) await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: remove }));
  if (Object.keys(set).length > 0) await client.send(new TagResourceCommand({ ResourceARN, Tags: tagPairs(set) }));
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const alarm = await describe(id, session);
  if (alarm === null) return null;
  const arn = alarm.AlarmArn ?? '';
  const { tags, tagsAll } = readTags(await tagsOf(arn, session), known, session);
  const inputs = { ...fromAlarm(alarm), tags };
  return readBack(rules, known, { id, inputs, computed: { arn, tagsAll } });
}
