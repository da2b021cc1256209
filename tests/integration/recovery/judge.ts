/** What must hold after a promotion was killed and recovered: nothing left behind, nothing twice, nothing lost. */
import { DescribeTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { ListEventSourceMappingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListSubscriptionsCommand, SNSClient } from '@aws-sdk/client-sns';
import { clientConfiguration } from '../../../pipeline/account/clientConfiguration.ts';
import { readCheckpoint } from '../../../pipeline/engine/checkpoint.ts';
import { readLocks } from '../../../pipeline/engine/lock.ts';
import { openEvidence } from '../../../pipeline/release/evidence.ts';
import { readLease } from '../../../pipeline/release/lease.ts';
import { readPromotion } from '../../../pipeline/release/promotionRecord.ts';
import { openStore } from '../../../pipeline/store/open.ts';
import type { Sandbox } from '../../../sandbox/index.ts';

/** What nobody may find after recovery, or after the promotion that went on from there. */
export async function leftBehind(
  { surroundings }: Sandbox,
  environment: string,
  { finished }: { readonly finished: boolean },
): Promise<readonly string[]> {
  const store = openStore(surroundings.stateBackend, await surroundings.credentials('observe'));
  const [lease, locks, checkpoint, record, open] = await Promise.all([
    readLease(store, environment),
    readLocks(store, environment),
    readCheckpoint(store, environment),
    readPromotion(store, environment),
    openEvidence(store, environment),
  ]);
  return [
    ...(lease === null ? [] : ['a lease is left']),
    ...(locks.length === 0 ? [] : ['a lock is left']),
    ...(checkpoint?.pendingOperations.length === 0 ? [] : ['operations are pending']),
    ...(!finished || record.current?.verifiedAt ? [] : ['the release is not verified']),
    ...open.map(({ id }) => `nobody said what became of ${id}`),
  ];
}

/**
 * Of what AWS names itself, the account must hold as many as state records: no more, no fewer.
 *
 * @param options.finished what a dead run made and had no time to tag gets its tags only by the promotion that goes on
 */
export async function accountAgainstState(
  sandbox: Sandbox,
  environment: string,
  region: string,
  { finished }: { readonly finished: boolean },
): Promise<readonly string[]> {
  const client = clientConfiguration(sandbox.rootCredentials(environment), region);
  const { surroundings } = sandbox;
  const checkpoint = await readCheckpoint(
    openStore(surroundings.stateBackend, await surroundings.credentials('observe')),
    environment,
  );
  const recorded = (...types: readonly string[]) =>
    (checkpoint?.resources ?? []).filter(({ type }) => types.includes(type)).length;
  const held = await counted(client);
  const expected = {
    keys: recorded('aws:kms/key:Key'),
    eventSources: recorded('aws:lambda/eventSourceMapping:EventSourceMapping'),
    subscriptions: recorded('aws:sns/topicSubscription:TopicSubscription'),
    ec2: recorded(...ec2Types),
  };
  return Object.entries(expected).flatMap(([what, count]) => {
    const found = held[what as keyof typeof held];
    return found === count || (what === 'ec2' && found < count && !finished)
      ? []
      : [`the account holds ${found} ${what}, state ${count}`];
  });
}

const ec2Types = [
  'aws:ec2/vpc:Vpc',
  'aws:ec2/subnet:Subnet',
  'aws:ec2/routeTable:RouteTable',
  'aws:ec2/vpcEndpoint:VpcEndpoint',
  'aws:ec2/securityGroup:SecurityGroup',
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup',
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule',
];

async function counted(client: ReturnType<typeof clientConfiguration>) {
  const Filters = [{ Name: 'key', Values: ['payments:resource'] }];
  const [keys, mappings, subscriptions, tags] = await Promise.all([
    new KMSClient(client).send(new ListKeysCommand({})),
    new LambdaClient(client).send(new ListEventSourceMappingsCommand({})),
    new SNSClient(client).send(new ListSubscriptionsCommand({})),
    new EC2Client(client).send(new DescribeTagsCommand({ Filters })),
  ]);
  return {
    keys: keys.Keys?.length ?? 0,
    eventSources: mappings.EventSourceMappings?.length ?? 0,
    subscriptions: subscriptions.Subscriptions?.length ?? 0,
    ec2: tags.Tags?.length ?? 0,
  };
}
