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
import { orNull } from '../absence.ts';
import { numberOf, requiredText, textOf } from '../inputValues.ts';
import { existing, finish } from '../readBack.ts';
import type { Inputs, ResourceType, Session } from '../resourceType.ts';
import { singleRule, toPermission } from './permission.ts';
import { normalProtocol } from './protocol.ts';
import { retag } from './resourceTags.ts';
import { refuseRule, ruleProblems, sources } from './ruleRefusals.ts';
import { describe, read, ruleEquality, type Direction } from './ruleState.ts';

function ruleType(direction: Direction, token: string): ResourceType {
  return {
    token,
    required: ['ipProtocol', 'securityGroupId'],
    replaceOn: ['securityGroupId'],
    served: ['description', 'fromPort', 'ipProtocol', 'securityGroupId', 'tags', 'toPort', ...sources],
    ...ruleEquality,
    // A plan modifier: another kind of source replaces the rule, another value of the same kind does not.
    replaces: (property, olds, news) =>
      sources.some((source) => source === property) &&
      (olds[property] === undefined) !== (news[property] === undefined),
    source: `internal/service/ec2/vpc_security_group_${direction}_rule.go, schema and plan modifiers`,
    computed: ['arn', 'securityGroupRuleId', 'tagsAll'],
    check: ruleProblems,
    async create(inputs, session) {
      await refuseRule(direction, inputs, session);
      const id = await authorize(direction, inputs, session);
      return finish(id, async () => {
        // The emulator drops the prefix list of a new rule and keeps that of a changed one.
        if (textOf(inputs, 'prefixListId') !== undefined) await modify(id, inputs, session);
        await retag(id, [], inputs, session);
        return existing(id, read(direction, id, inputs, session));
      });
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

async function authorize(direction: Direction, inputs: Inputs, session: Session): Promise<string> {
  const request = {
    GroupId: requiredText(inputs, 'securityGroupId'),
    IpPermissions: [toPermission(singleRule(inputs))],
  };
  const client = session.client(EC2Client);
  try {
    const answer = await (direction === 'ingress'
      ? client.send(new AuthorizeSecurityGroupIngressCommand(request))
      : client.send(new AuthorizeSecurityGroupEgressCommand(request)));
    return answer.SecurityGroupRules?.[0]?.SecurityGroupRuleId ?? '';
  } catch (error) {
    const halfMade = await withoutSource(direction, inputs, session);
    if (halfMade !== undefined && (error as Error).name === 'InvalidPermission.Duplicate') return halfMade;
    throw error;
  }
}

/** What a run leaves in the emulator that died before it named the prefix list again (see below). AWS has no such rule. */
async function withoutSource(direction: Direction, inputs: Inputs, session: Session): Promise<string | undefined> {
  if (textOf(inputs, 'prefixListId') === undefined) return undefined;
  const Filters = [{ Name: 'group-id', Values: [requiredText(inputs, 'securityGroupId')] }];
  const { SecurityGroupRules = [] } = await session
    .client(EC2Client)
    .send(new DescribeSecurityGroupRulesCommand({ Filters }));
  const { protocol, fromPort, toPort } = singleRule(inputs);
  return SecurityGroupRules.find(
    (rule) =>
      rule.IsEgress === (direction === 'egress') &&
      !(rule.PrefixListId ?? rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.ReferencedGroupInfo?.GroupId) &&
      normalProtocol(rule.IpProtocol ?? '') === protocol &&
      rule.FromPort === fromPort &&
      rule.ToPort === toPort,
  )?.SecurityGroupRuleId;
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
