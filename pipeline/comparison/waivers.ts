import type { Draft } from './draft.ts';
import type { Note } from './finding.ts';
import { matchesProperty, matchesResource } from './reference.ts';
import type { Rules, Waiver } from './rules.ts';

const day = 86_400_000;

/** A waiver holds to the end of its last day, UTC. */
const endOf = ({ expires }: Waiver): number => Date.parse(`${expires}T00:00:00Z`) + day;

export interface Waived {
  readonly drafts: readonly Draft[];
  readonly notes: readonly Note[];
}

/** Findings that somebody answers for are waived until the date; from then on they are findings that say so. */
export function applyWaivers(drafts: readonly Draft[], rules: Rules, now: Date): Waived {
  if (rules.waivers.length === 0) return { drafts, notes: [] };
  const used = new Set<Waiver>();
  const judged = drafts.map((draft) => {
    const waiver = draft.classification === 'unexpected' ? bestFor(draft, rules.waivers) : undefined;
    if (waiver === undefined) return draft;
    used.add(waiver);
    return waived(draft, waiver, now);
  });
  const unused = rules.waivers.filter((waiver) => !used.has(waiver));
  return { drafts: judged, notes: [...expiringNotes(rules, used, now), ...unused.map(unusedNote)] };
}

/** Waivers whose date has passed and that cover nothing any more: each is a finding of its own. */
export const expiredWaivers = ({ waivers }: Rules, now: Date): readonly Waiver[] =>
  waivers.filter((waiver) => endOf(waiver) <= now.getTime());

/** Of several that fit, the one that holds longest. */
const bestFor = (draft: Draft, waivers: readonly Waiver[]): Waiver | undefined =>
  waivers.filter((waiver) => covers(waiver, draft)).sort((a, b) => endOf(b) - endOf(a))[0];

export function covers(waiver: Waiver, { environment, resource, path, key, change }: Draft): boolean {
  if (waiver.environment !== undefined && waiver.environment !== environment) return false;
  const label = `${resource.type}/${resource.name}`;
  const isAddition = key.includes('>');
  if (waiver.addition !== undefined) {
    return change === 'added' && isAddition && matchesResource(waiver.addition, label) && ownerIs(waiver.resource, key);
  }
  return !isAddition && matchesResource(waiver.resource, label) && matchesProperty(waiver.property, path);
}

/** An addition's key starts with that of the resource it hangs on: `types::name>type::name`. */
function ownerIs(reference: string, key: string): boolean {
  const [types = '', name = ''] = (key.split('>')[0] ?? '').split('::');
  return matchesResource(reference, `${types.split('$').at(-1) ?? ''}/${name}`);
}

function waived(draft: Draft, waiver: Waiver, now: Date): Draft {
  const { owner, expires, reason } = waiver;
  const about = { owner, expires, reason };
  if (endOf(waiver) <= now.getTime()) {
    const text = `${draft.reason}; ${owner} answered for it until ${expires} (${reason})`;
    return { ...draft, classification: 'waiver-expired', reason: text, waiver: about };
  }
  return {
    ...draft,
    classification: 'waived',
    reason: `waived by ${owner} until ${expires}: ${reason}`,
    waiver: about,
  };
}

function expiringNotes({ waivers, waiverWarningDays }: Rules, used: ReadonlySet<Waiver>, now: Date): readonly Note[] {
  const left = (waiver: Waiver): number => endOf(waiver) - now.getTime();
  const soon = waivers.filter(
    (waiver) => used.has(waiver) && left(waiver) > 0 && left(waiver) <= waiverWarningDays * day,
  );
  return soon.map((waiver) => ({
    environment: waiver.environment ?? null,
    text: `the waiver of ${waiver.owner} for ${waiver.resource} ends in ${Math.ceil(left(waiver) / day)} days, on ${waiver.expires}`,
  }));
}

const unusedNote = ({ environment, owner, resource }: Waiver): Note => ({
  environment: environment ?? null,
  text: `the waiver of ${owner} for ${resource} covers nothing at present`,
});
