import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as grpc from '@grpc/grpc-js';
import service from '@pulumi/pulumi/proto/analyzer_grpc_pb.js';
import messages from '@pulumi/pulumi/proto/analyzer_pb.js';
import structProto from 'google-protobuf/google/protobuf/struct_pb.js';
import { serveGuardrails, type GuardrailServer } from '../../../infra/policies/analyzer.ts';
import { evaluateGuardrails } from '../../../infra/policies/catalogue.ts';
import { loadConfiguration } from '../../../pipeline/configuration/index.ts';
import type { PolicyResource } from '../../../infra/policies/guardrail.ts';
import { expectedStack, mutated } from './expectedStack.ts';
import { mutations } from './mutations.ts';

type Diagnostic = ReturnType<InstanceType<typeof messages.AnalyzeResponse>['getDiagnosticsList']>[number];
type Json = Parameters<typeof structProto.Struct.fromJavaScript>[0];

const { hub } = loadConfiguration('config');
const environment = hub.environment;
const unknown = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const secret = (value: unknown) => ({
  '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
  ...(value === undefined ? {} : { value }),
});

describe('the guardrails as the engine asks for them', () => {
  let server: GuardrailServer;
  let client: InstanceType<typeof service.AnalyzerClient>;
  beforeAll(async () => {
    server = await serveGuardrails(hub);
    client = new service.AnalyzerClient(`127.0.0.1:${server.port}`, grpc.credentials.createInsecure());
  });
  afterAll(() => {
    client.close();
    server.close();
  });

  const struct = (props: object) => structProto.Struct.fromJavaScript(JSON.parse(JSON.stringify(props)) as Json);

  function analyze({ type, name, props, protect = false }: PolicyResource): Promise<readonly Diagnostic[]> {
    const request = new messages.AnalyzeRequest().setType(type).setName(name).setProperties(struct(props));
    request.setOptions(new messages.AnalyzerResourceOptions().setProtect(protect));
    return answer((done) => client.analyze(request, done));
  }

  function analyzeStack(resources: readonly PolicyResource[]): Promise<readonly Diagnostic[]> {
    const sent = resources.map(({ type, name, props }) =>
      new messages.AnalyzerResource().setType(type).setName(name).setProperties(struct(props)),
    );
    return answer((done) => client.analyzeStack(new messages.AnalyzeStackRequest().setResourcesList(sent), done));
  }

  type Done = (error: grpc.ServiceError | null, response: InstanceType<typeof messages.AnalyzeResponse>) => void;
  const answer = (ask: (done: Done) => unknown): Promise<readonly Diagnostic[]> =>
    new Promise((resolve, reject) => {
      ask((error, response) => (error === null ? resolve(response.getDiagnosticsList()) : reject(error)));
    });

  const judge = async (resources: readonly PolicyResource[]) =>
    (await Promise.all([...resources.map(analyze), analyzeStack(resources)])).flat();

  test('R18: the program breaks none', async () => {
    expect(await judge(expectedStack(environment))).toEqual([]);
  });

  test('R18: every mutation breaks the same rules as in the catalogue, with reason and source in the message', async () => {
    const untouched = new Set(expectedStack(environment).map((resource) => JSON.stringify(resource)));
    for (const mutation of Object.values(mutations)) {
      const resources = mutated(environment, mutation);
      const changed = resources.filter((resource) => !untouched.has(JSON.stringify(resource)));
      const found = (await Promise.all([...changed.map(analyze), analyzeStack(resources)])).flat();
      const wanted = evaluateGuardrails(resources, hub);
      const told = found.map((each) => `${each.getPolicyname()} ${each.getMessage()}`).sort();
      expect(told).toEqual(
        wanted.map(({ rule, message, reason, source }) => `${rule} ${message}. ${reason} (${source})`).sort(),
      );
    }
  });

  const find = (type: string) => {
    const found = expectedStack(environment).find((resource) => resource.type === type);
    if (found === undefined) throw new Error(`the program has no ${type}`);
    return found;
  };
  const table = find('aws:dynamodb/table:Table');

  test('R18: a value that is not known before the update is neither kept nor broken: it is said, and stops nothing', async () => {
    const serverSideEncryption = { enabled: true, kmsKeyArn: unknown };
    const found = await analyze({ ...table, props: { ...table.props, serverSideEncryption } });
    expect(found.map((each) => [each.getPolicyname(), each.getMessage(), each.getEnforcementlevel()])).toEqual([
      [
        'dynamodb-own-key',
        'is judged by the update: kmsKeyArn is not known before it',
        messages.EnforcementLevel.ADVISORY,
      ],
    ]);
  });

  test('R18: a secret is judged by the value inside, and a secret that is not known yet like any other', async () => {
    const known = { ...table.props, deletionProtectionEnabled: secret(table.props['deletionProtectionEnabled']) };
    expect(await analyze({ ...table, props: known })).toEqual([]);
    const broken = await analyze({ ...table, props: { ...table.props, deletionProtectionEnabled: secret(false) } });
    expect(broken.map((each) => each.getPolicyname())).toContain('promise-deletion-protection');
    const open = await analyze({ ...table, props: { ...table.props, deletionProtectionEnabled: secret(undefined) } });
    expect(new Set(open.map((each) => each.getMessage()))).toEqual(
      new Set(['is judged by the update: deletionProtectionEnabled is not known before it']),
    );
  });
});
