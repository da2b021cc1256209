import { ConfigurationError } from '../errors.ts';
import type { Observation } from '../snapshot/observation.ts';
import { urnPart } from '../snapshot/urn.ts';
import { identify, type Draft } from './draft.ts';
import { driftOf, isEmpty } from './drift.ts';
import type { EnvironmentSummary, Report } from './finding.ts';
import { notesOf, resourceRows } from './rows.ts';
import { mergeNoise } from './noise.ts';
import { parityOf } from './parity.ts';
import type { Sides } from './sides.ts';
import { explainByReleases } from './pendingRelease.ts';
import { ruleFindings } from './ruleFindings.ts';
import { unknownWaivers } from './parseRules.ts';
import type { Rules } from './rules.ts';
import { summarise, verdictOf, worstFirst } from './verdict.ts';
import { applyWaivers } from './waivers.ts';

export interface ComparisonRequest {
  /** Each environment that was to be observed: those of `baseline` and `target`, and any more whose own drift is wanted. */
  readonly observations: readonly Observation[];
  readonly baseline: string;
  readonly target: string;
  readonly rules: Rules;
  readonly now: Date;
}

/**
 * Finds every difference: each environment's account against its state, its program against its state, and the target against
 * its baseline. An environment without an observation is unknown, never in sync.
 *
 * @throws ConfigurationError when observations do not belong together, or a waiver names a resource that nobody has
 */
export function compare({ observations, baseline, target, rules, now }: ComparisonRequest): Report {
  checkTogether(observations, baseline, target);
  checkWaivers(observations, rules);
  const drift = observations.flatMap((each) => attributed(driftOf(each), each));
  const sides = sidesOf(observations, baseline, target, rules);
  const merged =
    sides === null ? drift : mergeNoise([...drift, ...explainByReleases(sides, parityOf(sides), now)], sides);
  const deploying = whileDeploying(waitingForRelease(merged, observations), observations);
  const waived = applyWaivers(deploying, rules, now);
  const findings = unique([...waived.drafts, ...ruleFindings(sides, target, waived.drafts, rules, now)].map(identify));
  const environments = summaries(observations, [baseline, target]);
  const summary = summarise(findings, environments);
  return {
    schemaVersion: 1,
    verdict: verdictOf(summary, environments),
    generatedAt: now.toISOString(),
    baseline,
    target,
    environments,
    findings: worstFirst(findings),
    notes: [...notesOf(observations, now), ...waived.notes],
    resources: resourceRows(observations),
    summary,
  };
}

/** Null when one side was not seen at all, or has nothing deployed: that alone is told then, once. */
function sidesOf(observations: readonly Observation[], baseline: string, target: string, rules: Rules): Sides | null {
  const [left, right] = [baseline, target].map((name) => observations.find(({ environment }) => environment === name));
  const usable = (each: Observation | undefined): each is Observation =>
    each !== undefined && each.completeness !== 'failed' && !isEmpty(each);
  return usable(left) && usable(right) ? { baseline: left, target: right, rules, used: new Set() } : null;
}

function attributed(drafts: readonly Draft[], { attributions }: Observation): readonly Draft[] {
  if (attributions.length === 0) return drafts;
  const newest = new Map([...attributions].sort((a, b) => (a.at < b.at ? -1 : 1)).map((each) => [each.urn, each]));
  return drafts.map((draft) => {
    const found =
      draft.kind === 'live-drift' && draft.classification === 'unexpected' ? newest.get(draft.resource.urn) : undefined;
    if (found === undefined) return draft;
    const { actor, event, at } = found;
    return { ...draft, attribution: { actor, event, at } };
  });
}

/** The program that was asked is of a newer release than the one deployed: what it wants waits for promotion. */
function waitingForRelease(drafts: readonly Draft[], observations: readonly Observation[]): readonly Draft[] {
  const ahead = observations.filter(
    ({ release, programRelease }) => programRelease !== null && release !== null && programRelease !== release,
  );
  if (ahead.length === 0) return drafts;
  const names = new Map(ahead.map((each) => [each.environment, each]));
  return drafts.map((draft) => {
    const found = names.get(draft.environment);
    if (found === undefined || draft.kind !== 'undeployed-change' || draft.classification !== 'unexpected')
      return draft;
    const reason = `waits for promotion: ${draft.environment} runs ${found.release}, the program is ${found.programRelease}`;
    return { ...draft, classification: 'pending-release', reason };
  });
}

/** What differs while somebody deploys may be that deployment, half done: it is not drift yet, and not in sync either. */
function whileDeploying(drafts: readonly Draft[], observations: readonly Observation[]): readonly Draft[] {
  const busy = new Map(observations.map((each) => [each.environment, each.deploymentInProgress]));
  return drafts.map((draft) => {
    const by = busy.get(draft.environment);
    if (!by || draft.classification !== 'unexpected') return draft;
    return {
      ...draft,
      classification: 'unknown',
      reason: `${draft.reason}; a deployment was in progress (${by}), look again when it is done`,
    };
  });
}

function unique<T extends { readonly id: string }>(findings: readonly T[]): readonly T[] {
  return [...new Map(findings.map((finding) => [finding.id, finding])).values()];
}

function summaries(
  observations: readonly Observation[],
  wanted: readonly string[],
): Record<string, EnvironmentSummary> {
  const missing = wanted.filter((name) => !observations.some(({ environment }) => environment === name));
  return Object.fromEntries(
    [
      ...observations.map((each) => [each.environment, summaryOf(each)] as const),
      ...missing.map((name) => [name, unobserved(name)] as const),
    ].sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function summaryOf({
  account,
  region,
  release,
  completeness,
  observedAt,
  resources,
  notObservable,
  causes,
}: Observation): EnvironmentSummary {
  const deployed = resources.filter(({ state }) => state !== null).length;
  const about = { account, region, release, observed: completeness, observedAt, resources: deployed, notObservable };
  return causes.length === 0 ? about : { ...about, error: causes.join('; ') };
}

const unobserved = (environment: string): EnvironmentSummary => ({
  account: '',
  region: '',
  release: null,
  observed: 'failed',
  observedAt: '',
  resources: 0,
  notObservable: [],
  error: `there is no observation of ${environment}`,
});

function checkTogether(observations: readonly Observation[], baseline: string, target: string): void {
  const names = observations.map(({ environment }) => environment);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new ConfigurationError(`there are two observations of "${twice}"`, {
      advice: 'Give one file for each environment.',
    });
  if (baseline === target) throw new ConfigurationError(`"${target}" cannot be compared with itself`);
  const projects = new Set(
    observations.flatMap(({ resources }) => resources.map(({ urn }) => urnPart(urn, 'project'))),
  );
  if (projects.size > 1)
    throw new ConfigurationError(`the observations are of different projects: ${[...projects].sort().join(', ')}`);
}

/** Only when everything was seen can it be said that a resource does not exist. */
function checkWaivers(observations: readonly Observation[], rules: Rules): void {
  if (rules.waivers.length === 0 || observations.some(({ completeness }) => completeness !== 'complete')) return;
  const known = observations.flatMap(({ resources }) => resources.map(({ type, name }) => `${type}/${name}`));
  if (known.length === 0) return;
  const unknown = unknownWaivers(rules, known);
  if (unknown.length === 0) return;
  throw new ConfigurationError(
    unknown.map(([path, text]) => `config/parity.yaml: ${path.join('.')}: ${text}`).join('\n'),
    {
      advice: 'Correct the resource, or remove the waiver.',
    },
  );
}
