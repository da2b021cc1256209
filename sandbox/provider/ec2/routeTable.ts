import {
  CreateRouteTableCommand,
  DeleteRouteTableCommand,
  DescribeRouteTablesCommand,
  DisassociateRouteTableCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import type { RouteTable } from '@aws-sdk/client-ec2';
import { orNull, untilGone } from '../absence.ts';
import { objectsOf, requiredText } from '../inputValues.ts';
import { existing, finish, readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { fromTagPairs, readTags } from '../tagSets.ts';
import { existingVpc } from './placement.ts';
import { retag, tagSpecifications } from './resourceTags.ts';
import { managedRoutes, routeProblems, sameRoutes, setRoutes } from './routes.ts';

const rules = {
  sets: ['routes'],
  equal: (property: string, left: unknown, right: unknown) => property === 'routes' && sameRoutes(left, right),
};

export const routeTable: ResourceType = {
  token: 'aws:ec2/routeTable:RouteTable',
  required: ['vpcId'],
  replaceOn: ['vpcId'],
  ...rules,
  source: 'internal/service/ec2/vpc_route_table.go, schema',
  computed: ['arn', 'ownerId', 'tagsAll'],
  served: ['routes', 'tags', 'vpcId'],
  check: (inputs) => routeProblems(inputs['routes']),
  async create(inputs, session) {
    const VpcId = requiredText(inputs, 'vpcId');
    await existingVpc(VpcId, session);
    const request = new CreateRouteTableCommand({ VpcId, ...tagSpecifications('route-table', inputs, session) });
    const made = await session.client(EC2Client).send(request);
    const id = made.RouteTable?.RouteTableId ?? '';
    return finish(id, async () => {
      await setRoutes(id, [], objectsOf(inputs, 'routes') ?? [], session);
      return existing(id, read(id, inputs, session));
    });
  },
  read,
  async update(id, news, _olds, session) {
    const table = await describe(id, session);
    const wanted = objectsOf(news, 'routes');
    // Left out means not managed; an explicit empty list removes every route.
    if (wanted !== undefined) await setRoutes(id, managedRoutes(table?.Routes), wanted, session);
    await retag(id, table?.Tags, news, session);
    return existing(id, read(id, news, session));
  },
  async delete(id, _outputs, session) {
    const client = session.client(EC2Client);
    for (const { RouteTableAssociationId, Main } of (await describe(id, session))?.Associations ?? []) {
      if (Main === true) continue;
      await client.send(new DisassociateRouteTableCommand({ AssociationId: RouteTableAssociationId }));
    }
    await orNull(['InvalidRouteTableID.NotFound'], () =>
      client.send(new DeleteRouteTableCommand({ RouteTableId: id })),
    );
    await untilGone(() => describe(id, session), id, { timeoutSeconds: 15, signal: session.signal });
  },
};

export async function describe(id: string, session: Session): Promise<RouteTable | null> {
  const answer = await orNull(['InvalidRouteTableID.NotFound', 'InvalidRouteTableId.Malformed'], () =>
    session.client(EC2Client).send(new DescribeRouteTablesCommand({ RouteTableIds: [id] })),
  );
  return answer?.RouteTables?.[0] ?? null;
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const table = await describe(id, session);
  if (table === null) return null;
  const { tags, tagsAll } = readTags(fromTagPairs(table.Tags), known, session);
  const inputs = {
    vpcId: table.VpcId,
    routes: managedRoutes(table.Routes),
    tags,
  };
  const arn = `arn:aws:ec2:${session.region}:${table.OwnerId ?? session.account}:route-table/${id}`;
  // Left out means not managed. Unlike most such properties an explicit empty list counts: `optionalComputed` would hide it.
  return readBack({ ...rules, optionalComputed: ['routes'] }, known, {
    id,
    inputs,
    computed: { arn, ownerId: table.OwnerId, tagsAll },
  });
}
