import { canonicalConfiguration, type Settings } from '../../infra/settings.ts';
import { widenings } from '../comparison/widenings.ts';
import { readCheckpoint, type Checkpoint } from '../engine/checkpoint.ts';
import { nameOf } from '../engine/events.ts';
import { isInfrastructure, type Plan } from '../engine/plan.ts';
import { canonicalisePlan } from '../snapshot/canonicalisePlan.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import type { ReleaseContext } from './context.ts';
import { dataLosses } from './dataLoss.ts';
import { fingerprint } from './fingerprint.ts';
import { parityEffect, type ParityEffect } from './parityEffect.ts';
import { planDifference } from './planDifference.ts';
import { planLines, summarise } from './planText.ts';
import type { GateStanding } from './readGate.ts';

/** Everything that somebody should know who approves a plan. Plain values, because it becomes evidence. */
export interface GateCard {
  readonly environment: string;
  readonly release: string;
  /** ISO 8601. */
  readonly madeAt: string;
  readonly plan: {
    readonly fingerprint: string;
    readonly summary: string;
    /** Replacements and deletions first. */ readonly lines: readonly string[];
  };
  /** Data that is lost for good. */
  readonly losses: readonly string[];
  /** What changed since the plan that was reviewed; null when none is at hand. */
  readonly difference: readonly string[] | null;
  readonly reviewedAt: string | null;
  /** Who may do what that nobody may do now. */
  readonly widenings: readonly string[];
  /** What the plan does to parity with the environment below; null where there is none. */
  readonly parity: ParityEffect | null;
  /** Changes behind the pipeline's back that the update would overwrite; null when nobody looked. */
  readonly overwritten: readonly string[] | null;
  readonly below: {
    readonly environment: string;
    readonly verifiedAt: string | null;
    readonly soakMinutes: number;
    readonly alarms: readonly string[] | null;
  } | null;
  readonly missing: readonly string[];
  readonly overridden: readonly string[];
}

export interface CardRequest {
  readonly settings: Settings;
  readonly store: DocumentStore;
  readonly plan: Plan;
  readonly standing: GateStanding;
  /** The plan that was looked at before, and when (ISO 8601). */
  readonly reviewed?: { readonly plan: Plan; readonly at: string } | undefined;
  readonly overwritten: readonly string[] | null;
}

/** Puts the card together from what the gate read and what the engine planned. Reads only the state of the environment below. */
export async function gateCard(context: ReleaseContext, request: CardRequest): Promise<GateCard> {
  const { settings, plan, standing, reviewed, overwritten } = request;
  const { decision, lower } = standing;
  const now = context.now();
  return {
    environment: settings.environment,
    release: plan.release,
    madeAt: now.toISOString(),
    plan: { fingerprint: fingerprint(plan), summary: summarise(plan.changes), lines: planLines(plan) },
    losses: dataLosses(plan.changes),
    difference: reviewed === undefined ? null : planDifference(reviewed.plan, plan),
    reviewedAt: reviewed?.at ?? null,
    widenings: widenings(canonicalisePlan(plan, canonicalContext(context, settings), now)),
    parity: await parityOf(context, request, now),
    overwritten,
    below: lower && {
      environment: lower.settings.environment,
      verifiedAt: lower.record.current?.verifiedAt ?? null,
      soakMinutes: settings.gate.soakMinutes,
      alarms: standing.lowerAlarms?.map(({ name, problem }) => `${name} ${problem}`) ?? null,
    },
    missing: decision.missing,
    overridden: decision.overridden,
  };
}

const canonicalContext = ({ configuration, surroundings }: ReleaseContext, settings: Settings) => ({
  environments: configuration.environments,
  configuration: canonicalConfiguration(settings),
  fingerprintKey: surroundings.fingerprintKey,
});

async function parityOf(
  context: ReleaseContext,
  { standing: { lower }, store, plan, settings }: CardRequest,
  now: Date,
): Promise<GateCard['parity']> {
  if (lower === null) return null;
  const below = lower.settings;
  const recorded = await readCheckpoint(store, below.environment);
  const baseline = canonicalisePlan(
    asPlan(below.environment, plan.release, recorded),
    canonicalContext(context, below),
    now,
  );
  const target = canonicalisePlan(plan, canonicalContext(context, settings), now);
  return parityEffect(baseline, target, context.rules);
}

/** What is deployed below, as a plan that changes nothing. */
function asPlan(environment: string, release: string, checkpoint: Checkpoint | null): Plan {
  const resources = (checkpoint?.resources ?? []).filter((each) => !each.delete && isInfrastructure(each));
  return {
    environment,
    release,
    notes: [],
    changes: resources.map(({ urn, type, inputs }) => ({
      urn,
      type,
      name: nameOf(urn),
      operation: 'same',
      properties: {},
      oldInputs: inputs,
      newInputs: inputs,
    })),
  };
}
