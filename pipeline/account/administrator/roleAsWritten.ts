import { GetRoleCommand, GetRolePolicyCommand, IAMClient, paginateListRolePolicies } from '@aws-sdk/client-iam';
import type { Role } from '../../../infra/bootstrap/roles.ts';
import type { ProcessEnvironment } from '../../engine/surroundings.ts';
import { beyondInline } from './beyondInline.ts';
import { clientConfiguration } from '../clientConfiguration.ts';
import { readFailure } from '../sdkError.ts';

/** Where a role in the account departs from what is written for it; empty when nowhere. */
export async function departures(credentials: ProcessEnvironment, role: Role): Promise<readonly string[]> {
  const iam = new IAMClient(clientConfiguration(credentials));
  try {
    const { Role: found } = await iam.send(new GetRoleCommand({ RoleName: role.name }));
    const trust = same(found?.AssumeRolePolicyDocument, role.trust) ? [] : ['its trust policy'];
    return [...trust, ...(await policyDepartures(iam, role)), ...(await beyondInline(iam, role.name, found))];
  } catch (error) {
    if (readFailure(error) === 'absent') return ['it does not exist'];
    throw error;
  } finally {
    iam.destroy();
  }
}

async function policyDepartures(iam: IAMClient, { name, policies }: Role): Promise<readonly string[]> {
  const present: string[] = [];
  for await (const page of paginateListRolePolicies({ client: iam }, { RoleName: name }))
    present.push(...(page.PolicyNames ?? []));
  const added = present.filter((each) => !(each in policies)).map((each) => `policy ${each} was added`);
  const wanted = Object.entries(policies).map(async ([PolicyName, document]) => {
    if (!present.includes(PolicyName)) return [`policy ${PolicyName} is missing`];
    const found = await iam.send(new GetRolePolicyCommand({ RoleName: name, PolicyName }));
    return same(found.PolicyDocument, document) ? [] : [`policy ${PolicyName}`];
  });
  return [...added, ...(await Promise.all(wanted)).flat()];
}

const same = (found: string | undefined, wanted: unknown): boolean => {
  try {
    return canonical(JSON.parse(decodeURIComponent(found ?? ''))) === canonical(wanted);
  } catch {
    return false;
  }
};

/** IAM keeps the order of what it was given inside a list, not that of principals; a list of one comes back as its entry. */
function canonical(value: unknown): string {
  return JSON.stringify(ordered(value));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    const entries = value.map(ordered);
    return entries.length === 1 ? entries[0] : entries.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, ordered(each)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
