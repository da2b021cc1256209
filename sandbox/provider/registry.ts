/** Every resource type that the sandbox serves. */
import { EngineError } from '../../pipeline/errors.ts';
import { resourceTypes as cloudtrail } from './cloudtrail/index.ts';
import { resourceTypes as cloudwatch } from './cloudwatch/index.ts';
import { resourceTypes as dynamodb } from './dynamodb/index.ts';
import { resourceTypes as ec2 } from './ec2/index.ts';
import { resourceTypes as events } from './events/index.ts';
import { resourceTypes as iam } from './iam/index.ts';
import { resourceTypes as kms } from './kms/index.ts';
import { resourceTypes as lambda } from './lambda/index.ts';
import { resourceTypes as logs } from './logs/index.ts';
import type { ResourceType } from './resourceType.ts';
import { resourceTypes as s3 } from './s3/index.ts';
import { resourceTypes as sns } from './sns/index.ts';
import { resourceTypes as sqs } from './sqs/index.ts';

const resourceTypes: readonly ResourceType[] = [
  ...cloudtrail,
  ...cloudwatch,
  ...dynamodb,
  ...ec2,
  ...events,
  ...iam,
  ...kms,
  ...lambda,
  ...logs,
  ...s3,
  ...sns,
  ...sqs,
];

const byToken = new Map(resourceTypes.map((type) => [type.token, type]));

/** Fails with `EngineError` for a type that the sandbox does not serve: nothing is pretended. */
export function resourceType(token: string): ResourceType {
  const type = byToken.get(token);
  if (type !== undefined) return type;
  throw new EngineError(`the sandbox's provider does not serve resources of type ${token}`, {
    advice: 'add a module for it under sandbox/provider and list it in sandbox/provider/registry.ts',
  });
}
