/** A small payment system as the engine would see it in one environment: raw, with AWS's own ids and names. */
import type { RawObservation, RawProperties, RawResource } from '../../../pipeline/engine/rawObservation.ts';
import type { CanonicalContext } from '../../../pipeline/snapshot/canonicalise.ts';

export interface TestSettings {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly promotesFrom?: string;
  readonly vpcCidr: string;
  readonly zoneIds: readonly string[];
  readonly memory: number;
  readonly reservedConcurrency: number;
  readonly receiveCount: number;
  readonly pointInTimeRecovery: boolean;
  readonly notificationAddresses: readonly string[];
}

export const dev: TestSettings = {
  environment: 'dev',
  account: '111111111111',
  region: 'us-east-1',
  vpcCidr: '10.10.0.0/20',
  zoneIds: ['use1-az1', 'use1-az2'],
  memory: 512,
  reservedConcurrency: 1,
  receiveCount: 5,
  pointInTimeRecovery: false,
  notificationAddresses: ['dev-team@example.com'],
};

export const staging: TestSettings = {
  environment: 'staging',
  account: '222222222222',
  region: 'us-west-2',
  promotesFrom: 'dev',
  vpcCidr: '10.20.0.0/20',
  zoneIds: ['usw2-az1', 'usw2-az2'],
  memory: 1024,
  reservedConcurrency: 10,
  receiveCount: 6,
  pointInTimeRecovery: true,
  notificationAddresses: ['staging-oncall@example.com'],
};

export const prod: TestSettings = {
  environment: 'prod',
  account: '333333333333',
  region: 'eu-west-1',
  promotesFrom: 'staging',
  vpcCidr: '10.30.0.0/20',
  zoneIds: ['euw1-az1', 'euw1-az3'],
  memory: 2048,
  reservedConcurrency: 100,
  receiveCount: 8,
  pointInTimeRecovery: true,
  notificationAddresses: ['prod-oncall@example.com', 'duty@example.com'],
};

export const environments = [dev, staging, prod];

export const contextOf = (settings: TestSettings): CanonicalContext => ({
  environments,
  configuration: { ...settings },
  fingerprintKey: 'test',
});

export const release = 'a'.repeat(64);

/** An id such as AWS makes up, different in each environment and for each name. */
const madeUp = (kind: string, name: string, { account }: TestSettings): string => {
  let hash = 7;
  for (const letter of `${name}${account}`) hash = (hash * 31 + letter.charCodeAt(0)) % 0xffffffff;
  return `${kind}-0${hash.toString(16).padStart(8, '0')}${account.slice(0, 8)}`;
};

