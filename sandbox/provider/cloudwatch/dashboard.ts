import {
  CloudWatchClient,
  DeleteDashboardsCommand,
  GetDashboardCommand,
  PutDashboardCommand,
} from '@aws-sdk/client-cloudwatch';
import { orNull } from '../absence.ts';
import { requiredText } from '../inputValues.ts';
import { isJson, sameJson } from '../policyDocument.ts';
import { existing, readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';

const rules = {
  equal: (property: string, left: unknown, right: unknown) => property === 'dashboardBody' && sameJson(left, right),
};
const missing = ['DashboardNotFoundError', 'ResourceNotFound', 'ResourceNotFoundException'];

export const dashboard: ResourceType = {
  token: 'aws:cloudwatch/dashboard:Dashboard',
  required: ['dashboardBody', 'dashboardName'],
  replaceOn: ['dashboardName'],
  served: ['dashboardBody', 'dashboardName'],
  ...rules,
  source: 'internal/service/cloudwatch/dashboard.go, schema',
  computed: ['dashboardArn'],
  check({ dashboardBody, dashboardName }) {
    const body = typeof dashboardBody === 'string' && !isJson(dashboardBody);
    const name = typeof dashboardName === 'string' && !/^[A-Za-z0-9_-]{1,255}$/.test(dashboardName);
    return [
      ...(body ? [['dashboardBody', 'contains an invalid JSON'] as const] : []),
      ...(name ? [['dashboardName', `expected letters, digits, _ and -, got "${dashboardName}"`] as const] : []),
    ];
  },
  create: (inputs, session) => put(inputs, session),
  read,
  update: (_id, news, _olds, session) => put(news, session),
  async delete(id, _outputs, session) {
    const request = new DeleteDashboardsCommand({ DashboardNames: [id] });
    await orNull(missing, () => session.client(CloudWatchClient).send(request));
  },
};

async function put(inputs: Inputs, session: Session): Promise<ReadResult> {
  const id = requiredText(inputs, 'dashboardName');
  const DashboardBody = requiredText(inputs, 'dashboardBody');
  await session.client(CloudWatchClient).send(new PutDashboardCommand({ DashboardName: id, DashboardBody }));
  return existing(id, read(id, inputs, session));
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const request = new GetDashboardCommand({ DashboardName: id });
  const answer = await orNull(missing, () => session.client(CloudWatchClient).send(request));
  if (answer === null) return null;
  const inputs = { dashboardName: answer.DashboardName, dashboardBody: answer.DashboardBody };
  return readBack(rules, known, { id, inputs, computed: { dashboardArn: answer.DashboardArn } });
}
