/** The rehearsal: the repository's own configuration and program on a private sandbox, from empty accounts to a repaired drift. */
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfiguration, type Configuration } from '../../pipeline/configuration/index.ts';
import { onExit } from '../../pipeline/engine/onExit.ts';
import { actorOf } from '../../pipeline/release/actor.ts';
import { cardLines } from '../../pipeline/release/resumeCard.ts';
import type { ReleaseContext } from '../../pipeline/release/context.ts';
import { releaseContext } from '../../pipeline/releaseContext.ts';
import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { exitCodes } from '../command.ts';
import { interruptSignal } from '../interrupt.ts';
import { prepareFolder } from '../output/outputPath.ts';
import { beside, inTurn, progress, settle } from '../progress.ts';
import type { Progress } from '../../pipeline/progress.ts';
import { runChecks, type TranscriptLine } from './check.ts';
import { checks } from './checks.ts';
import type { RehearsalContext } from './context.ts';
import { stop, summarise, tellHowToLookAround } from './ending.ts';
import { flowLine, paymentStream, type PaymentStream } from './payments.ts';
import { writeSummary } from './summary.ts';

export interface RehearsalOptions {
  readonly keep: boolean;
  readonly report?: string;
}

/** @returns exit code: 0 when every check passed */
export async function rehearse({ keep, report }: RehearsalOptions): Promise<number> {
  const root = process.cwd();
  const configuration = loadConfiguration(join(root, 'config'));
  const reports = report ?? join(root, 'reports', 'rehearsal');
  await prepareFolder('--report', reports);
  const interrupt = interruptSignal(() =>
    progress(null, 'interrupted: waiting for work in flight to end, then the sandbox stops (once more ends at once)'),
  );
  const folder = await mkdtemp(join(tmpdir(), 'payments-rehearsal-'));
  const forget = onExit(() => rmSync(folder, { recursive: true, force: true }));
  try {
    const sandbox = await startSandbox({
      ...{ folder, detached: keep, environments: configuration.environments, interrupt },
      configurationFiles: configuration.files,
      progress: (line) => progress(null, line),
    });
    return await onSandbox(sandbox, { keep, root, reports, configuration, interrupt });
  } finally {
    if (!keep) await rm(folder, { recursive: true, force: true });
    forget();
  }
}

interface Setting {
  readonly keep: boolean;
  readonly root: string;
  readonly reports: string;
  readonly configuration: Configuration;
  readonly interrupt: AbortSignal;
}

async function onSandbox(
  sandbox: Sandbox,
  { keep, root, reports, configuration, interrupt }: Setting,
): Promise<number> {
  const names = configuration.environments.map(({ environment }) => environment);
  const payments = paymentStream((flows) => beside('payments', `${flowLine(names, flows)} went through`));
  try {
    progress(null, `sandbox ready at ${sandbox.endpoint}`, 'ended');
    const { clock } = sandbox;
    const transcript: TranscriptLine[] = [];
    const kept =
      (show: Progress): Progress =>
      (environment, text, kind) => {
        transcript.push({ environment, text });
        show(environment, text, kind);
      };
    const releasing = releaseContext({
      ...{ root, configuration, progress: kept(inTurn), interrupt, now: clock.now },
      surroundings: sandbox.surroundings,
      actor: actorOf(process.env),
      // After an interruption the sandbox goes away, so there is nothing to continue.
      showCard: (card) => !interrupt.aborted && cardLines(card).forEach((line) => progress(card.environment, line)),
    });
    const context: RehearsalContext = {
      ...{ root, reports, configuration, sandbox, clock, progress: kept(progress) },
      releasing: withPayments(releasing, payments),
      ...{ payments, built: null, promoted: new Map(), flows: new Map(), handChanges: [] },
    };
    const results = await runChecks(checks, context, interrupt, transcript);
    summarise(results, await writeSummary(results, context));
    return results.every(({ status }) => status === 'passed') ? exitCodes.done : exitCodes.failed;
  } finally {
    beside('payments', null);
    settle();
    await payments.end();
    if (keep) tellHowToLookAround(sandbox);
    else await stop(sandbox);
  }
}

/** Every environment that took the payment of its first deployment gets more of them. */
const withPayments = (releasing: ReleaseContext, payments: PaymentStream): ReleaseContext => ({
  ...releasing,
  effects: {
    ...releasing.effects,
    async pay(settings, outputs) {
      const first = await releasing.effects.pay(settings, outputs);
      payments.begin(settings.environment, () => releasing.effects.pay(settings, outputs));
      return first;
    },
  },
});
