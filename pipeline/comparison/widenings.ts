import { unknownSentinel } from '../engine/rawObservation.ts';
import type { Observation, ObservedResource, Properties, Value } from '../snapshot/observation.ts';
import { isAccessPolicy, isPolicy } from '../snapshot/policy.ts';
import { gained, type Grant } from './access.ts';
import { judge } from './severity.ts';

/**
 * Every widening of access that a plan brings, in words: who may do what that nobody may do now. A policy that is not known
 * before the update counts as one. An approver must never miss these, so in doubt something is named.
 *
 * @param planned of `canonicalisePlan`: `state` is what is deployed, `program` what will be
 */
export function widenings(planned: Observation): readonly string[] {
  const isFirst = planned.resources.every(({ state }) => state === null);
  const found = planned.resources.flatMap((resource) =>
    resource.program === null ? undenied(resource) : wider(resource),
  );
  if (!isFirst) return found.map((text) => text.replaceAll('${environment}', planned.environment)).sort();
  return found.length === 0
    ? []
    : [`nothing is deployed yet: all of the ${found.length} accesses that the program grants are new`];
}

function wider(resource: ObservedResource): readonly string[] {
  const { program, state } = resource;
  if (program === null) return [];
  if (state === null && opening.test(resource.type))
    return [...byPolicies(resource), `${label(resource)} is new: it opens a way in or out`];
  return [...byPolicies(resource), ...byProperties(resource, state, program)];
}

/** Resources whose mere existence opens something, whatever they say. */
const opening =
  /^aws:(?:lambda\/(?:permission|functionUrl)|kms\/grant|iam\/(?:rolePolicyAttachment|userPolicy|accessKey|user:)|ec2\/(?:internetGateway|natGateway|route:|securityGroupRule|vpcPeering|transitGateway)|vpc\/securityGroup(?:In|E)gressRule|sns\/topicSubscription)/;

/** Taking a policy away that only denied, or a resource that closed something, widens too. */
function undenied(resource: ObservedResource): readonly string[] {
  if (resource.state === null) return [];
  return policiesOf(resource.state).flatMap(([, policy]) =>
    (gained(policy, null) ?? []).map((grant) => inWords(resource, grant)),
  );
}

function byPolicies(resource: ObservedResource): readonly string[] {
  const { program, state } = resource;
  const properties = new Set([...Object.keys(program ?? {}), ...Object.keys(state ?? {})]);
  return [...properties].flatMap((property) => {
    const [before, after] = [state?.[property] ?? null, program?.[property] ?? null];
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    if (isAccessPolicy(property) && hasUnknown(after))
      return [`${label(resource)}: its ${property} is not known before the update`];
    if (!isPolicy(after) && !isPolicy(before)) return [];
    if (after === null && resource.type === 'aws:ec2/vpcEndpoint:VpcEndpoint')
      return [`${label(resource)}: its ${property} is gone, so it lets everything through`];
    const grants = gained(before, after);
    if (grants === undefined) return [`${label(resource)}: its ${property} is too large to be judged`];
    return [...new Set(grants.map((grant) => inWords(resource, grant)))];
  });
}

const hasUnknown = (value: Value): boolean => {
  const text = JSON.stringify(value);
  return text.includes(unknownSentinel) || text.includes('${unknown');
};

const policiesOf = (properties: Properties): readonly (readonly [string, Value])[] =>
  Object.entries(properties).filter(([, value]) => isPolicy(value));

/** Network, keys, principals and bounds, by the table that also judges drift. */
const accessProperty =
  /^(?:ingress|egress|cidrIpv4|cidrIpv6|referencedSecurityGroupId|prefixListId|fromPort|toPort|ipProtocol|routes|gatewayId|natGatewayId|destinationCidrBlock|mapPublicIpOnLaunch|vpcConfig|securityGroupIds|authorizationType|principal|sourceArn|sourceAccount|principalOrgId|action|functionUrlAuthType|granteePrincipal|operations|constraints|permissionsBoundary|managedPolicyArns|inlinePolicies|policyArn|role|kmsKeyId|kmsMasterKeyId|kmsKeyArn|serverSideEncryption|protocol|endpoint)$/;

