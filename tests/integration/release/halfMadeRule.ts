/** A rule of a security group as a run leaves it that died between making it and tagging it. */
import {
  AuthorizeSecurityGroupEgressCommand,
  EC2Client,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2';
import { clientConfiguration } from '../../../pipeline/account/clientConfiguration.ts';
import { decode, encode } from '../../../pipeline/store/documentStore.ts';
import type { Place } from './place.ts';

interface State {
  checkpoint: { latest: { resources: Resource[]; pending_operations?: object[] } };
}

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly dependencies?: readonly string[];
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

const key = '.pulumi/stacks/payments/dev.json';

/** @returns the id of the rule that the account then holds and no state knows */
export async function leaveHalfMadeRule({ store, sandbox, dev }: Place): Promise<string> {
  const found = await store.read(key);
  if (found === null) throw new Error('dev has no state yet');
  const state = decode(found) as State;
  const { latest } = state.checkpoint;
  const rule = latest.resources.find(
    ({ type, inputs }) => type.endsWith(':SecurityGroupEgressRule') && 'prefixListId' in inputs,
  );
  if (rule === undefined) throw new Error('dev has no such rule');
  const ec2 = new EC2Client(clientConfiguration(sandbox.rootCredentials('dev'), dev.region));
  const { securityGroupId, ipProtocol, fromPort, toPort, prefixListId } = rule.inputs as Record<string, string>;
  const GroupId = securityGroupId;
  await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, SecurityGroupRuleIds: [rule.id] }));
  const range = { IpProtocol: ipProtocol, FromPort: Number(fromPort), ToPort: Number(toPort) };
  const permission = { ...range, PrefixListIds: [{ PrefixListId: prefixListId }] };
  const answer = await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: [permission] }));
  const made = answer.SecurityGroupRules?.[0]?.SecurityGroupRuleId ?? '';
  // AWS keeps the prefix list of a new rule; the emulator has to be told once more.
  const again = { SecurityGroupRuleId: made, SecurityGroupRule: { ...range, PrefixListId: prefixListId } };
  await ec2.send(new ModifySecurityGroupRulesCommand({ GroupId, SecurityGroupRules: [again] }));
  // When a run dies there, nothing that depends on the rule is in state yet.
  latest.resources = latest.resources
    .filter((each) => each !== rule)
    .map((each) => ({ ...each, dependencies: (each.dependencies ?? []).filter((urn) => urn !== rule.urn) }));
  const { id: _id, outputs: _outputs, ...resource } = rule as Resource & { outputs?: unknown };
  latest.pending_operations = [{ resource, type: 'creating' }];
  await store.replace(key, encode(state), found.version);
  return made;
}
