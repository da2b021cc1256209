/** What the provider asked AWS for, in order: the basis of the report on which permissions a role needs and has. */
export interface Call {
  /** Folder of the service in the API models: `lambda`, `dynamodb`, `logs`. */
  readonly service: string;
  /** Operation of the API, for instance `CreateFunction`. */
  readonly action: string;
  /** The name or ARN that the request carries first, where it carries one. */
  readonly resource: string | undefined;
  readonly account: string;
  /** In whose session; absent before that is known, and for a root key. */
  readonly role?: string;
  readonly region: string;
  /** `ok`, or the AWS error code of the refusal. */
  readonly outcome: string;
}

/** Members that name what a request is about, the most telling first. */
const namingMembers = [
  'FunctionName', 'TableName', 'ResourceArn', 'TopicArn', 'SubscriptionArn', 'QueueUrl', 'QueueName', 'RoleName', 'RoleArn',
  'PolicyArn', 'UserName', 'KeyId', 'AliasName', 'logGroupName', 'AlarmNames', 'AlarmName', 'DashboardName', 'Bucket',
  'VpcId', 'SubnetId', 'RouteTableId', 'GroupId', 'VpcEndpointId', 'UUID', 'Resource', 'Name',
] as const; // prettier-ignore

export function resourceOf(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  const members = input as Readonly<Record<string, unknown>>;
  for (const name of namingMembers) {
    const value = members[name];
    if (typeof value === 'string') return value;
  }
  return undefined;
}
