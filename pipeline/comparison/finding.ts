/** The result of comparing environments, as written to `report.json` (see `pipeline/report/report.schema.json`). */
import type { NotObservable, Value } from '../snapshot/observation.ts';

export type Verdict = 'in-sync' | 'drifted' | 'unknown';
export type FindingKind = 'live-drift' | 'undeployed-change' | 'parity';
export type Change = 'changed' | 'missing' | 'added';
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';
export type Classification =
  'unexpected' | 'pending-release' | 'expected-variation' | 'waived' | 'waiver-expired' | 'provider-noise' | 'unknown';
export type Resolution = 'revert' | 'adopt' | 'waive';

export interface Finding {
  /** Stable across runs, machines and order. */
  readonly id: string;
  readonly kind: FindingKind;
  readonly environment: string;
  readonly resource: {
    readonly type: string;
    readonly name: string;
    readonly urn: string;
    readonly physicalId: string | null;
  };
  readonly change: Change;
  /** Pulumi property path, also inside parsed policies; empty when the whole resource is meant. */
  readonly path: string;
  /** For `live-drift` from state, for `parity` the baseline's or the declared value; absent is null. */
  readonly expected: Value;
  readonly actual: Value;
  readonly classification: Classification;
  readonly severity: Severity;
  readonly reason: string;
  readonly resolve: readonly Resolution[];
  /** Who and when, where CloudTrail tells. */
  readonly attribution?: { readonly actor: string; readonly event: string; readonly at: string };
  /** Seconds since the release that explains it was deployed (`pending-release`). */
  readonly ageSeconds?: number;
  /** The waiver that covers it, or covered it until it expired. */
  readonly waiver?: { readonly owner: string; readonly expires: string; readonly reason: string };
}

/** A resource by logical identity, and how each environment stands to it. */
export interface ResourceRow {
  readonly type: string;
  readonly name: string;
  readonly environments: Readonly<Record<string, Presence>>;
}

/** `deployed`: in state and seen in the account; `missing`: in state, gone from the account; `planned`: only in the program. */
export type Presence = 'deployed' | 'missing' | 'unknown' | 'planned' | 'absent';

/** Something worth saying that is no difference: a subscription that awaits confirmation, a waiver about to expire. */
export interface Note {
  /** Null when it is about the comparison itself. */
  readonly environment: string | null;
  readonly text: string;
}

export interface EnvironmentSummary {
  readonly account: string;
  readonly region: string;
  readonly release: string | null;
  readonly observed: 'complete' | 'partial' | 'failed';
  readonly observedAt: string;
  readonly resources: number;
  readonly notObservable: readonly NotObservable[];
  readonly error?: string;
}

export interface Report {
  readonly schemaVersion: 1;
  readonly verdict: Verdict;
  /** ISO 8601. */
  readonly generatedAt: string;
  readonly baseline: string;
  readonly target: string;
  readonly environments: Readonly<Record<string, EnvironmentSummary>>;
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
  /** Every resource that any of the environments has or wants. */
  readonly resources: readonly ResourceRow[];
  readonly summary: {
    readonly unexpected: number;
    readonly pendingRelease: number;
    readonly expectedVariations: number;
    readonly waived: number;
    readonly noise: number;
    readonly unknown: number;
    readonly notObservable: number;
  };
}
