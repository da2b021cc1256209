import {
  AssociateRouteTableCommand,
  DescribeRouteTablesCommand,
  DisassociateRouteTableCommand,
  EC2Client,
  ReplaceRouteTableAssociationCommand,
} from '@aws-sdk/client-ec2';
import type { RouteTableAssociation } from '@aws-sdk/client-ec2';
import { orNull, refusal } from '../absence.ts';
import { requiredText, textOf } from '../inputValues.ts';
import { existing, readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { describe as describeTable } from './routeTable.ts';
import { describe as describeSubnet } from './subnet.ts';

export const routeTableAssociation: ResourceType = {
  token: 'aws:ec2/routeTableAssociation:RouteTableAssociation',
  required: ['routeTableId', 'subnetId'],
  replaceOn: ['subnetId'],
  source: 'internal/service/ec2/vpc_route_table_association.go, schema',
  computed: [],
  served: ['routeTableId', 'subnetId'],
  async create(inputs, session) {
    const SubnetId = requiredText(inputs, 'subnetId');
    const RouteTableId = requiredText(inputs, 'routeTableId');
    await checkAssociation(SubnetId, RouteTableId, session);
    const made = await session.client(EC2Client).send(new AssociateRouteTableCommand({ SubnetId, RouteTableId }));
    const id = made.AssociationId ?? '';
    return existing(id, read(id, inputs, session));
  },
  read,
  async update(id, news, olds, session) {
    const current = await find(id, textOf(olds, 'subnetId'), session);
    const RouteTableId = requiredText(news, 'routeTableId');
    const replace = new ReplaceRouteTableAssociationCommand({
      AssociationId: current?.RouteTableAssociationId ?? id,
      RouteTableId,
    });
    const made = await session.client(EC2Client).send(replace);
    const newId = made.NewAssociationId ?? '';
    return existing(newId, read(newId, news, session));
  },
  async delete(id, outputs, session) {
    const current = await find(id, textOf(outputs, 'subnetId'), session);
    if (current === null) return;
    const disassociate = new DisassociateRouteTableCommand({ AssociationId: current.RouteTableAssociationId });
    await orNull(['InvalidAssociationID.NotFound'], () => session.client(EC2Client).send(disassociate));
  },
};

/** What AWS refuses and the emulator takes: other VPCs, unknown subnets, a second table for one subnet. */
async function checkAssociation(subnetId: string, tableId: string, session: Session): Promise<void> {
  const subnet = await describeSubnet(subnetId, session);
  if (subnet === null) throw refusal('InvalidSubnetID.NotFound', `The subnet ID '${subnetId}' does not exist`);
  const table = await describeTable(tableId, session);
  if (table === null) throw refusal('InvalidRouteTableID.NotFound', `The routeTable ID '${tableId}' does not exist`);
  if (table.VpcId !== subnet.VpcId) {
    throw refusal(
      'InvalidParameterValue',
      `Route table ${tableId} and subnet ${subnetId} belong to different networks`,
    );
  }
  const present = await ofSubnet(subnetId, session);
  if (present !== null && present.RouteTableId !== tableId) {
    const message = `the specified association for route table ${tableId} conflicts with an existing association`;
    throw refusal('Resource.AlreadyAssociated', message);
  }
}

/** An update gives the association a new id, so that the subnet is the second way to find it. */
async function find(id: string, subnetId: string | undefined, session: Session): Promise<RouteTableAssociation | null> {
  const byId = await associations('association.route-table-association-id', id, session);
  const exact = byId.find(({ RouteTableAssociationId }) => RouteTableAssociationId === id);
  return exact ?? (subnetId === undefined ? null : ofSubnet(subnetId, session));
}

async function ofSubnet(subnetId: string, session: Session): Promise<RouteTableAssociation | null> {
  const ofThisSubnet = await associations('association.subnet-id', subnetId, session);
  return ofThisSubnet.find(({ SubnetId }) => SubnetId === subnetId) ?? null;
}

async function associations(filter: string, value: string, session: Session): Promise<RouteTableAssociation[]> {
  const request = new DescribeRouteTablesCommand({ Filters: [{ Name: filter, Values: [value] }] });
  const answer = await session.client(EC2Client).send(request);
  return (answer.RouteTables ?? []).flatMap(({ Associations }) => Associations ?? []);
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const association = await find(id, textOf(known, 'subnetId'), session);
  if (association === null) return null;
  const inputs = { subnetId: association.SubnetId, routeTableId: association.RouteTableId };
  return readBack({}, known, { id: association.RouteTableAssociationId ?? id, inputs, computed: {} });
}
