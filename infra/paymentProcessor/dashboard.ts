import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { AlarmDefinition } from './alarmDefinitions.ts';
import type { Concern } from './concern.ts';

const columns = 24;
const widget = { width: 8, height: 6 };

/** One graph for each thing that is watched, with its threshold. */
export function createDashboard(concern: Concern, definitions: readonly AlarmDefinition[]): void {
  const { name, names, args, named } = concern;
  const widgets = definitions.map((definition, index) => graph(definition, index, args.place.region));
  new aws.cloudwatch.Dashboard(
    `${name}-dashboard`,
    { dashboardName: names.dashboard, dashboardBody: pulumi.jsonStringify({ widgets }) },
    named,
  );
}

function graph(definition: AlarmDefinition, index: number, region: string) {
  const perRow = columns / widget.width;
  const { about, namespace, metricName, dimensions, statistic, period, threshold } = definition;
  return {
    type: 'metric',
    x: (index % perRow) * widget.width,
    y: Math.floor(index / perRow) * widget.height,
    ...widget,
    properties: {
      title: about,
      region,
      view: 'timeSeries',
      stat: statistic,
      period,
      metrics: [[namespace, metricName, ...Object.entries(dimensions).flat()]],
      annotations: { horizontal: [{ label: 'alarm', value: threshold }] },
    },
  };
}
