import { mapping, ofType, resourceRule, stackRule, type Guardrail } from '../guardrail.ts';

const logGroups = ['aws:cloudwatch/logGroup:LogGroup'];

export const logRules: readonly Guardrail[] = [
  resourceRule({
    id: 'logs-retention',
    severity: 'medium',
    reason: 'Logs that never end cost for ever and keep what should have gone.',
    source: 'AWS Security Hub CloudWatch.16; PCI DSS 10.5.1',
    types: logGroups,
    breach: ({ retentionInDays }) => (Number(retentionInDays) > 0 ? undefined : 'are kept for ever'),
  }),
  resourceRule({
    id: 'logs-own-key',
    severity: 'high',
    reason: 'Logs name merchants and failures: who may read payments decides who may read them.',
    source: 'Amazon CloudWatch Logs User Guide, encrypting log data; PCI DSS 10.3.1',
    types: logGroups,
    breach: ({ kmsKeyId }) => (kmsKeyId ? undefined : 'are not encrypted with a key of ours'),
  }),
  resourceRule({
    id: 'logs-kept-on-delete',
    severity: 'low',
    reason: 'A group that outlives its stack is an orphan that nobody reads, pays attention to, or deletes.',
    source: 'hashicorp/terraform-provider-aws, aws_cloudwatch_log_group skip_destroy',
    types: logGroups,
    breach: ({ skipDestroy }) => (skipDestroy === true ? 'outlive their stack' : undefined),
  }),
  stackRule({
    id: 'logs-group-exists',
    severity: 'medium',
    reason: 'A function that logs into a group nobody made cannot log at all: its role may not make one.',
    source: 'AWS Lambda Developer Guide, CloudWatch Logs',
    breaches: (resources) => {
      const groups = ofType(resources, 'aws:cloudwatch/logGroup:LogGroup').map(({ props }) => props['name']);
      return ofType(resources, 'aws:lambda/function:Function')
        .map(({ props }) => mapping(props['loggingConfig'])['logGroup'])
        .filter((group) => !groups.includes(group))
        .map((group) => `there is no log group ${String(group)}`);
    },
  }),
];
