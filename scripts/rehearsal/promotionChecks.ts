import { previewEnvironments } from '../../pipeline/previewEnvironments.ts';
import type { BuiltRelease } from '../../pipeline/release/build.ts';
import { buildAndStore } from '../../pipeline/release/buildAndStore.ts';
import { promote, type StepResult } from '../../pipeline/release/promote.ts';
import type { Settings } from '../../infra/settings.ts';
import { expect } from './check.ts';
import type { RehearsalContext } from './context.ts';
import { expectNoneLost, flowLine } from './payments.ts';

/** The release of the working tree, built and stored the first time it is asked for. */
export async function releaseOf(context: RehearsalContext): Promise<BuiltRelease> {
  context.built ??= await buildAndStore(context.releasing);
  return context.built;
}

export async function previewEmptyEnvironments({
  root,
  configuration,
  sandbox,
  clock,
  progress,
}: RehearsalContext): Promise<string> {
  const { environments } = configuration;
  const { surroundings } = sandbox;
  const results = await previewEnvironments({
    root,
    configuration,
    environments,
    surroundings,
    progress,
    now: clock.now,
  });
  const counts = results.map((result) => {
    expect(result.status === 'planned', `${result.environment}: ${result.status === 'failed' ? result.error : ''}`);
    const others = result.plan.changes.filter(({ operation }) => operation !== 'create');
    expect(others.length === 0, `${result.environment}: ${others.length} of the planned operations create nothing`);
    expect(result.plan.changes.length > 0, `${result.environment}: nothing is planned`);
    return `${result.environment} ${result.plan.changes.length}`;
  });
  return `resources to create: ${counts.join(', ')}`;
}

export async function promoteEverywhere(context: RehearsalContext): Promise<string> {
  const payments: string[] = [];
  for (const settings of context.configuration.environments) {
    const result = await promoteOne(context, settings);
    expect(result.status === 'promoted', describe(result));
    const { smoke } = result.result;
    expect(smoke !== null, `${settings.environment}: no payment was sent`);
    context.promoted.set(settings.environment, result.result);
    payments.push(`${settings.environment} ${smoke.publishedMilliseconds} ms`);
  }
  return `payments told after: ${payments.join(', ')}`;
}

export async function promoteAgain(context: RehearsalContext): Promise<string> {
  for (const settings of context.configuration.environments) {
    const result = await promoteOne(context, settings);
    expect(result.status === 'already-there', `expected nothing to do: ${describe(result)}`);
  }
  return 'the release is in place everywhere';
}

export async function paymentsWentThrough(context: RehearsalContext): Promise<string> {
  context.flows = await context.payments.end();
  const environments = context.configuration.environments.map(({ environment }) => environment);
  expectNoneLost(environments, context.flows);
  return `recorded and told since the first deployment: ${flowLine(environments, context.flows)}`;
}

async function promoteOne(context: RehearsalContext, settings: Settings): Promise<StepResult> {
  const { release, source } = await releaseOf(context);
  const [result] = await promote(context.releasing, {
    ...{ source, release, environments: [settings], reason: 'rehearsal', emergency: false, refresh: false, tests: [] },
    approve: async () => ({ status: 'approved', by: ['rehearsal'] }),
    waitUntil: async (_environment, opensAt) => {
      context.clock.putForwardTo(opensAt);
      return true;
    },
  });
  expect(result !== undefined, `nothing was promoted to ${settings.environment}`);
  return result;
}

function describe(result: StepResult): string {
  if (result.status === 'failed') return `${result.environment}: ${result.error.message}`;
  if (result.status === 'refused') return `${result.environment}: ${result.missing.join('; ')}`;
  return `${result.environment}: ${result.status}`;
}
