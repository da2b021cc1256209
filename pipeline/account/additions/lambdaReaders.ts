/** Who can call a function of ours, how, and what feeds it. */
import {
  GetPolicyCommand,
  paginateListAliases,
  paginateListEventSourceMappings,
  paginateListFunctionEventInvokeConfigs,
  paginateListFunctionUrlConfigs,
  paginateListProvisionedConcurrencyConfigs,
  paginateListVersionsByFunction,
} from '@aws-sdk/client-lambda';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { readFailure } from '../sdkError.ts';
import { mappingActions, mappingOf, mappingsDeclaredBy } from './eventSourceMapping.ts';
import { collect, keyOf, output } from './reader.ts';
import type { Found, OwnedResource, Reader } from './reader.ts';

const parent = 'aws:lambda/function:Function';

const aliases: Reader = {
  parent,
  child: 'aws:lambda/alias:Alias',
  actions: ['lambda:ListAliases'],
  declaredBy: {
    'aws:lambda/alias:Alias': (resource) => keyOf(functionOf(resource), output(resource, 'name')),
  },
  async read({ id: FunctionName }, { lambda }) {
    const found = await collect(paginateListAliases({ client: lambda }, { FunctionName }), (page) => page.Aliases);
    return found.map(({ Name = '', AliasArn = '', FunctionVersion, RoutingConfig }) => ({
      key: `${FunctionName}|${Name}`,
      name: Name,
      physicalId: AliasArn,
      properties: {
        functionName: FunctionName,
        name: Name,
        functionVersion: FunctionVersion,
        ...(RoutingConfig?.AdditionalVersionWeights === undefined
          ? {}
          : { routingConfig: { additionalVersionWeights: RoutingConfig.AdditionalVersionWeights } }),
      },
    }));
  },
};

/** Function, aliases and versions each have a policy of their own. */
const permissions: Reader = {
  parent,
  child: 'aws:lambda/permission:Permission',
  actions: ['lambda:GetPolicy', 'lambda:ListAliases', 'lambda:ListVersionsByFunction'],
  declaredBy: {
    'aws:lambda/permission:Permission': (resource) =>
      keyOf(functionOf(resource), output(resource, 'qualifier') ?? '', output(resource, 'statementId')),
  },
  async read({ id: FunctionName }, { lambda }) {
    const qualifiers = ['', ...(await qualifiersOf(lambda, FunctionName))];
    const found = await Promise.all(
      qualifiers.map(async (qualifier) =>
        (await statementsOf(lambda, FunctionName, qualifier)).map((statement) =>
          foundPermission(FunctionName, qualifier, statement),
        ),
      ),
    );
    return found.flat();
  },
};

function foundPermission(name: string, qualifier: string, statement: Readonly<Record<string, unknown>>): Found {
  const statementId = String(statement['Sid']);
  return {
    key: `${name}|${qualifier}|${statementId}`,
    name: statementId,
    physicalId: `${name}${qualifier && `:${qualifier}`}/${statementId}`,
    properties: { function: name, ...(qualifier && { qualifier }), statementId, statement },
  };
}

async function statementsOf(
  lambda: LambdaClient,
  FunctionName: string,
  Qualifier: string,
): Promise<readonly Record<string, unknown>[]> {
  try {
    const { Policy = '{}' } = await lambda.send(
      new GetPolicyCommand({ FunctionName, ...(Qualifier && { Qualifier }) }),
    );
    const { Statement = [] } = JSON.parse(Policy) as { Statement?: Record<string, unknown>[] };
    return Statement;
  } catch (error) {
    if (readFailure(error) === 'absent') return [];
    throw error;
  }
}

async function qualifiersOf(client: LambdaClient, FunctionName: string): Promise<string[]> {
  const names = await collect(paginateListAliases({ client }, { FunctionName }), (page) => page.Aliases);
  const versions = await collect(paginateListVersionsByFunction({ client }, { FunctionName }), (page) => page.Versions);
  const published = versions.map(({ Version }) => Version).filter((version) => version !== '$LATEST');
  return [...names.map(({ Name }) => Name), ...published].filter((name) => name !== undefined);
}

