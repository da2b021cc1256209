/**
 * What hangs on our resources in the account though nobody declared it (R40). The engine cannot tell: it looks only at what the
 * program or state has.
 */
import type { RawAddition } from '../engine/rawObservation.ts';
import type { BlindSpot, ProcessEnvironment } from '../engine/surroundings.ts';
import { atOnce } from './additions/atOnce.ts';
import { openClients } from './additions/clients.ts';
import type { Clients } from './additions/clients.ts';
import type { Found, OwnedResource, Parent, Reader } from './additions/reader.ts';
import { readers } from './additions/readers.ts';
import { readFailure, reasonOf } from './sdkError.ts';

export interface Additions {
  readonly additions: readonly RawAddition[];
  /** Reads that failed or were refused, one line each: what they would have shown is unknown. */
  readonly causes: readonly string[];
  /** Reads that these surroundings are known not to have (`blindSpots`). */
  readonly notObservable: readonly { readonly resource: string; readonly path: string; readonly reason: string }[];
}

type Outcome =
  | { readonly status: 'read'; readonly additions: readonly RawAddition[] }
  | { readonly status: 'unread'; readonly cause: string }
  | { readonly status: 'blind'; readonly resource: string; readonly path: string; readonly reason: string };

const parallelReads = 8;

/**
 * Reads the children of these resources and returns those that none of them declares.
 *
 * @param resources everything in the stack as the last deployment recorded it in state, also what could not be refreshed: what
 *   is left out here looks like nobody declared it
 * @param blindSpots of the surroundings; `path` is `additions` plus the child's type token in brackets, as `additionsPath` gives it
 */
export async function additions(
  credentials: ProcessEnvironment,
  region: string,
  resources: readonly OwnedResource[],
  blindSpots: readonly BlindSpot[] = [],
): Promise<Additions> {
  const clients = openClients(credentials, region);
  try {
    const reads = resources.filter(exists).flatMap((parent) => readersOf(parent).map((reader) => ({ parent, reader })));
    const outcomes = await atOnce(parallelReads, reads, ({ parent, reader }) =>
      readOne(reader, parent, resources, clients, blindSpots),
    );
    return gather(outcomes);
  } finally {
    clients.close();
  }
}

/** Where a blind spot says that children of this type cannot be seen. */
export const additionsPath = (child: string): string => `additions["${child}"]`;

const exists = (resource: OwnedResource): resource is Parent => resource.id !== null && resource.id !== '';
const readersOf = ({ type }: OwnedResource): readonly Reader[] => readers.filter(({ parent }) => parent === type);

async function readOne(
  reader: Reader,
  parent: Parent,
  resources: readonly OwnedResource[],
  clients: Clients,
  blindSpots: readonly BlindSpot[],
): Promise<Outcome> {
  const path = additionsPath(reader.child);
  const blind = blindSpots.find((spot) => spot.type === parent.type && spot.path === path);
  if (blind !== undefined) return { status: 'blind', resource: parent.urn, path, reason: blind.reason };
  try {
    const added = undeclared(reader, await reader.read(parent, clients), resources);
    const nameless = added.length > 0 ? unrecognisable(reader, resources) : undefined;
    if (nameless !== undefined) {
      return {
        status: 'unread',
        cause: `${parent.name}: ${nameless.name} could be one of its ${reader.child}: not recorded well enough`,
      };
    }
    return { status: 'read', additions: added.map((child) => addition(reader, parent, child)) };
  } catch (error) {
    // AWS answers so when there is no such child, or no such parent: the engine's refresh tells the latter.
    if (readFailure(error) === 'absent') return { status: 'read', additions: [] };
    return { status: 'unread', cause: `${parent.name}: ${reader.child} could not be listed: ${reasonOf(error)}` };
  }
}

function undeclared(reader: Reader, found: readonly Found[], resources: readonly OwnedResource[]): readonly Found[] {
  const declared = new Set(resources.map((resource) => reader.declaredBy[resource.type]?.(resource)));
  return found.filter(({ key }) => !declared.has(key));
}

/** A declared child whose key state does not tell: any that was found could be it. */
const unrecognisable = (reader: Reader, resources: readonly OwnedResource[]): OwnedResource | undefined =>
  resources.find((resource) => {
    const declaredKey = reader.declaredBy[resource.type];
    return declaredKey !== undefined && declaredKey(resource) === undefined;
  });

const addition = ({ child }: Reader, { urn }: Parent, { name, physicalId, properties }: Found): RawAddition => ({
  type: child,
  name,
  parentUrn: urn,
  physicalId,
  properties,
});

function gather(outcomes: readonly Outcome[]): Additions {
  const found = outcomes.flatMap((outcome) => (outcome.status === 'read' ? outcome.additions : []));
  // A mapping between a queue and a function of ours is found from both ends.
  const once = new Map(found.map((each) => [`${each.type}|${each.physicalId}`, each]));
  return {
    additions: [...once.values()],
    causes: outcomes.flatMap((outcome) => (outcome.status === 'unread' ? [outcome.cause] : [])),
    notObservable: outcomes.flatMap((outcome) =>
      outcome.status === 'blind' ? [{ resource: outcome.resource, path: outcome.path, reason: outcome.reason }] : [],
    ),
  };
}
