/** The small payment system, observed and compared, with what a test changes in it. */
import type { Finding, Report } from '../../../pipeline/comparison/finding.ts';
import { compare } from '../../../pipeline/comparison/compare.ts';
import { parseRules } from '../../../pipeline/comparison/parseRules.ts';
import type { Rules } from '../../../pipeline/comparison/rules.ts';
import type {
  RawAddition,
  RawObservation,
  RawProperties,
  RawResource,
} from '../../../pipeline/engine/rawObservation.ts';
import { canonicalise } from '../../../pipeline/snapshot/canonicalise.ts';
import type { Observation } from '../../../pipeline/snapshot/observation.ts';
import { changeResource, contextOf, prod, rawPayments, staging, type TestSettings } from '../snapshot/rawPayments.ts';

export type Alter = (raw: RawObservation) => RawObservation;
type Of = readonly [type: string, name: string];

export const ours = {
  alias: ['aws:lambda/alias:Alias', 'payments-live'],
  egress: ['aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule', 'payments-to-dynamodb'],
  endpoint: ['aws:ec2/vpcEndpoint:VpcEndpoint', 'payments-dynamodb'],
  function: ['aws:lambda/function:Function', 'payments-function'],
  group: ['aws:ec2/securityGroup:SecurityGroup', 'payments-function'],
  key: ['aws:kms/key:Key', 'payments-key'],
  queue: ['aws:sqs/queue:Queue', 'payments-ingest'],
  role: ['aws:iam/role:Role', 'payments-function'],
  rolePolicy: ['aws:iam/rolePolicy:RolePolicy', 'payments-function'],
  table: ['aws:dynamodb/table:Table', 'payments-table'],
  topic: ['aws:sns/topic:Topic', 'payments-outcomes'],
  vpc: ['aws:ec2/vpc:Vpc', 'payments-network'],
} as const satisfies Record<string, Of>;

export const label = ([type, name]: Of): string => `${type}/${name}`;

/** The morning on which everything is compared; observed an hour before. */
export const now = new Date('2026-11-24T04:00:00Z');

/** What differs between the three environments of `rawPayments` by their settings. */
export const variations = [
  { resource: label(ours.function), property: 'memorySize', value: 'settings.memory', reason: 'sized by its load' },
  {
    resource: label(ours.function),
    property: 'reservedConcurrentExecutions',
    values: { dev: 1, staging: 10, prod: 100 },
    reason: 'reserved by its load',
  },
  {
    resource: label(ours.queue),
    property: 'redrivePolicy.maxReceiveCount',
    values: { dev: 5, staging: 6, prod: 8 },
    reason: 'tried more often higher up',
  },
  {
    resource: label(ours.table),
    property: 'pointInTimeRecovery.enabled',
    value: 'settings.pointInTimeRecovery',
    reason: 'data in dev is synthetic',
  },
  {
    resource: 'aws:sns/topicSubscription:TopicSubscription/payments-failures-*',
    property: 'endpoint',
    forEach: 'settings.notificationAddresses',
    reason: 'each tells its own people',
  },
];

export const rulesWith = (more: Readonly<Record<string, unknown>> = {}): Rules =>
  parseRules({ variations, ...more }, { file: 'config/parity.yaml' });

const unchanged: Alter = (raw) => raw;
export const both =
  (...alters: readonly Alter[]): Alter =>
  (raw) =>
    alters.reduce((changed, alter) => alter(changed), raw);

export const observed = (settings: TestSettings, alter: Alter = unchanged): Observation =>
  canonicalise(alter(rawPayments(settings)), contextOf(settings));

interface Comparison {
  readonly staging?: Alter;
  readonly prod?: Alter;
  readonly rules?: Rules;
  readonly at?: Date;
}

export const compared = ({ staging: lower, prod: upper, rules = rulesWith(), at = now }: Comparison): Report =>
  compare({
    observations: [observed(staging, lower), observed(prod, upper)],
    baseline: 'staging',
    target: 'prod',
    rules,
    now: at,
  });

export const findingsOf = (
  { findings }: Report,
  classification: Finding['classification'] = 'unexpected',
): readonly Finding[] => findings.filter((each) => each.classification === classification);

/** The one finding of a class; a test that expects one must not pass when there are two. */
export function theOne(report: Report, classification: Finding['classification'] = 'unexpected'): Finding {
  const [first, ...others] = findingsOf(report, classification);
  if (first === undefined || others.length > 0)
    throw new Error(`expected one ${classification} finding, got ${JSON.stringify([first, ...others], null, 1)}`);
  return first;
}

type Change = RawProperties | ((properties: RawProperties) => RawProperties);
const apply = (change: Change, properties: RawProperties): RawProperties =>
  typeof change === 'function' ? change(properties) : { ...properties, ...change };

const on =
  ([type, name]: Of, change: (resource: RawResource) => RawResource): Alter =>
  (raw) =>
    changeResource(raw, name, type, change);

/** Somebody changed it in the account. */
export const inAccount = (of: Of, change: Change): Alter =>
  on(of, (each) =>
    each.live.status === 'present'
      ? {
          ...each,
          live: { ...each.live, inputs: apply(change, each.live.inputs), outputs: apply(change, each.live.outputs) },
        }
      : each,
  );

/** The program was changed, and not deployed. */
export const inProgram = (of: Of, change: Change): Alter =>
  on(of, (each) => ({ ...each, programInputs: apply(change, each.programInputs ?? {}) }));

/** Changed and deployed: program, state and account agree. */
export const deployed = (of: Of, change: Change): Alter =>
  both(
    inAccount(of, change),
    inProgram(of, change),
    on(of, (each) => ({
      ...each,
      stateInputs: apply(change, each.stateInputs ?? {}),
      stateOutputs: apply(change, each.stateOutputs ?? {}),
    })),
  );

export const liveOf = (of: Of, live: RawResource['live']): Alter => on(of, (each) => ({ ...each, live }));

export const withoutResource =
  ([type, name]: Of): Alter =>
  (raw) => ({ ...raw, resources: raw.resources.filter((each) => each.type !== type || each.name !== name) });

export const about =
  (change: Partial<RawObservation>): Alter =>
  (raw) => ({ ...raw, ...change });

/** Something that hangs on a resource of ours and that nobody declared. */
export const addition =
  ([type, name]: Of, found: Omit<RawAddition, 'parentUrn'>): Alter =>
  (raw) => {
    const parent = raw.resources.find((each) => each.type === type && each.name === name);
    if (parent === undefined) throw new Error(`no resource ${type} ${name}`);
    return { ...raw, additions: [...raw.additions, { ...found, parentUrn: parent.urn }] };
  };
