/**
 * One run of the real engine with the sandbox's provider, described by JSON on standard input and answered with JSON on
 * standard output. It is a process of its own because the engine must not run inside jest.
 */
import { text } from 'node:stream/consumers';

import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import {
  fullyQualifiedStackName,
  LocalWorkspace,
  type EngineEvent,
  type Stack,
} from '@pulumi/pulumi/automation/index.js';

import { startProvider, type RunningProvider } from '../../../sandbox/provider/server.ts';
import type { Answer, Request, Step } from './request.ts';

const request = JSON.parse(await text(process.stdin)) as Request;

async function main(): Promise<Answer> {
  const provider = await startProvider({ environment: request.environment, apiModels: request.apiModels });
  try {
    const answer = await run(await stack(provider.port));
    return { ...answer, calls: provider.calls() };
  } finally {
    await provider.close();
  }
}

function stack(port: RunningProvider['port']): Promise<Stack> {
  return LocalWorkspace.createOrSelectStack(
    {
      stackName: fullyQualifiedStackName('organization', 'provider-test', 'test'),
      projectName: 'provider-test',
      program,
    },
    {
      workDir: request.folder,
      pulumiHome: `${request.folder}/home`,
      envVars: {
        PATH: process.env.PATH ?? '',
        PULUMI_BACKEND_URL: `file://${request.folder}`,
        PULUMI_CONFIG_PASSPHRASE: 'test',
        PULUMI_DEBUG_PROVIDERS: `aws:${port}`,
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
        PULUMI_SKIP_UPDATE_CHECK: 'true',
      },
    },
  );
}

async function program(): Promise<Record<string, unknown>> {
  const providers = Object.fromEntries(
    Object.entries(request.providers).map(([name, settings]) => [
      name,
      new aws.Provider(name, settings as aws.ProviderArgs),
    ]),
  );
  const made: Record<string, Record<string, unknown>> = {};
  for (const { type, name, args, provider = 'main', options } of request.resources) {
    const [service = '', kind = ''] = type.split('.');
    const module = (aws as unknown as Record<string, Record<string, new (...rest: unknown[]) => object>>)[service];
    const Resource = module?.[kind];
    if (Resource === undefined) throw new Error(`@pulumi/aws has no ${type}`);
    made[name] = new Resource(name, resolve(args, made), { ...options, provider: providers[provider] }) as Record<
      string,
      unknown
    >;
  }
  return Object.fromEntries(Object.entries(request.outputs ?? {}).map(([name, value]) => [name, resolve(value, made)]));
}

/** `{ "$from": "queue.arn" }` stands for an output, `$text` for a text out of parts, `$file` for an archive, `$secret` for a secret. */
function resolve(value: unknown, made: Readonly<Record<string, Record<string, unknown>>>): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, made));
  if (typeof value !== 'object' || value === null) return value;
  if ('$from' in value) {
    const [name = '', property = ''] = String(value.$from).split('.');
    return made[name]?.[property];
  }
  if ('$text' in value) return pulumi.concat(...(resolve(value.$text, made) as string[]));
  if ('$file' in value) return new pulumi.asset.FileArchive(String(value.$file));
  if ('$secret' in value) return pulumi.secret(value.$secret);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, made)]));
}

async function run(target: Stack): Promise<Omit<Answer, 'calls'>> {
  const events: EngineEvent[] = [];
  const options = { onEvent: (event: EngineEvent) => void events.push(event), suppressProgress: true } as const;
  try {
    const outputs = await operate(target, options);
    return { error: null, outputs, steps: steps(events) };
  } catch (error) {
    const diagnostics = events.flatMap(({ diagnosticEvent }) =>
      diagnosticEvent?.severity === 'error' ? [diagnosticEvent.message] : [],
    );
    const known = diagnostics.length > 0 ? diagnostics : [error instanceof Error ? error.message : String(error)];
    return {
      error: known.join('\n'),
      outputs: {},
      steps: steps(events),
    };
  }
}

async function operate(
  target: Stack,
  options: { onEvent: (event: EngineEvent) => void; suppressProgress: true },
): Promise<Record<string, unknown>> {
  switch (request.operation) {
    case 'up': {
      const { outputs } = await target.up(options);
      return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
    }
    case 'preview':
      await target.preview(options);
      return {};
    case 'refresh':
      await target.refresh({ ...options, runProgram: request.runProgram ?? false });
      return {};
    case 'previewRefresh':
      await target.previewRefresh({ ...options, runProgram: request.runProgram ?? false });
      return {};
    case 'destroy':
      await target.destroy(options);
      return {};
    case 'export':
      return (await target.exportStack()).deployment as Record<string, unknown>;
  }
}

function steps(events: readonly EngineEvent[]): Step[] {
  const refreshing = request.operation === 'refresh' || request.operation === 'previewRefresh';
  return events.flatMap((event) => {
    const metadata = (refreshing ? event.resOutputsEvent : event.resourcePreEvent)?.metadata;
    if (metadata === undefined || !metadata.type.startsWith('aws:')) return [];
    const { op, urn, detailedDiff, old, new: now } = metadata;
    return [
      {
        op,
        name: urn.split('::').at(-1) ?? '',
        diff: Object.fromEntries(Object.entries(detailedDiff ?? {}).map(([path, { diffKind }]) => [path, diffKind])),
        id: now?.id ?? old?.id ?? null,
        inputs: now?.inputs ?? null,
        outputs: now?.outputs ?? null,
      },
    ];
  });
}

process.stdout.write(JSON.stringify(await main()));
process.exit(0);
