/** One provider instance's access to AWS: whose credentials, which account and region, and the clients made from them. */
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

import { ConfigurationError } from '../../pipeline/errors.ts';
import { describeError } from './awsError.ts';
import { checkedClient, type Access, type Client, type Credentials, type Surroundings } from './checkedClient.ts';
import type { AssumeRole, ProviderSettings } from './configuration.ts';
import type { Session } from './resourceType.ts';

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

/** Assumes the roles one after the other and refuses any account that the settings do not allow. */
export async function openSession(surroundings: Surroundings, settings: ProviderSettings): Promise<RegionalSession> {
  let credentials = surroundings.caller;
  for (const role of settings.assumeRoles) credentials = await assume(surroundings, settings, credentials, role);
  const { account, ...caller } = await callerOf(surroundings, settings, credentials);
  const { allowedAccountIds: allowed, forbiddenAccountIds: forbidden } = settings;
  if ((allowed.length > 0 && !allowed.includes(account)) || forbidden.includes(account)) {
    throw new ConfigurationError(`AWS account ID not allowed: ${account}`);
  }
  return new AwsSession({
    surroundings,
    settings,
    credentials,
    account,
    ...caller,
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
  const sts = checkedClient(STSClient, { surroundings, credentials, account: '', region: settings.region });
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

async function callerOf(
  surroundings: Surroundings,
  settings: ProviderSettings,
  credentials: Credentials,
): Promise<{ readonly account: string; readonly role?: string }> {
  const sts = checkedClient(STSClient, { surroundings, credentials, account: '', region: settings.region });
  try {
    const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
    const role = /:assumed-role\/([^/]+)\//.exec(Arn)?.[1];
    return { account: Account, ...(role === undefined ? {} : { role }) };
  } catch (error) {
    const text = describeError(error, 'STS', 'GetCallerIdentity');
    throw new ConfigurationError(`validating provider credentials: retrieving caller identity from STS: ${text}`, {
      cause: error,
    });
  } finally {
    sts.destroy();
  }
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
    const client = checkedClient(constructor, this.#access);
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
      ...(constructor.name === 'S3Client' ? { forcePathStyle: true } : {}),
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
