import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { apiModelsFolder } from '../../../sandbox/emulatorEnvironment.ts';
import type { ApiModel } from '../../../sandbox/provider/apiModel.ts';
import { ApiModels, RequestRefused, serviceFolder } from '../../../sandbox/provider/apiModels.ts';
import { matches, violations } from '../../../sandbox/provider/requestShape.ts';

const models = new ApiModels(apiModelsFolder());

const refusalOf = async (service: string, operation: string, input: unknown): Promise<string> => {
  const error: unknown = await models.validate(service, operation, input).catch((thrown: unknown) => thrown);
  if (!(error instanceof RequestRefused)) throw new Error(`expected a refusal, got ${String(error)}`);
  return error.message;
};

const create = {
  FunctionName: 'payments',
  Role: 'arn:aws:iam::111111111111:role/function',
  Code: { ZipFile: Buffer.from('x') },
};

describe("R37: a request is held against AWS's own API models before it is sent", () => {
  test.each<[string, string, string, unknown, string]>([
    [
      'too little memory',
      'Lambda',
      'CreateFunction',
      { ...create, MemorySize: 100 },
      "Value '100' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128",
    ],
    [
      'a third retry',
      'Lambda',
      'PutFunctionEventInvokeConfig',
      { FunctionName: 'payments', MaximumRetryAttempts: 3 },
      "Value '3' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 2",
    ],
    [
      'a runtime that does not exist',
      'Lambda',
      'CreateFunction',
      { ...create, Runtime: 'nodejs23.x' },
      "Value 'nodejs23.x' at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [nodejs,",
    ],
    [
      'a function without a role',
      'Lambda',
      'CreateFunction',
      { ...create, Role: undefined },
      "Value null at 'role' failed to satisfy constraint: Member must not be null",
    ],
    [
      'a name with a blank',
      'Lambda',
      'CreateFunction',
      { ...create, FunctionName: 'two words' },
      "Value 'two words' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern",
    ],
    [
      'a table with too short a name',
      'DynamoDB',
      'DescribeTable',
      { TableName: '' },
      "Value '' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'an event source with one worker',
      'Lambda',
      'UpdateEventSourceMapping',
      { UUID: 'x', ScalingConfig: { MaximumConcurrency: 1 } },
      "Value '1' at 'scalingConfig.maximumConcurrency' failed to satisfy constraint: Member must have value greater than or equal to 2",
    ],
    [
      'a number instead of a text',
      'SQS',
      'CreateQueue',
      { QueueName: 7 },
      "Value '7' at 'queueName' failed to satisfy constraint: Member must be of type string",
    ],
    [
      'an attribute that no queue has',
      'SQS',
      'CreateQueue',
      { QueueName: 'x', Attributes: { Colour: 'red' } },
      "Value 'Colour' at 'attributes.Colour.key' failed to satisfy constraint: Member must satisfy enum value set",
    ],
    ['a member that no request has', 'SNS', 'CreateTopic', { Name: 'x', Colour: 'red' }, "Unknown parameter 'colour'"],
  ])('R37: %s is refused in the words of AWS', async (_what, service, operation, input, text) => {
    expect(await refusalOf(service, operation, input)).toContain(text);
  });

  test('R37: every violated constraint is named at once', async () => {
    expect(await refusalOf('Lambda', 'CreateFunction', { MemorySize: 1, Timeout: 0 })).toMatch(
      /^5 validation errors detected: /,
    );
  });

  test('R37: a secret value is not repeated', async () => {
    const text = await refusalOf('Lambda', 'CreateFunction', { ...create, Environment: { Variables: { A: 'hush' } } });
    expect(text).not.toContain('hush');
    expect(text).toContain("Value '***'");
  });

  test('R37: a good request passes', async () => {
    await models.validate('Lambda', 'CreateFunction', {
      ...create,
      MemorySize: 512,
      Runtime: 'nodejs24.x',
      Tags: { a: 'b' },
    });
  });

  test('R37: an operation or a service without a model is an error, not a pass', async () => {
    await expect(models.validate('Lambda', 'NoSuchThing', {})).rejects.toThrow(
      'does not know the operation NoSuchThing',
    );
    await expect(new ApiModels('no-such-folder').validate('Lambda', 'Invoke', {})).rejects.toThrow('cannot be read');
  });
});

const services = [
  'CloudWatch',
  'CloudWatch Logs',
  'DynamoDB',
  'EC2',
  'IAM',
  'KMS',
  'Lambda',
  'S3',
  'SNS',
  'SQS',
  'STS',
];

describe('R37: the models of every service that the sandbox serves', () => {
  let patterns: { service: string; pattern: string }[] = [];
  beforeAll(() => {
    patterns = services.flatMap((service) => {
      const folder = join(apiModelsFolder(), serviceFolder(service));
      const newest = readdirSync(folder).sort().at(-1) ?? '';
      const model = JSON.parse(
        gunzipSync(readFileSync(join(folder, newest, 'service-2.json.gz'))).toString(),
      ) as ApiModel;
      return Object.values(model.shapes).flatMap(({ pattern }) =>
        pattern === undefined ? [] : [{ service, pattern }],
      );
    });
  });

  test('R37: all their patterns can be read, so that none is skipped', () => {
    expect(patterns.length).toBeGreaterThan(200);
    const unreadable = patterns.filter(({ pattern }) => {
      try {
        matches(pattern, 'x');
        return false;
      } catch {
        return true;
      }
    });
    expect(unreadable).toEqual([]);
  });

  test('R37: a pattern means the whole value, as in Java, with its classes and planes', () => {
    expect(matches('[a-z]+', 'ab1')).toBe(false);
    expect(matches('\\p{Print}+', 'plain text')).toBe(true);
    expect(matches('\\p{Print}+', 'tab\t')).toBe(false);
    expect(matches('[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*', 'grin 😀')).toBe(true);
    expect(matches('(?s).*', 'two\nlines')).toBe(true);
  });
});

describe('R37: the inside of a request', () => {
  const model: ApiModel = {
    operations: {},
    shapes: {
      Outer: {
        type: 'structure',
        members: { Names: { shape: 'Names' }, Body: { shape: 'Body' }, Any: { shape: 'Any' } },
      },
      Names: { type: 'list', max: 2, member: { shape: 'Name' } },
      Name: { type: 'string', min: 2 },
      Body: { type: 'blob', max: 2 },
      Any: { type: 'structure', document: true },
    },
  };
  const found = (value: unknown) => violations(model, { shape: 'Outer' }, value);

  test('R37: an element of a list is named by its place', () => {
    expect(found({ Names: ['ab', 'c'] })).toEqual([
      "Value 'c' at 'names.2.member' failed to satisfy constraint: Member must have length greater than or equal to 2",
    ]);
  });

  test('R37: lists and bytes have lengths, a free document has no inside', () => {
    expect(found({ Names: ['ab', 'cd', 'ef'] })).toHaveLength(1);
    expect(found({ Body: new Uint8Array(3) })).toHaveLength(1);
    expect(found({ Body: new Uint8Array(2), Any: { what: 'ever' } })).toEqual([]);
  });
});
