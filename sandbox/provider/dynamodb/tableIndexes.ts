/** Secondary indexes: as inputs, as requests, and how one set of them becomes another. */
import type {
  GlobalSecondaryIndex,
  GlobalSecondaryIndexDescription,
  GlobalSecondaryIndexUpdate,
  KeySchemaElement,
  LocalSecondaryIndex,
  LocalSecondaryIndexDescription,
  Projection,
  ProvisionedThroughput,
} from '@aws-sdk/client-dynamodb';

import { changes } from '../difference.ts';
import { numberOf, objectsOf, requiredText, textOf, textsOf } from '../inputValues.ts';
import type { Inputs } from '../resourceType.ts';

/** The key of a table or an index, written as `keySchemas` or as `hashKey` and `rangeKey`. */
export function indexKeys(inputs: Inputs): KeySchemaElement[] {
  const schemas = objectsOf(inputs, 'keySchemas');
  if (schemas !== undefined && schemas.length > 0) {
    return schemas.map((key) => ({
      AttributeName: textOf(key, 'attributeName'),
      KeyType: textOf(key, 'keyType') as 'HASH',
    }));
  }
  return (
    [
      ['hashKey', 'HASH'],
      ['rangeKey', 'RANGE'],
    ] as const
  ).flatMap(([property, KeyType]) => {
    const AttributeName = textOf(inputs, property);
    return AttributeName === undefined ? [] : [{ AttributeName, KeyType }];
  });
}

export function throughputOf(inputs: Inputs, billingMode: unknown): { ProvisionedThroughput?: ProvisionedThroughput } {
  if (billingMode === 'PAY_PER_REQUEST') return {};
  const [ReadCapacityUnits, WriteCapacityUnits] = [
    numberOf(inputs, 'readCapacity') ?? 0,
    numberOf(inputs, 'writeCapacity') ?? 0,
  ];
  return { ProvisionedThroughput: { ReadCapacityUnits, WriteCapacityUnits } };
}

export function globalIndex(index: Inputs, billingMode: unknown): GlobalSecondaryIndex {
  return {
    IndexName: requiredText(index, 'name'),
    KeySchema: indexKeys(index),
    Projection: projection(index),
    ...throughputOf(index, billingMode),
  };
}

/** A local index shares the table's hash key. */
export function localIndex(index: Inputs, table: Inputs): LocalSecondaryIndex {
  return {
    IndexName: requiredText(index, 'name'),
    KeySchema: indexKeys({ hashKey: table['hashKey'], rangeKey: index['rangeKey'] }),
    Projection: projection(index),
  };
}

function projection(index: Inputs): Projection {
  const NonKeyAttributes = textsOf(index, 'nonKeyAttributes') ?? [];
  const ProjectionType = textOf(index, 'projectionType') as 'ALL';
  return { ProjectionType, ...(NonKeyAttributes.length === 0 ? {} : { NonKeyAttributes }) };
}

export function globalIndexInputs(index: GlobalSecondaryIndexDescription): Inputs {
  const keys = index.KeySchema ?? [];
  const only = (type: string) => {
    const names = keys.filter(({ KeyType }) => KeyType === type).map(({ AttributeName }) => AttributeName);
    return names.length === 1 ? names[0] : undefined;
  };
  return {
    hashKey: only('HASH'),
    keySchemas: keys.map(({ AttributeName, KeyType }) => ({ attributeName: AttributeName, keyType: KeyType })),
    name: index.IndexName,
    nonKeyAttributes: index.Projection?.NonKeyAttributes,
    projectionType: index.Projection?.ProjectionType,
    rangeKey: only('RANGE'),
    readCapacity: index.ProvisionedThroughput?.ReadCapacityUnits || undefined,
    writeCapacity: index.ProvisionedThroughput?.WriteCapacityUnits || undefined,
  };
}

export function localIndexInputs(index: LocalSecondaryIndexDescription): Inputs {
  const range = index.KeySchema?.find(({ KeyType }) => KeyType === 'RANGE');
  return {
    name: index.IndexName,
    nonKeyAttributes: index.Projection?.NonKeyAttributes,
    projectionType: index.Projection?.ProjectionType,
    rangeKey: range?.AttributeName,
  };
}

/**
 * One update each, because only one index can come or go at a time. Nothing but the capacity of an index can change, so any
 * other change takes it away and makes it anew (`updateDiffGSI` of the real provider).
 */
export function indexUpdates(news: Inputs, olds: Inputs): GlobalSecondaryIndexUpdate[] {
  const wanted = objectsOf(news, 'globalSecondaryIndexes') ?? [];
  const held = objectsOf(olds, 'globalSecondaryIndexes') ?? [];
  const mode = news['billingMode'];
  const pairs = wanted.map((index) => ({ index, before: held.find(({ name }) => name === index['name']) }));
  const remade = pairs.filter(({ index, before }) => before !== undefined && differs(index, before));
  const resized = pairs.filter(
    ({ index, before }) =>
      before !== undefined && !differs(index, before) && mode !== 'PAY_PER_REQUEST' && capacityDiffers(index, before),
  );
  const gone = held.filter(({ name }) => !wanted.some((index) => index['name'] === name));
  const removed = [...gone, ...remade.map(({ index }) => index)];
  const added = [...pairs.filter(({ before }) => before === undefined), ...remade].map(({ index }) => index);
  return [
    ...removed.map((index) => ({ Delete: { IndexName: requiredText(index, 'name') } })),
    ...resized.map(({ index }) => ({
      Update: { IndexName: requiredText(index, 'name'), ...throughputOf(index, mode) },
    })),
    ...added.map((index) => ({ Create: globalIndex(index, mode) })),
  ];
}

const capacities = ['readCapacity', 'writeCapacity'];

function differs(left: Inputs, right: Inputs): boolean {
  const shape = (index: Inputs) => ({
    keys: indexKeys(index).map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`),
    projection: index['projectionType'],
    others: index['nonKeyAttributes'],
  });
  return changes({ replaceOn: [], sets: ['others'] }, shape(left), shape(right)).length > 0;
}

function capacityDiffers(left: Inputs, right: Inputs): boolean {
  return capacities.some((name) => left[name] !== undefined && left[name] !== right[name]);
}
