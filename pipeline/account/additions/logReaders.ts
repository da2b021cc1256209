/** Where else the lines of a log group of ours go. */
import {
  GetDataProtectionPolicyCommand,
  paginateDescribeMetricFilters,
  paginateDescribeSubscriptionFilters,
} from '@aws-sdk/client-cloudwatch-logs';
import { collect, keyOf, output } from './reader.ts';
import type { OwnedResource, Reader } from './reader.ts';

const parent = 'aws:cloudwatch/logGroup:LogGroup';

const subscriptionFilters: Reader = {
  parent,
  child: 'aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter',
  actions: ['logs:DescribeSubscriptionFilters'],
  declaredBy: {
    'aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter': (resource) =>
      keyOf(groupOf(resource), output(resource, 'name')),
  },
  async read({ id: logGroupName }, { logs }) {
    const pages = paginateDescribeSubscriptionFilters({ client: logs }, { logGroupName });
    const found = await collect(pages, (page) => page.subscriptionFilters);
    return found.map(({ filterName = '', destinationArn, filterPattern, roleArn }) => ({
      key: `${logGroupName}|${filterName}`,
      name: filterName,
      physicalId: `${logGroupName}|${filterName}`,
      properties: { logGroup: logGroupName, name: filterName, destinationArn, filterPattern, roleArn },
    }));
  },
};

const metricFilters: Reader = {
  parent,
  child: 'aws:cloudwatch/logMetricFilter:LogMetricFilter',
  actions: ['logs:DescribeMetricFilters'],
  declaredBy: {
    'aws:cloudwatch/logMetricFilter:LogMetricFilter': (resource) => keyOf(groupOf(resource), output(resource, 'name')),
  },
  async read({ id: logGroupName }, { logs }) {
    const pages = paginateDescribeMetricFilters({ client: logs }, { logGroupName });
    const found = await collect(pages, (page) => page.metricFilters);
    return found.map(({ filterName = '', filterPattern, metricTransformations }) => ({
      key: `${logGroupName}|${filterName}`,
      name: filterName,
      physicalId: filterName,
      properties: { logGroupName, name: filterName, pattern: filterPattern, metricTransformations },
    }));
  },
};

const dataProtection: Reader = {
  parent,
  child: 'aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy',
  actions: ['logs:GetDataProtectionPolicy'],
  declaredBy: { 'aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy': (resource) => groupOf(resource) },
  async read({ id: logGroupName }, { logs }) {
    const command = new GetDataProtectionPolicyCommand({ logGroupIdentifier: logGroupName });
    const { policyDocument } = await logs.send(command);
    return policyDocument
      ? [
          {
            key: logGroupName,
            name: logGroupName,
            physicalId: logGroupName,
            properties: { logGroupName, policyDocument },
          },
        ]
      : [];
  },
};

const groupOf = (resource: OwnedResource): string | undefined =>
  output(resource, 'logGroupName') ?? output(resource, 'logGroup');

export const logReaders: readonly Reader[] = [subscriptionFilters, metricFilters, dataProtection];
