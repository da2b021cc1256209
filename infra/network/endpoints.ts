import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { policyDocument } from '../policyDocument.ts';
import type { NetworkArgs } from './arguments.ts';

interface Place {
  readonly vpc: aws.ec2.Vpc;
  readonly subnets: readonly aws.ec2.Subnet[];
  readonly routeTable: aws.ec2.RouteTable;
  /** Group of the interface endpoint's network interfaces. */
  readonly group: aws.ec2.SecurityGroup;
}

/** The only two services that code in the network reaches, each limited to one resource. */
export function createEndpoints(name: string, args: NetworkArgs, place: Place, parent: pulumi.Resource) {
  const { vpc, subnets, routeTable, group } = place;
  const service = (id: string) => `com.amazonaws.${args.region}.${id}`;
  // A VPC has one route to a service, and one private name for it.
  const alone = { parent, deleteBeforeReplace: true };
  const dynamodb = new aws.ec2.VpcEndpoint(
    `${name}-dynamodb`,
    {
      vpcId: vpc.id,
      serviceName: service('dynamodb'),
      vpcEndpointType: 'Gateway',
      routeTableIds: [routeTable.id],
      policy: tablePolicy(args),
      tags: { Name: `${args.namePrefix}-dynamodb` },
    },
    alone,
  );
  const sns = new aws.ec2.VpcEndpoint(
    `${name}-sns`,
    {
      vpcId: vpc.id,
      serviceName: service('sns'),
      vpcEndpointType: 'Interface',
      subnetIds: subnets.map(({ id }) => id),
      securityGroupIds: [group.id],
      privateDnsEnabled: true,
      policy: topicPolicy(args),
      tags: { Name: `${args.namePrefix}-sns` },
    },
    alone,
  );
  return { dynamodb, sns };
}

/** Stolen code cannot carry data to a table of its own: the endpoint lets this account's callers to this table only. */
const tablePolicy = ({ tableArn, account }: NetworkArgs): string =>
  policyDocument({
    Sid: 'OurTable',
    Effect: 'Allow',
    Principal: '*',
    Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
    Resource: [tableArn, `${tableArn}/index/*`],
    Condition: { StringEquals: { 'aws:PrincipalAccount': account } },
  });

const topicPolicy = ({ topicArn, account }: NetworkArgs): string =>
  policyDocument({
    Sid: 'OurTopic',
    Effect: 'Allow',
    Principal: '*',
    Action: 'sns:Publish',
    Resource: topicArn,
    Condition: { StringEquals: { 'aws:PrincipalAccount': account } },
  });
