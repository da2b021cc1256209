import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import * as grpc from '@grpc/grpc-js';
import service from '@pulumi/pulumi/proto/analyzer_grpc_pb.js';
import messages from '@pulumi/pulumi/proto/analyzer_pb.js';
import structProto from 'google-protobuf/google/protobuf/struct_pb.js';
import emptyProto from 'google-protobuf/google/protobuf/empty_pb.js';
import { parse } from 'yaml';
import { guardrails } from '../../../infra/policies/catalogue.ts';
import { expectedStack, mutated } from './expectedStack.ts';
import { mutations } from './mutations.ts';

const folder = fileURLToPath(new URL('../../../infra/policies/', import.meta.url));
const running: { process: ChildProcess; client: InstanceType<typeof service.AnalyzerClient> }[] = [];

afterEach(() => {
  for (const { process, client } of running.splice(0)) {
    client.close();
    process.kill('SIGKILL');
  }
});

/** The texts in which the engine hands a pack the configuration of its stack. */
function configurationOf(environment: string): string {
  const { config } = parse(readFileSync(`config/${environment}.yaml`, 'utf8')) as { config: Record<string, unknown> };
  const texts = Object.entries(config).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return JSON.stringify(Object.fromEntries(texts));
}

/** Starts the pack as the engine does when there is no language host. */
async function startPack(environment: string) {
  const child = spawn(`${folder}bin/pulumi-analyzer-policy-nodejs`, ['127.0.0.1:1', '.'], {
    cwd: folder,
    env: { ...process.env, PULUMI_NODEJS_STACK: environment, PULUMI_CONFIG: configurationOf(environment) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(createInterface(child.stdout), 'line')) as [string];
  const client = new service.AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  running.push({ process: child, client });
  return client;
}

type Client = Awaited<ReturnType<typeof startPack>>;

/** Names of the rules that a resource breaks. */
function analyze(
  client: Client,
  { type, name, props }: ReturnType<typeof expectedStack>[number],
): Promise<readonly string[]> {
  const request = new messages.AnalyzeRequest();
  request.setType(type);
  request.setName(name);
  request.setUrn(`urn:pulumi:prod::payments::${type}::${name}`);
  request.setProperties(
    structProto.Struct.fromJavaScript(props as Parameters<typeof structProto.Struct.fromJavaScript>[0]),
  );
  request.setOptions(new messages.AnalyzerResourceOptions());
  return new Promise((resolve, reject) => {
    client.analyze(request, (error: grpc.ServiceError | null, response) => {
      if (error !== null) reject(error);
      else resolve(response.getDiagnosticsList().map((diagnostic) => diagnostic.getPolicyname()));
    });
  });
}

describe('the policy pack', () => {
  test('R18: offers every guardrail to the engine with its severity and enforcement', async () => {
    const client = await startPack('prod');
    const policies = await new Promise<readonly string[]>((resolve, reject) => {
      client.getAnalyzerInfo(new emptyProto.Empty(), (error: grpc.ServiceError | null, info) => {
        if (error !== null) reject(error);
        else resolve(info.getPoliciesList().map((policy) => policy.getName()));
      });
    });
    expect(policies).toEqual(guardrails.map(({ id }) => id));
  });

  test('R18: judges resources one by one, and promises by the settings of its stack', async () => {
    const client = await startPack('prod');
    const find = (resources: readonly { type: string }[]) =>
      resources.find(({ type }) => type === 'aws:lambda/function:Function');
    const changed = mutated('prod', (stack) => {
      mutations['lambda-arm64']?.(stack);
      mutations['promise-memory']?.(stack);
    });
    expect(await analyze(client, find(expectedStack('prod')) as never)).toEqual([]);
    expect(await analyze(client, find(changed) as never)).toEqual(['lambda-arm64', 'promise-memory']);
    expect(await analyze(client, find(expectedStack('staging')) as never)).toEqual([
      'promise-memory',
      'promise-reserved-concurrency',
    ]);
  });

  test('R18: does not start without the settings that it holds a stack against', async () => {
    const child = spawn(`${folder}bin/pulumi-analyzer-policy-nodejs`, ['127.0.0.1:1', '.'], {
      cwd: folder,
      env: { ...process.env, PULUMI_NODEJS_STACK: 'prod', PULUMI_CONFIG: '{}' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    expect(code).not.toBe(0);
    expect(said).toContain('payments:memory: expected an integer from 128 to 10240, but it is missing');
  });
});
