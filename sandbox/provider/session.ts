/** One provider instance's access to AWS: whose credentials, which account and region, and the clients made from them. */
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

import { ConfigurationError } from '../../pipeline/errors.ts';
import { errorCode } from './absence.ts';
import { ApiModels, serviceFolder } from './apiModels.ts';
import { describeError } from './awsError.ts';
import { resourceOf, type Call } from './callLog.ts';
import type { AssumeRole, ProviderSettings } from './configuration.ts';
import type { Session } from './resourceType.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What all sessions of one engine run share. */
export interface Surroundings {
  readonly endpoint: string;
  readonly caller: Credentials;
  readonly models: ApiModels;
  record(call: Call): void;
}

/** Clients are made per region; the engine may ask for a resource in another region than its provider's. */
export interface RegionalSession extends Session {
  readonly signal: AbortSignal;
  asAws<T>(constructor: new (configuration: never) => T): T;
  inRegion(region: string): RegionalSession;
  /** Ends waiting and trying again. */
  cancel(): void;
  /** Cancels, and closes every connection. */
  end(): void;
}

/** The caller's keys and the emulator's address from the environment; without an address nothing is ever sent. */
export function readEnvironment(environment: Readonly<Record<string, string>>): {
  endpoint: string;
  caller: Credentials;
} {
  const needed = (name: string): string => {
    const value = environment[name];
    if (value !== undefined && value !== '') return value;
    throw new ConfigurationError(`the sandbox's provider needs ${name}`, { advice: 'npm run sandbox -- start' });
  };
  const sessionToken = environment['AWS_SESSION_TOKEN'];
  return {
    endpoint: needed('AWS_ENDPOINT_URL'),
    caller: {
      accessKeyId: needed('AWS_ACCESS_KEY_ID'),
      secretAccessKey: needed('AWS_SECRET_ACCESS_KEY'),
      ...(sessionToken ? { sessionToken } : {}),
    },
  };
}

/** Assumes the roles one after the other and refuses any account that the settings do not allow. */
export async function openSession(surroundings: Surroundings, settings: ProviderSettings): Promise<RegionalSession> {
  let credentials = surroundings.caller;
  for (const role of settings.assumeRoles) credentials = await assume(surroundings, settings, credentials, role);
  const account = await callerAccount(surroundings, settings, credentials);
  const { allowedAccountIds: allowed, forbiddenAccountIds: forbidden } = settings;
  if ((allowed.length > 0 && !allowed.includes(account)) || forbidden.includes(account)) {
    throw new ConfigurationError(`AWS account ID not allowed: ${account}`);
  }
  return new AwsSession({
    surroundings,
    settings,
    credentials,
    account,
    region: settings.region,
    abort: new AbortController(),
  });
}

async function assume(
  surroundings: Surroundings,
  settings: ProviderSettings,
  credentials: Credentials,
  role: AssumeRole,
): Promise<Credentials> {
  const sts = configured(STSClient, { surroundings, credentials, account: '', region: settings.region });
  try {
    const { Credentials: granted } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: role.roleArn,
        RoleSessionName: role.sessionName ?? 'pulumi-provider-aws',
        ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
      }),
    );
    return {
      accessKeyId: granted?.AccessKeyId ?? '',
      secretAccessKey: granted?.SecretAccessKey ?? '',
      sessionToken: granted?.SessionToken ?? '',
    };
  } catch (error) {
    // The first words are the real provider's (hashicorp/aws-sdk-go-base): tools search for them.
    throw new ConfigurationError(
      `Cannot assume IAM Role. IAM Role (${role.roleArn}) cannot be assumed: ${describeError(error, 'STS', 'AssumeRole')}`,
      { cause: error },
    );
  } finally {
    sts.destroy();
  }
}

