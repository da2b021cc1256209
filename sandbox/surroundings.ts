/** The sandbox as the pipeline sees it: state in its bucket, one identity per purpose, a provider that speaks to it. */
import { appendFile } from 'node:fs/promises';

import { hubOf, type Landscape } from '../infra/bootstrap/landscape.ts';
import { subjects } from '../infra/bootstrap/trust.ts';
import { bootstrapNames } from '../infra/names.ts';
import { ConfigurationError } from '../pipeline/errors.ts';
import type { ProcessEnvironment, Purpose, Surroundings } from '../pipeline/engine/surroundings.ts';
import { connection } from './accounts.ts';
import { blindSpots } from './blindSpots.ts';
import { apiModelsFolder } from './emulatorEnvironment.ts';
import { writtenForEmulator } from './emulatorGaps.ts';
import { assumePersonRole } from './person.ts';
import type { Call } from './provider/callLog.ts';
import { assumeEntryRole, assumeSmokeRole, subjectContext, unsignedToken, type Session } from './identity.ts';

/** Encrypts secrets of the sandbox's stacks; there is nothing in it that deserves a better one. */
export const passphrase = 'sandbox';

/** A salt and, as Pulumi's way to recognise the passphrase, the word "pulumi" encrypted with the key that the two give. */
const encryptionSalt = 'v1:cGF5bWVudHM=:v1:cGF5bWVudHMtYm94:fiy/hfYNDqKyvmUNNjzmXbNT1lqqiw==';

/** Sessions are renewed this long before they end, so that no engine run starts with one that is about to. */
const renewalMilliseconds = 10 * 60_000;

export function sandboxSurroundings(endpoint: string, landscape: Landscape): Surroundings {
  const sessions = new Map<Purpose, Promise<Session>>();

  async function current(purpose: Purpose): Promise<Session> {
    const cached = sessions.get(purpose);
    if (cached !== undefined) {
      const session = await cached;
      if (session.expiresAt - renewalMilliseconds > Date.now()) return session;
    }
    const fresh = open(purpose);
    sessions.set(purpose, fresh);
    // A refusal is not remembered: the next call asks again.
    fresh.catch(() => sessions.delete(purpose));
    return fresh;
  }

  async function open(purpose: Purpose): Promise<Session> {
    if (isSmoke(purpose)) {
      const place = requirePlace(landscape, purpose.slice('smoke-'.length));
      return assumeSmokeRole(endpoint, await current(`deploy-${place.environment}`), place);
    }
    if (purpose === 'person' || purpose === 'break-glass') return assumePersonRole(endpoint, landscape, purpose);
    if (purpose.startsWith('deploy-')) requirePlace(landscape, purpose.slice('deploy-'.length));
    const [sub] = subjects(landscape.repository, subjectContext(purpose));
    return assumeEntryRole(
      endpoint,
      landscape,
      bootstrapNames.entryRole(purpose),
      unsignedToken({ sub: sub as string }),
    );
  }

  return {
    kind: 'sandbox',
    stateBackend: stateBackend(endpoint, landscape),
    secretsProvider: () => 'passphrase',
    encryptionSalt,
    written: writtenForEmulator,
    blindSpots: blindSpots(),
    credentials: async (purpose) => environmentOf(endpoint, regionFor(landscape, purpose), await current(purpose)),
    async attachProvider(credentials) {
      // Loaded only now: commands that never run the engine must not pay for gRPC.
      const { startProvider } = await import('./provider/server.ts');
      const provider = await startProvider({ environment: { ...credentials }, apiModels: apiModelsFolder() });
      const environment = {
        PULUMI_DEBUG_PROVIDERS: `aws:${provider.port}`,
        // The provider is attached already: looking for its plugin on the network would cost each run three seconds.
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
      };
      const close = async () => {
        await keepCalls(provider.calls());
        await provider.close();
      };
      return { environment, close };
    },
  };
}

/** `PAYMENTS_CALL_LOG`: every call of the provider, one line each, for `npm run bootstrap -- --coverage --calls FILE`. */
async function keepCalls(calls: readonly Call[]): Promise<void> {
  const file = process.env.PAYMENTS_CALL_LOG;
  if (file !== undefined && calls.length > 0) {
    await appendFile(file, calls.map((call) => `${JSON.stringify(call)}\n`).join(''));
  }
}

const isSmoke = (purpose: Purpose): purpose is `smoke-${string}` => purpose.startsWith('smoke-');

/** Pulumi's S3 backend, with the query that makes its client speak to the emulator. */
export function stateBackend(endpoint: string, landscape: Landscape): string {
  const { account, region } = hubOf(landscape);
  const query = new URLSearchParams({ region, endpoint, s3ForcePathStyle: 'true', disableSSL: 'true' });
  return `s3://${bootstrapNames.stateBucket(account)}?${query.toString()}`;
}

function environmentOf(endpoint: string, region: string, session: Session): ProcessEnvironment {
  return {
    ...connection(endpoint, region),
    AWS_ACCESS_KEY_ID: session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
    AWS_SESSION_TOKEN: session.sessionToken,
    PULUMI_CONFIG_PASSPHRASE: passphrase,
  };
}

/** A smoke session acts in the environment's own region, an entry role where the state is. */
const regionFor = (landscape: Landscape, purpose: Purpose): string =>
  isSmoke(purpose) ? requirePlace(landscape, purpose.slice('smoke-'.length)).region : hubOf(landscape).region;

function requirePlace(landscape: Landscape, environment: string) {
  const found = landscape.environments.find((it) => it.environment === environment);
  if (found !== undefined) return found;
  const known = landscape.environments.map((it) => it.environment).join(', ');
  throw new ConfigurationError(`the sandbox has no environment ${environment}`, { advice: `it has ${known}` });
}
