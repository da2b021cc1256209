/** What the account holds of a single rule. */
import { DescribeSecurityGroupRulesCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { SecurityGroupRule } from '@aws-sdk/client-ec2';
import { orNull } from '../absence.ts';
import { textOf } from '../inputValues.ts';
import { readBack } from '../readBack.ts';
import type { Inputs, ReadResult, Session } from '../resourceType.ts';
import { fromTagPairs, readTags } from '../tagSets.ts';
import { prefixListOf } from './prefixListOfRule.ts';
import { sameProtocol } from './protocol.ts';
import { describe as describeGroup } from './securityGroupState.ts';

export type Direction = 'ingress' | 'egress';

export const ruleEquality = {
  equal: (property: string, left: unknown, right: unknown) => property === 'ipProtocol' && sameProtocol(left, right),
};

/** A rule of the other direction counts as not found. */
export async function describe(direction: Direction, id: string, session: Session): Promise<SecurityGroupRule | null> {
  const answer = await orNull(['InvalidSecurityGroupRuleId.NotFound', 'InvalidGroup.NotFound'], () =>
    session.client(EC2Client).send(new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [id] })),
  );
  const matching = (answer?.SecurityGroupRules ?? []).filter((rule) => rule.SecurityGroupRuleId === id);
  return matching.find((rule) => rule.IsEgress === (direction === 'egress')) ?? null;
}

export async function read(
  direction: Direction,
  id: string,
  known: Inputs,
  session: Session,
): Promise<ReadResult | null> {
  const rule = await describe(direction, id, session);
  if (rule === null) return null;
  const groupId = rule.GroupId ?? '';
  const sourced = rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId;
  const group = sourced === undefined ? await describeGroup(groupId, session) : null;
  const { tags, tagsAll } = readTags(fromTagPairs(rule.Tags), known, session);
  const inputs = {
    securityGroupId: groupId,
    ipProtocol: rule.IpProtocol,
    fromPort: port(rule.FromPort, rule),
    toPort: port(rule.ToPort, rule),
    cidrIpv4: rule.CidrIpv4,
    cidrIpv6: rule.CidrIpv6,
    prefixListId: prefixListOf(rule, group, textOf(known, 'prefixListId')),
    referencedSecurityGroupId: referencedGroup(rule, session),
    description: rule.Description,
    tags,
  };
  const arn = `arn:aws:ec2:${session.region}:${session.account}:security-group-rule/${id}`;
  const ports = Object.fromEntries(['fromPort', 'toPort'].flatMap((name) => (known[name] === -1 ? [[name, -1]] : [])));
  const computed = { arn, securityGroupRuleId: id, tagsAll };
  return readBack(ruleEquality, known, {
    id,
    inputs: { ...inputs, ...(inputs.fromPort === undefined ? ports : {}) },
    computed,
  });
}

/** AWS says -1 for both ports where all protocols are meant and nobody gave any. */
const port = (value: number | undefined, rule: SecurityGroupRule) =>
  sameProtocol(rule.IpProtocol, '-1') && value === -1 ? undefined : value;

function referencedGroup({ ReferencedGroupInfo }: SecurityGroupRule, session: Session): string | undefined {
  if (ReferencedGroupInfo?.GroupId === undefined) return undefined;
  const { GroupId, UserId } = ReferencedGroupInfo;
  return UserId === undefined || UserId === session.account ? GroupId : `${UserId}/${GroupId}`;
}