async function callerAccount(
  surroundings: Surroundings,
  settings: ProviderSettings,
  credentials: Credentials,
): Promise<string> {
  const sts = configured(STSClient, { surroundings, credentials, account: '', region: settings.region });
  try {
    return (await sts.send(new GetCallerIdentityCommand({}))).Account ?? '';
  } catch (error) {
    const text = describeError(error, 'STS', 'GetCallerIdentity');
    throw new ConfigurationError(`validating provider credentials: retrieving caller identity from STS: ${text}`, {
      cause: error,
    });
  } finally {
    sts.destroy();
  }
}

interface Access {
  readonly surroundings: Surroundings;
  readonly credentials: Credentials;
  readonly account: string;
  readonly region: string;
}

/** What every SDK client has; the services differ in the commands only. */
interface Client {
  readonly config: { readonly serviceId?: string };
  readonly middlewareStack: {
    add(middleware: Middleware, options: { step: 'initialize'; name: string; priority: 'high' }): void;
  };
  destroy(): void;
}
type Handler = (request: { input: unknown }) => Promise<unknown>;
type Middleware = (next: Handler, context: { readonly commandName?: string }) => Handler;

function configured<T>(constructor: new (configuration: never) => T, access: Access): T {
  const { surroundings, credentials, region } = access;
  // Path-style addresses, because a bucket's own host name does not resolve on the loopback interface.
  const configuration = { endpoint: surroundings.endpoint, region, credentials, maxAttempts: 5, forcePathStyle: true };
  const client = new constructor(configuration as never);
  const { config, middlewareStack } = client as Client;
  const serviceId = config.serviceId ?? '';
  middlewareStack.add(checkedAndRecorded(serviceId, access), {
    step: 'initialize',
    name: 'apiModel',
    priority: 'high',
  });
  return client;
}

function checkedAndRecorded(serviceId: string, { surroundings, account, region }: Access): Middleware {
  return (next, context) => async (request) => {
    const action = (context.commandName ?? '').replace(/Command$/, '');
    const call = { service: serviceFolder(serviceId), action, resource: resourceOf(request.input), account, region };
    try {
      await surroundings.models.validate(serviceId, action, request.input);
      const answer = await next(request);
      surroundings.record({ ...call, outcome: 'ok' });
      return answer;
    } catch (error) {
      surroundings.record({ ...call, outcome: errorCode(error) ?? 'Error' });
      throw Object.assign(error as Error, { operation: action, serviceId });
    }
  };
}

class AwsSession implements RegionalSession {
  readonly account: string;
  readonly region: string;
  readonly defaultTags: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly #access: Access & { readonly settings: ProviderSettings; readonly abort: AbortController };
  readonly #clients = new Map<unknown, unknown>();
  readonly #regions = new Map<string, AwsSession>();

  constructor(access: Access & { readonly settings: ProviderSettings; readonly abort: AbortController }) {
    this.#access = access;
    this.account = access.account;
    this.region = access.region;
    this.defaultTags = access.settings.defaultTags.tags;
    this.signal = access.abort.signal;
  }

  client<T>(constructor: new (configuration: never) => T): T {
    const known = this.#clients.get(constructor);
    if (known !== undefined) return known as T;
    const client = configured(constructor, this.#access);
    this.#clients.set(constructor, client);
    return client;
  }

  asAws<T>(constructor: new (configuration: never) => T): T {
    const key = `aws ${constructor.name}`;
    const known = this.#clients.get(key);
    if (known !== undefined) return known as T;
    const client = new constructor({
      endpoint: this.#access.surroundings.endpoint,
      region: this.region,
      // In the emulator an account's own number is the key of its root.
      credentials: { accessKeyId: this.account, secretAccessKey: 'root' },
    } as never);
    this.#clients.set(key, client);
    return client;
  }

  inRegion(region: string): RegionalSession {
    if (region === this.region) return this;
    const known = this.#regions.get(region) ?? new AwsSession({ ...this.#access, region });
    this.#regions.set(region, known);
    return known;
  }

  cancel(): void {
    this.#access.abort.abort();
  }

  end(): void {
    this.cancel();
    for (const client of this.#clients.values()) (client as Client).destroy();
    for (const session of this.#regions.values()) session.end();
  }
}
