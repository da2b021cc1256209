/**
 * Who changed a resource last, where CloudTrail's event history tells: writes of the last 90 days, some minutes late. Best
 * effort: what cannot be told is a cause, never an error.
 */
import { CloudTrailClient, paginateLookupEvents } from '@aws-sdk/client-cloudtrail';
import type { Event } from '@aws-sdk/client-cloudtrail';
import type { RawObservation } from '../engine/rawObservation.ts';
import type { ProcessEnvironment } from '../engine/surroundings.ts';
import type { OwnedResource } from './additions/reader.ts';
import { clientConfiguration } from './clientConfiguration.ts';
import { reasonOf } from './sdkError.ts';
import { identifiersOf, trailEvent } from './trailEvent.ts';
import type { TrailEvent } from './trailEvent.ts';

/** What somebody changed after the pipeline had written it last. */
export interface ChangedResource extends OwnedResource {
  /** ISO 8601. What was written until then was our own doing, or was overwritten by it. */
  readonly modifiedAt?: string | null | undefined;
}

export type Attributions = RawObservation['attributions'];

/** IAM is one service for all regions, and records there. */
const globalRegion = 'us-east-1';

/** Newest first, 50 a page. AWS allows two calls a second, so this is what twenty seconds give. */
const mostPages = 40;

/**
 * Reads the newest writes once and finds each resource in them, instead of asking for each: AWS allows two calls a second.
 *
 * @param resources those that changed
 */
export async function attributions(
  credentials: ProcessEnvironment,
  region: string,
  resources: readonly ChangedResource[],
): Promise<{ readonly attributions: Attributions; readonly causes: readonly string[] }> {
  const isGlobal = ({ type }: ChangedResource): boolean => type.startsWith('aws:iam/');
  const inGlobal = await attributed(credentials, globalRegion, resources.filter(isGlobal));
  const here = await attributed(
    credentials,
    region,
    resources.filter((resource) => !isGlobal(resource)),
  );
  return {
    attributions: [...here.attributions, ...inGlobal.attributions],
    causes: [...here.causes, ...inGlobal.causes],
  };
}

async function attributed(credentials: ProcessEnvironment, region: string, resources: readonly ChangedResource[]) {
  if (resources.length === 0) return { attributions: [], causes: [] };
  const open = new Map(resources.map((resource) => [resource.urn, wanted(resource)]));
  const found: Attributions[number][] = [];
  const take = (event: TrailEvent): void => {
    for (const [urn, { after, identifiers }] of open) {
      // Newest first: from here on there are only older ones.
      if (event.at <= after) open.delete(urn);
      else if (identifiers.some((parts) => parts.every((part) => event.mentions.has(part)))) {
        found.push({ urn, actor: event.actor, event: event.name, at: event.at });
        open.delete(urn);
      }
    }
  };
  const cause = await readWrites(credentials, region, take, () => open.size === 0);
  return { attributions: found, causes: cause === null ? [] : [`CloudTrail in ${region}: ${cause}`] };
}

/** CloudTrail's times are whole seconds. */
const wanted = (resource: ChangedResource) => ({
  after: resource.modifiedAt ? `${new Date(resource.modifiedAt).toISOString().slice(0, 19)}Z` : '',
  identifiers: identifiersOf(resource),
});

/** Null when everything was read, otherwise why not. */
async function readWrites(
  credentials: ProcessEnvironment,
  region: string,
  take: (event: TrailEvent) => void,
  isEnough: () => boolean,
): Promise<string | null> {
  const client = new CloudTrailClient({ ...clientConfiguration(credentials, region), maxAttempts: 6 });
  const writes = { LookupAttributes: [{ AttributeKey: 'ReadOnly' as const, AttributeValue: 'false' }] };
  let pages = 0;
  try {
    for await (const { Events = [] } of paginateLookupEvents({ client, pageSize: 50 }, writes)) {
      for (const event of Events.map(parse)) if (event !== null) take(event);
      pages++;
      if (isEnough()) return null;
      if (pages === mostPages) return `only the newest ${pages * 50} writes were read`;
    }
    return null;
  } catch (error) {
    return `the event history could not be read: ${reasonOf(error)}`;
  } finally {
    client.destroy();
  }
}

const parse = ({ CloudTrailEvent = '' }: Event): TrailEvent | null => trailEvent(CloudTrailEvent);
