/** For each kind of child one way to add it behind the pipeline's back. Returns what the finding must name. */
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as dynamo from '@aws-sdk/client-dynamodb';
import * as ec2 from '@aws-sdk/client-ec2';
import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import * as lambda from '@aws-sdk/client-lambda';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import { additionsPath } from '../../pipeline/account/additions.ts';
import { blindSpots } from '../../sandbox/blindSpots.ts';
import type { Owned } from './accountWorld.ts';

type Meddle = (owned: Owned) => Promise<unknown>;

const anybody = (Action: string, Resource: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'open', Effect: 'Allow', Principal: '*', Action, Resource }],
  });

const foreignStream = ({ account, region }: Owned): string => `arn:aws:kinesis:${region}:${account}:stream/leak`;

const foreignFunction = async ({ clients, ids }: Owned, name: string): Promise<string> => {
  const { Configuration, Code } = await clients.lambda.send(new lambda.GetFunctionCommand({ FunctionName: ids.fn }));
  const zip = await fetch(Code?.Location ?? '');
  await clients.lambda.send(
    new lambda.CreateFunctionCommand({
      FunctionName: name,
      Role: Configuration?.Role,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: new Uint8Array(await zip.arrayBuffer()) },
    }),
  );
  return name;
};

export const meddling: Readonly<Record<string, Meddle>> = {
  'aws:iam/rolePolicy:RolePolicy': ({ clients, ids }) =>
    clients.iam.send(
      new iam.PutRolePolicyCommand({ RoleName: ids.role, PolicyName: 'extra', PolicyDocument: anybody('s3:*', '*') }),
    ),
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': ({ clients, ids }) =>
    clients.iam.send(
      new iam.AttachRolePolicyCommand({ RoleName: ids.role, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
    ),
  'aws:iam/instanceProfile:InstanceProfile': async ({ clients, ids }) => {
    await clients.iam.send(new iam.CreateInstanceProfileCommand({ InstanceProfileName: 'borrowed' }));
    return clients.iam.send(
      new iam.AddRoleToInstanceProfileCommand({ InstanceProfileName: 'borrowed', RoleName: ids.role }),
    );
  },
  'aws:lambda/alias:Alias': ({ clients, ids }) =>
    clients.lambda.send(new lambda.CreateAliasCommand({ FunctionName: ids.fn, Name: 'shadow', FunctionVersion: '1' })),
  'aws:lambda/permission:Permission': ({ clients, ids }) =>
    clients.lambda.send(
      new lambda.AddPermissionCommand({
        FunctionName: ids.fn,
        StatementId: 'open',
        Action: 'lambda:InvokeFunction',
        Principal: '*',
      }),
    ),
  'aws:lambda/functionUrl:FunctionUrl': ({ clients, ids }) =>
    clients.lambda.send(new lambda.CreateFunctionUrlConfigCommand({ FunctionName: ids.fn, AuthType: 'NONE' })),
  'aws:lambda/eventSourceMapping:EventSourceMapping': async (owned) => {
    const { clients, ids } = owned;
    const FunctionName = await foreignFunction(owned, 'thief');
    return clients.lambda.send(
      new lambda.CreateEventSourceMappingCommand({ FunctionName, EventSourceArn: ids.queueArn, Enabled: false }),
    );
  },
  'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig': ({ clients, ids }) =>
    clients.lambda.send(
      new lambda.PutFunctionEventInvokeConfigCommand({ FunctionName: ids.fn, MaximumRetryAttempts: 0 }),
    ),
  'aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig': ({ clients, ids }) =>
    clients.lambda.send(
      new lambda.PutProvisionedConcurrencyConfigCommand({
        FunctionName: ids.fn,
        Qualifier: '1',
        ProvisionedConcurrentExecutions: 1,
      }),
    ),
  'aws:sns/topicSubscription:TopicSubscription': ({ clients, ids }) =>
    clients.sns.send(
      new sns.SubscribeCommand({ TopicArn: ids.topic, Protocol: 'email', Endpoint: 'somebody@example.com' }),
    ),
  'aws:sns/topicPolicy:TopicPolicy': ({ clients, ids }) =>
    clients.sns.send(
      new sns.SetTopicAttributesCommand({
        TopicArn: ids.topic,
        AttributeName: 'Policy',
        AttributeValue: anybody('sns:Subscribe', ids.topic),
      }),
    ),
  'aws:sns/dataProtectionPolicy:DataProtectionPolicy': ({ clients, ids }) =>
    clients.sns.send(
      new sns.PutDataProtectionPolicyCommand({ ResourceArn: ids.topic, DataProtectionPolicy: '{"Name":"extra"}' }),
    ),
  'aws:sqs/queuePolicy:QueuePolicy': ({ clients, ids }) =>
    clients.sqs.send(
      new sqs.SetQueueAttributesCommand({
        QueueUrl: ids.queue,
        Attributes: { Policy: anybody('sqs:ReceiveMessage', ids.queueArn) },
      }),
    ),
  'aws:sqs/redrivePolicy:RedrivePolicy': async ({ clients, ids, account, region }) => {
    await clients.sqs.send(new sqs.CreateQueueCommand({ QueueName: 'elsewhere' }));
    const deadLetterTargetArn = `arn:aws:sqs:${region}:${account}:elsewhere`;
    return clients.sqs.send(
      new sqs.SetQueueAttributesCommand({
        QueueUrl: ids.queue,
        Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 }) },
      }),
    );
  },
  'aws:sqs/redriveAllowPolicy:RedriveAllowPolicy': ({ clients, ids }) =>
    clients.sqs.send(
      new sqs.SetQueueAttributesCommand({
        QueueUrl: ids.queue,
        Attributes: { RedriveAllowPolicy: JSON.stringify({ redrivePermission: 'allowAll' }) },
      }),
    ),
  'aws:sqs/queue:Queue': ({ clients, ids }) =>
    clients.sqs.send(
      new sqs.CreateQueueCommand({
        QueueName: 'foreign-source',
        Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: ids.queueArn, maxReceiveCount: 1 }) },
      }),
    ),
  'aws:dynamodb/resourcePolicy:ResourcePolicy': ({ clients, ids }) =>
    clients.dynamo.send(
      new dynamo.PutResourcePolicyCommand({
        ResourceArn: ids.tableArn,
        Policy: anybody('dynamodb:GetItem', ids.tableArn),
      }),
    ),
  'aws:dynamodb/tableReplica:TableReplica': ({ clients, ids }) =>
    clients.dynamo.send(
      new dynamo.UpdateTableCommand({
        TableName: ids.table,
        ReplicaUpdates: [{ Create: { RegionName: 'us-west-1' } }],
      }),
    ),
  'aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination': (owned) =>
    owned.clients.dynamo.send(
      new dynamo.EnableKinesisStreamingDestinationCommand({
        TableName: owned.ids.table,
        StreamArn: foreignStream(owned),
      }),
    ),
  'aws:dynamodb/contributorInsights:ContributorInsights': ({ clients, ids }) =>
    clients.dynamo.send(
      new dynamo.UpdateContributorInsightsCommand({ TableName: ids.table, ContributorInsightsAction: 'ENABLE' }),
    ),
  'aws:kms/grant:Grant': ({ clients, ids }) =>
    clients.kms.send(
      new kms.CreateGrantCommand({
        KeyId: ids.keyId,
        GranteePrincipal: 'arn:aws:iam::444444444444:root',
        Operations: ['Decrypt'],
      }),
    ),
  'aws:kms/alias:Alias': ({ clients, ids }) =>
    clients.kms.send(new kms.CreateAliasCommand({ AliasName: 'alias/second', TargetKeyId: ids.keyId })),
  'aws:kms/replicaKey:ReplicaKey': ({ clients, ids }) =>
    clients.kms.send(new kms.ReplicateKeyCommand({ KeyId: ids.keyId, ReplicaRegion: 'us-west-1' })),
  'aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter': (owned) =>
    owned.clients.logs.send(
      new logs.PutSubscriptionFilterCommand({
        logGroupName: owned.ids.logGroup,
        filterName: 'leak',
        filterPattern: '',
        destinationArn: foreignStream(owned),
      }),
    ),
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': ({ clients, ids }) =>
    clients.logs.send(
      new logs.PutMetricFilterCommand({
        logGroupName: ids.logGroup,
        filterName: 'extra',
        filterPattern: 'ERROR',
        metricTransformations: [{ metricName: 'Errors', metricNamespace: 'Other', metricValue: '1' }],
      }),
    ),
  'aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy': ({ clients, ids }) =>
    clients.logs.send(
      new logs.PutDataProtectionPolicyCommand({ logGroupIdentifier: ids.logGroup, policyDocument: '{"Name":"extra"}' }),
    ),
  'aws:ec2/subnet:Subnet': ({ clients, ids }) =>
    clients.ec2.send(new ec2.CreateSubnetCommand({ VpcId: ids.vpc, CidrBlock: '10.0.9.0/24' })),
  'aws:ec2/securityGroup:SecurityGroup': ({ clients, ids }) =>
    clients.ec2.send(new ec2.CreateSecurityGroupCommand({ VpcId: ids.vpc, GroupName: 'extra', Description: 'extra' })),
  'aws:ec2/vpcEndpoint:VpcEndpoint': ({ clients, ids, region }) =>
    clients.ec2.send(
      new ec2.CreateVpcEndpointCommand({
        VpcId: ids.vpc,
        ServiceName: `com.amazonaws.${region}.s3`,
        VpcEndpointType: 'Gateway',
      }),
    ),
  'aws:ec2/natGateway:NatGateway': ({ clients, ids }) =>
    clients.ec2.send(new ec2.CreateNatGatewayCommand({ SubnetId: ids.subnet, ConnectivityType: 'private' })),
  'aws:ec2/internetGateway:InternetGateway': async ({ clients, ids }) => {
    const { InternetGateway } = await clients.ec2.send(new ec2.CreateInternetGatewayCommand({}));
    const InternetGatewayId = InternetGateway?.InternetGatewayId;
    return clients.ec2.send(new ec2.AttachInternetGatewayCommand({ InternetGatewayId, VpcId: ids.vpc }));
  },
  'aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway': ({ clients, ids }) =>
    clients.ec2.send(new ec2.CreateEgressOnlyInternetGatewayCommand({ VpcId: ids.vpc })),
  'aws:ec2/vpcPeeringConnection:VpcPeeringConnection': async ({ clients, ids }) => {
    const { Vpc } = await clients.ec2.send(new ec2.CreateVpcCommand({ CidrBlock: '10.9.0.0/16' }));
    return clients.ec2.send(new ec2.CreateVpcPeeringConnectionCommand({ VpcId: ids.vpc, PeerVpcId: Vpc?.VpcId }));
  },
  'aws:ec2transitgateway/vpcAttachment:VpcAttachment': ({ clients, ids }) =>
    clients.ec2.send(
      new ec2.CreateTransitGatewayVpcAttachmentCommand({
        TransitGatewayId: 'tgw-00000000000000001',
        VpcId: ids.vpc,
        SubnetIds: [ids.subnet],
      }),
    ),
  'aws:ec2/vpnGateway:VpnGateway': async ({ clients, ids }) => {
    const { VpnGateway } = await clients.ec2.send(new ec2.CreateVpnGatewayCommand({ Type: 'ipsec.1' }));
    const VpnGatewayId = VpnGateway?.VpnGatewayId;
    return clients.ec2.send(new ec2.AttachVpnGatewayCommand({ VpnGatewayId, VpcId: ids.vpc }));
  },
  'aws:ec2/flowLog:FlowLog': ({ clients, ids }) =>
    clients.ec2.send(
      new ec2.CreateFlowLogsCommand({
        ResourceIds: [ids.vpc],
        ResourceType: 'VPC',
        TrafficType: 'ALL',
        LogDestinationType: 's3',
        LogDestination: 'arn:aws:s3:::elsewhere',
      }),
    ),
  'aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation': ({ clients, ids }) =>
    clients.ec2.send(new ec2.AssociateVpcCidrBlockCommand({ VpcId: ids.vpc, CidrBlock: '10.8.0.0/16' })),
  'aws:ec2/networkInterface:NetworkInterface': ({ clients, ids }) =>
    clients.ec2.send(new ec2.CreateNetworkInterfaceCommand({ SubnetId: ids.subnet, Groups: [ids.group] })),
  'aws:ec2/routeTable:RouteTable': ({ clients, ids }) =>
    clients.ec2.send(new ec2.CreateRouteTableCommand({ VpcId: ids.vpc })),
  'aws:ec2/route:Route': async ({ clients, ids }) => {
    const { InternetGateway } = await clients.ec2.send(new ec2.CreateInternetGatewayCommand({}));
    return clients.ec2.send(
      new ec2.CreateRouteCommand({
        RouteTableId: ids.openRouteTable,
        DestinationCidrBlock: '0.0.0.0/0',
        GatewayId: InternetGateway?.InternetGatewayId,
      }),
    );
  },
  'aws:ec2/routeTableAssociation:RouteTableAssociation': ({ clients, ids }) =>
    clients.ec2.send(new ec2.AssociateRouteTableCommand({ RouteTableId: ids.routeTable, SubnetId: ids.freeSubnet })),
  'aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation': ({ clients, ids }) =>
    clients.ec2.send(
      new ec2.ReplaceRouteTableAssociationCommand({ AssociationId: ids.mainAssociation, RouteTableId: ids.routeTable }),
    ),
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': ({ clients, ids }) =>
    clients.ec2.send(
      new ec2.AuthorizeSecurityGroupIngressCommand({
        GroupId: ids.group,
        IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      }),
    ),
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': ({ clients, ids }) =>
    clients.ec2.send(
      new ec2.AuthorizeSecurityGroupEgressCommand({
        GroupId: ids.group,
        IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      }),
    ),
  'aws:ec2/networkAcl:NetworkAcl': ({ clients, ids }) =>
    clients.ec2.send(new ec2.CreateNetworkAclCommand({ VpcId: ids.vpc })),
  'aws:ec2/networkAclRule:NetworkAclRule': async ({ clients, ids }) => {
    const Filters = [{ Name: 'vpc-id', Values: [ids.vpc] }];
    const { NetworkAcls = [] } = await clients.ec2.send(new ec2.DescribeNetworkAclsCommand({ Filters }));
    return clients.ec2.send(
      new ec2.CreateNetworkAclEntryCommand({
        NetworkAclId: NetworkAcls.find(({ IsDefault }) => IsDefault === true)?.NetworkAclId,
        RuleNumber: 50,
        Protocol: '-1',
        RuleAction: 'allow',
        Egress: true,
        CidrBlock: '0.0.0.0/0',
      }),
    );
  },
};

const isBlind = (kind: string): boolean => blindSpots().some(({ path }) => path === additionsPath(kind));

/** Kinds that the emulator cannot make or list, as the committed list of blind spots says. On AWS each of them is read. */
export const beyondEmulator: readonly string[] = Object.keys(meddling).filter(isBlind);
export const shownKinds: readonly string[] = Object.keys(meddling).filter((kind) => !isBlind(kind));
