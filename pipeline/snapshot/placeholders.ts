import { prefix } from '../../infra/names.ts';
import { addressWithin } from './network.ts';
import { relation, type Place } from './place.ts';

/** Replaces in a text what differs between environments by design. The same text always gives the same result. */
export type Normalise = (text: string) => string;

/**
 * Ids that AWS makes up: `vpc-0a1b2c3d`, UUIDs, unique ids of IAM (`AROA...`). Only those in `identities` are replaced: an id of
 * something that is not ours stays as it is, and so stays a difference.
 */
export const generatedIds =
  /\b[a-z]{1,12}-[0-9a-f]{8,17}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\bA[A-Z]{3}[A-Z0-9]{12,21}\b/;

/** A text that already looks like one of our placeholders is marked, so that no two different texts become equal. */
const lookalike = /\$\{(?=(?:environment|account|region|release|network|zone|unknown|lower|upper|aws:[a-z0-9]+\/))/;
const addresses = /\b\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}\b/;

export function placeholders(
  own: Place,
  all: readonly Place[],
  release: string | null,
  identities: ReadonlyMap<string, string>,
): Normalise {
  const regions = regionsOf(own, all);
  const words = wordsOf(own, all, release);
  const pattern = new RegExp(patterns(own, words, regions).join('|'), 'g');
  const replace = (found: string): string =>
    words.get(found) ??
    regions.get(found) ??
    identities.get(found) ??
    (found === '${' ? '$${' : found === own.environment ? '${environment}' : addressWithin(own.vpcCidr, found));
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const after = text.replace(pattern, replace);
    known.set(text, after);
    return after;
  };
}

type Literals = ReadonlyMap<string, string>;

function patterns(own: Place, words: Literals, regions: Literals): readonly string[] {
  return [
    lookalike.source,
    `(?<![A-Za-z0-9])(?:${anyOf(words)})(?![A-Za-z0-9])`,
    // A zone is a region and a letter: `eu-west-1a` becomes `${region}a`.
    `(?<![A-Za-z0-9])(?:${anyOf(regions)})(?![0-9])`,
    generatedIds.source,
    addresses.source,
    // The bare name only as a word of its own: `/dev/null` and `prod.example.com` are no environments.
    `(?<![\\w/.-])${escape(own.environment)}(?![\\w-]|\\.\\w)`,
  ];
}

function wordsOf(own: Place, all: readonly Place[], release: string | null): Literals {
  const words = new Map([
    [prefix(own.environment), prefix('${environment}')],
    [own.account, '${account}'],
  ]);
  // Shorter ones could be ordinary words.
  if (release !== null && release.length >= 7) words.set(release, '${release}');
  own.zoneIds?.forEach((zone, index) => words.set(zone, `\${zone/${index + 1}}`));
  for (const other of all) {
    const role = relation(own, other, all);
    if (!words.has(prefix(other.environment))) words.set(prefix(other.environment), prefix(`\${${role}}`));
    if (!words.has(other.account)) words.set(other.account, `\${${role}.account}`);
  }
  return words;
}

function regionsOf(own: Place, all: readonly Place[]): Literals {
  const regions = new Map([[own.region, '${region}']]);
  for (const other of all) {
    if (!regions.has(other.region)) regions.set(other.region, `\${${relation(own, other, all)}.region}`);
  }
  return regions;
}

const anyOf = (literals: Literals): string =>
  [...literals.keys()]
    .sort((a, b) => b.length - a.length)
    .map(escape)
    .join('|');

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
