/** The program of every environment: environments differ by their settings alone. */
import * as pulumi from '@pulumi/pulumi';
import { compareConfigurations } from './comparisonReport.ts';
import { tagEverything } from './identityTags.ts';
import { lowerStack, type LowerStack } from './lowerStack.ts';
import { arns, prefix } from './names.ts';
import { Network } from './network/index.ts';
import { PaymentProcessor } from './paymentProcessor/index.ts';
import { accountProvider, type Access } from './provider.ts';
import { canonicalConfiguration, type Settings } from './settings.ts';

export interface ProgramArguments {
  readonly settings: Settings;
  readonly access: Access;
  /** Whether the stack below exists; `none` when there is no environment below. */
  readonly lowerStack: 'available' | 'missing' | 'none';
  /** Id of the release, exported and nowhere else: a new release of the same code changes no resource. */
  readonly release: string;
  readonly functionPackage: { readonly path: string; readonly sha256Base64: string };
}

/** Registers one environment's resources; the result are the stack's outputs. Runs as an inline program as it is. */
export async function program(args: ProgramArguments): Promise<Record<string, unknown>> {
  const { settings } = args;
  tagEverything(settings.environment);
  const providers = [accountProvider(settings, args.access)];
  const network = createNetwork(settings, providers);
  const processor = createProcessor(args, network, providers);
  return {
    tableArn: processor.tableArn,
    tableName: processor.tableName,
    topicArn: processor.topicArn,
    queueUrl: processor.queueUrl,
    deadLetterQueueUrl: processor.deadLetterQueueUrl,
    functionName: processor.functionName,
    configuration: canonicalConfiguration(settings),
    releaseId: args.release,
    ...inheritance(args),
  };
}

function createNetwork(settings: Settings, providers: pulumi.ProviderResource[]): Network {
  const own = arns(settings);
  const { region, account, vpcCidr, zoneIds } = settings;
  return new Network(
    'payments',
    {
      namePrefix: prefix(settings.environment),
      region,
      account,
      vpcCidr,
      zoneIds,
      tableArn: own.table,
      topicArn: own.outcomes,
    },
    { providers },
  );
}

function createProcessor(
  { settings, functionPackage }: ProgramArguments,
  network: Network,
  providers: pulumi.ProviderResource[],
): PaymentProcessor {
  return new PaymentProcessor(
    'payments',
    {
      ...settings,
      place: settings,
      functionPackage,
      network: {
        subnetIds: network.subnetIds,
        securityGroupIds: [network.functionSecurityGroupId],
        reachability: network.reachability,
      },
      alarms: {
        errors: settings.alarmErrors,
        throttles: settings.alarmThrottles,
        eventSourceFailures: settings.alarmEventSourceFailures,
        durationPercent: settings.alarmDurationPercent,
        queueAgeSeconds: settings.alarmQueueAgeSeconds,
        deadLetters: settings.alarmDeadLetters,
      },
    },
    { providers },
  );
}

/** `lineage`, and `comparisonReport` where there is an environment below. */
function inheritance({ settings, lowerStack: state }: ProgramArguments): Record<string, unknown> {
  if (settings.promotesFrom === undefined) return { lineage: [] };
  const lower = lowerStack(settings.promotesFrom, state === 'available');
  return { lineage: lineageOf(lower), comparisonReport: comparisonOf(settings, lower) };
}

function lineageOf({ environment, tableArn, lineage }: LowerStack): pulumi.Output<unknown> {
  return pulumi.all([tableArn, lineage]).apply(([arn, ancestors]) => [...ancestors, { environment, tableArn: arn }]);
}

function comparisonOf(settings: Settings, { environment, configuration }: LowerStack): pulumi.Output<unknown> {
  const own = canonicalConfiguration(settings);
  return configuration.apply((lower) => compareConfigurations(settings.environment, own, environment, lower));
}
