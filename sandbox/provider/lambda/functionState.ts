/** What a function is in the account, in the words of its inputs and outputs. */
import {
  GetFunctionCodeSigningConfigCommand,
  GetFunctionCommand,
  LambdaClient,
  paginateListVersionsByFunction,
  type FunctionConfiguration,
  type GetFunctionCommandOutput,
} from '@aws-sdk/client-lambda';

import { orNull } from '../absence.ts';
import { archiveOfUnknownOrigin } from '../assets.ts';
import { objectOf } from '../inputValues.ts';
import { asWritten } from '../nestedReadBack.ts';
import { readBack } from '../readBack.ts';
import type { Inputs, ReadResult, Session } from '../resourceType.ts';
import { readTags } from '../tagSets.ts';
import { defaults, providerWishes, rules } from './functionRules.ts';

export const functionIsGone = ['ResourceNotFoundException'];

export async function findFunction(FunctionName: string, session: Session): Promise<GetFunctionCommandOutput | null> {
  return orNull(functionIsGone, () => session.client(LambdaClient).send(new GetFunctionCommand({ FunctionName })));
}

export async function readFunction(
  id: string,
  known: Inputs,
  session: Session,
  recorded: Inputs = {},
): Promise<ReadResult | null> {
  const found = await findFunction(id, session);
  const held = found?.Configuration;
  if (!found || held === undefined) return null;
  const latest = await latestVersion(id, session);
  // The real provider asks for this too, and fails where it is not allowed to.
  await session.client(LambdaClient).send(new GetFunctionCodeSigningConfigCommand({ FunctionName: id }));
  const { tags, tagsAll } = readTags(found.Tags ?? {}, known, session);
  const arn = held.FunctionArn ?? '';
  // Put together here, because the emulator lists a version that came with its function without the number in its ARN.
  const qualified = `${arn}:${latest.Version}`;
  return readBack(rules, known, {
    id,
    inputs: {
      ...configuration(held, known),
      ...code(held, known, recorded),
      ...Object.fromEntries(providerWishes.map((name) => [name, known[name] ?? defaults[name]])),
      reservedConcurrentExecutions: found.Concurrency?.ReservedConcurrentExecutions ?? -1,
      tags,
    },
    computed: {
      arn,
      invokeArn: invokeArn(arn, session),
      lastModified: held.LastModified,
      qualifiedArn: qualified,
      qualifiedInvokeArn: invokeArn(qualified, session),
      responseStreamingInvokeArn: invokeArn(arn, session, '2021-11-15', 'response-streaming-invocations'),
      signingJobArn: held.SigningJobArn,
      signingProfileVersionArn: held.SigningProfileVersionArn,
      sourceCodeSize: held.CodeSize,
      tagsAll,
      version: latest.Version,
    },
  });
}

/** The list goes from the oldest to the newest; the last one is `$LATEST` when nothing was ever published. */
async function latestVersion(FunctionName: string, session: Session): Promise<FunctionConfiguration> {
  let latest: FunctionConfiguration = {};
  const pages = paginateListVersionsByFunction(
    { client: session.client(LambdaClient) },
    { FunctionName, MaxItems: 10_000 },
  );
  for await (const page of pages) latest = page.Versions?.at(-1) ?? latest;
  return latest;
}

function configuration(held: FunctionConfiguration, known: Inputs): Inputs {
  const { LoggingConfig: log, VpcConfig: vpc, SnapStart: snap } = held;
  const logUnwritten = ['applicationLogLevel', 'logGroup', 'systemLogLevel'];
  return {
    architectures: held.Architectures,
    codeSha256: held.CodeSha256,
    deadLetterConfig: held.DeadLetterConfig?.TargetArn ? { targetArn: held.DeadLetterConfig.TargetArn } : undefined,
    description: held.Description,
    environment: filled(held.Environment?.Variables) ? { variables: { ...held.Environment?.Variables } } : undefined,
    ephemeralStorage: held.EphemeralStorage === undefined ? undefined : { size: held.EphemeralStorage.Size },
    handler: held.Handler,
    kmsKeyArn: held.KMSKeyArn,
    layers: held.Layers?.map(({ Arn }) => Arn),
    loggingConfig:
      log === undefined
        ? undefined
        : asWritten(logUnwritten, known['loggingConfig'], {
            applicationLogLevel: log.ApplicationLogLevel,
            logFormat: log.LogFormat,
            logGroup: log.LogGroup,
            systemLogLevel: log.SystemLogLevel,
          }),
    memorySize: held.MemorySize,
    name: held.FunctionName,
    packageType: held.PackageType,
    role: held.Role,
    runtime: held.Runtime,
    snapStart: snap?.ApplyOn === undefined || snap.ApplyOn === 'None' ? undefined : { applyOn: snap.ApplyOn },
    timeout: held.Timeout,
    tracingConfig: { mode: held.TracingConfig?.Mode ?? 'PassThrough' },
    vpcConfig: vpc === undefined || !filled(vpc.SubnetIds) ? undefined : network(vpc, objectOf(known, 'vpcConfig')),
  };
}

function network(vpc: NonNullable<FunctionConfiguration['VpcConfig']>, known: Inputs | undefined): Inputs {
  return asWritten(['vpcId', 'ipv6AllowedForDualStack'], known ?? {}, {
    ipv6AllowedForDualStack: vpc.Ipv6AllowedForDualStack === true ? true : known?.['ipv6AllowedForDualStack'],
    securityGroupIds: sameOrder(vpc.SecurityGroupIds, known?.['securityGroupIds']),
    subnetIds: sameOrder(vpc.SubnetIds, known?.['subnetIds']),
    vpcId: vpc.VpcId,
  });
}

/** The order of a set means nothing, so the one that is known is kept. */
function sameOrder(held: readonly string[] = [], known: unknown): unknown {
  const equal = Array.isArray(known) && known.length === held.length && held.every((id) => known.includes(id));
  return equal ? known : held;
}

/**
 * Code cannot be read back, but its hash can: while it is the recorded one, the code is the known one. Other code shows in
 * the hash that the program gives, or else as an archive that nobody here has.
 */
function code(held: FunctionConfiguration, known: Inputs, recorded: Inputs): Inputs {
  const before = recorded['codeSha256'];
  const changed = before !== undefined && before !== held.CodeSha256;
  const { code: archive, sourceCodeHash } = known;
  if (!changed) return { code: archive, sourceCodeHash };
  if (sourceCodeHash !== undefined) return { code: archive, sourceCodeHash: held.CodeSha256 };
  return { code: archiveOfUnknownOrigin(Buffer.from(held.CodeSha256 ?? '', 'base64').toString('hex')), sourceCodeHash };
}

export function invokeArn(arn: string, { region }: Session, version = '2015-03-31', action = 'invocations'): string {
  return `arn:aws:apigateway:${region}:lambda:path/${version}/functions/${arn}/${action}`;
}

function filled(value: object | undefined): boolean {
  return value !== undefined && Object.keys(value).length > 0;
}
