import { getInput, info, setFailed, setOutput, setSecret, summary } from '@actions/core';
import { context } from '@actions/github';
import { ConfigurationError } from '../../../pipeline/errors.ts';
import { describeFailure } from '../drift-check/failure.ts';
import { openBench, type Bench } from './bench.ts';
import type { AskReview } from './review.ts';

const flag = (name: string): boolean => {
  const value = getInput(name);
  if (value === 'true' || value === 'false') return value === 'true';
  throw new ConfigurationError(`${name}: expected true or false, got "${value}"`);
};

/** Steps load what they need: the engine takes a second. */
const steps: Readonly<Record<string, (bench: Bench) => Promise<void>>> = {
  release: async (bench) => (await import('./release.ts')).release(bench),
  request: async (bench) =>
    (await import('./request.ts')).request(bench, {
      action: getInput('action'),
      environment: getInput('environment'),
      release: getInput('release'),
      reason: getInput('reason'),
      override: flag('override'),
    }),
  plan: async (bench) => {
    const { plan } = await import('./plan.ts');
    await plan(bench, target(), await reviewFrom(await gitHub()));
  },
  wait: async (bench) => (await import('./wait.ts')).wait(bench, target()),
  fetch: async (bench) =>
    (await import('./fetch.ts')).fetchRelease(bench, getInput('environment'), getInput('release')),
  deploy: async (bench) =>
    (await import('./deploy.ts')).deploy(bench, {
      ...target(),
      approvedPlan: getInput('approved-plan', { required: true }),
      reason: getInput('reason', { required: true }),
      github: await gitHubFacts(),
    }),
  verify: async (bench) => (await import('./verify.ts')).verify(bench, getInput('environment')),
};

async function gitHub() {
  const token = getInput('github-token', { required: true });
  setSecret(token);
  const [{ connect, systemClock }, { patient }] = await Promise.all([
    import('../../../pipeline/publish/transport.ts'),
    import('../../../pipeline/publish/retry.ts'),
  ]);
  const send = patient(await connect({ token, baseUrl: context.apiUrl }), { clock: systemClock, log: info });
  return { token, send };
}

async function reviewFrom({ send }: Awaited<ReturnType<typeof gitHub>>): Promise<AskReview> {
  const { reviewedPlan } = await import('../../../pipeline/publish/reviewedPlan.ts');
  return (sha, environment) => reviewedPlan(send, context.repo, { sha, environment });
}

async function gitHubFacts() {
  const github = await gitHub();
  const { token, send } = github;
  const [review, { changeFacts }, { runStateOf }] = await Promise.all([
    reviewFrom(github),
    import('../../../pipeline/publish/changeFacts.ts'),
    import('../../../pipeline/publish/runState.ts'),
  ]);
  const runState = runStateOf({ ...process.env, GITHUB_TOKEN: token });
  return { facts: changeFacts(send, context.repo), review, run: context.runId, runState };
}

const target = () => ({
  environment: getInput('environment', { required: true }),
  release: getInput('release', { required: true }),
  commit: getInput('commit', { required: true }),
  committedAt: getInput('committed-at'),
  redeploy: flag('redeploy'),
  override: flag('override'),
});

async function main(): Promise<void> {
  const step = steps[getInput('step')];
  if (step === undefined) throw new ConfigurationError(`step: expected one of ${Object.keys(steps).join(', ')}`);
  const bench = openBench(process.env, process.cwd(), {
    info,
    output: setOutput,
    summary: async (markdown) => {
      await summary.addRaw(markdown, true).write();
    },
  });
  await step(bench);
}

// The engine may leave handles open; the step is over when its work is.
await main().catch((failure: unknown) => setFailed(describeFailure(failure)));
process.exit();
