/** The few functions of the real provider that only look something up. */
import providerPb from '@pulumi/pulumi/proto/provider_pb.js';

import { EngineError } from '../../pipeline/errors.ts';
import type { RegionalSession } from './session.ts';
import { encode } from './wire.ts';

export function invoke(
  request: providerPb.InvokeRequest,
  { account, region }: RegionalSession,
): providerPb.InvokeResponse {
  const answer = (properties: Record<string, unknown>) => new providerPb.InvokeResponse().setReturn(encode(properties));
  switch (request.getTok()) {
    case 'aws:index/getCallerIdentity:getCallerIdentity':
      return answer({ id: account, accountId: account });
    case 'aws:index/getRegion:getRegion':
      return answer({ id: region, region, name: region });
    default:
      throw new EngineError(`the sandbox's provider does not serve the function ${request.getTok()}`);
  }
}
