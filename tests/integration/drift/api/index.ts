import type { Setters } from './setter.ts';
import { cloudwatchSetters } from './cloudwatch.ts';
import { dynamodbSetters } from './dynamodb.ts';
import { ec2Setters } from './ec2.ts';
import { identitySetters } from './identity.ts';
import { lambdaSetters } from './lambda.ts';
import { messagingSetters } from './messaging.ts';

/** For each type the properties that the AWS API can change, each with the call that does. */
export const setters: Readonly<Record<string, Setters>> = {
  ...cloudwatchSetters,
  ...dynamodbSetters,
  ...ec2Setters,
  ...identitySetters,
  ...lambdaSetters,
  ...messagingSetters,
};
