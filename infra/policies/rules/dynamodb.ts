import { allowed, isHeld, namesEverybody } from '../documents.ts';
import { list, mapping, resourceRule, type Guardrail } from '../guardrail.ts';

const tables = ['aws:dynamodb/table:Table'];

export const dynamodbRules: readonly Guardrail[] = [
  resourceRule({
    id: 'dynamodb-own-key',
    severity: 'high',
    reason: "With AWS's key nobody here decides who may decrypt payments.",
    source: 'Amazon DynamoDB Developer Guide, encryption at rest; PCI DSS 3.6.1',
    types: tables,
    breach: ({ serverSideEncryption }) => {
      const { enabled, kmsKeyArn } = mapping(serverSideEncryption);
      return enabled === true && kmsKeyArn ? undefined : 'is not encrypted with a key of ours';
    },
  }),
  resourceRule({
    id: 'dynamodb-on-demand',
    severity: 'medium',
    reason: 'Provisioned capacity without scaling throttles payments in the first rush.',
    source: 'AWS Security Hub DynamoDB.1',
    types: tables,
    breach: ({ billingMode }) => (billingMode === 'PAY_PER_REQUEST' ? undefined : 'has provisioned capacity'),
  }),
  resourceRule({
    id: 'dynamodb-expiry',
    severity: 'medium',
    reason: 'Without expiry the synthetic payments of smoke tests stay for ever.',
    source: 'PCI DSS 3.2.1',
    types: tables,
    breach: ({ ttl }) =>
      mapping(ttl)['enabled'] === true && mapping(ttl)['attributeName'] ? undefined : 'has no expiry of items',
  }),
  resourceRule({
    id: 'dynamodb-protected-twice',
    severity: 'high',
    reason: 'AWS must refuse what Pulumi was talked into, and Pulumi what a script was: both or neither.',
    source: 'AWS Security Hub DynamoDB.6',
    types: tables,
    breach: ({ deletionProtectionEnabled }, { protect }) =>
      (deletionProtectionEnabled === true) === (protect === true)
        ? undefined
        : `AWS ${deletionProtectionEnabled === true ? 'refuses' : 'allows'} its deletion and Pulumi does not agree`,
  }),
  resourceRule({
    id: 'dynamodb-one-region',
    severity: 'high',
    reason: 'A replica copies payments into a region that nobody reviewed.',
    source: 'PCI DSS 3.2.1',
    types: tables,
    breach: ({ replicas }) => (list(replicas).length === 0 ? undefined : `has ${list(replicas).length} replicas`),
  }),
  resourceRule({
    id: 'dynamodb-no-stream',
    severity: 'medium',
    reason: 'A stream keeps a readable copy of each payment for a day.',
    source: 'PCI DSS 3.2.1',
    types: tables,
    breach: ({ streamEnabled }) => (streamEnabled === true ? 'has a stream' : undefined),
  }),
  resourceRule({
    id: 'dynamodb-lean-indexes',
    severity: 'medium',
    reason: 'An index that projects everything is a second copy of the payments with its own readers and cost.',
    source: 'Amazon DynamoDB Developer Guide, best practices for secondary indexes',
    types: tables,
    breach: ({ globalSecondaryIndexes }) => {
      const full = list(globalSecondaryIndexes).find((index) => mapping(index)['projectionType'] === 'ALL');
      return full === undefined ? undefined : `its index ${String(mapping(full)['name'])} holds whole payments`;
    },
  }),
  resourceRule({
    id: 'dynamodb-policy-held',
    severity: 'critical',
    reason: 'A table policy for everybody opens payments to other accounts.',
    source: 'Amazon DynamoDB Developer Guide, resource-based policies; PCI DSS 7.2.1',
    types: ['aws:dynamodb/resourcePolicy:ResourcePolicy'],
    breach: ({ policy }) =>
      allowed(policy).some((statement) => namesEverybody(statement) && !isHeld(statement))
        ? 'is open to everybody'
        : undefined,
  }),
];
