import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfiguration } from '../../pipeline/configuration/index.ts';
import { preview } from '../../pipeline/engine/plan.ts';
import type { Purpose, Surroundings } from '../../pipeline/engine/surroundings.ts';
import { deployRelease } from '../../pipeline/release/deploy.ts';
import { effectsOf } from '../../pipeline/release/effects.ts';
import { readPromotion } from '../../pipeline/release/promotionRecord.ts';
import { openStore } from '../../pipeline/store/open.ts';
import { CheckFailed, expect } from './check.ts';
import type { RehearsalContext } from './context.ts';
import { releaseOf } from './promotionChecks.ts';

/** An account that no environment has. */
const foreignAccount = '999999999999';

/** Runs what must be refused, and gives the refusal. */
async function refusal(action: () => Promise<unknown>): Promise<Error> {
  try {
    await action();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new CheckFailed('it was not refused');
}

const withCredentialsOf = (surroundings: Surroundings, credentials: Surroundings['credentials']): Surroundings => ({
  ...surroundings,
  credentials,
});

export async function refusePullRequestRole(context: RehearsalContext): Promise<string> {
  const { configuration, sandbox } = context;
  const { release, source } = await releaseOf(context);
  const { environment } = configuration.hub;
  const before = await recorded(context);
  const credentials = () => sandbox.surroundings.credentials('preview');
  const surroundings = withCredentialsOf(sandbox.surroundings, credentials);
  const effects = effectsOf(surroundings, configuration.environments);
  const error = await refusal(() =>
    deployRelease(
      { ...context.releasing, surroundings, effects },
      {
        ...{ source, release, environment, kind: 'promotion', reason: 'this must be refused', refresh: false },
        ...{ emergency: false, approvers: [], tests: [] },
      },
    ),
  );
  expect(
    /AccessDenied|not authorized|denied/i.test(`${error.message} ${error.name}`),
    `refused for another reason: ${error.message}`,
  );
  expect((await recorded(context)) === before, 'the record of the environment was changed');
  return firstLine(error);
}

export async function refuseOtherAccount(context: RehearsalContext): Promise<string> {
  const { configuration, sandbox } = context;
  const { source } = await releaseOf(context);
  const { environment, account } = configuration.hub;
  const foreign = async (purpose: Purpose) => ({
    ...(await sandbox.surroundings.credentials(purpose)),
    AWS_ACCESS_KEY_ID: foreignAccount,
    AWS_SECRET_ACCESS_KEY: 'root',
    AWS_SESSION_TOKEN: '',
  });
  const surroundings = withCredentialsOf(sandbox.surroundings, foreign);
  const error = await refusal(() => preview({ source, environment, surroundings, purpose: 'preview' }));
  expect(
    error.message.includes(account) && error.message.includes(foreignAccount),
    `the refusal does not name the accounts: ${error.message}`,
  );
  return firstLine(error);
}

export async function refuseBrokenConfiguration({ root, configuration }: RehearsalContext): Promise<string> {
  const { environment } = configuration.hub;
  const folder = await mkdtemp(join(tmpdir(), 'payments-configuration-'));
  try {
    await cp(join(root, 'config'), join(folder, 'config'), { recursive: true });
    const file = join(folder, 'config', `${environment}.yaml`);
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text.replace(/payments:memory:.*/, 'payments:memory: 2GB').replace('payments:region:', 'payments:regoin:'),
    );
    const error = await refusal(async () => loadConfiguration(join(folder, 'config')));
    const told = ['payments:memory', '2GB', 'payments:regoin'].filter((part) => !error.message.includes(part));
    expect(told.length === 0, `the refusal does not mention ${told.join(', ')}: ${error.message}`);
    return error.message.split('\n').join('; ');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function recorded({ configuration, sandbox }: RehearsalContext): Promise<string> {
  const { surroundings } = sandbox;
  const store = openStore(surroundings.stateBackend, await surroundings.credentials('observe'));
  return JSON.stringify(await readPromotion(store, configuration.hub.environment));
}

const firstLine = ({ message }: Error): string => message.split('\n')[0] ?? message;
