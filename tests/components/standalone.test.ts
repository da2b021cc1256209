import { describe, expect, test } from '@jest/globals';
import { Network } from '../../infra/network/index.ts';
import { PaymentProcessor, paymentProcessorDefaults } from '../../infra/paymentProcessor/index.ts';
import { record } from './recording.ts';

const place = { environment: 'shop', account: '444444444444', region: 'eu-central-1' };

const minimal = {
  place,
  functionPackage: { path: 'payments.zip', sha256Base64: 'abc=' },
  network: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] },
  notificationAddresses: ['oncall@example.com'],
};

const recordProcessor = (change: Partial<ConstructorParameters<typeof PaymentProcessor>[1]> = {}) =>
  record({ stack: 'another' }, () => {
    const { tableArn, tableName, topicArn, queueUrl, deadLetterQueueUrl, functionName, functionAliasArn } =
      new PaymentProcessor('shop', { ...minimal, ...change });
    return { tableArn, tableName, topicArn, queueUrl, deadLetterQueueUrl, functionName, functionAliasArn };
  });

describe('R1: PaymentProcessor in somebody else’s program', () => {
  test('R1: needs a place, a zip, a network and an address, and gives its outputs', async () => {
    const { outputs } = await recordProcessor();
    expect(outputs).toEqual({
      tableArn: '<aws:dynamodb/table:Table::shop-table.arn>',
      tableName: 'payments-shop-payments',
      topicArn: '<aws:sns/topic:Topic::shop-outcomes.arn>',
      queueUrl: '<aws:sqs/queue:Queue::shop-ingest.url>',
      deadLetterQueueUrl: '<aws:sqs/queue:Queue::shop-ingest-dead-letters.url>',
      functionName: 'payments-shop-processor',
      functionAliasArn: '<aws:lambda/alias:Alias::shop-live.arn>',
    });
  });

  test('R1: an argument that is left out has its documented default', async () => {
    const { resources } = await recordProcessor();
    const inputs = (type: string) => resources.find((resource) => resource.type === type)?.inputs;
    const defaults = paymentProcessorDefaults;
    expect(inputs('aws:lambda/function:Function')).toMatchObject({
      memorySize: defaults.memory,
      timeout: defaults.timeoutSeconds,
      reservedConcurrentExecutions: defaults.reservedConcurrency,
    });
    expect(inputs('aws:dynamodb/table:Table')).toMatchObject({
      pointInTimeRecovery: { enabled: defaults.pointInTimeRecovery },
      deletionProtectionEnabled: defaults.deletionProtection,
    });
    expect(inputs('aws:iam/role:Role')).not.toHaveProperty('permissionsBoundary');
  });

  test('R1: an argument that is given as undefined has its default too', async () => {
    const { resources } = await recordProcessor({ memory: undefined as unknown as number });
    const lambda = resources.find(({ type }) => type === 'aws:lambda/function:Function');
    expect(lambda?.inputs['memorySize']).toBe(paymentProcessorDefaults.memory);
  });

  test('R1: two of them and their networks live in one stack', async () => {
    const { resources } = await record({ stack: 'another' }, () => {
      for (const name of ['shop', 'market']) {
        const network = new Network(name, {
          ...place,
          namePrefix: name,
          vpcCidr: '10.0.0.0/24',
          zoneIds: ['euc1-az1', 'euc1-az2'],
          tableArn: `arn:aws:dynamodb:eu-central-1:444444444444:table/${name}`,
          topicArn: `arn:aws:sns:eu-central-1:444444444444:${name}`,
        });
        new PaymentProcessor(name, {
          ...minimal,
          place: { ...place, environment: name },
          network: { subnetIds: network.subnetIds, securityGroupIds: [network.functionSecurityGroupId] },
        });
      }
      return {};
    });
    const identities = resources.map(({ type, name }) => `${type} ${name}`);
    expect(new Set(identities).size).toBe(identities.length);
    expect(identities.length % 2).toBe(0);
  });
});
