/** What is ours in the target's account, by the ids that meddling with it asks for. */
import { CreateSubnetCommand, DescribeRouteTablesCommand } from '@aws-sdk/client-ec2';
import type { StateResource } from '../../../pipeline/engine/checkpoint.ts';
import type { Owned } from '../accountWorld.ts';
import type { World } from './world.ts';

export interface Parents {
  readonly owned: Owned;
  /** The one of its type that is meddled with. */
  readonly of: (type: string) => StateResource;
}

/** @param place which one, where the program has several of a type */
export async function parentsIn({ recorded, clients, target }: World, place: number): Promise<Parents> {
  const { account, region } = target;
  const byType = Map.groupBy(await recorded(), ({ type }) => type);
  const of = (type: string): StateResource => {
    const all = byType.get(type) ?? [];
    const one = all[place % all.length];
    if (one === undefined) throw new Error(`state has no ${type}`);
    return one;
  };
  const [vpc, queue, table, fn, role] = [
    of('aws:ec2/vpc:Vpc'),
    of('aws:sqs/queue:Queue'),
    of('aws:dynamodb/table:Table'),
    of('aws:lambda/function:Function'),
    of('aws:iam/role:Role'),
  ];
  const ids = {
    role: role.id,
    roleArn: String(role.outputs['arn']),
    keyId: of('aws:kms/key:Key').id,
    topic: of('aws:sns/topic:Topic').id,
    queue: queue.id,
    queueArn: String(queue.outputs['arn']),
    table: table.id,
    tableArn: String(table.outputs['arn']),
    streamArn: String(table.outputs['streamArn']),
    logGroup: of('aws:cloudwatch/logGroup:LogGroup').id,
    fn: fn.id,
    fnArn: String(fn.outputs['arn']),
    vpc: vpc.id,
    subnet: of('aws:ec2/subnet:Subnet').id,
    routeTable: of('aws:ec2/routeTable:RouteTable').id,
    group: of('aws:ec2/securityGroup:SecurityGroup').id,
    ...(await networkOf(clients, vpc.id)),
  };
  return { owned: { account, region, clients, ids }, of };
}

/** The main route table, which the program does not mention, and a new subnet, which no table is associated with. */
async function networkOf({ ec2 }: World['clients'], VpcId: string) {
  const { RouteTables = [] } = await ec2.send(
    new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [VpcId] }] }),
  );
  const main = RouteTables.flatMap(({ Associations = [] }) => Associations).find(({ Main }) => Main === true);
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.8.0/24' }));
  const mainRouteTable = main?.RouteTableId ?? '';
  return {
    mainRouteTable,
    openRouteTable: mainRouteTable,
    mainAssociation: main?.RouteTableAssociationId ?? '',
    freeSubnet: Subnet?.SubnetId ?? '',
  };
}
