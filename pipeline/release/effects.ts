import { smokePayment, type SmokePaymentResult } from '../account/smokePayment.ts';
import type { Settings } from '../../infra/settings.ts';
import { hubCredentials } from '../engine/guard.ts';
import { refresh, type PendingDecision } from '../engine/pending.ts';
import { preview, type Plan, type PlannedChange, type PreviewOptions } from '../engine/plan.ts';
import type { EngineRequest } from '../engine/run.ts';
import type { Purpose, Surroundings } from '../engine/surroundings.ts';
import { update, type UpdateResult } from '../engine/update.ts';
import { EngineError } from '../errors.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import type { Progress } from '../progress.ts';
import { openStore } from '../store/open.ts';
import { settle } from './settle.ts';

/** What moving a release does outside of this process; all else in this folder only decides and records. */
export interface Effects {
  /** The documents beside the state, under the role of a purpose. */
  readonly store: (purpose: Purpose) => Promise<DocumentStore>;
  readonly preview: (request: EngineRequest, options: PreviewOptions) => Promise<Plan>;
  readonly update: (request: EngineRequest, options: { readonly refresh: boolean }) => Promise<UpdateResult>;
  /** Reads the account into state; only who deploys may. @returns what differed */
  readonly refresh: (request: EngineRequest) => Promise<readonly PlannedChange[]>;
  /** Asks the account what became of the operations that a dead run left pending, and writes that into state. */
  readonly settle: (
    settings: Settings,
    store: DocumentStore,
    progress: Progress,
  ) => Promise<readonly PendingDecision[]>;
  /** Sends a synthetic payment through an environment, by the outputs of its stack. */
  readonly pay: (settings: Settings, outputs: Readonly<Record<string, unknown>>) => Promise<SmokePaymentResult>;
}

/** Longest time that a synthetic payment may take through queue, function, table and topic. */
const smokeTimeoutSeconds = 60;

/** The real ones: engine, state backend and account of these surroundings. Who deploys is held to the hub's account first. */
export const effectsOf = (surroundings: Surroundings, environments: readonly Settings[]): Effects => ({
  store: async (purpose) =>
    openStore(
      surroundings.stateBackend,
      purpose.startsWith('deploy-')
        ? await hubCredentials(surroundings, purpose, environments)
        : await surroundings.credentials(purpose),
    ),
  preview,
  update,
  refresh,
  settle: (settings, store, progress) => settle({ settings, surroundings, progress }, store),
  pay: async ({ environment, region }, outputs) =>
    smokePayment({
      credentials: await surroundings.credentials(`smoke-${environment}`),
      region,
      queueUrl: text(outputs, 'queueUrl'),
      tableName: text(outputs, 'tableName'),
      topicArn: text(outputs, 'topicArn'),
      timeoutSeconds: smokeTimeoutSeconds,
    }),
});

function text(outputs: Readonly<Record<string, unknown>>, name: string): string {
  const value = outputs[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new EngineError(`the stack has no output "${name}", so no payment can be sent through it`);
}
