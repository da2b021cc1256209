import {
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeNetworkInterfacesCommand,
  EC2Client,
  RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2';
import { orNull, untilGone, whileRefused } from '../absence.ts';
import { requiredText, textOf } from '../inputValues.ts';
import { existing, finish, readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { inlineProblems } from './inlineRules.ts';
import { existingVpc } from './placement.ts';
import { retag, tagSpecifications } from './resourceTags.ts';
import { describe, groupRules, observedGroup, readRules, setInlineRules } from './securityGroupState.ts';

export const securityGroup: ResourceType = {
  token: 'aws:ec2/securityGroup:SecurityGroup',
  required: ['vpcId'],
  defaults: { description: 'Managed by Pulumi', revokeRulesOnDelete: false },
  replaceOn: ['description', 'name', 'vpcId'],
  autoname: { property: 'name', maximumLength: 255 },
  served: ['description', 'egress', 'ingress', 'name', 'revokeRulesOnDelete', 'tags', 'vpcId'],
  ...groupRules,
  source: 'internal/service/ec2/vpc_security_group.go, schema; the default description is set by Pulumi (resources.go)',
  computed: ['arn', 'ownerId', 'tagsAll'],
  check(inputs) {
    const name = textOf(inputs, 'name') ?? '';
    return [
      ...(name.startsWith('sg-') ? [['name', 'must not begin with sg-'] as const] : []),
      ...inlineProblems('ingress', inputs['ingress']),
      ...inlineProblems('egress', inputs['egress']),
    ];
  },
  async create(inputs, session) {
    const VpcId = requiredText(inputs, 'vpcId');
    await existingVpc(VpcId, session);
    const request = new CreateSecurityGroupCommand({
      GroupName: requiredText(inputs, 'name'),
      Description: requiredText(inputs, 'description'),
      VpcId,
      ...tagSpecifications('security-group', inputs, session),
    });
    const id = (await session.client(EC2Client).send(request)).GroupId ?? '';
    return finish(id, async () => {
      await closeEgress(id, session);
      return apply(id, inputs, session);
    });
  },
  read,
  update: async (id, news, _olds, session) => apply(id, news, session),
  async delete(id, _outputs, session) {
    const client = session.client(EC2Client);
    // The real provider looks for interfaces that Lambda left behind, before every deletion.
    await client.send(new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'group-id', Values: [id] }] }));
    const inUse = ['DependencyViolation', 'InvalidGroup.InUse'];
    const remove = () => client.send(new DeleteSecurityGroupCommand({ GroupId: id }));
    await orNull(['InvalidGroup.NotFound'], () =>
      whileRefused(inUse, remove, { timeoutSeconds: 15, signal: session.signal }),
    );
    await untilGone(() => describe(id, session), id, { timeoutSeconds: 15, signal: session.signal });
  },
};

/** AWS opens a new group to everywhere; the real provider takes that rule away at once. */
async function closeEgress(id: string, session: Session): Promise<void> {
  const everywhere = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
  const request = new RevokeSecurityGroupEgressCommand({ GroupId: id, IpPermissions: everywhere });
  await session.client(EC2Client).send(request);
}

async function apply(id: string, news: Inputs, session: Session): Promise<ReadResult> {
  const group = await describe(id, session);
  if (group !== null) {
    await setInlineRules(group, news, session);
    await retag(id, group.Tags, news, session);
  }
  return existing(id, read(id, news, session));
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const group = await describe(id, session);
  if (group === null) return null;
  const observed = observedGroup(group, known, session);
  // Only the provider itself looks at this property; nothing of it is in the account.
  const revokeRulesOnDelete = known['revokeRulesOnDelete'] ?? false;
  return readBack(readRules, known, { ...observed, inputs: { ...observed.inputs, revokeRulesOnDelete } });
}
