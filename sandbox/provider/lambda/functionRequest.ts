/** From a function's inputs to the requests that make them true. */
import type {
  CreateFunctionCommandInput,
  FunctionConfiguration,
  UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';

import { assetBytes, isAsset } from '../assets.ts';
import { objectOf, numberOf, textOf, textsOf } from '../inputValues.ts';
import type { Inputs } from '../resourceType.ts';

type Configuration = Omit<UpdateFunctionConfigurationCommandInput, 'FunctionName'>;

/** Every part of the configuration, with the value that takes a part away where it is not wanted. */
const parts: Readonly<Record<string, (inputs: Inputs) => Configuration>> = {
  deadLetterConfig: (inputs) => ({
    DeadLetterConfig: { TargetArn: inner(inputs, 'deadLetterConfig', 'targetArn') ?? '' },
  }),
  description: (inputs) => ({ Description: textOf(inputs, 'description') ?? '' }),
  environment: (inputs) => ({ Environment: { Variables: variables(inputs) } }),
  ephemeralStorage: (inputs) => {
    const Size = numberOf(objectOf(inputs, 'ephemeralStorage') ?? {}, 'size');
    return Size === undefined ? {} : { EphemeralStorage: { Size } };
  },
  handler: (inputs) => ({ Handler: textOf(inputs, 'handler') }),
  // The environment goes along: it is encrypted anew.
  kmsKeyArn: (inputs) => ({
    KMSKeyArn: textOf(inputs, 'kmsKeyArn') ?? '',
    Environment: { Variables: variables(inputs) },
  }),
  layers: (inputs) => ({ Layers: textsOf(inputs, 'layers') ?? [] }),
  loggingConfig: (inputs) => ({ LoggingConfig: logging(objectOf(inputs, 'loggingConfig') ?? {}) }),
  memorySize: (inputs) => ({ MemorySize: numberOf(inputs, 'memorySize') }),
  role: (inputs) => ({ Role: textOf(inputs, 'role') }),
  runtime: (inputs) => ({ Runtime: textOf(inputs, 'runtime') as FunctionConfiguration['Runtime'] }),
  snapStart: (inputs) => ({ SnapStart: { ApplyOn: (inner(inputs, 'snapStart', 'applyOn') ?? 'None') as 'None' } }),
  timeout: (inputs) => ({ Timeout: numberOf(inputs, 'timeout') }),
  tracingConfig: (inputs) => {
    const Mode = inner(inputs, 'tracingConfig', 'mode');
    return Mode === undefined ? {} : { TracingConfig: { Mode: Mode as 'Active' } };
  },
  vpcConfig: (inputs) => ({ VpcConfig: network(objectOf(inputs, 'vpcConfig') ?? {}) }),
};

/** The parts named, as one request. */
export function configurationOf(inputs: Inputs, names: readonly string[]): Configuration {
  return Object.assign({}, ...names.map((name) => parts[name]?.(inputs) ?? {})) as Configuration;
}

/** The configuration of a new function: only what the inputs give a value, and its code. */
export async function creationOf(
  inputs: Inputs,
  tags: Readonly<Record<string, string>>,
): Promise<CreateFunctionCommandInput> {
  const given = Object.keys(parts).filter((name) => inputs[name] !== undefined);
  const architectures = textsOf(inputs, 'architectures');
  return {
    ...configurationOf(inputs, given),
    FunctionName: textOf(inputs, 'name'),
    Role: textOf(inputs, 'role'),
    Code: { ZipFile: await codeOf(inputs) },
    PackageType: (textOf(inputs, 'packageType') ?? 'Zip') as 'Zip',
    Publish: inputs['publish'] === true,
    Tags: { ...tags },
    ...(architectures === undefined ? {} : { Architectures: architectures as ('arm64' | 'x86_64')[] }),
  };
}

export async function codeOf(inputs: Inputs): Promise<Uint8Array> {
  const { code } = inputs;
  if (!isAsset(code)) throw new TypeError('code: expected an archive');
  return assetBytes(code);
}

function variables(inputs: Inputs): Record<string, string> {
  const given = objectOf(objectOf(inputs, 'environment') ?? {}, 'variables') ?? {};
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
}

function logging(config: Inputs): NonNullable<Configuration['LoggingConfig']> {
  const [LogFormat, LogGroup, ApplicationLogLevel, SystemLogLevel] = [
    'logFormat',
    'logGroup',
    'applicationLogLevel',
    'systemLogLevel',
  ].map((name) => textOf(config, name) || undefined);
  return {
    ...(LogFormat === undefined ? {} : { LogFormat: LogFormat as 'JSON' }),
    ...(LogGroup === undefined ? {} : { LogGroup }),
    ...(ApplicationLogLevel === undefined ? {} : { ApplicationLogLevel: ApplicationLogLevel as 'INFO' }),
    ...(SystemLogLevel === undefined ? {} : { SystemLogLevel: SystemLogLevel as 'INFO' }),
  };
}

function network(config: Inputs): NonNullable<Configuration['VpcConfig']> {
  return {
    Ipv6AllowedForDualStack: config['ipv6AllowedForDualStack'] === true,
    SecurityGroupIds: textsOf(config, 'securityGroupIds') ?? [],
    SubnetIds: textsOf(config, 'subnetIds') ?? [],
  };
}

const inner = (inputs: Inputs, block: string, name: string): string | undefined =>
  textOf(objectOf(inputs, block) ?? {}, name);
