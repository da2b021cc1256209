/** Ingress and egress rules as resources of their own; the two differ in direction only (one base type in the provider). */
import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupRulesCommand,
  EC2Client,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import type { SecurityGroupRule } from '@aws-sdk/client-ec2';
import { orNull, refusal } from '../absence.ts';
import { numberOf, requiredText, textOf } from '../inputValues.ts';
import { existing, readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { fromTagPairs, readTags } from '../tagSets.ts';
import { prefixListOf } from './prefixListOfRule.ts';
import { ruleKey, singleRule, singleRules, toPermission } from './permission.ts';
import { normalProtocol, sameProtocol } from './protocol.ts';
import { retag } from './resourceTags.ts';
import { describe as describeGroup } from './securityGroupState.ts';

const sources = ['cidrIpv4', 'cidrIpv6', 'prefixListId', 'referencedSecurityGroupId'] as const;
type Direction = 'ingress' | 'egress';

const rules = {
  equal: (property: string, left: unknown, right: unknown) => property === 'ipProtocol' && sameProtocol(left, right),
};

function ruleType(direction: Direction, token: string): ResourceType {
  return {
    token,
    required: ['ipProtocol', 'securityGroupId'],
    replaceOn: ['securityGroupId'],
    served: ['description', 'fromPort', 'ipProtocol', 'securityGroupId', 'tags', 'toPort', ...sources],
    ...rules,
    // A plan modifier: another kind of source replaces the rule, another value of the same kind does not.
    replaces: (property, olds, news) =>
      sources.some((source) => source === property) &&
      (olds[property] === undefined) !== (news[property] === undefined),
    source: `internal/service/ec2/vpc_security_group_${direction}_rule.go, schema and plan modifiers`,
    computed: ['arn', 'securityGroupRuleId', 'tagsAll'],
    check,
    async create(inputs, session) {
      await refuseDuplicate(direction, inputs, session);
      const request = {
        GroupId: requiredText(inputs, 'securityGroupId'),
        IpPermissions: [toPermission(singleRule(inputs))],
      };
      const client = session.client(EC2Client);
      const answer = await (direction === 'ingress'
        ? client.send(new AuthorizeSecurityGroupIngressCommand(request))
        : client.send(new AuthorizeSecurityGroupEgressCommand(request)));
      const id = answer.SecurityGroupRules?.[0]?.SecurityGroupRuleId ?? '';
      await retag(id, [], inputs, session);
      return existing(id, read(direction, id, inputs, session));
    },
    read: (id, known, session) => read(direction, id, known, session),
    async update(id, news, _olds, session) {
      await modify(id, news, session);
      await retag(id, (await describe(direction, id, session))?.Tags, news, session);
      return existing(id, read(direction, id, news, session));
    },
    async delete(id, outputs, session) {
      const request = { GroupId: requiredText(outputs, 'securityGroupId'), SecurityGroupRuleIds: [id] };
      const client = session.client(EC2Client);
      await orNull<unknown>(['InvalidGroup.NotFound', 'InvalidSecurityGroupRuleId.NotFound'], () =>
        direction === 'ingress'
          ? client.send(new RevokeSecurityGroupIngressCommand(request))
          : client.send(new RevokeSecurityGroupEgressCommand(request)),
      );
    },
  };
}

export const securityGroupIngressRule = ruleType(
  'ingress',
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
);
export const securityGroupEgressRule = ruleType('egress', 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule');

function check(inputs: Inputs): readonly (readonly [string, string])[] {
  const given = sources.filter((source) => inputs[source] !== undefined);
  const everything = sameProtocol(inputs['ipProtocol'], '-1');
  const ports = ['fromPort', 'toPort'].filter((port) => inputs[port] === undefined);
  return [
    ...(given.length === 1 ? [] : [['cidrIpv4', `exactly one of ${sources.join(', ')} is needed`] as const]),
    ...(everything || !['tcp', 'udp'].includes(String(inputs['ipProtocol']))
      ? []
      : ports.map((port) => [port, 'is needed for this protocol'] as const)),
  ];
}

/** AWS refuses a rule that is there already and groups that do not exist; the emulator takes both. */
async function refuseDuplicate(direction: Direction, inputs: Inputs, session: Session): Promise<void> {
  const groupId = requiredText(inputs, 'securityGroupId');
  const referenced = textOf(inputs, 'referencedSecurityGroupId');
  if (referenced !== undefined && !referenced.includes('/') && (await describeGroup(referenced, session)) === null) {
    throw refusal(
      'InvalidGroup.NotFound',
      `You have specified two resources that belong to different networks or do not exist: '${referenced}'`,
    );
  }
  const group = await describeGroup(groupId, session);
  if (group === null) throw refusal('InvalidGroup.NotFound', `The security group '${groupId}' does not exist`);
  const present = direction === 'ingress' ? group.IpPermissions : group.IpPermissionsEgress;
  const wanted = ruleKey(singleRule(inputs));
  if (!singleRules(present, session.account).some((rule) => ruleKey(rule) === wanted)) return;
  throw refusal('InvalidPermission.Duplicate', `the specified rule "${wanted}" already exists`);
}

/** Replaces the whole rule: what is left out is cleared. */
async function modify(id: string, news: Inputs, session: Session): Promise<void> {
  const referenced = textOf(news, 'referencedSecurityGroupId');
  const protocol = normalProtocol(requiredText(news, 'ipProtocol'));
  const rule = {
    IpProtocol: protocol,
    FromPort: protocol === '-1' ? -1 : numberOf(news, 'fromPort'),
    ToPort: protocol === '-1' ? -1 : numberOf(news, 'toPort'),
    CidrIpv4: textOf(news, 'cidrIpv4'),
    CidrIpv6: textOf(news, 'cidrIpv6'),
    PrefixListId: textOf(news, 'prefixListId'),
    ReferencedGroupId: referenced,
    Description: textOf(news, 'description') ?? '',
  };
  const command = new ModifySecurityGroupRulesCommand({
    GroupId: requiredText(news, 'securityGroupId'),
    SecurityGroupRules: [{ SecurityGroupRuleId: id, SecurityGroupRule: rule }],
  });
  if (referenced !== undefined) nameReferencedGroup(command, referenced);
  await session.client(EC2Client).send(command);
}

/** AWS takes the group as ReferencedGroupId; the emulator looks for it where the answer of a read has it. */
function nameReferencedGroup(command: ModifySecurityGroupRulesCommand, group: string): void {
  command.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { body?: unknown };
      const member = 'SecurityGroupRule.1.SecurityGroupRule.ReferencedGroupInfo.GroupId';
      if (typeof request.body === 'string') request.body += `&${member}=${encodeURIComponent(group)}`;
      return next(args);
    },
    { step: 'build', name: 'nameReferencedGroup', priority: 'high' },
  );
}

/** A rule of the other direction counts as not found. */
async function describe(direction: Direction, id: string, session: Session): Promise<SecurityGroupRule | null> {
  const answer = await orNull(['InvalidSecurityGroupRuleId.NotFound', 'InvalidGroup.NotFound'], () =>
    session.client(EC2Client).send(new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [id] })),
  );
  const matching = (answer?.SecurityGroupRules ?? []).filter((rule) => rule.SecurityGroupRuleId === id);
  return matching.find((rule) => rule.IsEgress === (direction === 'egress')) ?? null;
}

async function read(direction: Direction, id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
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
  return readBack(rules, known, {
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
