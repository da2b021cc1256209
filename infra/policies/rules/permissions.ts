import { allowed, isHeld, statementsOf, type ParsedStatement } from '../documents.ts';
import { resourceRule, type Guardrail } from '../guardrail.ts';

const permissions = ['aws:iam/rolePolicy:RolePolicy', 'aws:iam/policy:Policy'];
const escalations =
  /^(iam:.*|sts:AssumeRole.*|lambda:(Create|Update|Add|Invoke).*|kms:(Put|Create|Schedule|Disable).*|organizations:.*|\*)$/i;

/** Actions for which AWS knows no resource: everywhere or nowhere. */
const withoutResource =
  /^(xray:Put(TraceSegments|TelemetryRecords)|ec2:(Create|Delete|Describe)NetworkInterfaces?|ec2:DescribeSubnets|ec2:(Unassign|Assign)PrivateIpAddresses)$/;

const found = (policy: unknown, wanted: (statement: ParsedStatement) => boolean): ParsedStatement | undefined =>
  allowed(policy).find(wanted);

/** What those may do who are something here. */
export const permissionRules: readonly Guardrail[] = [
  resourceRule({
    id: 'iam-no-service-wildcard',
    severity: 'critical',
    reason: 'A wildcard grants actions that do not exist yet.',
    source: 'AWS Security Hub IAM.21',
    types: permissions,
    breach: ({ policy }) => {
      const wide = found(policy, ({ actions }) => actions.some((action) => /^(\*|[\w-]+:\*)$/.test(action)));
      return wide === undefined ? undefined : `allows ${wide.actions.join(', ')}`;
    },
  }),
  resourceRule({
    id: 'iam-named-resources',
    severity: 'critical',
    reason: "A grant on every resource reaches every other system's of the account.",
    source: 'PCI DSS 7.2.2',
    types: permissions,
    breach: ({ policy }) => {
      const wide = found(
        policy,
        ({ actions, resources }) => resources.includes('*') && actions.some((action) => !withoutResource.test(action)),
      );
      return wide === undefined ? undefined : `allows ${wide.actions.join(', ')} on everything`;
    },
  }),
  resourceRule({
    id: 'iam-keys-held',
    severity: 'high',
    reason: 'Decryption with every key of the account needs a condition that names this one.',
    source: 'AWS Security Hub KMS.2',
    types: permissions,
    breach: ({ policy }) => {
      const wide = found(
        policy,
        ({ actions, resources, conditionKeys }) =>
          actions.some((action) => action.startsWith('kms:')) &&
          resources.some((resource) => /key\/\*$/.test(resource)) &&
          !(conditionKeys.includes('kms:resourcealiases') && conditionKeys.includes('kms:viaservice')),
      );
      return wide === undefined ? undefined : 'may decrypt with every key of the account';
    },
  }),
  resourceRule({
    id: 'iam-no-escalation',
    severity: 'critical',
    reason: 'Code that takes payments from outside must not be able to give itself, or others, more permissions.',
    source: 'AWS IAM User Guide, privilege escalation; PCI DSS 7.2.5',
    types: permissions,
    breach: ({ policy }) => {
      const way = allowed(policy)
        .flatMap(({ actions }) => actions)
        .find((action) => escalations.test(action));
      return way === undefined ? undefined : `allows ${way}`;
    },
  }),
  resourceRule({
    id: 'iam-no-inversion',
    severity: 'critical',
    reason: 'NotAction and NotResource allow everything that was not thought of.',
    source: 'AWS IAM User Guide, NotAction with Allow',
    types: permissions,
    breach: ({ policy }) =>
      found(policy, ({ inverted }) => inverted) === undefined ? undefined : 'allows by exclusion',
  }),
  resourceRule({
    id: 'iam-code-off-the-network',
    severity: 'high',
    reason: "Lambda needs the role's network permissions, the function's own code never does.",
    source: 'AWS Lambda Developer Guide, required VPC permissions (lambda:SourceFunctionArn)',
    types: permissions,
    breach: ({ policy }) => {
      const touches = (statement: ParsedStatement) => statement.actions.includes('ec2:CreateNetworkInterface');
      if (!allowed(policy).some(touches)) return undefined;
      const denied = statementsOf(policy).some(
        (statement) =>
          statement.effect === 'Deny' &&
          touches(statement) &&
          statement.conditionKeys.includes('lambda:sourcefunctionarn'),
      );
      return denied ? undefined : "lets the function's code make network interfaces";
    },
  }),
  resourceRule({
    id: 'iam-no-cross-account-grant',
    severity: 'critical',
    reason: 'A policy of a resource that names another account is a door that this account cannot see closed.',
    source: 'AWS IAM User Guide, Access Analyzer findings for external access; PCI DSS 7.2.1',
    types: [
      'aws:sqs/queuePolicy:QueuePolicy',
      'aws:sns/topicPolicy:TopicPolicy',
      'aws:dynamodb/resourcePolicy:ResourcePolicy',
      'aws:sns/topic:Topic',
      'aws:sqs/queue:Queue',
    ],
    breach: ({ policy }) => {
      if (policy === undefined) return undefined;
      const stranger = allowed(policy).find(
        (statement) => statement.principals.some(([, value]) => isForeign(value, statement)) && !isHeld(statement),
      );
      return stranger === undefined
        ? undefined
        : `is open to ${stranger.principals.map(([, value]) => value).join(', ')}`;
    },
  }),
];

/** Whether a principal belongs to another account than the resources of its statement. */
function isForeign(principal: string, { resources }: ParsedStatement): boolean {
  const account =
    /^arn:aws:(?:iam|sts)::(\d{12}):/.exec(principal)?.[1] ?? (/^\d{12}$/.test(principal) ? principal : undefined);
  return account !== undefined && resources.some((resource) => !resource.includes(`:${account}:`));
}
