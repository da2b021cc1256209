/** Takes one permission from a role while something runs, and gives it back. */
import { GetRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { LandscapeEnvironment } from '../../../infra/bootstrap/landscape.ts';
import type { PolicyDocument } from '../../../infra/bootstrap/document.ts';
import { rootClient } from '../../../sandbox/rootClient.ts';

interface Withheld {
  readonly RoleName: string;
  readonly PolicyName: string;
  readonly action: string;
}

export async function withheld<T>(
  endpoint: string,
  place: LandscapeEnvironment,
  { RoleName, PolicyName, action }: Withheld,
  run: () => T,
): Promise<T> {
  const iam = rootClient(IAMClient, endpoint, { ...place, region: 'us-east-1' });
  const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
  const before = decodeURIComponent(PolicyDocument);
  const document = JSON.parse(before) as PolicyDocument;
  const Statement = document.Statement.map((it) => ({ ...it, Action: it.Action.filter((one) => one !== action) }));
  const after = { ...document, Statement: Statement.filter(({ Action }) => Action.length > 0) };
  if (JSON.stringify(after) === JSON.stringify(document)) throw new Error(`${RoleName} never had ${action}`);
  const put = (text: string) => iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: text }));
  await put(JSON.stringify(after));
  try {
    return run();
  } finally {
    await put(before);
    iam.destroy();
  }
}
