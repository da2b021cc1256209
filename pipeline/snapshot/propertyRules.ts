/**
 * Which properties of a resource count, and which values mean the same. Every table names its reason; what a type is not
 * listed for is compared as it stands.
 */
import type { Value } from './observation.ts';
import settable from './settable.json' with { type: 'json' };

export interface TypeProperties {
  /** What a program can set (generated from the installed `@pulumi/aws`), in alphabetical order. */
  readonly settable: readonly string[];
  /** What only AWS fills in. */
  readonly computed: readonly string[];
}

const types: Readonly<Record<string, TypeProperties>> = settable;

/** Undefined for a type that the generated table does not know: all of its properties count then. */
export const propertiesOfType = (type: string): TypeProperties | undefined => types[type];

/** Arguments to the provider, not facts of the account: they are as state has them, whatever a refresh says. */
const providerOnly = new Set([
  'bypassPolicyLockoutSafetyCheck',
  'code',
  'confirmationTimeoutInMinutes',
  'deletionWindowInDays',
  'endpointAutoConfirms',
  'forceDestroy',
  'forceDetachPolicies',
  'publish',
  'publishTo',
  'replaceSecurityGroupsOnDestroy',
  'replacementSecurityGroupIds',
  'restoreBackupArn',
  'restoreDateTime',
  'restoreSourceName',
  'restoreSourceTableArn',
  'restoreToLatestTime',
  'revokeRulesOnDelete',
  's3Bucket',
  's3Key',
  's3ObjectVersion',
  'skipDestroy',
  'timeouts',
  'useResourceTimeoutForPropagation',
]);

export const isProviderOnly = (property: string): boolean => providerOnly.has(property);

/**
 * Views of something that has a resource of its own, or that AWS derives from a sibling property. They count only where
 * the program sets them: a queue's `policy` repeats its QueuePolicy, a zone's name follows from its id. Additions made
 * behind our back are found as what they are (`pipeline/account`), not through these.
 */
const mirrored: Readonly<Record<string, readonly string[]>> = {
  'aws:ec2/routeTable:RouteTable': ['propagatingVgws', 'routes'],
  'aws:ec2/securityGroup:SecurityGroup': ['egress', 'ingress'],
  'aws:ec2/subnet:Subnet': ['availabilityZone', 'availabilityZoneId'],
  'aws:ec2/vpcEndpoint:VpcEndpoint': ['routeTableIds', 'securityGroupIds', 'subnetConfigurations', 'subnetIds'],
  'aws:iam/role:Role': ['inlinePolicies', 'managedPolicyArns'],
  'aws:kms/key:Key': ['policy'],
  'aws:s3/bucket:Bucket': ['policy', 'replicationConfiguration', 'serverSideEncryptionConfiguration', 'versioning'],
  'aws:sns/topic:Topic': ['policy'],
  'aws:sqs/queue:Queue': ['policy', 'redriveAllowPolicy', 'redrivePolicy'],
};

/** Name prefixes are filled in from the name that AWS chose. */
const countsOnlyWhenSet = (type: string, property: string): boolean =>
  mirrored[type]?.includes(property) === true || /(?:^p|P)refix$/.test(property);

/** Lists whose order means something; AWS keeps all others as sets. */
const orderedLists = new Set(['command', 'entryPoint', 'entryPoints', 'layers']);

export const isOrderedList = (property: string): boolean => orderedLists.has(property);

/** Keys under these are chosen by users, so an empty text is a value there and not the absence of one. */
const maps = new Set(['dimensions', 'tags', 'variables']);

export const isMap = (property: string): boolean => maps.has(property);

interface Reference {
  /** The property that holds the other resource's value, and the one that names that resource. */
  readonly property: string;
  readonly named: string;
  readonly of: { readonly type: string; readonly name: string; readonly property: string };
}

/** Properties whose value is that of another resource of the same environment: version numbers differ everywhere. */
export const references: Readonly<Record<string, Reference>> = {
  'aws:lambda/alias:Alias': {
    property: 'functionVersion',
    named: 'functionName',
    of: { type: 'aws:lambda/function:Function', name: 'name', property: 'version' },
  },
};

/** Values that AWS or the provider fills in where the program says nothing (provider schema, API reference). */
const defaults: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  'aws:cloudwatch/logGroup:LogGroup': { logGroupClass: 'STANDARD', retentionInDays: 0 },
  'aws:cloudwatch/metricAlarm:MetricAlarm': { actionsEnabled: true, treatMissingData: 'missing' },
  'aws:dynamodb/table:Table': {
    billingMode: 'PROVISIONED',
    deletionProtectionEnabled: false,
    pointInTimeRecovery: { enabled: false },
    tableClass: 'STANDARD',
  },
  'aws:ec2/vpc:Vpc': { enableDnsSupport: true, instanceTenancy: 'default' },
  'aws:ec2/vpcEndpoint:VpcEndpoint': { ipAddressType: 'ipv4', vpcEndpointType: 'Gateway' },
  'aws:iam/role:Role': { maxSessionDuration: 3600, path: '/' },
  'aws:iam/policy:Policy': { path: '/' },
  'aws:kms/key:Key': {
    customerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    isEnabled: true,
    keyUsage: 'ENCRYPT_DECRYPT',
  },
  'aws:lambda/eventSourceMapping:EventSourceMapping': { enabled: true },
  'aws:lambda/function:Function': {
    ephemeralStorage: { size: 512 },
    memorySize: 128,
    packageType: 'Zip',
    reservedConcurrentExecutions: -1,
    timeout: 3,
    tracingConfig: { mode: 'PassThrough' },
  },
  'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig': { maximumRetryAttempts: 2 },
  'aws:sns/topic:Topic': { signatureVersion: 1 },
  'aws:sns/topicSubscription:TopicSubscription': { filterPolicyScope: 'MessageAttributes', rawMessageDelivery: false },
  'aws:sqs/queue:Queue': {
    delaySeconds: 0,
    kmsDataKeyReusePeriodSeconds: 300,
    messageRetentionSeconds: 345600,
    receiveWaitTimeSeconds: 0,
    visibilityTimeoutSeconds: 30,
  },
};

/** All that the tables say of one property. */
export interface PropertyRule {
  readonly property: string;
  readonly isProviderOnly: boolean;
  readonly countsOnlyWhenSet: boolean;
  /** Undefined where unset stays unset. */
  readonly whenUnset: Value | undefined;
}

export const ruleOf = (type: string, property: string): PropertyRule => ({
  property,
  isProviderOnly: isProviderOnly(property),
  countsOnlyWhenSet: countsOnlyWhenSet(type, property),
  whenUnset: defaults[type]?.[property],
});

/** Thousands of resources are of a few types, so the tables are asked once for each type. */
const rulesOfTypes = new Map<string, readonly PropertyRule[]>();

/** Of a type that the generated table knows: what a program can set. */
export function rulesOfType(type: string): readonly PropertyRule[] | undefined {
  const known = rulesOfTypes.get(type) ?? types[type]?.settable.map((property) => ruleOf(type, property));
  if (known !== undefined) rulesOfTypes.set(type, known);
  return known;
}
