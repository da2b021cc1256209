/** What the account holds of a security group, for the group itself, the default group and single rules. */
import { DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { SecurityGroup } from '@aws-sdk/client-ec2';
import { orNull } from '../absence.ts';
import type { Observed } from '../readBack.ts';
import type { Inputs, Session } from '../resourceType.ts';
import { fromTagPairs, readTags } from '../tagSets.ts';
import { collapse, expand, sameRules, setRules } from './inlineRules.ts';
import { singleRules } from './permission.ts';

export const groupRules = {
  sets: ['egress', 'ingress'],
  equal: (property: string, left: unknown, right: unknown) =>
    ['egress', 'ingress'].includes(property) && sameRules(left, right),
};

/**
 * On reading, left out means not managed. An explicit empty list counts, unlike with most such properties, so that these
 * two are not `optionalComputed` when differences are looked for.
 */
export const readRules = { ...groupRules, optionalComputed: ['egress', 'ingress', 'vpcId'] };

export async function describe(id: string, session: Session): Promise<SecurityGroup | null> {
  const answer = await orNull(['InvalidGroup.NotFound', 'InvalidGroupId.Malformed'], () =>
    session.client(EC2Client).send(new DescribeSecurityGroupsCommand({ GroupIds: [id] })),
  );
  return answer?.SecurityGroups?.[0] ?? null;
}

export function observedGroup(group: SecurityGroup, known: Inputs, session: Session): Observed {
  const id = group.GroupId ?? '';
  const { tags, tagsAll } = readTags(fromTagPairs(group.Tags), known, session);
  return {
    id,
    inputs: {
      vpcId: group.VpcId,
      name: group.GroupName,
      description: group.Description,
      ingress: collapse(singleRules(group.IpPermissions, session.account), id),
      egress: collapse(singleRules(group.IpPermissionsEgress, session.account), id),
      tags,
    },
    computed: {
      arn: `arn:aws:ec2:${session.region}:${group.OwnerId ?? session.account}:security-group/${id}`,
      ownerId: group.OwnerId,
      tagsAll,
    },
  };
}

/** Left out means not managed; an explicit empty list removes every rule of that direction. */
export async function setInlineRules(group: SecurityGroup, news: Inputs, session: Session): Promise<void> {
  const groupId = group.GroupId ?? '';
  for (const direction of ['ingress', 'egress'] as const) {
    if (news[direction] === undefined) continue;
    const permissions = direction === 'ingress' ? group.IpPermissions : group.IpPermissionsEgress;
    const actual = singleRules(permissions, session.account);
    await setRules({ groupId, direction, actual, wanted: expand(news[direction], groupId) }, session);
  }
}
