import { ConfigurationError } from '../errors.ts';
import type { RawObservation, RawResource } from '../engine/rawObservation.ts';
import { viewsOf } from './effective.ts';
import { hiddenPaths } from './hidden.ts';
import { identitiesOf } from './identities.ts';
import type {
  Live,
  NotObservable,
  Observation,
  ObservedAddition,
  ObservedResource,
  Properties,
  Value,
} from './observation.ts';
import { placeholders, type Normalise } from './placeholders.ts';
import type { Place } from './place.ts';
import { referring, type Refer } from './references.ts';
import { fingerprintWith } from './signatures.ts';
import { urnPart } from './urn.ts';
import { canonicalValue, type ValueContext } from './values.ts';

export interface CanonicalContext {
  /** Every environment's settings: each may be mentioned by the others. */
  readonly environments: readonly Place[];
  /** The settings of this environment as plain data (`canonicalConfiguration`). */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** The same of the other environments, in the release that runs here. */
  readonly configurations?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Makes secrets comparable without telling them; the same key for all observations that are compared. */
  readonly fingerprintKey?: string | undefined;
}

/**
 * Makes what the engine saw of one environment comparable with any other: names, accounts, regions, zones and generated ids
 * become placeholders, policies are ordered, what only AWS fills in is dropped.
 *
 * @throws ConfigurationError when the environment is not among the settings, or state belongs to another stack
 */
export function canonicalise(raw: RawObservation, context: CanonicalContext): Observation {
  const place = placeOf(raw, context.environments);
  const infrastructure = raw.resources.filter(({ custom, type }) => custom && !type.startsWith('pulumi:'));
  checkOwnership(raw, infrastructure);
  const names = placeholders(place, context.environments, raw.release, new Map());
  const identities = identitiesOf(infrastructure, names);
  const normalise = placeholders(place, context.environments, raw.release, identities);
  const fingerprint = fingerprintWith(context.fingerprintKey);
  const values = { normalise, fingerprint, policies: new Map<string, Value | undefined>() };
  const refer = referring(infrastructure, names);
  const observed = infrastructure.map((each) => observe(each, refer, names, values, raw));
  const causes = [...raw.causes];
  const unread = observed.some(({ resource }) => resource.live.status === 'unknown');
  return {
    account: raw.account,
    additions: raw.additions
      .map((each) => addition(each, values))
      .sort(by(({ parent, type, name }) => `${parent} ${type} ${name}`)),
    attributions: [...raw.attributions].sort(by(({ urn, at }) => `${urn} ${at}`)),
    causes,
    completeness: raw.failed ? 'failed' : causes.length > 0 || unread ? 'partial' : 'complete',
    configuration: settingsIn(context.configuration, values),
    ...(context.configurations === undefined ? {} : { configurations: others(raw, context, values) }),
    deploymentInProgress: raw.deploymentInProgress,
    ...(raw.emergency ? { emergency: raw.emergency } : {}),
    environment: raw.environment,
    notObservable: observed.flatMap(({ hidden }) => hidden).sort(by(({ resource, path }) => `${resource} ${path}`)),
    observedAt: raw.observedAt,
    programRelease: raw.programRelease ?? null,
    region: raw.region,
    release: raw.release,
    releasedAt: raw.releasedAt ?? null,
    resources: observed.map(({ resource }) => resource).sort(by(({ key }) => key)),
    schemaVersion: 1,
  };
}

type Values = Omit<ValueContext, 'hidden'>;

const settingsIn = (settings: Readonly<Record<string, unknown>>, values: Values): Properties =>
  (canonicalValue(settings, 'settings', { ...values, hidden: () => {} }) ?? {}) as Properties;

/** Each with the names of its own place, as an observation of it would have them. */
function others({ release }: RawObservation, { environments, configurations = {} }: CanonicalContext, values: Values) {
  const places = environments.filter(({ environment }) => environment in configurations);
  return Object.fromEntries(
    places.map((place) => {
      const normalise = placeholders(place, environments, release, new Map());
      return [place.environment, settingsIn(configurations[place.environment] ?? {}, { ...values, normalise })];
    }),
  );
}

function observe(raw: RawResource, refer: Refer, naming: Normalise, values: Values, from: RawObservation) {
  const { type, urn, id, live } = raw;
  const secrets = { met: false };
  const context = { ...values, hidden: () => (secrets.met = true) };
  const views = viewsOf(refer(raw), context);
  const name = naming(raw.name);
  const waiting = waitingOf(raw);
  const resource: ObservedResource = {
    key: `${urnPart(urn, 'types')}::${name}`,
    live: views.live === null ? withoutProperties(live) : { status: 'present', properties: views.live },
    name,
    physicalId: id,
    program: views.program,
    state: views.state,
    type,
    urn,
    ...(waiting === undefined ? {} : { waiting }),
  };
  const blind = from.blindSpots.filter((spot) => spot.type === type).map(({ path, reason }) => ({ path, reason }));
  const unseen = [...blind, ...(secrets.met ? hiddenPaths(resource) : [])];
  return { resource, hidden: unseen.map((each): NotObservable => ({ resource: `${type}/${name}`, ...each })) };
}

const withoutProperties = (live: RawResource['live']): Live =>
  live.status === 'unknown' ? { status: 'unknown', cause: live.cause } : { status: 'missing' };

function addition(raw: RawObservation['additions'][number], values: Values): ObservedAddition {
  const properties = canonicalValue(raw.properties, raw.type, { ...values, hidden: () => {} });
  return {
    name: values.normalise(raw.name),
    parent: raw.parentUrn,
    physicalId: raw.physicalId,
    properties: (properties ?? {}) as Properties,
    type: raw.type,
  };
}

function waitingOf({ live, createdAt }: RawResource): ObservedResource['waiting'] {
  if (live.status !== 'present' || live.outputs['pendingConfirmation'] !== true) return undefined;
  return { ...(createdAt ? { since: createdAt } : {}), text: 'awaits confirmation by the person who got the email' };
}

function placeOf({ environment, account, region }: RawObservation, environments: readonly Place[]): Place {
  const place = environments.find((each) => each.environment === environment);
  if (place === undefined) {
    const known = environments.map((each) => each.environment).join(', ');
    throw new ConfigurationError(`no settings for the environment "${environment}" that was observed`, {
      advice: `Known: ${known}.`,
    });
  }
  return { ...place, account, region };
}

function checkOwnership({ environment }: RawObservation, resources: readonly RawResource[]): void {
  const foreign = resources.find(({ urn }) => !urn.startsWith(`urn:pulumi:${environment}::`));
  if (foreign === undefined) return;
  throw new ConfigurationError(`the state of "${environment}" holds a resource of another stack: ${foreign.urn}`, {
    advice: 'Check the state backend and the name of the stack; nothing was compared.',
  });
}

const by =
  <T>(key: (each: T) => string) =>
  (left: T, right: T): number => {
    const [a, b] = [key(left), key(right)];
    return a < b ? -1 : a > b ? 1 : 0;
  };
