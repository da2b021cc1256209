import type { Finding } from '../../comparison/finding.ts';

/** `aws:lambda/function:Function` is long and says everything twice: `Lambda Function`. */
export function shortType(type: string): string {
  const match = /^aws:([\w-]+)\/\w+:(\w+)$/.exec(type);
  if (match === null) return type;
  const [, service = '', kind = ''] = match;
  return `${services[service] ?? service} ${kind.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')}`;
}

const services: Readonly<Record<string, string>> = {
  cloudwatch: 'CloudWatch',
  dynamodb: 'DynamoDB',
  ec2: 'EC2',
  iam: 'IAM',
  kms: 'KMS',
  lambda: 'Lambda',
  s3: 'S3',
  sns: 'SNS',
  sqs: 'SQS',
  vpc: 'VPC',
};

/** Row of the matrix that a finding belongs to; an addition belongs to the resource that it hangs on. */
export function rowOf({ resource, change, path, kind }: Finding): string {
  if (kind !== 'live-drift' || change !== 'added' || path !== '') return `${resource.type}/${resource.name}`;
  const [, , types = '', name = ''] = resource.urn.split('::');
  return `${types.split('$').at(-1) ?? ''}/${name}`;
}

export const anchorOf = ({ id }: Pick<Finding, 'id'>): string => `finding-${id}`;

/** `2026-11-24 03:00 UTC`. */
export const time = (iso: string): string => (iso === '' ? 'never' : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`);

/** The first characters of a digest name it well enough; the whole is in the title. */
export const shortRelease = (release: string | null): string =>
  release === null ? 'no release' : release.slice(0, 12);
