import {
  CreateSubnetCommand,
  DeleteSubnetCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import type { Subnet } from '@aws-sdk/client-ec2';
import { orNull, untilGone, whileRefused } from '../absence.ts';
import { requiredText, textOf } from '../inputValues.ts';
import { existing, finish, readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { fromTagPairs, readTags } from '../tagSets.ts';
import { unsupported } from '../unsupported.ts';
import { rangeProblem } from './cidr.ts';
import { checkPlacement, refuseUnknownZone } from './placement.ts';
import { retag, tagSpecifications } from './resourceTags.ts';
import { attributesOf, setAttributes } from './subnetAttributes.ts';

const rules = {
  optionalComputed: ['availabilityZone', 'availabilityZoneId', 'cidrBlock', 'privateDnsHostnameTypeOnLaunch'],
};

const neutral = { assignIpv6AddressOnCreation: false, enableDns64: false, ipv6Native: false };

export const subnet: ResourceType = {
  token: 'aws:ec2/subnet:Subnet',
  required: ['vpcId'],
  defaults: {
    ...neutral,
    enableResourceNameDnsARecordOnLaunch: false,
    enableResourceNameDnsAaaaRecordOnLaunch: false,
    mapPublicIpOnLaunch: false,
  },
  replaceOn: ['availabilityZone', 'availabilityZoneId', 'cidrBlock', 'vpcId'],
  ...rules,
  source: 'internal/service/ec2/vpc_subnet.go, schema',
  computed: ['arn', 'ownerId', 'tagsAll'],
  served: [
    'availabilityZone',
    'availabilityZoneId',
    'cidrBlock',
    'enableResourceNameDnsARecordOnLaunch',
    'enableResourceNameDnsAaaaRecordOnLaunch',
    'mapPublicIpOnLaunch',
    'privateDnsHostnameTypeOnLaunch',
    'tags',
    'vpcId',
    ...Object.keys(neutral),
  ],
  check(inputs) {
    const range = rangeProblem(inputs['cidrBlock']);
    const both = inputs['availabilityZone'] !== undefined && inputs['availabilityZoneId'] !== undefined;
    return [
      ...(range === null ? [] : [['cidrBlock', range] as const]),
      ...(both ? [['availabilityZoneId', 'conflicts with availabilityZone'] as const] : []),
      ...unsupported(inputs, Object.keys(neutral), neutral),
    ];
  },
  async create(inputs, session) {
    await checkPlacement(inputs, session);
    const request = {
      VpcId: requiredText(inputs, 'vpcId'),
      CidrBlock: requiredText(inputs, 'cidrBlock'),
      AvailabilityZone: textOf(inputs, 'availabilityZone'),
      AvailabilityZoneId: textOf(inputs, 'availabilityZoneId'),
      ...tagSpecifications('subnet', inputs, session),
    };
    const created = await session.client(EC2Client).send(new CreateSubnetCommand(request));
    await refuseUnknownZone(created.Subnet, inputs, session);
    const id = created.Subnet?.SubnetId ?? '';
    return finish(id, async () => {
      await setAttributes(created.Subnet ?? {}, inputs, session);
      return existing(id, read(id, inputs, session));
    });
  },
  read,
  async update(id, news, _olds, session) {
    const current = await describe(id, session);
    if (current !== null) await setAttributes(current, news, session);
    await retag(id, current?.Tags, news, session);
    return existing(id, read(id, news, session));
  },
  async delete(id, _outputs, session) {
    const client = session.client(EC2Client);
    // The real provider looks for interfaces that Lambda left behind, even in an empty subnet.
    await client.send(new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'subnet-id', Values: [id] }] }));
    const remove = () => client.send(new DeleteSubnetCommand({ SubnetId: id }));
    await orNull(['InvalidSubnetID.NotFound'], () =>
      whileRefused(['DependencyViolation'], remove, { timeoutSeconds: 15, signal: session.signal }),
    );
    await untilGone(() => describe(id, session), id, { timeoutSeconds: 15, signal: session.signal });
  },
};

export async function describe(id: string, session: Session): Promise<Subnet | null> {
  const answer = await orNull(['InvalidSubnetID.NotFound', 'InvalidSubnetID.Malformed'], () =>
    session.client(EC2Client).send(new DescribeSubnetsCommand({ SubnetIds: [id] })),
  );
  return answer?.Subnets?.[0] ?? null;
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const made = await describe(id, session);
  if (made === null) return null;
  const { tags, tagsAll } = readTags(fromTagPairs(made.Tags), known, session);
  const inputs = {
    vpcId: made.VpcId,
    cidrBlock: made.CidrBlock,
    availabilityZone: made.AvailabilityZone,
    availabilityZoneId: made.AvailabilityZoneId,
    ...attributesOf(made),
    tags,
  };
  const result = readBack(rules, known, {
    id,
    inputs,
    computed: { arn: made.SubnetArn, ownerId: made.OwnerId, tagsAll },
  });
  // The two name the same zone and exclude each other as inputs.
  if (Object.keys(known).length === 0) delete result.inputs['availabilityZone'];
  return result;
}
