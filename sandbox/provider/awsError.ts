/** Errors in the words of the real provider, so that people and tools recognise them. */
import { errorCode } from './absence.ts';

interface SdkError {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  readonly operation?: string;
  readonly serviceId?: string;
}

/** `operation error Lambda: CreateFunction, https response error StatusCode: 400, RequestID: ..., CODE: message`. */
export function describeError(error: unknown, serviceId?: string, operation?: string): string {
  const message = messageOf(error);
  const { $metadata, ...known } = (typeof error === 'object' && error !== null ? error : {}) as SdkError;
  const service = serviceId ?? known.serviceId;
  const code = errorCode(error);
  if ($metadata === undefined || service === undefined) return isAwsCode(code) ? `${code}: ${message}` : message;
  const status = `https response error StatusCode: ${$metadata.httpStatusCode ?? 0}, RequestID: ${$metadata.requestId ?? ''}`;
  return `operation error ${service}: ${operation ?? known.operation}, ${status}, ${code}: ${message}`;
}

/** Our own refusals carry the code of the error that AWS would answer with, in place of a class name. */
const isAwsCode = (code: string | undefined): boolean =>
  code !== undefined && !/^(\w*Error|\w*Incompletely)$/.test(code);

/** By shape: errors that come from Node's core in another realm are no instances of our `Error`. */
export function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  return String(error.message);
}

const services: Readonly<Record<string, string>> = {
  lambda: 'Lambda', dynamodb: 'DynamoDB', sns: 'SNS', sqs: 'SQS', ec2: 'EC2', vpc: 'VPC', iam: 'IAM', kms: 'KMS', s3: 'S3',
  cloudwatch: 'CloudWatch', 
}; // prettier-ignore

/** `aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig` -> `Lambda Function Event Invoke Config`. */
export function spokenType(token: string): string {
  const [, module = '', name = ''] = token.split(':');
  const service = module.split('/')[0] ?? '';
  return `${services[service] ?? service} ${name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')}`;
}
