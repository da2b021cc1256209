/** A private network for one Lambda function: two zones, no way to the internet, and just the two endpoints it needs. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { subnetRanges } from './addresses.ts';
import type { NetworkArgs } from './arguments.ts';
import { createEndpoints } from './endpoints.ts';
import { createSecurityGroups } from './securityGroups.ts';

/** VPC, private subnets, DynamoDB gateway endpoint, SNS interface endpoint, security groups. */
export class Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  /** One private subnet for each zone, in the order of `zoneIds`. */
  readonly subnetIds: readonly pulumi.Output<string>[];
  /** The group for the function: egress to both endpoints only, no ingress. */
  readonly functionSecurityGroupId: pulumi.Output<string>;
  /** What must exist before code in the network can reach the table and the topic. */
  readonly reachability: readonly pulumi.Resource[];

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super('payments:network:Network', name, {}, opts);
    const parent = { parent: this };
    // Private DNS of the interface endpoint needs both.
    const vpc = new aws.ec2.Vpc(
      `${name}-vpc`,
      { cidrBlock: args.vpcCidr, enableDnsSupport: true, enableDnsHostnames: true, tags: { Name: args.namePrefix } },
      parent,
    );
    // AWS gives every VPC a default group that lets its members talk to each other and out: adopted and emptied.
    new aws.ec2.DefaultSecurityGroup(`${name}-default`, { vpcId: vpc.id, ingress: [], egress: [] }, parent);
    const { subnets, routeTable, associations } = this.#createSubnets(name, args, vpc);
    const groups = createSecurityGroups(name, { namePrefix: args.namePrefix, vpcId: vpc.id }, this);
    const endpoints = createEndpoints(name, args, { vpc, subnets, routeTable, group: groups.endpoint }, this);
    const rules = groups.connect(endpoints.dynamodb.prefixListId);

    this.vpcId = vpc.id;
    this.subnetIds = subnets.map(({ id }) => id);
    this.functionSecurityGroupId = groups.function.id;
    this.reachability = [...associations, ...rules, endpoints.dynamodb, endpoints.sns];
    this.registerOutputs({ vpcId: this.vpcId, subnetIds: this.subnetIds });
  }

  /** Subnets on a route table of their own that never gets a route: what the endpoints add is all there is. */
  #createSubnets(name: string, { namePrefix, vpcCidr, zoneIds }: NetworkArgs, vpc: aws.ec2.Vpc) {
    const parent = { parent: this };
    const routeTable = new aws.ec2.RouteTable(
      `${name}-private`,
      { vpcId: vpc.id, routes: [], tags: { Name: `${namePrefix}-private` } },
      parent,
    );
    const ranges = subnetRanges(vpcCidr, zoneIds.length);
    const subnets = zoneIds.map(
      (availabilityZoneId, index) =>
        new aws.ec2.Subnet(
          `${name}-private-${index + 1}`,
          {
            vpcId: vpc.id,
            cidrBlock: ranges[index],
            availabilityZoneId,
            mapPublicIpOnLaunch: false,
            tags: { Name: `${namePrefix}-private-${index + 1}` },
          },
          // In another zone it has the same range, and two of one range cannot be there at once.
          { ...parent, deleteBeforeReplace: true },
        ),
    );
    const associations = subnets.map(
      ({ id }, index) =>
        new aws.ec2.RouteTableAssociation(
          `${name}-private-${index + 1}`,
          { subnetId: id, routeTableId: routeTable.id },
          parent,
        ),
    );
    return { subnets, routeTable, associations };
  }
}
