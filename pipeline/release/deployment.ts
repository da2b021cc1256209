import type { SmokePaymentResult } from '../account/smokePayment.ts';
import type { Plan, PlannedChange } from '../engine/plan.ts';
import type { Source } from '../engine/source.ts';
import type { EvidenceStart } from './evidence.ts';
import type { GateCard } from './gateCard.ts';
import type { KnownPlan } from './knownPlan.ts';
import type { Ordered } from './order.ts';
import type { Release } from './release.ts';

/** What an approver saw. */
interface ApprovedPlan {
  readonly fingerprint: string;
  readonly plan?: Plan;
  /** ISO 8601. */
  readonly at?: string;
  /** Changes behind the pipeline's back that the update overwrites; absent when nobody looked. */
  readonly overwritten?: readonly string[];
}

/** One release into one environment, as it is asked for. */
export interface DeployRequest {
  readonly source: Source;
  readonly release: Pick<Release, 'id' | 'commit'> & Ordered & { readonly authors: readonly string[] };
  readonly environment: string;
  readonly kind: EvidenceStart['kind'];
  readonly reason: string;
  /** Look at the account first, so that what was changed behind the pipeline's back is put right. */
  readonly refresh: boolean;
  /** Go on without waiting for soak time, alarms, freeze windows and pauses. Recorded, and shown until healed. */
  readonly emergency: boolean;
  /** Another plan ends the deployment. Absent where nobody has to approve. */
  readonly approvedPlan?: ApprovedPlan | undefined;
  /** Made just before by the same process: where it still holds, it is not made again. */
  readonly known?: KnownPlan | undefined;
  /** What was looked at before that, for instance in a pull request, and when (ISO 8601). Advice: the card tells the difference. */
  readonly reviewed?: { readonly plan: Plan; readonly at: string } | undefined;
  readonly approvers: readonly string[];
  readonly tests: readonly EvidenceStart['tests'][number][];
  /** Last environment that the release is walked to; absent: this one. */
  readonly to?: string | undefined;
  /** The command that goes on with what was started; else it follows from the kind. */
  readonly again?: string | undefined;
  /** Refuses a plan before anything is applied, by throwing. */
  readonly refuse?: (plan: Plan) => void;
}

export interface DeployResult {
  readonly changes: readonly PlannedChange[];
  /** Null when nothing was changed and the release had been verified here before. */
  readonly smoke: SmokePaymentResult | null;
  readonly card: GateCard;
}
