/** What may be said about a table, and what must fit together. */
import { objectOf, objectsOf, textOf } from '../inputValues.ts';
import { notOneOf } from '../ranges.ts';
import { unknownValue, type Inputs, type ResourceType } from '../resourceType.ts';
import { containsUnknown } from '../wire.ts';
import { indexKeys } from './tableIndexes.ts';

export const rules: Pick<ResourceType, 'replaceOn' | 'optionalComputed' | 'sets'> = {
  replaceOn: ['name', 'hashKey', 'rangeKey', 'localSecondaryIndexes'],
  optionalComputed: [
    'attributes',
    'globalSecondaryIndexes',
    'globalSecondaryIndexes.hashKey',
    'globalSecondaryIndexes.keySchemas',
    'globalSecondaryIndexes.rangeKey',
    'globalSecondaryIndexes.readCapacity',
    'globalSecondaryIndexes.writeCapacity',
    'hashKey',
    'pointInTimeRecovery',
    'pointInTimeRecovery.recoveryPeriodInDays',
    'readCapacity',
    'serverSideEncryption',
    'serverSideEncryption.kmsKeyArn',
    'streamViewType',
    'ttl',
    'writeCapacity',
  ],
  sets: ['attributes', 'globalSecondaryIndexes', 'globalSecondaryIndexes.nonKeyAttributes', 'localSecondaryIndexes'],
};

export const served = [
  ...[
    'attributes',
    'billingMode',
    'deletionProtectionEnabled',
    'globalSecondaryIndexes',
    'hashKey',
    'localSecondaryIndexes',
  ],
  ...[
    'name',
    'pointInTimeRecovery',
    'rangeKey',
    'readCapacity',
    'serverSideEncryption',
    'streamEnabled',
    'streamViewType',
  ],
  ...['tableClass', 'tags', 'ttl', 'writeCapacity'],
];

export const defaults = { billingMode: 'PROVISIONED', tableClass: 'STANDARD' };

export function check(inputs: Inputs): (readonly [string, string])[] {
  const problems = [
    ...notOneOf(inputs, {
      billingMode: ['PROVISIONED', 'PAY_PER_REQUEST'],
      tableClass: ['STANDARD', 'STANDARD_INFREQUENT_ACCESS'],
    }),
    ...capacity(inputs),
    ...keys(inputs),
  ];
  if (objectOf(inputs, 'pointInTimeRecovery')?.['recoveryPeriodInDays'] !== undefined) {
    problems.push(['pointInTimeRecovery', 'the sandbox cannot hold recoveryPeriodInDays; it can only be used on AWS']);
  }
  if (inputs['hashKey'] === undefined) problems.push(['hashKey', 'a table needs a hash key']);
  if (inputs['streamEnabled'] === true && inputs['streamViewType'] === undefined) {
    problems.push(['streamViewType', 'stream_view_type is required when stream_enabled = true']);
  }
  return problems;
}

function capacity(inputs: Inputs): (readonly [string, string])[] {
  const { billingMode } = inputs;
  return ['readCapacity', 'writeCapacity'].flatMap((property): (readonly [string, string])[] => {
    const value = inputs[property];
    if (billingMode === 'PAY_PER_REQUEST' && typeof value === 'number' && value > 0) {
      return [[property, `can not be set when billing_mode is "PAY_PER_REQUEST"`]];
    }
    if (billingMode !== 'PROVISIONED' || value === unknownValue || Number(value ?? 0) > 0) return [];
    return [[property, `must be greater than 0 when billing_mode is "PROVISIONED"`]];
  });
}

/** Every key has an attribute definition, and every definition is of a key (`validateTableAttributes` of the real provider). */
function keys(inputs: Inputs): (readonly [string, string])[] {
  const concerned = ['attributes', 'hashKey', 'rangeKey', 'globalSecondaryIndexes', 'localSecondaryIndexes'];
  if (concerned.some((name) => containsUnknown(inputs[name]))) return [];
  const indexes = [
    ...(objectsOf(inputs, 'globalSecondaryIndexes') ?? []),
    ...(objectsOf(inputs, 'localSecondaryIndexes') ?? []),
  ];
  const indexed = new Set([inputs, ...indexes].flatMap(indexKeys).map(({ AttributeName }) => AttributeName ?? ''));
  const defined = (objectsOf(inputs, 'attributes') ?? []).map((attribute) => textOf(attribute, 'name') ?? '');
  const unused = defined.filter((name) => !indexed.has(name));
  const missing = [...indexed].filter((name) => !defined.includes(name));
  return [
    ...(unused.length === 0
      ? []
      : [['attributes', `all attributes must be indexed. Unused attributes: ${JSON.stringify(unused)}`] as const]),
    ...(missing.length === 0
      ? []
      : [
          [
            'attributes',
            `all indexes must match a defined attribute. Unmatched indexes: ${JSON.stringify(missing)}`,
          ] as const,
        ]),
  ];
}
