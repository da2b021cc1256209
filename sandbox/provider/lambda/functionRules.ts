/** What may be said about a function, and how two ways of saying it compare. */
import { outOfRange } from '../ranges.ts';
import { unknownValue, type Inputs, type ResourceType } from '../resourceType.ts';

export const rules: Pick<ResourceType, 'optionalComputed' | 'sets' | 'replaceOn'> = {
  replaceOn: ['name', 'packageType', 'tenancyConfig'],
  optionalComputed: [
    'architectures',
    'codeSha256',
    'ephemeralStorage',
    'loggingConfig',
    'loggingConfig.applicationLogLevel',
    'loggingConfig.logGroup',
    'loggingConfig.systemLogLevel',
    'sourceCodeHash',
    'tracingConfig',
    'vpcConfig.vpcId',
  ],
  sets: ['vpcConfig.securityGroupIds', 'vpcConfig.subnetIds'],
};

export const defaults = {
  memorySize: 128,
  packageType: 'Zip',
  publish: false,
  reservedConcurrentExecutions: -1,
  skipDestroy: false,
  timeout: 3,
};

/** Wishes to the provider itself, which no account holds. */
export const providerWishes = ['publish', 'skipDestroy'] as const;

export const served = [
  ...[
    'architectures',
    'code',
    'codeSha256',
    'deadLetterConfig',
    'description',
    'environment',
    'ephemeralStorage',
    'handler',
  ],
  ...[
    'kmsKeyArn',
    'layers',
    'loggingConfig',
    'memorySize',
    'name',
    'packageType',
    'publish',
    'reservedConcurrentExecutions',
  ],
  ...['role', 'runtime', 'skipDestroy', 'snapStart', 'sourceCodeHash', 'tags', 'timeout', 'tracingConfig', 'vpcConfig'],
];

export const computed = [
  ...[
    'arn',
    'codeSha256',
    'invokeArn',
    'lastModified',
    'qualifiedArn',
    'qualifiedInvokeArn',
    'responseStreamingInvokeArn',
  ],
  ...['signingJobArn', 'signingProfileVersionArn', 'sourceCodeSize', 'tagsAll', 'version'],
];

/** Changes of these are sent as code, the others as configuration (`needsFunctionCodeUpdate` of the real provider). */
export const codeProperties = ['code', 'codeSha256', 'sourceCodeHash', 'architectures'];
export const configurationProperties = [
  ...[
    'deadLetterConfig',
    'description',
    'environment',
    'ephemeralStorage',
    'handler',
    'kmsKeyArn',
    'layers',
    'loggingConfig',
  ],
  ...['memorySize', 'role', 'runtime', 'snapStart', 'timeout', 'tracingConfig', 'vpcConfig'],
];

export function check(inputs: Inputs): (readonly [string, string])[] {
  const problems = [...outOfRange(inputs, { memorySize: [128, 10_240], timeout: [1, 900] })];
  const { reservedConcurrentExecutions: reserved, packageType, handler, runtime, architectures, role } = inputs;
  if (typeof reserved === 'number' && reserved < -1) {
    problems.push([
      'reservedConcurrentExecutions',
      `expected reservedConcurrentExecutions to be at least (-1), got ${reserved}`,
    ]);
  }
  if (packageType === 'Zip' && (handler === undefined || runtime === undefined)) {
    problems.push(['handler', 'handler and runtime must be set when PackageType is Zip']);
  }
  if (inputs['code'] === undefined)
    problems.push(['code', 'one of `code,imageUri,s3Bucket` must be specified; the sandbox serves code']);
  if (Array.isArray(architectures) && architectures.length > 1) {
    problems.push(['architectures', 'No more than 1 "architectures" blocks are allowed']);
  }
  if (typeof role === 'string' && role !== '' && !role.startsWith('arn:'))
    problems.push(['role', `"role" (${role}) is an invalid ARN`]);
  return problems.filter(([property]) => inputs[property] !== unknownValue);
}
