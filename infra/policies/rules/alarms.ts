import { list, resourceRule, textOf, type Guardrail } from '../guardrail.ts';

const alarms = ['aws:cloudwatch/metricAlarm:MetricAlarm'];

export const alarmRules: readonly Guardrail[] = [
  resourceRule({
    id: 'alarm-tells-somebody',
    severity: 'high',
    reason: 'An alarm without an action is a light in an empty room.',
    source: 'AWS Security Hub CloudWatch.15',
    types: alarms,
    breach: ({ alarmActions }) => (list(alarmActions).length > 0 ? undefined : 'tells nobody'),
  }),
  resourceRule({
    id: 'alarm-enabled',
    severity: 'high',
    reason: 'Somebody switched the actions off for an evening, and it stayed so.',
    source: 'AWS Security Hub CloudWatch.17',
    types: alarms,
    breach: ({ actionsEnabled }) => (actionsEnabled === false ? 'has its actions switched off' : undefined),
  }),
  resourceRule({
    id: 'alarm-tells-the-end',
    severity: 'low',
    reason: 'Who was woken wants to know when it is over.',
    source: 'Amazon CloudWatch User Guide, alarm actions',
    types: alarms,
    breach: ({ okActions }) => (list(okActions).length > 0 ? undefined : 'does not say when it is over'),
  }),
  resourceRule({
    id: 'alarm-missing-data',
    severity: 'medium',
    reason: 'Left out, an alarm without data is undecided, and a quiet night looks like a broken one.',
    source: 'Amazon CloudWatch User Guide, missing data',
    types: alarms,
    breach: ({ treatMissingData }) => (treatMissingData ? undefined : 'does not say what missing data means'),
  }),
  resourceRule({
    id: 'alarm-described',
    severity: 'low',
    reason: 'The description is what stands in the email at night.',
    source: 'AWS Well-Architected, operational excellence (OPS08)',
    types: alarms,
    breach: ({ alarmDescription }) =>
      textOf(alarmDescription).length >= 20 ? undefined : 'does not say what it means and what to do',
  }),
];
