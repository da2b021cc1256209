/** Policies on a role, by whichever resource or hand: the real provider reads all of them with every read of the role. */
import {
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRolePolicyCommand,
  IAMClient,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';
import { objectsOf, textOf, textsOf } from '../inputValues.ts';
import type { Inputs, Session } from '../resourceType.ts';

interface RolePolicies {
  readonly inlinePolicies: { readonly name: string; readonly policy: string }[];
  readonly managedPolicyArns: string[];
}

export async function policiesOf(RoleName: string, session: Session): Promise<RolePolicies> {
  const client = session.client(IAMClient);
  const inlinePolicies = [];
  for await (const page of paginateListRolePolicies({ client }, { RoleName })) {
    for (const PolicyName of page.PolicyNames ?? []) {
      const { PolicyDocument } = await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      inlinePolicies.push({ name: PolicyName, policy: decodeURIComponent(PolicyDocument ?? '') });
    }
  }
  return { inlinePolicies, managedPolicyArns: await attachedTo(RoleName, session) };
}

export async function attachedTo(RoleName: string, session: Session): Promise<string[]> {
  const arns = [];
  for await (const page of paginateListAttachedRolePolicies({ client: session.client(IAMClient) }, { RoleName })) {
    arns.push(...(page.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []));
  }
  return arns;
}

/** What was known at the last refresh, or everything when detaching is forced. Newer policies make the deletion fail. */
export async function detachAll(RoleName: string, outputs: Inputs, forced: boolean, session: Session): Promise<void> {
  const client = session.client(IAMClient);
  const actual = await policiesOf(RoleName, session);
  const knownArns = textsOf(outputs, 'managedPolicyArns') ?? [];
  const knownNames = (objectsOf(outputs, 'inlinePolicies') ?? []).map((policy) => textOf(policy, 'name'));
  for (const PolicyArn of actual.managedPolicyArns.filter((arn) => forced || knownArns.includes(arn))) {
    await client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  }
  for (const { name } of actual.inlinePolicies.filter((policy) => forced || knownNames.includes(policy.name))) {
    await client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: name }));
  }
}
