/**
 * The guardrails in the engine's own protocol for policy packs (`pulumirpc.Analyzer`), served from this process: the pipeline
 * pays for no second Node process in each preview. The pack of the stock CLI is `pack.ts` beside this file.
 */
import grpc from '@grpc/grpc-js';
import analyzerGrpc from '@pulumi/pulumi/proto/analyzer_grpc_pb.js';
import analyzerPb from '@pulumi/pulumi/proto/analyzer_pb.js';
import pluginPb from '@pulumi/pulumi/proto/plugin_pb.js';
import type { Settings } from '../settings.ts';
import { guardrails } from './catalogue.ts';
import { enforcementOf, type Guardrail, type PolicyResource } from './guardrail.ts';
import { NotKnownYet, observed } from './observed.ts';

export interface GuardrailServer {
  readonly port: number;
  close(): void;
}

const packName = 'payments';
const version = '1.0.0';
const largestMessageBytes = 400 * 1024 * 1024;

/** Serves the guardrails to one engine run, with the promises of one environment's settings. */
export async function serveGuardrails(settings: Settings): Promise<GuardrailServer> {
  const server = new grpc.Server({ 'grpc.max_receive_message_length': largestMessageBytes });
  server.addService(analyzerGrpc.AnalyzerService, methods(settings));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { port, close: () => server.forceShutdown() };
}

function methods(settings: Settings): grpc.UntypedServiceImplementation {
  const info = analyzerInfo();
  const served: grpc.UntypedServiceImplementation = {
    handshake: unary(() => new analyzerPb.AnalyzerHandshakeResponse()),
    getPluginInfo: unary(() => new pluginPb.PluginInfo().setVersion(version)),
    getAnalyzerInfo: unary(() => info),
    configureStack: unary(() => new analyzerPb.AnalyzerStackConfigureResponse()),
    analyze: unary((request: analyzerPb.AnalyzeRequest) => response(judgeResource(resourceOf(request), settings))),
    analyzeStack: unary((request: analyzerPb.AnalyzeStackRequest) =>
      response(judgeStack(request.getResourcesList().map(resourceOf))),
    ),
  };
  const others = Object.keys(analyzerGrpc.AnalyzerService).filter((method) => !(method in served));
  return { ...Object.fromEntries(others.map((method) => [method, notServed])), ...served };
}

const unary =
  <Request, Response>(answer: (request: Request) => Response): grpc.handleUnaryCall<Request, Response> =>
  ({ request }, callback) => {
    try {
      callback(null, answer(request));
    } catch (error) {
      callback({ code: grpc.status.INTERNAL, details: error instanceof Error ? error.message : String(error) });
    }
  };

const notServed: grpc.handleUnaryCall<unknown, unknown> = (_call, callback) => {
  callback({ code: grpc.status.UNIMPLEMENTED });
};

function resourceOf(sent: analyzerPb.AnalyzeRequest | analyzerPb.AnalyzerResource): PolicyResource {
  const props = observed(sent.getProperties());
  return { type: sent.getType(), name: sent.getName(), props, protect: sent.getOptions()?.getProtect() === true };
}

function judgeResource(resource: PolicyResource, settings: Settings): readonly analyzerPb.AnalyzeDiagnostic[] {
  return guardrails.flatMap((rule) => {
    if (rule.kind === 'stack' || !rule.types.includes(resource.type)) return [];
    return judged(rule, () => {
      const breach =
        rule.kind === 'promise' ? rule.breach(resource.props, settings) : rule.breach(resource.props, resource);
      return breach === undefined ? [] : [breach];
    });
  });
}

const judgeStack = (resources: readonly PolicyResource[]): readonly analyzerPb.AnalyzeDiagnostic[] =>
  guardrails.flatMap((rule) => (rule.kind === 'stack' ? judged(rule, () => rule.breaches(resources)) : []));

/** What cannot be judged before the update is said and never counts as kept: the update judges it again. */
function judged(rule: Guardrail, breaches: () => readonly string[]): readonly analyzerPb.AnalyzeDiagnostic[] {
  const { ADVISORY, MANDATORY } = analyzerPb.EnforcementLevel;
  try {
    const level = enforcementOf(rule) === 'mandatory' ? MANDATORY : ADVISORY;
    return breaches().map((breach) => diagnostic(rule, `${breach}. ${rule.reason} (${rule.source})`, level));
  } catch (error) {
    if (!(error instanceof NotKnownYet)) throw error;
    return [diagnostic(rule, `is judged by the update: ${error.message} is not known before it`, ADVISORY)];
  }
}

function diagnostic(
  { id, reason, severity }: Guardrail,
  message: string,
  level: analyzerPb.EnforcementLevel,
): analyzerPb.AnalyzeDiagnostic {
  return new analyzerPb.AnalyzeDiagnostic()
    .setPolicyname(id)
    .setPolicypackname(packName)
    .setPolicypackversion(version)
    .setDescription(reason)
    .setMessage(message)
    .setEnforcementlevel(level)
    .setSeverity(severities[severity]);
}

const severities = {
  critical: analyzerPb.PolicySeverity.POLICY_SEVERITY_CRITICAL,
  high: analyzerPb.PolicySeverity.POLICY_SEVERITY_HIGH,
  medium: analyzerPb.PolicySeverity.POLICY_SEVERITY_MEDIUM,
  low: analyzerPb.PolicySeverity.POLICY_SEVERITY_LOW,
} as const;

const response = (found: readonly analyzerPb.AnalyzeDiagnostic[]): analyzerPb.AnalyzeResponse =>
  new analyzerPb.AnalyzeResponse().setDiagnosticsList([...found]);

function analyzerInfo(): analyzerPb.AnalyzerInfo {
  const { ADVISORY, MANDATORY } = analyzerPb.EnforcementLevel;
  const policies = guardrails.map((rule) =>
    new analyzerPb.PolicyInfo()
      .setName(rule.id)
      .setDescription(rule.reason)
      .setSeverity(severities[rule.severity])
      .setEnforcementlevel(enforcementOf(rule) === 'mandatory' ? MANDATORY : ADVISORY),
  );
  return new analyzerPb.AnalyzerInfo().setName(packName).setVersion(version).setPoliciesList(policies);
}
