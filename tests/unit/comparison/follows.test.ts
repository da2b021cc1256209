import { expect, test } from '@jest/globals';
import type { RawResource } from '../../../pipeline/engine/rawObservation.ts';
import { type Alter, both, compared, findingsOf, rulesWith, theOne, variations } from './observed.ts';

const alarm = 'aws:cloudwatch/metricAlarm:MetricAlarm';
const dashboard = 'aws:cloudwatch/dashboard:Dashboard';

const made =
  (type: string, name: string, inputs: RawResource['programInputs']): Alter =>
  (raw) => ({
    ...raw,
    resources: [
      ...raw.resources,
      {
        urn: `urn:pulumi:${raw.environment}::payments::${type}::${name}`,
        type,
        name,
        id: name,
        parent: null,
        custom: true,
        programInputs: inputs,
        stateInputs: inputs,
        stateOutputs: inputs,
        live: { status: 'present', inputs: inputs ?? {}, outputs: inputs ?? {} },
      },
    ],
  });

const widget = (title: string, value: number, x = 0) => ({
  type: 'metric',
  x,
  y: 0,
  properties: { title, annotations: { horizontal: [{ label: 'alarm', value }] } },
});
const board = (...widgets: unknown[]) =>
  made(dashboard, 'payments-dashboard', { dashboardName: 'd', dashboardBody: JSON.stringify({ widgets }) });
const age = (threshold: number) => made(alarm, 'payments-ingest-age', { alarmName: 'a', threshold });
const throttles = made(alarm, 'payments-function-throttles', { alarmName: 't', threshold: 1 });

const rules = rulesWith({
  variations: [
    ...variations,
    {
      resource: `${alarm}/payments-ingest-age`,
      property: 'threshold',
      values: { staging: 60, prod: 30 },
      reason: 'messages wait longer there',
    },
    {
      resource: `${alarm}/payments-function-throttles`,
      present: { staging: false, prod: true },
      reason: 'throttling is normal there',
    },
    {
      resource: `${dashboard}/payments-dashboard`,
      property: 'dashboardBody',
      follows: `${alarm}/*`,
      reason: 'it draws each alarm',
    },
  ],
});

const at = (staging: readonly Alter[], prod: readonly Alter[]) =>
  compared({ staging: both(...staging), prod: both(...prod), rules });

test('R30: a dashboard that draws the thresholds of alarms differs as those are declared to differ', () => {
  const report = at([age(60), board(widget('age', 60))], [age(30), throttles, board(widget('age', 30))]);
  expect(findingsOf(report)).toEqual([]);
  expect(findingsOf(report, 'expected-variation').map(({ resource }) => resource.name)).toContain('payments-dashboard');
});

test('R30: it may not differ in anything else', () => {
  const report = at([age(60), board(widget('age', 61))], [age(30), throttles, board(widget('age', 31))]);
  expect(theOne(report)).toMatchObject({ resource: { name: 'payments-dashboard' }, expected: 61, actual: 31 });
});

test('R30: a widget of an alarm that only one environment has may be there only, and moves its neighbours', () => {
  const lower = [age(60), board(widget('age', 60, 0))];
  const upper = [age(30), throttles, board(widget('function-throttles', 1, 0), widget('age', 30, 8))];
  expect(findingsOf(at(lower, upper))).toEqual([]);
  const strange = [age(30), throttles, board(widget('somebody-else', 1, 0), widget('age', 30, 8))];
  expect(theOne(at(lower, strange))).toMatchObject({ resource: { name: 'payments-dashboard' }, change: 'added' });
});
