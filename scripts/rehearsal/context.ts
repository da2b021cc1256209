import type { Configuration } from '../../pipeline/configuration/index.ts';
import type { Progress } from '../../pipeline/progress.ts';
import type { BuiltRelease } from '../../pipeline/release/build.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import type { ReleaseContext } from '../../pipeline/release/context.ts';
import type { DeployResult } from '../../pipeline/release/deployment.ts';
import type { SandboxClock } from '../../sandbox/clock.ts';
import type { HandChange } from './handChanges.ts';
import type { Flow, PaymentStream } from './payments.ts';

/** What the rehearsal's checks share. Later checks use what earlier ones left in the sandbox. */
export interface RehearsalContext {
  readonly root: string;
  /** Where reports are written. */
  readonly reports: string;
  readonly configuration: Configuration;
  readonly sandbox: Sandbox;
  readonly clock: SandboxClock;
  readonly releasing: ReleaseContext;
  /** Shown, and kept for the summary. */
  readonly progress: Progress;
  /** The release of the working tree; set by the first check that builds it. */
  built: BuiltRelease | null;
  /** What the promotion did, by environment. */
  readonly promoted: Map<string, DeployResult>;
  /** Flow through each environment from its first deployment on. */
  readonly payments: PaymentStream;
  /** What became of them; set by the check that ends the stream. */
  flows: ReadonlyMap<string, Flow>;
  /** What was changed behind the pipeline's back, with the findings that must follow. */
  handChanges: readonly HandChange[];
}