const uuid = (name: string, settings: TestSettings): string => {
  const hex = madeUp('x', name, settings).slice(2).padEnd(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

interface Sketch {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly inputs: RawProperties;
  /** What AWS adds. */
  readonly computed?: RawProperties;
}

function sketches(settings: TestSettings): readonly Sketch[] {
  const { environment, account, region } = settings;
  const arn = (service: string, rest: string): string => `arn:aws:${service}:${region}:${account}:${rest}`;
  const prefix = `payments-${environment}`;
  const vpc = madeUp('vpc', 'network', settings);
  const subnets = settings.zoneIds.map((zone, index) => ({
    zone,
    id: madeUp('subnet', `private-${index}`, settings),
    index,
  }));
  const group = madeUp('sg', 'function', settings);
  const endpoint = madeUp('vpce', 'dynamodb', settings);
  const keyId = uuid('key', settings);
  const key = arn('kms', `key/${keyId}`);
  const [base] = settings.vpcCidr.split('.0.0/');
  const tags = (name: string) => ({ 'payments:environment': environment, 'payments:resource': name });
  return [
    {
      type: 'aws:ec2/vpc:Vpc',
      name: 'payments-network',
      id: vpc,
      inputs: { cidrBlock: settings.vpcCidr, enableDnsHostnames: true, enableDnsSupport: true, tags: tags('vpc') },
      computed: { arn: arn('ec2', `vpc/${vpc}`), mainRouteTableId: madeUp('rtb', 'main', settings), ownerId: account },
    },
    ...subnets.map(({ zone, id, index }) => ({
      type: 'aws:ec2/subnet:Subnet',
      name: `payments-private-${index}`,
      id,
      inputs: {
        vpcId: vpc,
        availabilityZoneId: zone,
        cidrBlock: `${base}.${index * 4}.0/22`,
        tags: tags(`subnet ${index}`),
      },
      computed: {
        arn: arn('ec2', `subnet/${id}`),
        availabilityZone: `${region}${'abc'[(index + Number(account[0])) % 3]}`,
        mapPublicIpOnLaunch: false,
      },
    })),
    {
      type: 'aws:ec2/securityGroup:SecurityGroup',
      name: 'payments-function',
      id: group,
      inputs: { vpcId: vpc, name: `${prefix}-function`, description: 'The function', tags: tags('group') },
      computed: { arn: arn('ec2', `security-group/${group}`), ingress: [], egress: [] },
    },
    {
      type: 'aws:ec2/vpcEndpoint:VpcEndpoint',
      name: 'payments-dynamodb',
      id: endpoint,
      inputs: {
        vpcId: vpc,
        serviceName: `com.amazonaws.${region}.dynamodb`,
        vpcEndpointType: 'Gateway',
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'Table',
              Effect: 'Allow',
              Principal: '*',
              Action: ['dynamodb:PutItem', 'dynamodb:GetItem'],
              Resource: arn('dynamodb', `table/${prefix}-payments`),
            },
          ],
        }),
      },
      computed: { prefixListId: madeUp('pl', 'dynamodb', settings) },
    },
    {
      type: 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule',
      name: 'payments-to-dynamodb',
      id: madeUp('sgr', 'egress', settings),
      inputs: {
        securityGroupId: group,
        prefixListId: madeUp('pl', 'dynamodb', settings),
        ipProtocol: 'tcp',
        fromPort: 443,
        toPort: 443,
      },
      computed: { arn: arn('ec2', 'rule') },
    },
    {
      type: 'aws:kms/key:Key',
      name: 'payments-key',
      id: keyId,
      inputs: {
        description: `Payments of ${environment}: table and topics`,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'Account',
              Effect: 'Allow',
              Principal: { AWS: `arn:aws:iam::${account}:root` },
              Action: 'kms:*',
              Resource: '*',
            },
            {
              Sid: 'Logs',
              Effect: 'Allow',
              Principal: { Service: `logs.${region}.amazonaws.com` },
              Action: ['kms:Encrypt', 'kms:Decrypt'],
              Resource: '*',
            },
          ],
        }),
      },
      computed: { arn: key, keyId, multiRegion: false },
    },
    {
      type: 'aws:dynamodb/table:Table',
      name: 'payments-table',
      id: `${prefix}-payments`,
      inputs: {
        name: `${prefix}-payments`,
        billingMode: 'PAY_PER_REQUEST',
        hashKey: 'pk',
        attributes: [
          { name: 'pk', type: 'S' },
          { name: 'owedShard', type: 'S' },
        ],
        pointInTimeRecovery: { enabled: settings.pointInTimeRecovery },
        serverSideEncryption: { enabled: true, kmsKeyArn: key },
        deletionProtectionEnabled: true,
      },
      computed: {
        arn: arn('dynamodb', `table/${prefix}-payments`),
        readCapacity: 0,
        writeCapacity: 0,
        streamArn: '',
        tableClass: 'STANDARD',
      },
    },
    {
      type: 'aws:sns/topic:Topic',
      name: 'payments-outcomes',
      id: arn('sns', `${prefix}-outcomes`),
      inputs: { name: `${prefix}-outcomes`, kmsMasterKeyId: key },
      computed: { arn: arn('sns', `${prefix}-outcomes`), policy: '{"Statement":[]}', signatureVersion: 1 },
    },
    ...settings.notificationAddresses.map((endpoint) => ({
      type: 'aws:sns/topicSubscription:TopicSubscription',
      name: `payments-failures-${endpoint.split('@')[0]}`,
      id: arn('sns', `${prefix}-outcomes:${uuid(endpoint, settings)}`),
      inputs: {
        topic: arn('sns', `${prefix}-outcomes`),
        protocol: 'email',
        endpoint,
        filterPolicy: '{"outcome":["refused"]}',
      },
      computed: { arn: arn('sns', 'x'), pendingConfirmation: false },
    })),
    {
      type: 'aws:sqs/queue:Queue',
      name: 'payments-ingest',
      id: `https://sqs.${region}.amazonaws.com/${account}/${prefix}-ingest`,
      inputs: {
        name: `${prefix}-ingest`,
        kmsMasterKeyId: key,
        redrivePolicy: JSON.stringify({
          deadLetterTargetArn: arn('sqs', `${prefix}-dlq`),
          maxReceiveCount: settings.receiveCount,
        }),
      },
      computed: { arn: arn('sqs', `${prefix}-ingest`), url: 'u', policy: '' },
    },
    {
      type: 'aws:iam/role:Role',
      name: 'payments-function',
      id: `${prefix}-function`,
      inputs: {
        name: `${prefix}-function`,
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        }),
        permissionsBoundary: `arn:aws:iam::${account}:policy/payments-boundary`,
      },
      computed: {
        arn: `arn:aws:iam::${account}:role/${prefix}-function`,
        uniqueId: `AROA${account}ABCDE`,
        managedPolicyArns: [],
        inlinePolicies: [],
      },
    },
    {
      type: 'aws:iam/rolePolicy:RolePolicy',
      name: 'payments-function',
      id: `${prefix}-function:payments`,
      inputs: {
        name: 'payments',
        role: `${prefix}-function`,
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'Record',
              Effect: 'Allow',
              Action: ['dynamodb:PutItem', 'dynamodb:GetItem'],
              Resource: arn('dynamodb', `table/${prefix}-payments`),
            },
            { Sid: 'Announce', Effect: 'Allow', Action: 'sns:Publish', Resource: arn('sns', `${prefix}-outcomes`) },
          ],
        }),
      },
    },
    {
      type: 'aws:lambda/function:Function',
      name: 'payments-function',
      id: `${prefix}-processor`,
      inputs: {
        name: `${prefix}-processor`,
        role: `arn:aws:iam::${account}:role/${prefix}-function`,
        architectures: ['arm64'],
        runtime: 'nodejs24.x',
        handler: 'index.handler',
        code: {
          '4dabf18193072939515e22adb298388d': '0def7320c3a5731c473e5ecbe6d01bc7',
          hash: 'c'.repeat(64),
          path: '/build/function.zip',
        },
        publish: true,
        memorySize: settings.memory,
        timeout: 30,
        reservedConcurrentExecutions: settings.reservedConcurrency,
        vpcConfig: { subnetIds: subnets.map(({ id }) => id), securityGroupIds: [group] },
        environment: { variables: { TABLE_NAME: `${prefix}-payments`, SERVICE_STAGE: environment } },
      },
      computed: {
        arn: arn('lambda', `function:${prefix}-processor`),
        version: `${Number(account[0]) * 4}`,
        codeSha256: 'd'.repeat(44),
        packageType: 'Zip',
        tracingConfig: { mode: 'PassThrough' },
        ephemeralStorage: { size: 512 },
      },
    },
    {
      type: 'aws:lambda/alias:Alias',
      name: 'payments-live',
      id: arn('lambda', `function:${prefix}-processor:live`),
      inputs: { name: 'live', functionName: `${prefix}-processor`, functionVersion: `${Number(account[0]) * 4}` },
      computed: { arn: arn('lambda', `function:${prefix}-processor:live`), invokeArn: 'i' },
    },
  ];
}

