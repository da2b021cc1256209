import {
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  paginateDescribeTags,
} from '@aws-sdk/client-ec2';
import { KMSClient, ListResourceTagsCommand, paginateListKeys } from '@aws-sdk/client-kms';
import { paginateListSubscriptionsByTopic, SNSClient } from '@aws-sdk/client-sns';
import { textInput, type Locator, type Wanted } from './locator.ts';
import { securityGroupRule } from './securityGroupRule.ts';

/** The tag that `infra/identityTags.ts` puts on everything that can carry one. */
const identityTag = 'payments:resource';

function identityOf({ inputs, urn }: Wanted): { readonly resource: string; readonly environment: string } {
  const tags = inputs['tags'] as Readonly<Record<string, string>> | undefined;
  const [resource, environment] = [tags?.[identityTag], tags?.['payments:environment']];
  if (resource === undefined || environment === undefined)
    throw new TypeError(`${urn} was to be created without identity tags`);
  return { resource, environment };
}

/** Every EC2 resource answers to the same question. */
const ec2Tagged: Locator = async (wanted, { client }) => {
  const { resource } = identityOf(wanted);
  const Filters = [
    { Name: 'key', Values: [identityTag] },
    { Name: 'value', Values: [resource] },
  ];
  for await (const { Tags = [] } of paginateDescribeTags({ client: new EC2Client(client) }, { Filters })) {
    const found = Tags.find(({ ResourceId = '' }) => ResourceId !== '' && !wanted.known.includes(ResourceId));
    if (found?.ResourceId !== undefined) return found.ResourceId;
  }
  return null;
};

/** The VPC's own default group exists in any case: adopting it is what creating means. */
const defaultSecurityGroup: Locator = async (wanted, { client }) => {
  const Filters = [
    { Name: 'vpc-id', Values: [textInput(wanted, 'vpcId')] },
    { Name: 'group-name', Values: ['default'] },
  ];
  const { SecurityGroups = [] } = await new EC2Client(client).send(new DescribeSecurityGroupsCommand({ Filters }));
  return SecurityGroups[0]?.GroupId ?? null;
};

const routeTableAssociation: Locator = async (wanted, { client }) => {
  const [RouteTableIds, subnet] = [[textInput(wanted, 'routeTableId')], textInput(wanted, 'subnetId')];
  const { RouteTables = [] } = await new EC2Client(client).send(new DescribeRouteTablesCommand({ RouteTableIds }));
  const associations = RouteTables.flatMap(({ Associations = [] }) => Associations);
  return associations.find(({ SubnetId }) => SubnetId === subnet)?.RouteTableAssociationId ?? null;
};

const key: Locator = async (wanted, { client }) => {
  const { resource, environment } = identityOf(wanted);
  const kms = new KMSClient(client);
  for await (const { Keys = [] } of paginateListKeys({ client: kms }, {})) {
    for (const { KeyId } of Keys) {
      if (KeyId === undefined || wanted.known.includes(KeyId)) continue;
      const { Tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId }));
      const has = (name: string, value: string) =>
        Tags.some(({ TagKey, TagValue }) => TagKey === name && TagValue === value);
      if (has(identityTag, resource) && has('payments:environment', environment)) return KeyId;
    }
  }
  return null;
};

const subscription: Locator = async (wanted, { client }) => {
  const [TopicArn, endpoint] = [textInput(wanted, 'topic'), textInput(wanted, 'endpoint')];
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic(
    { client: new SNSClient(client) },
    { TopicArn },
  )) {
    const found = Subscriptions.find(({ Endpoint }) => Endpoint === endpoint);
    if (found?.SubscriptionArn !== undefined) return found.SubscriptionArn;
  }
  return null;
};

/** Resources whose ids AWS makes up: found by the identity tag, or by what they join. */
export const byTag: Readonly<Record<string, Locator>> = {
  'aws:ec2/vpc:Vpc': ec2Tagged,
  'aws:ec2/subnet:Subnet': ec2Tagged,
  'aws:ec2/routeTable:RouteTable': ec2Tagged,
  'aws:ec2/vpcEndpoint:VpcEndpoint': ec2Tagged,
  'aws:ec2/securityGroup:SecurityGroup': ec2Tagged,
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': securityGroupRule('ingress'),
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': securityGroupRule('egress'),
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup': defaultSecurityGroup,
  'aws:ec2/routeTableAssociation:RouteTableAssociation': routeTableAssociation,
  'aws:kms/key:Key': key,
  'aws:sns/topicSubscription:TopicSubscription': subscription,
};
