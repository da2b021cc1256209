import { list, mapping, resourceRule, type Guardrail } from '../guardrail.ts';

const functions = ['aws:lambda/function:Function'];
const currentRuntimes = ['nodejs22.x', 'nodejs24.x'];
const secretLike = /secret|passw|token|private.?key|api.?key|access.?key|credential/i;
const secretValue = /^(AKIA|ASIA)[A-Z0-9]{16}$|-----BEGIN|^gh[pousr]_|^xox[abp]-/;

export const lambdaRules: readonly Guardrail[] = [
  resourceRule({
    id: 'lambda-arm64',
    severity: 'high',
    reason: 'One architecture everywhere: a package that was tested on one is not proven on another.',
    source: 'R13',
    types: functions,
    breach: ({ architectures }) =>
      JSON.stringify(architectures) === '["arm64"]' ? undefined : `architectures are ${JSON.stringify(architectures)}`,
  }),
  resourceRule({
    id: 'lambda-runtime',
    severity: 'high',
    reason: 'A deprecated runtime gets no security fixes, and later no deployments.',
    source: 'AWS Security Hub Lambda.2; PCI DSS 6.3.3',
    types: functions,
    breach: ({ runtime }) => (currentRuntimes.includes(String(runtime)) ? undefined : `runtime is ${String(runtime)}`),
  }),
  resourceRule({
    id: 'lambda-in-vpc',
    severity: 'high',
    reason: 'Outside a VPC the function reaches the whole internet, and so does whoever gets code into it.',
    source: 'AWS Security Hub Lambda.3; PCI DSS 1.3.2',
    types: functions,
    breach: ({ vpcConfig }) => (list(mapping(vpcConfig)['subnetIds']).length > 0 ? undefined : 'is in no subnet'),
  }),
  resourceRule({
    id: 'lambda-two-zones',
    severity: 'medium',
    reason: 'In one subnet the failure of one zone stops all payments.',
    source: 'AWS Security Hub Lambda.5',
    types: functions,
    breach: ({ vpcConfig }) => {
      const { length } = list(mapping(vpcConfig)['subnetIds']);
      return length > 1 ? undefined : `is in ${length} subnet`;
    },
  }),
  resourceRule({
    id: 'lambda-dead-letters',
    severity: 'high',
    reason: 'An asynchronous invocation that failed for good is lost without a dead-letter queue.',
    source: 'AWS Lambda Developer Guide, retaining records of asynchronous invocations; R9',
    types: functions,
    breach: ({ deadLetterConfig }) => (mapping(deadLetterConfig)['targetArn'] ? undefined : 'has no dead-letter queue'),
  }),
  resourceRule({
    id: 'lambda-reserved-concurrency',
    severity: 'high',
    reason: 'Without a reservation another function of the account can take all concurrency, or this one can.',
    source: 'AWS Config rule lambda-concurrency-check; R3',
    types: functions,
    breach: ({ reservedConcurrentExecutions }) =>
      Number(reservedConcurrentExecutions) >= 1 ? undefined : `reserves ${String(reservedConcurrentExecutions)}`,
  }),
  resourceRule({
    id: 'lambda-tracing',
    severity: 'medium',
    reason: 'Without traces a slow payment cannot be followed through its calls.',
    source: 'AWS Security Hub Lambda.7',
    types: functions,
    breach: ({ tracingConfig }) => (mapping(tracingConfig)['mode'] === 'Active' ? undefined : 'is not traced'),
  }),
  resourceRule({
    id: 'lambda-no-secret-variables',
    severity: 'critical',
    reason: 'Environment variables are read by everybody who may look at the function, and by pull requests.',
    source: 'AWS Lambda Developer Guide, securing environment variables; PCI DSS 8.6.2',
    types: functions,
    breach: ({ environment }) => {
      const variables = Object.entries(mapping(mapping(environment)['variables']));
      const found = variables.find(([name, value]) => secretLike.test(name) || secretValue.test(String(value)));
      return found === undefined ? undefined : `the variable ${found[0]} looks like a secret`;
    },
  }),
  resourceRule({
    id: 'lambda-code-digest',
    severity: 'high',
    reason: 'Without a digest nothing says that the code that runs is the code that was reviewed.',
    source: 'PCI DSS 6.5.1; R34',
    types: functions,
    breach: ({ sourceCodeHash }) => (sourceCodeHash ? undefined : 'has no digest of its code'),
  }),
  resourceRule({
    id: 'lambda-published-version',
    severity: 'high',
    reason:
      'Without a published version an alias cannot hold on to what was verified, and a rollback has nothing to go to.',
    source: 'AWS Lambda Developer Guide, versions',
    types: functions,
    breach: ({ publish }) => (publish === true ? undefined : 'publishes no version'),
  }),
  resourceRule({
    id: 'lambda-json-logs',
    severity: 'low',
    reason: 'Only structured logs can be searched by payment and filtered by level.',
    source: 'AWS Lambda Developer Guide, advanced logging controls; PCI DSS 10.2.2',
    types: functions,
    breach: ({ loggingConfig }) => (mapping(loggingConfig)['logFormat'] === 'JSON' ? undefined : 'logs plain text'),
  }),
  resourceRule({
    id: 'lambda-own-log-group',
    severity: 'medium',
    reason: 'A log group that Lambda makes by itself has no retention, no key and no owner.',
    source: 'AWS Lambda Developer Guide, CloudWatch Logs; PCI DSS 10.5.1',
    types: functions,
    breach: ({ loggingConfig }) => (mapping(loggingConfig)['logGroup'] ? undefined : 'names no log group'),
  }),
  resourceRule({
    id: 'lambda-timeout',
    severity: 'medium',
    reason: 'A timeout beyond five minutes holds a batch hidden for more than half an hour after a crash.',
    source: 'AWS Lambda Developer Guide, using Lambda with SQS (visibility timeout of six timeouts)',
    types: functions,
    breach: ({ timeout }) =>
      Number(timeout) >= 5 && Number(timeout) <= 300 ? undefined : `has a timeout of ${String(timeout)} s`,
  }),
  resourceRule({
    id: 'lambda-no-layers',
    severity: 'high',
    reason: 'A layer is code that is not in the release and not in its digest.',
    source: 'PCI DSS 6.3.2',
    types: functions,
    breach: ({ layers }) => (list(layers).length === 0 ? undefined : `has ${list(layers).length} layers`),
  }),
  resourceRule({
    id: 'lambda-no-public-url',
    severity: 'critical',
    reason: 'A function URL without authentication takes payments from anybody.',
    source: 'AWS Lambda Developer Guide, function URLs; PCI DSS 1.4.2',
    types: ['aws:lambda/functionUrl:FunctionUrl'],
    breach: ({ authorizationType }) => (authorizationType === 'AWS_IAM' ? undefined : 'is open to the internet'),
  }),
  resourceRule({
    id: 'lambda-permission-held',
    severity: 'critical',
    reason: 'A permission for everybody, or for a service without a source, lets any account call the function.',
    source: 'AWS Security Hub Lambda.1',
    types: ['aws:lambda/permission:Permission'],
    breach: ({ principal, sourceArn, sourceAccount, principalOrgId }) => {
      if (/^\d{12}$|^arn:/.test(String(principal)) || sourceArn || sourceAccount || principalOrgId) return undefined;
      return `lets ${String(principal)} invoke from any account`;
    },
  }),
];
