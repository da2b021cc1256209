import { globSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { owedIndex as programIndex } from '../../infra/paymentProcessor/table.ts';
import { owedIndex } from '../../payments/dynamoLedger.ts';
import { itemOf } from '../../payments/item.ts';
import { metricNames, metricNamespace } from '../../payments/metrics.ts';
import { functionHandler } from '../../payments/package.ts';
import { recordEnvironments } from './environments.ts';
import type { RecordedResource } from './recording.ts';

let resources: readonly RecordedResource[];

beforeAll(async () => {
  resources = (await recordEnvironments()).get('prod')?.resources ?? [];
});

const inputs = (type: string, name: string): Readonly<Record<string, unknown>> =>
  resources.find((resource) => resource.type === type && resource.name === name)?.inputs ?? {};

const code = globSync('payments/*.ts')
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');
const matches = (pattern: RegExp): readonly string[] =>
  [...new Set([...code.matchAll(pattern)].map(([, name = '']) => name))].toSorted();

describe('R1: what is deployed is in step with the code that runs in it', () => {
  test('R1: the function has the handler and every environment variable that the code reads', () => {
    const lambda = inputs('aws:lambda/function:Function', 'payments-function');
    expect(lambda['handler']).toBe(functionHandler);
    const set = Object.keys((lambda['environment'] as { variables: object }).variables);
    const read = matches(/(?:setting\(|process\.env\[)'([A-Z_]+)'/g).filter((name) => !name.startsWith('AWS_'));
    expect(read).toEqual(set.toSorted());
  });

  test('R1: the table has the key and the index that the code writes and reads', () => {
    const { hashKey, globalSecondaryIndexes } = inputs('aws:dynamodb/table:Table', 'payments-table');
    const payment = { merchant: 'm', idempotencyKey: 'k', amountMinor: 1, currency: 'EUR' };
    const item = itemOf({ key: 'm#k', payment, digest: 'd', recordedAt: '2026-01-01T00:00:00Z' });
    expect(item).toHaveProperty(String(hashKey));
    expect(programIndex).toBe(owedIndex);
    expect(globalSecondaryIndexes).toMatchObject([{ name: owedIndex, projectionType: 'KEYS_ONLY' }]);
  });

  test('R1: the role allows every call that the code makes to DynamoDB and SNS, and no other', () => {
    const policy = String(inputs('aws:iam/rolePolicy:RolePolicy', 'payments-function')['policy']);
    const { Statement } = JSON.parse(policy) as { Statement: readonly { Action: string | string[] }[] };
    const granted = Statement.flatMap(({ Action }) => Action)
      .filter((action) => /^(dynamodb|sns):/.test(action))
      .toSorted();
    const service = (command: string) => (command === 'Publish' ? 'sns' : 'dynamodb');
    const called = matches(/new (\w+)Command\(/g).map((command) => `${service(command)}:${command}`);
    expect(called.toSorted()).toEqual(granted);
  });

  test('R1: alarms on metrics of the code watch metrics that it writes', () => {
    const own = resources.filter(({ inputs: { namespace } }) => namespace === metricNamespace);
    expect(own.map(({ inputs: { metricName, dimensions } }) => [metricName, dimensions])).toEqual([
      ['Owed', { stage: 'prod' }],
    ]);
    expect(metricNames).toContain('Owed');
  });
});
