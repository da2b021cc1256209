/** The engine in a process of its own, on one stack in a temporary folder, against one emulator. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { startEmulator, type Emulator } from '../../../sandbox/emulator.ts';
import { apiModelsFolder } from '../../../sandbox/emulatorEnvironment.ts';
import type { Answer, Request, ResourceRequest } from './request.ts';

const repository = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const command = fileURLToPath(new URL('run.ts', import.meta.url));
const cliVersion = '3.246.0';

export const account = '111111111111';
export const region = 'us-east-1';

export interface Engine {
  readonly emulator: Emulator;
  run(request: Partial<Request> & Pick<Request, 'operation' | 'resources'>): Promise<Answer>;
  /** SDK settings of the account's root, for looking and meddling behind the provider's back. */
  readonly root: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { accessKeyId: string; secretAccessKey: string };
  };
  end(): Promise<void>;
}

export async function startEngine(): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), 'provider-test-'));
  const emulator = await startEmulator({ folder: join(folder, 'emulator'), detached: false });
  const fixed = {
    folder,
    apiModels: apiModelsFolder(),
    environment: { AWS_ENDPOINT_URL: emulator.endpoint, AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: 'test' },
    providers: { main: { region, allowedAccountIds: [account], defaultTags: { tags: { Project: 'test' } } } },
  };
  return {
    emulator,
    run: (request) => spawnRun({ ...fixed, ...request }),
    root: { endpoint: emulator.endpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'test' } },
    end: async () => {
      await emulator.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function spawnRun(request: Request): Promise<Answer> {
  const path = [
    join(homedir(), '.pulumi', 'versions', cliVersion, 'bin'),
    join(repository, 'node_modules', '.bin'),
    process.env.PATH,
  ];
  const child = spawn(process.execPath, [command], {
    env: { ...process.env, PATH: path.join(delimiter) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(request));
  return (await json(child.stdout)) as Answer;
}

export const resource = (
  type: string,
  name: string,
  args: ResourceRequest['args'],
  options?: ResourceRequest['options'],
): ResourceRequest => ({
  type,
  name,
  args,
  ...(options === undefined ? {} : { options }),
});