const urls: Reader = {
  parent,
  child: 'aws:lambda/functionUrl:FunctionUrl',
  actions: ['lambda:ListFunctionUrlConfigs'],
  declaredBy: {
    'aws:lambda/functionUrl:FunctionUrl': (resource) =>
      keyOf(functionOf(resource), output(resource, 'qualifier') ?? ''),
  },
  async read({ id: FunctionName }, { lambda }) {
    const pages = paginateListFunctionUrlConfigs({ client: lambda }, { FunctionName });
    const found = await collect(pages, (page) => page.FunctionUrlConfigs);
    return found.map(({ FunctionArn = '', FunctionUrl = '', AuthType }) => {
      const qualifier = qualifierIn(FunctionArn);
      return {
        key: `${FunctionName}|${qualifier}`,
        name: FunctionUrl,
        physicalId: FunctionUrl,
        properties: { functionName: FunctionName, ...(qualifier && { qualifier }), authorizationType: AuthType },
      };
    });
  },
};

const eventSources: Reader = {
  parent,
  child: 'aws:lambda/eventSourceMapping:EventSourceMapping',
  actions: [...mappingActions, 'lambda:ListAliases', 'lambda:ListVersionsByFunction'],
  declaredBy: mappingsDeclaredBy,
  async read({ id }, { lambda }) {
    const targets = [id, ...(await qualifiersOf(lambda, id)).map((qualifier) => `${id}:${qualifier}`)];
    const pages = await Promise.all(
      targets.map((FunctionName) =>
        collect(
          paginateListEventSourceMappings({ client: lambda }, { FunctionName }),
          (page) => page.EventSourceMappings,
        ),
      ),
    );
    return pages.flat().map(mappingOf);
  },
};

const invokeConfigs: Reader = {
  parent,
  child: 'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig',
  actions: ['lambda:ListFunctionEventInvokeConfigs'],
  declaredBy: {
    'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig': (resource) =>
      keyOf(functionOf(resource), output(resource, 'qualifier') ?? ''),
  },
  async read({ id: FunctionName }, { lambda }) {
    const pages = paginateListFunctionEventInvokeConfigs({ client: lambda }, { FunctionName });
    const found = await collect(pages, (page) => page.FunctionEventInvokeConfigs);
    return found.map(({ FunctionArn = '', MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig }) => {
      const qualifier = qualifierIn(FunctionArn);
      return {
        key: `${FunctionName}|${qualifier}`,
        name: qualifier === '' ? FunctionName : `${FunctionName}:${qualifier}`,
        physicalId: FunctionArn,
        properties: {
          functionName: FunctionName,
          ...(qualifier && { qualifier }),
          maximumRetryAttempts: MaximumRetryAttempts,
          maximumEventAgeInSeconds: MaximumEventAgeInSeconds,
          destinationConfig: DestinationConfig,
        },
      };
    });
  },
};

const provisionedConcurrency: Reader = {
  parent,
  child: 'aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig',
  actions: ['lambda:ListProvisionedConcurrencyConfigs'],
  declaredBy: {
    'aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig': (resource) =>
      keyOf(functionOf(resource), output(resource, 'qualifier')),
  },
  async read({ id: FunctionName }, { lambda }) {
    const pages = paginateListProvisionedConcurrencyConfigs({ client: lambda }, { FunctionName });
    const found = await collect(pages, (page) => page.ProvisionedConcurrencyConfigs);
    return found.map(({ FunctionArn = '', RequestedProvisionedConcurrentExecutions }) => ({
      key: `${FunctionName}|${qualifierIn(FunctionArn)}`,
      name: `${FunctionName}:${qualifierIn(FunctionArn)}`,
      physicalId: FunctionArn,
      properties: {
        functionName: FunctionName,
        qualifier: qualifierIn(FunctionArn),
        provisionedConcurrentExecutions: RequestedProvisionedConcurrentExecutions,
      },
    }));
  },
};

/** The seventh part of a function's ARN is its name, the eighth the qualifier. The unqualified one may say `$LATEST`. */
function qualifierIn(arn: string): string {
  const qualifier = arn.split(':')[7] ?? '';
  return qualifier === '$LATEST' ? '' : qualifier;
}

/** A function is referred to by its name or its ARN. */
function functionOf(resource: OwnedResource): string | undefined {
  const name = output(resource, 'functionName') ?? output(resource, 'function');
  return name?.startsWith('arn:') ? name.split(':')[6] : name;
}

export const lambdaReaders: readonly Reader[] = [
  aliases,
  permissions,
  urls,
  eventSources,
  invokeConfigs,
  provisionedConcurrency,
];