/** Everything in sync: program, state and account are one. */
export function rawPayments(settings: TestSettings): RawObservation {
  const { environment, account, region } = settings;
  return {
    environment,
    account,
    region,
    release,
    releasedAt: '2026-11-01T10:00:00.000Z',
    observedAt: '2026-11-24T03:00:00.000Z',
    causes: [],
    failed: false,
    deploymentInProgress: null,
    resources: sketches(settings).map((sketch) => rawResource(environment, sketch)),
    additions: [],
    attributions: [],
    blindSpots: [],
  };
}

function rawResource(environment: string, { type, name, id, inputs, computed = {} }: Sketch): RawResource {
  const outputs = { ...inputs, ...computed, id };
  return {
    urn: `urn:pulumi:${environment}::payments::payments:index:PaymentProcessor$${type}::${name}`,
    type,
    name,
    id,
    parent: `urn:pulumi:${environment}::payments::payments:index:PaymentProcessor::payments`,
    custom: true,
    programInputs: inputs,
    stateInputs: inputs,
    stateOutputs: outputs,
    live: { status: 'present', inputs, outputs },
  };
}

/** Replaces what the account says about one resource. */
export function changeLive(
  raw: RawObservation,
  name: string,
  type: string,
  change: (properties: RawProperties) => RawProperties,
): RawObservation {
  return changeResource(raw, name, type, (resource) =>
    resource.live.status === 'present'
      ? {
          ...resource,
          live: { status: 'present', inputs: change(resource.live.inputs), outputs: change(resource.live.outputs) },
        }
      : resource,
  );
}

export function changeResource(
  raw: RawObservation,
  name: string,
  type: string,
  change: (resource: RawResource) => RawResource,
): RawObservation {
  const found = raw.resources.some((each) => each.name === name && each.type.includes(type));
  if (!found) throw new Error(`no resource ${type} ${name}`);
  return {
    ...raw,
    resources: raw.resources.map((each) => (each.name === name && each.type.includes(type) ? change(each) : each)),
  };
}
