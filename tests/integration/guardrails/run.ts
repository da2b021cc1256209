/** Takes changed programs to the real engine and prints, as JSON, what became of them. A program that the test starts. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { clientConfiguration } from '../../../pipeline/account/clientConfiguration.ts';
import { loadConfiguration } from '../../../pipeline/configuration/index.ts';
import { readCheckpoint } from '../../../pipeline/engine/checkpoint.ts';
import { failureText } from '../../../pipeline/engine/events.ts';
import { runEngine, type EngineRequest } from '../../../pipeline/engine/run.ts';
import { update } from '../../../pipeline/engine/update.ts';
import { buildRelease } from '../../../pipeline/release/build.ts';
import { openStore } from '../../../pipeline/store/open.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/index.ts';
import { inCheckout, root, type Edit } from './checkout.ts';

const intel: Edit = { file: 'infra/paymentProcessor/function.ts', from: `['arm64']`, to: `['x86_64']` };
const untold: Edit = { file: 'infra/paymentProcessor/alarms.ts', from: 'okActions', to: 'insufficientDataActions' };
const unturned: Edit = {
  file: 'infra/paymentProcessor/key.ts',
  from: 'enableKeyRotation: true',
  to: 'enableKeyRotation: false',
};

const environment = 'dev';

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

function npmRun(script: string, cwd: string, sandboxFolder: string, ...rest: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, 'scripts', `${script}.ts`), environment, '--sandbox', ...rest], {
    cwd,
    env: { ...process.env, PAYMENTS_SANDBOX_FOLDER: sandboxFolder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

const configuration = loadConfiguration(join(root, 'config'));

async function requestIn(folder: string, { surroundings }: Sandbox, purpose: EngineRequest['purpose']) {
  const { source } = await buildRelease(folder, configuration.environments, () => new Date());
  return { source, environment, surroundings, purpose };
}

/** What stands in state, in the evidence and in the account: all of it is empty when nothing was changed. */
async function standing(sandbox: Sandbox) {
  const store = openStore(sandbox.surroundings.stateBackend, sandbox.administrator());
  const [checkpoint, evidence] = await Promise.all([
    readCheckpoint(store, environment),
    store.list(`evidence/${environment}/`),
  ]);
  return { resources: checkpoint?.resources.length ?? 0, evidence: evidence.length, keys: await keys(sandbox) };
}

async function keys(sandbox: Sandbox): Promise<number> {
  const { region } = configuration.environments[0] ?? configuration.hub;
  const client = new KMSClient(clientConfiguration(sandbox.rootCredentials(environment), region));
  try {
    return (await client.send(new ListKeysCommand({}))).Keys?.length ?? 0;
  } finally {
    client.destroy();
  }
}

/** The pack of the stock CLI, run by Pulumi's own SDK for packs, in a second process that the engine starts. */
async function withStockPack(request: EngineRequest): Promise<string> {
  process.env['PATH'] = `${join(root, 'infra', 'policies', 'bin')}${delimiter}${process.env['PATH'] ?? ''}`;
  const { events, error } = await runEngine(request, (stack, { onEvent }) =>
    stack.preview({ onEvent, policyPacks: [join(root, 'infra', 'policies')] }),
  );
  return error === null ? 'no failure' : failureText(events);
}

const refusal = async (action: Promise<unknown>): Promise<string> => {
  try {
    await action;
    return 'not refused';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

async function results(sandbox: Sandbox, folder: string) {
  const refused = await inCheckout(intel, async (checkout) => ({
    preview: await npmRun('preview', checkout, folder),
    deployment: await npmRun('deploy', checkout, folder, '--yes'),
    stock: await withStockPack(await requestIn(checkout, sandbox, 'preview')),
  }));
  const unchanged = await standing(sandbox);
  const advised = await inCheckout(untold, (checkout) => npmRun('preview', checkout, folder));
  const updated = await inCheckout(unturned, async (checkout) =>
    refusal(update(await requestIn(checkout, sandbox, `deploy-${environment}`))),
  );
  return { ...refused, unchanged, advised, updated, keysAfterUpdate: await keys(sandbox) };
}

const folder = await mkdtemp(join(tmpdir(), 'payments-guardrails-'));
const sandbox = await startSandbox({
  folder,
  detached: true,
  environments: configuration.environments,
  configurationFiles: configuration.files,
});
try {
  console.log(JSON.stringify(await results(sandbox, folder)));
} finally {
  await sandbox.stop();
  await rm(folder, { recursive: true, force: true });
}
