/** Changes inputs through the AWS API, looks with the real drift check, and puts everything back. */
import type { Finding, Report } from '../../../pipeline/comparison/finding.ts';
import type { StateResource } from '../../../pipeline/engine/checkpoint.ts';
import { nameOf } from '../../../pipeline/engine/events.ts';
import { otherValue, leavesOf, withValue } from '../../unit/comparison/leaves.ts';
import { setters } from './api/index.ts';
import type { Api, Inputs } from './api/setter.ts';
import type { Mutation } from './rounds.ts';
import type { World } from './world.ts';

/** @returns what went wrong: a change that was not found, a finding that nobody caused, an account that was not as before */
export async function mutateAndCheck(
  world: World,
  api: Api,
  mutations: readonly Mutation[],
): Promise<readonly string[]> {
  const recorded = await world.recorded();
  const byResource = Map.groupBy(mutations, ({ type, name }) => `${type} ${name}`);
  const works = [...byResource].map(([key, own]) => {
    const resource = recorded.find(({ type, urn }) => `${type} ${nameOf(urn)}` === key);
    if (resource === undefined) throw new Error(`state has no ${key}`);
    return { own, resource, wanted: wantedInputs(api, resource, own) };
  });
  const refused: string[] = [];
  for (const { own, resource, wanted } of works) refused.push(...(await apply(api, resource, own, wanted)));
  const report = await world.check();
  for (const { own, resource } of works) refused.push(...(await apply(api, resource, own, resource.inputs)));
  return [...refused, ...judge(report, mutations, world.target.environment)];
}

function wantedInputs(api: Api, { inputs }: StateResource, mutations: readonly Mutation[]): Inputs {
  return mutations.reduce<Inputs>((wanted, { type, property, path, steps }) => {
    const before = valueAt(inputs, steps);
    const to = setters[type]?.[property]?.to?.[path];
    return withValue(wanted, steps, to === undefined ? otherValue(before) : to(api, before));
  }, inputs);
}

/** Two names of one property are one value, so steps are compared and not paths. */
function valueAt(inputs: Inputs, steps: Mutation['steps']): unknown {
  return leavesOf(inputs).find((leaf) => leaf.steps.join('\n') === steps.join('\n'))?.value;
}

/** One call for each property, even where several of its parts are changed. Gives what AWS refused. */
async function apply(
  api: Api,
  { type, id, outputs }: StateResource,
  own: readonly Mutation[],
  inputs: Inputs,
): Promise<readonly string[]> {
  const refused: string[] = [];
  for (const property of new Set(own.map((mutation) => mutation.property))) {
    try {
      await setters[type]?.[property]?.set(api, { id, outputs, inputs });
    } catch (error) {
      refused.push(`${type} ${property} could not be set: ${String(error)}`);
    }
  }
  return refused;
}

function judge({ findings }: Report, mutations: readonly Mutation[], environment: string): readonly string[] {
  const told = findings.filter(({ classification }) => classification !== 'expected-variation');
  const isOf = (finding: Finding, mutation: Mutation): boolean => isRight(finding, mutation, environment);
  const missed = mutations.filter(
    (mutation) => !told.some((finding) => isOf(finding, mutation) && !isAlong(finding, mutation)),
  );
  const invented = told.filter((finding) => !mutations.some((mutation) => isOf(finding, mutation)));
  return [
    ...missed.map(({ type, name, path }) => `not found: ${type}/${name} ${path}`),
    ...invented.map(
      ({ environment, resource, path, change, kind, classification, reason }) =>
        `nobody did this: ${environment} ${resource.type}/${resource.name} ${path} ${change} (${kind}, ${classification}): ${reason}`,
    ),
  ];
}

const general = (path: string): string => path.replaceAll(/\[\d+\]/g, '[]');

const along = ({ type, property }: Mutation): readonly string[] => setters[type]?.[property]?.along ?? [];

const isAlong = ({ path }: Finding, mutation: Mutation): boolean =>
  general(path) !== mutation.path &&
  along(mutation).includes(general(path)) &&
  !mutation.path.startsWith(general(path));

function isRight(finding: Finding, mutation: Mutation, environment: string): boolean {
  const { resource, kind, classification } = finding;
  const path = general(finding.path);
  const own = resource.type === mutation.type && resource.name === mutation.name && finding.environment === environment;
  const element = path.endsWith('[]') && mutation.path.startsWith(`${path}.`);
  const place =
    path === mutation.path || path.startsWith(`${mutation.path}.`) || element || along(mutation).includes(path);
  return own && place && kind === 'live-drift' && classification === 'unexpected';
}
