/**
 * The Pulumi provider of the sandbox: the engine's own protocol (`pulumirpc.ResourceProvider`), served from this process
 * and attached to one engine run with `PULUMI_DEBUG_PROVIDERS=aws:PORT`.
 */
import grpc from '@grpc/grpc-js';
import pluginPb from '@pulumi/pulumi/proto/plugin_pb.js';
import providerGrpc from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import providerPb from '@pulumi/pulumi/proto/provider_pb.js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';

import { ApiModels } from './apiModels.ts';
import type { Call } from './callLog.ts';
import { Instances } from './instances.ts';
import { invoke } from './invoke.ts';
import { diffConfiguration } from './configuration.ts';
import { checkResponse, diffResponse, notServed, unary } from './protocol.ts';
import { readEnvironment } from './callerEnvironment.ts';
import { decode } from './wire.ts';

/** The version of @pulumi/aws whose properties are served. */
const version = '7.48.0';
const largestMessageBytes = 400 * 1024 * 1024;

export interface ProviderOptions {
  /** `AWS_*` of the caller: the address of the sandbox, and the keys of the entry role. */
  readonly environment: Readonly<Record<string, string>>;
  /** The `botocore/data` folder of the emulator. */
  readonly apiModels: string;
}

export interface RunningProvider {
  readonly port: number;
  /** Every call to AWS so far, in the order of the answers. */
  calls(): readonly Call[];
  close(): Promise<void>;
}

/** Serves every aws provider instance of one engine run. Throws `ConfigurationError` when the environment names no sandbox. */
export async function startProvider(options: ProviderOptions): Promise<RunningProvider> {
  const calls: Call[] = [];
  const instances = new Instances({
    ...readEnvironment(options.environment),
    models: new ApiModels(options.apiModels),
    record: (call) => calls.push(call),
  });
  const server = new grpc.Server({
    'grpc.max_receive_message_length': largestMessageBytes,
    'grpc.max_send_message_length': largestMessageBytes,
  });
  server.addService(providerGrpc.ResourceProviderService, methods(instances));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  const close = async () => {
    instances.end();
    server.forceShutdown();
  };
  return { port, calls: () => [...calls], close };
}

function methods(instances: Instances): grpc.UntypedServiceImplementation {
  const session = (connection: string) => instances.session(connection);
  // The SDK's clients take a while to load, which they can do while the engine starts.
  const resources = import('./resourceService.ts');
  // A failure shows where it is waited for.
  resources.catch(() => undefined);
  const served: grpc.UntypedServiceImplementation = {
    getPluginInfo: unary(() => new pluginPb.PluginInfo().setVersion(version)),
    attach: unary(() => new emptyPb.Empty()),
    handshake: unary(() => new providerPb.ProviderHandshakeResponse()),
    checkConfig: unary((request: providerPb.CheckRequest) => checkResponse(decode(request.getNews()), [])),
    diffConfig: unary((request: providerPb.DiffRequest) =>
      diffResponse(diffConfiguration(decode(request.getOldInputs()), decode(request.getNews())), false),
    ),
    configure: unary(async (request: providerPb.ConfigureRequest, connection) => {
      await instances.configure(connection, decode(request.getArgs()));
      return new providerPb.ConfigureResponse().setSupportspreview(true);
    }),
    check: unary(async (request: providerPb.CheckRequest, connection) =>
      (await resources).checkResource(request, session(connection)),
    ),
    diff: unary(async (request: providerPb.DiffRequest) => (await resources).diffResource(request)),
    create: unary(async (request: providerPb.CreateRequest, connection) =>
      (await resources).createResource(request, session(connection)),
    ),
    read: unary(async (request: providerPb.ReadRequest, connection) =>
      (await resources).readResource(request, session(connection)),
    ),
    update: unary(async (request: providerPb.UpdateRequest, connection) =>
      (await resources).updateResource(request, session(connection)),
    ),
    delete: unary(async (request: providerPb.DeleteRequest, connection) =>
      (await resources).deleteResource(request, session(connection)),
    ),
    invoke: unary((request: providerPb.InvokeRequest, connection) => invoke(request, session(connection))),
    cancel: unary((_request: unknown, connection) => {
      instances.cancel(connection);
      return new emptyPb.Empty();
    }),
  };
  const others = Object.keys(providerGrpc.ResourceProviderService).filter((method) => !(method in served));
  return { ...Object.fromEntries(others.map((method) => [method, notServed(method)])), ...served };
}
