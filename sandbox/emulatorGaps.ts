/**
 * Where the emulator's IAM sees less than AWS does. The documents of `infra/bootstrap` are written for AWS; on their way into
 * the emulator exactly these parts are taken out, and `sandbox status` lists them as proven by nobody here.
 */
import type {
  BucketPolicy,
  Condition,
  DocumentWriters,
  PolicyDocument,
  Statement,
  TrustDocument,
} from '../infra/bootstrap/document.ts';
import { issuer } from '../infra/bootstrap/trust.ts';

export interface EmulatorGap {
  /** Condition keys that start so are absent from every request the emulator judges. */
  readonly conditionKey?: string;
  /** Only for actions of this service; absent means all. */
  readonly service?: string;
  /** Actions whose resource the emulator cannot name, so that it compares `*`. */
  readonly actionsWithoutResource?: readonly string[];
  /** Actions that anybody may do here. */
  readonly unasked?: readonly string[];
  /** Actions that the emulator takes for another one, by the name that it gives them. */
  readonly takenFor?: Readonly<Record<string, readonly string[]>>;
  readonly reason: string;
}

export const emulatorGaps: readonly EmulatorGap[] = [
  { conditionKey: `${issuer}:ref`, reason: 'its STS judges aud and sub of a token only' },
  { conditionKey: `${issuer}:repository_id`, reason: 'its STS judges aud and sub of a token only' },
  { conditionKey: `${issuer}:job_workflow_ref`, reason: 'its STS judges aud and sub of a token only' },
  { conditionKey: 'aws:PrincipalArn', reason: 'holds the ARN of the session, where AWS has that of the role' },
  { conditionKey: 'iam:PermissionsBoundary', reason: 'not set when a role is created' },
  { conditionKey: 'iam:PassedToService', reason: 'not set' },
  { conditionKey: 'lambda:FunctionArn', reason: 'not set for event source mappings' },
  { conditionKey: 'kms:ViaService', reason: 'services use keys without asking the caller' },
  { conditionKey: 'kms:ResourceAliases', reason: 'not set' },
  { conditionKey: 'kms:EncryptionContext', reason: 'not set' },
  { conditionKey: 'dynamodb:LeadingKeys', reason: 'not set' },
  { conditionKey: 'aws:ResourceTag/', service: 'ec2', reason: 'tags of network resources are not looked up' },
  { conditionKey: 'aws:RequestTag/', service: 'ec2', reason: 'tags of a new network resource are not looked at' },
  {
    conditionKey: 'ec2:CreateAction',
    reason: 'tags of a new network resource are asked for no permission of their own',
  },
  { conditionKey: 'aws:ResourceTag/', service: 'logs', reason: 'tags of log groups are not looked up' },
  { conditionKey: 's3:if-none-match', reason: 'not set' },
  { conditionKey: 's3:object-lock-mode', reason: 'not set' },
  { conditionKey: 'aws:SecureTransport', reason: 'it is reached over HTTP, from this machine alone' },
  {
    reason: 'the name stands in the body of the request, where it does not look',
    actionsWithoutResource: [
      'cloudtrail:GetEventSelectors',
      'cloudtrail:GetInsightSelectors',
      'cloudtrail:GetTrailStatus',
      'cloudtrail:ListTags',
      'cloudwatch:DeleteAlarms',
      'cloudwatch:DeleteDashboards',
      'cloudwatch:GetDashboard',
      'cloudwatch:ListTagsForResource',
      'cloudwatch:PutDashboard',
      'cloudwatch:TagResource',
      'cloudwatch:UntagResource',
      'dynamodb:GetResourcePolicy',
      'dynamodb:ListTagsOfResource',
      'dynamodb:TagResource',
      'dynamodb:UntagResource',
      'ec2:DetachNetworkInterface',
      'events:DescribeRule',
      'events:ListTagsForResource',
      'events:ListTargetsByRule',
      'iam:GetOpenIDConnectProvider',
      'kms:CreateAlias',
      'kms:DeleteAlias',
      'kms:UpdateAlias',
      'lambda:CreateFunction',
      'logs:GetDataProtectionPolicy',
      'sns:GetDataProtectionPolicy',
      'sns:ListTagsForResource',
      'sns:TagResource',
      'sns:UntagResource',
    ],
  },
  {
    reason: 'it tells calls of Lambda apart by a part of their path, so that who may list aliases may change them here',
    takenFor: {
      'lambda:ListAliases': ['lambda:DeleteAlias', 'lambda:GetAlias', 'lambda:UpdateAlias'],
      'lambda:ListEventSourceMappings': ['lambda:GetEventSourceMapping'],
      'lambda:PutFunctionConcurrency': ['lambda:DeleteFunctionConcurrency'],
      'lambda:UpdateFunctionCode': ['lambda:PutFunctionEventInvokeConfig'],
      'lambda:DeleteFunction': ['lambda:DeleteFunctionEventInvokeConfig'],
      'lambda:GetFunction': [
        'lambda:GetFunctionEventInvokeConfig',
        'lambda:ListFunctionEventInvokeConfigs',
        'lambda:ListFunctionUrlConfigs',
        'lambda:ListProvisionedConcurrencyConfigs',
      ],
    },
  },
  {
    reason: 'it asks for no permission at all',
    unasked: [
      'lambda:DeleteEventSourceMapping',
      'lambda:UpdateEventSourceMapping',
      'iam:PassRole',
      's3:PutObjectRetention',
    ],
  },
];

