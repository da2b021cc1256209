/** How services refuse. The SDK tries again after the first two, and gives up at once after the third. */
import type { Refusal } from './awsProxy.ts';

export const broken: Refusal = {
  status: 500,
  body: '<ErrorResponse><Error><Type>Receiver</Type><Code>InternalError</Code></Error></ErrorResponse>',
};

const ofDynamo = (code: string, message: string): Refusal => ({
  status: 400,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${code}`, message }),
});

export const throttled = ofDynamo('ProvisionedThroughputExceededException', 'slow');
export const denied = ofDynamo('AccessDeniedException', 'no');
