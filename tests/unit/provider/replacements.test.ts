/** One test per property that replaces, made from the tables of the types themselves. */
import { describe, expect, test } from '@jest/globals';
import { resourceTypes as dynamodb } from '../../../sandbox/provider/dynamodb/index.ts';
import { resourceTypes as lambda } from '../../../sandbox/provider/lambda/index.ts';
import { diff } from '../../../sandbox/provider/operations.ts';
import type { Inputs, ResourceType } from '../../../sandbox/provider/resourceType.ts';
import { resourceTypes as sns } from '../../../sandbox/provider/sns/index.ts';
import { resourceTypes as sqs } from '../../../sandbox/provider/sqs/index.ts';

const types = [...dynamodb, ...lambda, ...sns, ...sqs];

/** What hashicorp/terraform-provider-aws declares as ForceNew, read from the files that each type names as its source. */
const replacing: Readonly<Record<string, readonly string[]>> = {
  'aws:dynamodb/table:Table': ['hashKey', 'localSecondaryIndexes', 'name', 'rangeKey'],
  'aws:lambda/alias:Alias': ['functionName', 'name'],
  'aws:lambda/eventSourceMapping:EventSourceMapping': ['eventSourceArn', 'startingPosition'],
  'aws:lambda/function:Function': ['name', 'packageType'],
  'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig': ['functionName', 'qualifier'],
  'aws:lambda/permission:Permission': [
    ...['action', 'eventSourceToken', 'function', 'functionUrlAuthType', 'principal', 'principalOrgId', 'qualifier'],
    ...['sourceAccount', 'sourceArn', 'statementId'],
  ],
  'aws:sns/topic:Topic': ['fifoTopic', 'name'],
  'aws:sns/topicPolicy:TopicPolicy': ['arn'],
  'aws:sns/topicSubscription:TopicSubscription': ['endpoint', 'protocol', 'topic'],
  'aws:sqs/queue:Queue': ['fifoQueue', 'name'],
  'aws:sqs/queuePolicy:QueuePolicy': ['queueUrl'],
};

const replaces = (type: ResourceType, olds: Inputs, news: Inputs) =>
  diff(type, { olds, news, ignored: [] }).changes.map(({ property, replaces: replaced }) => [property, replaced]);

const served = types.flatMap((type) =>
  (type.served ?? []).map((property) => ({ type, property, name: type.token.split(':')[2] ?? '' })),
);
const rows = (wanted: boolean) =>
  served
    .filter(({ type, property }) => (replacing[type.token] ?? []).includes(property) === wanted)
    .map((row) => [row.property, row.name, row] as const);

describe('R37: the replace rules of the real provider', () => {
  test('R37: every served type has a row in the table, and every row a type', () => {
    expect(types.map(({ token }) => token).sort()).toEqual(Object.keys(replacing).sort());
  });

  test.each(rows(true))('R37: a change of %s replaces %s', (property, _name, { type }) => {
    expect(replaces(type, { [property]: 'one' }, { [property]: 'other' })).toEqual([[property, true]]);
  });

  test.each(rows(false))('R37: a change of %s updates %s in place', (property, _name, { type }) => {
    expect(replaces(type, { [property]: 'one' }, { [property]: 'other' })).toEqual([[property, false]]);
  });

  test.each(types.map((type) => [type.token, type] as const))('R37: another region replaces %s', (_token, type) => {
    expect(replaces(type, { region: 'us-east-1' }, { region: 'us-west-2' })).toEqual([['region', true]]);
  });

  test.each(types.map((type) => [type.token, type] as const))(
    'R37: %s says where its rules come from',
    (_token, type) => {
      expect(type.source).toMatch(/^internal\/service\/\w+\/\w+\.go/);
    },
  );

  test('R37: a replacement with the same name deletes first, one with a made name does not', () => {
    const queue = sqs.find(({ token }) => token.endsWith(':Queue')) as ResourceType;
    const change = (names: Inputs) =>
      diff(queue, { olds: { ...names, fifoQueue: false }, news: { ...names, fifoQueue: true }, ignored: [] });
    expect(change({ name: 'own' }).deleteBeforeReplace).toBe(true);
    expect(change({ name: 'made-1', __defaults: ['name'] }).deleteBeforeReplace).toBe(false);
    expect(diff(queue, { olds: { name: 'own' }, news: { name: 'other' }, ignored: [] }).deleteBeforeReplace).toBe(
      false,
    );
  });
});