/** What opens something in a new resource; its role, key and network are its own business. */
const openingProperty = /^(?:ingress|egress|routes|mapPublicIpOnLaunch|managedPolicyArns|inlinePolicies)$/;

function byProperties(resource: ObservedResource, state: Properties | null, program: Properties): readonly string[] {
  const counts = state === null ? openingProperty : accessProperty;
  const names = [...new Set([...Object.keys(state ?? {}), ...Object.keys(program)])].filter((name) =>
    counts.test(name),
  );
  return names.flatMap((path) => {
    const [expected, actual] = [state?.[path] ?? null, program[path] ?? null];
    if (
      isPolicy(expected) ||
      isPolicy(actual) ||
      (isAccessPolicy(path) && hasUnknown(actual)) ||
      JSON.stringify(expected) === JSON.stringify(actual)
    )
      return [];
    const { why } = judge({
      type: resource.type,
      change: 'changed',
      path,
      expected,
      actual,
      before: state,
      after: program,
    });
    return [`${label(resource)}: ${path} becomes ${shown(actual)} (now ${shown(expected)}): ${why}`];
  });
}

function inWords(resource: ObservedResource, { effect, who, action, resource: on, limits }: Grant): string {
  const subject = who === '-' ? subjectOf(resource) : `${plain(who)} (by ${label(resource)})`;
  const what = effect === 'Deny' ? `is no longer denied ${plain(action)}` : `may now ${spoken(plain(action))}`;
  const held = limits === JSON.stringify([null, null, null, null]) ? '' : ', under conditions';
  return `${subject} ${what}${on === '-' ? '' : ` on ${plain(on) === '*' ? 'anything' : target(plain(on))}`}${held}`;
}

/** What this system's actions mean, for whoever does not know them by heart. */
const meanings: Readonly<Record<string, string>> = {
  'dynamodb:BatchGetItem': 'read items',
  'dynamodb:BatchWriteItem': 'write and delete items',
  'dynamodb:DeleteItem': 'delete items',
  'dynamodb:GetItem': 'read items',
  'dynamodb:PutItem': 'write items',
  'dynamodb:Query': 'read items',
  'dynamodb:Scan': 'read all items',
  'dynamodb:UpdateItem': 'change items',
  'kms:CreateGrant': 'let others use the key',
  'kms:Decrypt': 'decrypt',
  'lambda:InvokeFunction': 'run the function',
  'sns:Publish': 'publish',
  'sns:Subscribe': 'listen',
  'sqs:DeleteMessage': 'delete messages',
  'sqs:PurgeQueue': 'delete all messages',
  'sqs:ReceiveMessage': 'read messages',
  'sqs:SendMessage': 'send messages',
  'sts:AssumeRole': 'take the role',
};

/** `delete items (dynamodb:DeleteItem)`, `do anything with dynamodb (dynamodb:*)`. */
function spoken(action: string): string {
  if (action === '*') return 'do anything at all (*)';
  const everything = /^([a-z0-9-]+):\*$/.exec(action)?.[1];
  const meaning = everything === undefined ? meanings[action] : `do anything with ${everything}`;
  return meaning === undefined ? action : `${meaning} (${action})`;
}

/** The policy of a role speaks of that role. */
function subjectOf(resource: ObservedResource): string {
  const role = resource.program?.['role'] ?? resource.state?.['role'];
  return typeof role === 'string' ? `role ${role}` : label(resource);
}

const plain = (text: string): string => text.replaceAll(/^"|"$/g, '').replaceAll(':"', ':').replace(/"$/, '');

/** `arn:aws:dynamodb:REGION:ACCOUNT:table/NAME` is `table/NAME` to a reader. */
const target = (arn: string): string => /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(.+)$/.exec(arn)?.[1] ?? arn;

const label = ({ type, name }: ObservedResource): string => `${type.split(':').at(-1) ?? type} ${name}`;

const shown = (value: Value): string => {
  const text = value === null ? 'unset' : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
};
