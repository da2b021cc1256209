/** What one look of the engine at one stack gives, before anything is made canonical. */
import type { BlindSpot } from './surroundings.ts';

export type RawProperties = Readonly<Record<string, unknown>>;

export interface RawResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly id: string | null;
  readonly parent: string | null;
  readonly custom: boolean;
  /** ISO 8601: when state first recorded it, where state says so. */
  readonly createdAt?: string | null;
  /** ISO 8601: when the pipeline wrote it last, where state says so. */
  readonly modifiedAt?: string | null;
  /** Inputs that the program asks for (preview); null when the program does not have the resource. */
  readonly programInputs: RawProperties | null;
  /** Inputs and outputs recorded in state; null when state does not have it. */
  readonly stateInputs: RawProperties | null;
  readonly stateOutputs: RawProperties | null;
  /** From the refresh. Absent status when the resource is only in the program. */
  readonly live:
    | { readonly status: 'present'; readonly inputs: RawProperties; readonly outputs: RawProperties }
    | { readonly status: 'missing' }
    | { readonly status: 'unknown'; readonly cause: string };
}

/** A child found in the account under one of our resources (see `pipeline/account`). */
export interface RawAddition {
  readonly type: string;
  readonly name: string;
  readonly parentUrn: string;
  readonly physicalId: string;
  readonly properties: RawProperties;
}

export interface RawObservation {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly release: string | null;
  /** ISO 8601: when that release was deployed here, where it is known; the age of what waits for promotion. */
  readonly releasedAt?: string | null;
  /** Release of the program that the preview ran, where it may be another than the one in state. */
  readonly programRelease?: string | null;
  readonly observedAt: string;
  /** Causes that make the whole environment incomplete: failed preview, lost events, a refresh that ended early. */
  readonly causes: readonly string[];
  /** True when nothing could be read at all. */
  readonly failed: boolean;
  readonly deploymentInProgress: string | null;
  /** An emergency deployment that passed a gate over and is not healed yet: who, when, why. */
  readonly emergency?: string | null;
  readonly resources: readonly RawResource[];
  readonly additions: readonly RawAddition[];
  readonly attributions: readonly {
    readonly urn: string;
    readonly actor: string;
    readonly event: string;
    readonly at: string;
  }[];
  readonly blindSpots: readonly BlindSpot[];
}

/** What the engine puts where a value is not known before an update. Any string that contains it is unknown. */
export const unknownSentinel = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
