/** What a test and the engine process say to each other. */
import type { Call } from '../../../sandbox/provider/callLog.ts';

export interface ResourceRequest {
  /** Class in @pulumi/aws, for instance `sqs.Queue`. */
  readonly type: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Name of the provider instance; `main` if absent. */
  readonly provider?: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

export interface Request {
  readonly operation: 'up' | 'preview' | 'refresh' | 'previewRefresh' | 'destroy' | 'export';
  readonly runProgram?: boolean;
  readonly folder: string;
  readonly apiModels: string;
  /** `AWS_*` of the caller. */
  readonly environment: Readonly<Record<string, string>>;
  readonly providers: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly resources: readonly ResourceRequest[];
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** One resource in the engine's events. */
export interface Step {
  readonly op: string;
  readonly name: string;
  /** Kind of difference by property path. */
  readonly diff: Readonly<Record<string, string>>;
  readonly id: string | null;
  readonly inputs: Readonly<Record<string, unknown>> | null;
  readonly outputs: Readonly<Record<string, unknown>> | null;
}

export interface Answer {
  readonly error: string | null;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly steps: readonly Step[];
  readonly calls: readonly Call[];
}
