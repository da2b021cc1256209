/** Bootstraps of a sandbox that die at chosen steps, and what there is in the end. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KMSClient, ListResourceTagsCommand, paginateListKeys } from '@aws-sdk/client-kms';
import { replicaRegionOf } from '../../../infra/bootstrap/landscape.ts';
import { bootstrapNames } from '../../../infra/names.ts';
import { loadConfiguration } from '../../../pipeline/configuration/index.ts';
import { openStore } from '../../../pipeline/store/open.ts';
import type { Sandbox } from '../../../sandbox/index.ts';
import { ownSandbox } from './ownSandbox.ts';
import { readRecord, writeRecord } from '../../../sandbox/record.ts';
import { rootClient } from '../../../sandbox/rootClient.ts';
import { killWithChildren } from './killedPromotions.ts';
import { startKillingProxy, type Choice } from './killingProxy.ts';

const root = join(import.meta.dirname, '..', '..', '..');

interface Bootstraps {
  readonly sandbox: Sandbox;
  run(
    choose: Choice,
  ): Promise<{ readonly killedAt: string | null; readonly code: number | null; readonly output: string }>;
}

/** Works on a sandbox of its own, on which bootstrap can be run and killed at a step. */
export async function withBootstraps<T>(work: (world: Bootstraps) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-bootstrap-'));
  const { environments, files } = loadConfiguration(join(root, 'config'));
  const sandbox = await ownSandbox({ folder, environments, configurationFiles: files });
  const proxy = await startKillingProxy(sandbox.endpoint);
  try {
    const record = readRecord(folder);
    if (record !== null) await writeRecord(folder, { ...record, port: proxy.port });
    return await work({ sandbox, run: (choose) => runOnce(folder, proxy, choose) });
  } finally {
    await proxy.close();
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function runOnce(folder: string, proxy: Awaited<ReturnType<typeof startKillingProxy>>, choose: Choice) {
  const child = spawn(process.execPath, [join(root, 'scripts/bootstrap.ts'), '--sandbox', '--yes'], {
    cwd: root,
    env: { ...process.env, PAYMENTS_SANDBOX_FOLDER: folder, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [killedAt, output]: [string | null, string] = [null, ''];
  const remembered: Choice = (step) => {
    const when = choose(step);
    if (when !== null) killedAt = `${when} ${step || 'a setting of a bucket'}`;
    return when;
  };
  proxy.arm(remembered, () => killWithChildren(child.pid ?? 0));
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  proxy.disarm();
  await proxy.idle();
  return { killedAt, code, output };
}

/** All that state has, with what was asked for, and how many keys bootstrap made: one more would be one that a dead run left. */
export async function endOf({
  sandbox: { surroundings, landscape, endpoint, rootCredentials },
}: Bootstraps): Promise<string> {
  const store = openStore(surroundings.stateBackend, rootCredentials('prod'));
  const stacks = await Promise.all(
    landscape.environments.map(async ({ environment }) => {
      const key = `.pulumi/stacks/payments/${bootstrapNames.stack(environment)}.json`;
      const state = JSON.parse(Buffer.from((await store.read(key))?.body ?? '{}').toString()) as State;
      const { resources = [], pending_operations: pending = [] } = state.checkpoint?.latest ?? {};
      return [...resources.map(({ urn, inputs }) => JSON.stringify([urn, inputs])).sort(), `${pending.length} pending`];
    }),
  );
  const hub = landscape.environments.find(({ environment }) => environment === 'prod');
  if (hub === undefined) throw new Error('there is no hub');
  const keys = await Promise.all(
    [hub.region, replicaRegionOf(landscape)].map((at) => ourKeys(endpoint, { ...hub, region: at })),
  );
  return `${stacks
    .flat()
    .join('\n')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')}\n${keys.join()} keys`;
}

interface State {
  readonly checkpoint?: {
    readonly latest?: {
      readonly resources?: readonly { urn: string; inputs: object }[];
      readonly pending_operations?: readonly unknown[];
    };
  };
}

async function ourKeys(
  endpoint: string,
  place: { readonly account: string; readonly region: string },
): Promise<number> {
  const kms = rootClient(KMSClient, endpoint, place);
  let count = 0;
  for await (const { Keys = [] } of paginateListKeys({ client: kms }, {})) {
    for (const { KeyId } of Keys) {
      const { Tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId }));
      if (Tags.some(({ TagKey }) => TagKey === 'payments:managed-by')) count++;
    }
  }
  kms.destroy();
  return count;
}
