/** Event source mappings are found from both ends: what feeds a function of ours, and who consumes a queue or stream of ours. */
import { paginateListEventSourceMappings } from '@aws-sdk/client-lambda';
import type { EventSourceMappingConfiguration, LambdaClient } from '@aws-sdk/client-lambda';
import { byId, collect } from './reader.ts';
import type { Found } from './reader.ts';

export const mapping = 'aws:lambda/eventSourceMapping:EventSourceMapping';
export const mappingActions = ['lambda:ListEventSourceMappings'];
export const mappingsDeclaredBy = { [mapping]: byId };

export function mappingOf({
  UUID = '',
  FunctionArn,
  EventSourceArn,
  State,
  BatchSize,
}: EventSourceMappingConfiguration): Found {
  return {
    key: UUID,
    name: UUID,
    physicalId: UUID,
    properties: {
      functionName: FunctionArn,
      eventSourceArn: EventSourceArn,
      batchSize: BatchSize,
      enabled: State !== 'Disabled',
    },
  };
}

export async function consumersOf(client: LambdaClient, EventSourceArn: string): Promise<readonly Found[]> {
  const pages = paginateListEventSourceMappings({ client }, { EventSourceArn });
  return (await collect(pages, (page) => page.EventSourceMappings)).map(mappingOf);
}
