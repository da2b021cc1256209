/** Adds children behind the pipeline's back through the AWS API, and looks with the real drift check. */
import type { Finding } from '../../../pipeline/comparison/finding.ts';
import { meddling } from '../accountMeddling.ts';
import type { Owned } from '../accountWorld.ts';
import { parentsIn, type Parents } from './parents.ts';
import type { World } from './world.ts';

interface Cause {
  readonly type: string;
  /** Without one the child itself was added. */
  readonly property?: string;
}

/** Where a resource may declare such a child itself, as a property: there another one shows as a change of that. */
const inline: Readonly<Record<string, Required<Cause>>> = {
  'aws:sns/topicPolicy:TopicPolicy': { type: 'aws:sns/topic:Topic', property: 'policy' },
  'aws:sqs/queuePolicy:QueuePolicy': { type: 'aws:sqs/queue:Queue', property: 'policy' },
  'aws:sqs/redrivePolicy:RedrivePolicy': { type: 'aws:sqs/queue:Queue', property: 'redrivePolicy' },
  'aws:sqs/redriveAllowPolicy:RedriveAllowPolicy': { type: 'aws:sqs/queue:Queue', property: 'redriveAllowPolicy' },
};

/** What AWS refuses to add to resources such as ours, and its words: nothing is there to be found. */
const refused: Readonly<Record<string, string>> = {
  'aws:kms/replicaKey:ReplicaKey': 'is not a multi-Region key',
};

/** DynamoDB turns streams on when it makes a replica. */
const along: Readonly<Record<string, readonly Cause[]>> = {
  'aws:dynamodb/tableReplica:TableReplica': [
    { type: 'aws:dynamodb/table:Table', property: 'streamEnabled' },
    { type: 'aws:dynamodb/table:Table', property: 'streamViewType' },
  ],
};

/** The subnet that was made for an association to add, and that is found as well. */
const freeSubnet: Cause = { type: 'aws:ec2/subnet:Subnet' };

/**
 * @param place which resource is meddled with, where the program has several of a type
 * @returns what went wrong: an addition that was refused or not found, and a finding that nobody caused
 */
export async function addAndCheck(world: World, kinds: readonly string[], place: number): Promise<readonly string[]> {
  const parents = await parentsIn(world, place);
  const problems: string[] = [];
  for (const kind of kinds) problems.push(...(await add(kind, parents.owned)));
  const { findings } = await world.check();
  const told = findings.filter(({ classification }) => classification !== 'expected-variation');
  const own = [freeSubnet, ...kinds.filter((kind) => !(kind in refused)).map((kind) => causeOf(kind, parents))];
  const all = [...own, ...kinds.flatMap((kind) => along[kind] ?? [])];
  const missed = own.filter((cause) => !told.some((finding) => shows(finding, cause, world)));
  const invented = told.filter((finding) => !all.some((cause) => shows(finding, cause, world)));
  return [
    ...problems,
    ...missed.map(({ type, property = '' }) => `not found: ${type} ${property}`),
    ...invented.map(nobodyDid),
  ];
}

async function add(kind: string, owned: Owned): Promise<readonly string[]> {
  try {
    await meddling[kind]?.(owned);
    return kind in refused ? [`${kind} was taken, and should be refused`] : [];
  } catch (error) {
    const expected = refused[kind];
    return expected !== undefined && String(error).includes(expected) ? [] : [`${kind} was refused: ${String(error)}`];
  }
}

function causeOf(kind: string, { of }: Parents): Cause {
  const own = inline[kind];
  return own !== undefined && of(own.type).inputs[own.property] !== undefined ? own : { type: kind };
}

function shows(finding: Finding, { type, property }: Cause, { target }: World): boolean {
  const { resource, environment, change, path, kind, classification } = finding;
  const place = property === undefined ? change === 'added' && path === '' : path.split(/[.[]/)[0] === property;
  const drift = kind === 'live-drift' && classification === 'unexpected';
  return place && drift && resource.type === type && environment === target.environment;
}

const nobodyDid = ({ environment, resource, path, change, classification, reason }: Finding): string =>
  `nobody did this: ${environment} ${resource.type}/${resource.name} ${path} ${change} (${classification}): ${reason}`;
