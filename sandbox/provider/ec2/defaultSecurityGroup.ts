/** Adopts the group that every VPC is born with, and empties it. Deleting the resource leaves the group as it is. */
import { DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { SecurityGroup } from '@aws-sdk/client-ec2';
import { refusal } from '../absence.ts';
import { requiredText } from '../inputValues.ts';
import { existing, readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { inlineProblems } from './inlineRules.ts';
import { retag } from './resourceTags.ts';
import { describe, groupRules, observedGroup, readRules, setInlineRules } from './securityGroupState.ts';

export const defaultSecurityGroup: ResourceType = {
  token: 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup',
  required: ['vpcId'],
  defaults: { revokeRulesOnDelete: false },
  replaceOn: ['vpcId'],
  served: ['egress', 'ingress', 'revokeRulesOnDelete', 'tags', 'vpcId'],
  ...groupRules,
  source: 'internal/service/ec2/vpc_default_security_group.go, schema and create',
  computed: ['arn', 'description', 'name', 'ownerId', 'tagsAll'],
  check: (inputs) => [...inlineProblems('ingress', inputs['ingress']), ...inlineProblems('egress', inputs['egress'])],
  async create(inputs, session) {
    const group = await ofVpc(requiredText(inputs, 'vpcId'), session);
    await setInlineRules(group, { ingress: [], egress: [], ...inputs }, session);
    const id = group.GroupId ?? '';
    await retag(id, group.Tags, inputs, session);
    return existing(id, read(id, inputs, session));
  },
  read,
  async update(id, news, _olds, session) {
    const group = await describe(id, session);
    if (group !== null) {
      await setInlineRules(group, news, session);
      await retag(id, group.Tags, news, session);
    }
    return existing(id, read(id, news, session));
  },
  delete: async () => undefined,
};

async function ofVpc(vpcId: string, session: Session): Promise<SecurityGroup> {
  const Filters = [
    { Name: 'group-name', Values: ['default'] },
    { Name: 'vpc-id', Values: [vpcId] },
  ];
  const answer = await session.client(EC2Client).send(new DescribeSecurityGroupsCommand({ Filters }));
  const group = answer.SecurityGroups?.[0];
  if (group === undefined) throw refusal('InvalidGroup.NotFound', `no default security group in VPC ${vpcId}`);
  return group;
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const group = await describe(id, session);
  if (group === null) return null;
  const { inputs, computed } = observedGroup(group, known, session);
  const { name, description, ...settable } = inputs;
  const revokeRulesOnDelete = known['revokeRulesOnDelete'] ?? false;
  return readBack(readRules, known, {
    id,
    inputs: { ...settable, revokeRulesOnDelete },
    computed: { ...computed, name, description },
  });
}
