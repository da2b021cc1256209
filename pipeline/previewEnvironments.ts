import { join } from 'node:path';
import { canonicalConfiguration, type Settings } from '../infra/settings.ts';
import type { Rules } from './comparison/rules.ts';
import { widenings } from './comparison/widenings.ts';
import type { Configuration } from './configuration/index.ts';
import { loadParityRules } from './configuration/parity.ts';
import { preview, type Plan } from './engine/plan.ts';
import type { Source } from './engine/source.ts';
import type { Surroundings } from './engine/surroundings.ts';
import type { Progress } from './progress.ts';
import { buildRelease } from './release/build.ts';
import { fingerprint } from './release/fingerprint.ts';
import { parityEffect, type ParityEffect } from './release/parityEffect.ts';
import { planDifference } from './release/planDifference.ts';
import { summarise } from './release/planText.ts';
import { readPromotion } from './release/promotionRecord.ts';
import { loadRelease } from './release/releaseStore.ts';
import { canonicalisePlan } from './snapshot/canonicalisePlan.ts';
import type { Observation } from './snapshot/observation.ts';
import { openStore } from './store/open.ts';

export type PreviewResult =
  PlannedPreview | { readonly environment: string; readonly status: 'failed'; readonly error: string };

export interface PlannedPreview {
  readonly environment: string;
  readonly status: 'planned';
  readonly plan: Plan;
  readonly fingerprint: string;
  /** Who may do what that nobody may do now. */
  readonly widenings: readonly string[];
  /** What it does to parity with the environment below, or else above; null where that is told there, or its plan failed. */
  readonly parity: ParityEffect | null;
  /** What of the plan is this change's own, where a release is merged already and waits; null where nothing waits. */
  readonly own: { readonly waiting: string; readonly lines: readonly string[] } | null;
}

export interface PreviewRequest {
  readonly root: string;
  readonly configuration: Configuration;
  readonly environments: readonly Settings[];
  readonly surroundings: Surroundings;
  readonly progress: Progress;
  readonly now: () => Date;
}

/** Previews the working tree in several environments at once. One that fails does not hide the others. */
export async function previewEnvironments(request: PreviewRequest): Promise<readonly PreviewResult[]> {
  const { root, configuration, environments, now } = request;
  const rules = loadParityRules(join(root, 'config'), configuration);
  await requireState(request);
  const { source } = await buildRelease(root, configuration.environments, now);
  const plans = plansOf(request, source);
  return Promise.all(environments.map((settings) => resultOf(request, { plans, rules }, settings)));
}

/** A state that cannot be read is one problem, and not one of each environment. */
async function requireState({ surroundings, environments }: PreviewRequest): Promise<void> {
  const store = openStore(surroundings.stateBackend, await surroundings.credentials('preview'));
  for (const { environment } of environments.slice(0, 1)) await readPromotion(store, environment);
}

type Plans = (settings: Settings) => Promise<Plan>;

/** Each environment is planned once, whoever asks. */
function plansOf({ surroundings, progress }: PreviewRequest, source: Source): Plans {
  const started = new Map<string, Promise<Plan>>();
  return ({ environment }) => {
    const running = started.get(environment);
    if (running !== undefined) return running;
    progress(environment, 'planning');
    const plan = preview({ source, environment, surroundings, purpose: 'preview' });
    started.set(environment, plan);
    return plan;
  };
}

async function resultOf(
  request: PreviewRequest,
  { plans, rules }: { readonly plans: Plans; readonly rules: Rules },
  settings: Settings,
): Promise<PreviewResult> {
  const { environment } = settings;
  try {
    const [plan, own] = await Promise.all([plans(settings), waitingPlan(request, settings)]);
    request.progress(environment, summarise(plan.changes), 'ended');
    const observed = canonical(request, settings, plan);
    return {
      ...{ environment, status: 'planned', plan, fingerprint: fingerprint(plan), widenings: widenings(observed) },
      parity: await parityOf(request, { plans, rules }, settings, observed),
      own: own && { waiting: own.release, lines: planDifference(own, plan) },
    };
  } catch (error) {
    request.progress(environment, 'preview failed', 'ended');
    return { environment, status: 'failed', error: error instanceof Error ? error.message : String(error) };
  }
}

const canonical = ({ configuration, surroundings, now }: PreviewRequest, settings: Settings, plan: Plan): Observation =>
  canonicalisePlan(
    plan,
    {
      environments: configuration.environments,
      configuration: canonicalConfiguration(settings),
      fingerprintKey: surroundings.fingerprintKey,
    },
    now(),
  );

/** A failure of the neighbour is told there. The lowest environment is held against the next one, unless that one tells it. */
async function parityOf(
  request: PreviewRequest,
  { plans, rules }: { readonly plans: Plans; readonly rules: Rules },
  { environment }: Settings,
  own: Observation,
): Promise<ParityEffect | null> {
  const { configuration, environments } = request;
  const below = configuration.lowerOf(environment);
  const above = configuration.environments.find(({ promotesFrom }) => promotesFrom === environment);
  const neighbour = below ?? (above !== undefined && environments.includes(above) ? undefined : above);
  if (neighbour === undefined) return null;
  const plan = await plans(neighbour).catch(() => null);
  if (plan === null) return null;
  const other = canonical(request, neighbour, plan);
  const effect = below === undefined ? parityEffect(own, other, rules) : parityEffect(other, own, rules);
  return { ...effect, baseline: neighbour.environment };
}

/**
 * What a release would do here that is merged, runs in the lowest environment, and has not come up yet. A plan contains it
 * without being about it.
 */
async function waitingPlan(
  { root, configuration, surroundings }: PreviewRequest,
  { environment }: Settings,
): Promise<Plan | null> {
  const [lowest] = configuration.environments;
  if (lowest === undefined || lowest.environment === environment) return null;
  const store = openStore(surroundings.stateBackend, await surroundings.credentials('preview'));
  const [merged, here] = await Promise.all([
    readPromotion(store, lowest.environment),
    readPromotion(store, environment),
  ]);
  const waiting = merged.current?.release;
  if (waiting === undefined || waiting === here.current?.release) return null;
  const source = await loadRelease(store, waiting, root);
  return preview({ source, environment, surroundings, purpose: 'preview' });
}
