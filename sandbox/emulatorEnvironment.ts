/** What the emulator process is given: nothing of the user's own AWS settings, and folders of its own. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where set-up installs the emulator, inside the repository. */
export const emulatorFolder = (): string => join(repository, '.cache', 'emulator');

/**
 * The Python that set-up installed the emulator for; `PYTHON` names another one, as it does for set-up. Without either, the
 * one on PATH.
 */
export function python(): string {
  const asked = process.env.PYTHON;
  if (asked !== undefined && asked !== '') return asked;
  const recorded = recordedPython();
  return recorded !== undefined && existsSync(recorded) ? recorded : 'python3';
}

function recordedPython(): string | undefined {
  try {
    const record: unknown = JSON.parse(readFileSync(join(repository, '.cache', 'setup.json'), 'utf8'));
    return (record as { emulator?: { python?: string } }).emulator?.python;
  } catch {
    return undefined;
  }
}

/** AWS's own API models, which come with the emulator. */
export const apiModelsFolder = (): string => join(emulatorFolder(), 'botocore', 'data');

export const launcher = (): string => join(repository, 'sandbox', 'emulator.py');

/** Where the emulator keeps what outlives it: all services but S3 when it ends, S3 as it goes. */
export const dataFolders = { state: 'state', objects: 's3' } as const;

/** Variables that a process needs to run at all; everything else of the user's environment stays outside. */
const inherited = ['LANG', 'LC_ALL', 'TZ', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SYSTEMROOT'];

export function emulatorEnvironment(folder: string, port: number): Record<string, string> {
  const kept = inherited.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    // Lambda functions run on the first `node` of this PATH, which must be the one that runs us.
    PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
    HOME: join(folder, 'home'),
    TMPDIR: join(folder, 'tmp'),
    PYTHONPATH: emulatorFolder(),
    PYTHONDONTWRITEBYTECODE: '1',
    GATEWAY_PORT: String(port),
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: '127.0.0.1',
    AUTH: 'true',
    LAMBDA_EXECUTOR: 'local',
    LAMBDA_ACCOUNT_CONCURRENCY: '1000',
    // AWS waits one minute before it retries an asynchronous invocation, then two.
    LAMBDA_ASYNC_RETRY_BASE_SECONDS: '0.2',
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    CLOUDTRAIL_RECORDING: '1',
    LOG_LEVEL: 'WARNING',
    PERSIST_STATE: '1',
    STATE_DIR: join(folder, dataFolders.state),
    S3_PERSIST: '1',
    S3_DATA_DIR: join(folder, dataFolders.objects),
  };
}