/** The names under which the emulator judges an action: its own, and the one it is taken for. */
const namesOf = (action: string): string[] => [
  action,
  ...emulatorGaps.flatMap(({ takenFor = {} }) =>
    Object.entries(takenFor).flatMap(([name, actions]) => (actions.includes(action) ? [name] : [])),
  ),
];

const resourceless = new Set(emulatorGaps.flatMap(({ actionsWithoutResource }) => actionsWithoutResource ?? []));

/** The document as the emulator can judge it. A denial that it cannot judge is left out: half of one would deny too much. */
export function judgedByEmulator(document: PolicyDocument): PolicyDocument {
  return { ...document, Statement: document.Statement.flatMap(judged) };
}

/** The trust document as the emulator's STS can judge it: audience and subject. */
export function trustJudgedByEmulator(document: TrustDocument): TrustDocument {
  return {
    ...document,
    Statement: document.Statement.map(({ Condition, ...rest }) => {
      const kept = Condition === undefined ? undefined : withoutUnseen(Condition, 'sts');
      return kept === undefined ? rest : { ...rest, Condition: kept };
    }),
  };
}

/** A bucket policy of denials: those that the emulator would judge wrongly are left out. */
const bucketPolicyJudgedByEmulator = (document: BucketPolicy): BucketPolicy => ({
  ...document,
  Statement: document.Statement.filter(({ Condition }) => !changed(Condition, withoutUnseen(Condition, 's3'))),
});

/** How every document of bootstrap gets into the emulator. */
export const writtenForEmulator: DocumentWriters = {
  trust: trustJudgedByEmulator,
  policy: judgedByEmulator,
  bucketPolicy: bucketPolicyJudgedByEmulator,
};

function judged(statement: Statement): Statement[] {
  const { Condition, ...rest } = statement;
  const service = (statement.Action[0] ?? '').split(':')[0] ?? '';
  const kept = Condition === undefined ? undefined : withoutUnseen(Condition, service);
  if (statement.Effect === 'Deny') return Condition !== undefined && changed(Condition, kept) ? [] : [statement];
  const conditioned = kept === undefined ? {} : { Condition: kept };
  const actions = [...new Set(statement.Action.flatMap(namesOf))];
  const nameless = actions.filter((action) => resourceless.has(action));
  const named = actions.filter((action) => !resourceless.has(action));
  return [
    ...(named.length === 0 ? [] : [{ ...rest, Action: named, ...conditioned }]),
    ...(nameless.length === 0
      ? []
      : [{ ...rest, Sid: `${rest.Sid}Nameless`, Action: nameless, Resource: ['*'], ...conditioned }]),
  ];
}

const changed = (before: Condition, after: Condition | undefined) => JSON.stringify(before) !== JSON.stringify(after);

function withoutUnseen(condition: Condition, service: string): Condition | undefined {
  const operators = Object.entries(condition).flatMap(([operator, keys]) => {
    const seen = Object.entries(keys).filter(([key]) => !unseen(key, service));
    return seen.length === 0 ? [] : [[operator, Object.fromEntries(seen)] as const];
  });
  return operators.length === 0 ? undefined : Object.fromEntries(operators);
}

const unseen = (key: string, service: string): boolean =>
  emulatorGaps.some(
    (gap) =>
      gap.conditionKey !== undefined &&
      key.startsWith(gap.conditionKey) &&
      (gap.service === undefined || gap.service === service),
  );
