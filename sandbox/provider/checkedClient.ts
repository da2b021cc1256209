/** SDK clients of the sandbox: everything that they send is checked first, and recorded afterwards. */
import { errorCode } from './absence.ts';
import { serviceFolder, type ApiModels } from './apiModels.ts';
import { resourceOf, type Call } from './callLog.ts';

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

export interface Access {
  readonly surroundings: Surroundings;
  readonly credentials: Credentials;
  readonly account: string;
  readonly role?: string;
  readonly region: string;
}

/** What every SDK client has; the services differ in the commands only. */
export interface Client {
  readonly config: { readonly serviceId?: string };
  readonly middlewareStack: {
    add(middleware: Middleware, options: { step: 'initialize'; name: string; priority: 'high' }): void;
  };
  destroy(): void;
}
type Handler = (request: { input: unknown }) => Promise<unknown>;
type Middleware = (next: Handler, context: { readonly commandName?: string }) => Handler;

/** A client whose requests are held against AWS's own models before they are sent, and recorded. */
export function checkedClient<T>(constructor: new (configuration: never) => T, access: Access): T {
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

function checkedAndRecorded(serviceId: string, { surroundings, account, role, region }: Access): Middleware {
  return (next, context) => async (request) => {
    const action = (context.commandName ?? '').replace(/Command$/, '');
    const call = {
      ...{ service: serviceFolder(serviceId), action, resource: resourceOf(request.input), account, region },
      ...(role === undefined ? {} : { role }),
    };
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
