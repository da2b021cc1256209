/**
 * What the pipeline itself calls in the accounts, beside the provider, by the roles that it calls in: the file of `pipeline/` that makes
 * the call. What nobody calls by name, because AWS asks for it inside another call, names the page that says so.
 */
interface RoleActions {
  /** Names of the roles. */
  readonly roles: RegExp;
  readonly actions: Readonly<Record<string, string>>;
}

/** What S3 asks for in the role that replicates. */
const replication = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html';

/** S3 and SQS encrypt with the caller's permission. */
const encryption = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html';
const queueEncryption =
  'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html';

const reading = {
  'cloudtrail:LookupEvents': 'account/attributions.ts',
  'dynamodb:DescribeContributorInsights': 'account/additions/tableReaders.ts',
  'dynamodb:DescribeKinesisStreamingDestination': 'account/additions/tableReaders.ts',
  'dynamodb:GetResourcePolicy': 'account/additions/tableReaders.ts',
  'ec2:DescribeEgressOnlyInternetGateways': 'account/additions/networkReaders.ts',
  'ec2:DescribeFlowLogs': 'account/additions/networkReaders.ts',
  'ec2:DescribeInternetGateways': 'account/additions/networkReaders.ts',
  'ec2:DescribeNatGateways': 'account/additions/networkReaders.ts',
  'ec2:DescribeTags': 'account/locate/byTag.ts',
  'ec2:DescribeTransitGatewayVpcAttachments': 'account/additions/networkReaders.ts',
  'ec2:DescribeVpcPeeringConnections': 'account/additions/networkReaders.ts',
  'ec2:DescribeVpnGateways': 'account/additions/networkReaders.ts',
  'iam:ListInstanceProfilesForRole': 'account/additions/iamReaders.ts',
  'kms:ListGrants': 'account/additions/keyReaders.ts',
  'kms:ListKeys': 'account/locate/byTag.ts',
  'lambda:GetAccountSettings': 'account/lambdaQuota.ts',
  'lambda:GetFunctionConfiguration': 'account/locate/lambda.ts',
  'lambda:ListAliases': 'account/locate/byName.ts',
  'lambda:ListEventSourceMappings': 'account/locate/lambda.ts',
  'lambda:ListFunctionEventInvokeConfigs': 'account/additions/lambdaReaders.ts',
  'lambda:ListFunctionUrlConfigs': 'account/additions/lambdaReaders.ts',
  'lambda:ListProvisionedConcurrencyConfigs': 'account/additions/lambdaReaders.ts',
  'logs:DescribeMetricFilters': 'account/additions/logReaders.ts',
  'logs:DescribeSubscriptionFilters': 'account/additions/logReaders.ts',
  'logs:GetDataProtectionPolicy': 'account/additions/messagingReaders.ts',
  'sns:GetDataProtectionPolicy': 'account/additions/messagingReaders.ts',
  'sns:ListSubscriptionsByTopic': 'account/additions/messagingReaders.ts',
  'sqs:ListDeadLetterSourceQueues': 'account/additions/messagingReaders.ts',
  'sqs:GetQueueUrl': 'account/locate/byName.ts',
};

/** What bootstrap made, and what stands beside it. */
const inspecting = {
  'cloudtrail:LookupEvents': 'account/attributions.ts',
  'iam:ListOpenIDConnectProviders': 'account/additions/identityReaders.ts',
  'iam:ListRoles': 'account/additions/identityReaders.ts',
  'iam:ListInstanceProfilesForRole': 'account/additions/iamReaders.ts',
  'kms:ListGrants': 'account/additions/keyReaders.ts',
  // For a call of another name.
  's3:GetBucketNotification':
    'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html',
};

const sending = {
  'sqs:SendMessage': 'account/smokePayment.ts',
  'dynamodb:GetItem': 'account/smokePayment.ts',
  'kms:Decrypt': queueEncryption,
  'kms:GenerateDataKey': queueEncryption,
};

const operating = {
  'sqs:ChangeMessageVisibility': 'account/redrive.ts',
  'sqs:DeleteMessage': 'account/redrive.ts',
  'sqs:GetQueueUrl': 'account/redrive.ts',
  'sqs:ReceiveMessage': 'account/redrive.ts',
  'sqs:SendMessage': 'account/redrive.ts',
  'lambda:InvokeFunction': 'account/reconcile.ts',
  'kms:Decrypt': queueEncryption,
  'kms:GenerateDataKey': queueEncryption,
};

const replicating = {
  's3:GetObjectLegalHold': replication,
  's3:GetObjectRetention': replication,
  's3:GetObjectVersionAcl': replication,
  's3:GetObjectVersionForReplication': replication,
  's3:GetObjectVersionTagging': replication,
  's3:GetReplicationConfiguration': replication,
  's3:ListBucket': replication,
  's3:ReplicateObject': replication,
  's3:ReplicateTags': replication,
  'kms:Decrypt': replication,
  'kms:Encrypt': replication,
};

/** A role may be among several. */
export const pipelineActions: readonly RoleActions[] = [
  { roles: /^payments-spoke-read$/, actions: reading },
  { roles: /^payments-spoke-inspect$/, actions: inspecting },
  { roles: /^payments-spoke-smoke$/, actions: sending },
  { roles: /^payments-spoke-operate$/, actions: operating },
  { roles: /^payments-state-replication$/, actions: replicating },
  {
    roles: /^payments-entry-/,
    actions: {
      's3:GetObject': 'store/bucket.ts',
      // S3 answers ListObjectsV2, and 404 instead of 403, to who has this one.
      's3:ListBucket': 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html',
      'kms:Decrypt': encryption,
    },
  },
  { roles: /^payments-entry-(?!release$)/, actions: { 'sts:AssumeRole': 'account/identity.ts' } },
  {
    roles: /^payments-entry-(?:release|deploy-.+|person|break-glass)$/,
    actions: { 's3:PutObject': 'store/bucket.ts', 'kms:GenerateDataKey': encryption },
  },
  {
    roles: /^payments-entry-(?:deploy-.+|person|break-glass)$/,
    actions: {
      's3:DeleteObject': 'store/bucket.ts',
      's3:PutObjectRetention': 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html',
      // Pulumi's secrets provider encrypts by itself.
      'kms:Encrypt': 'https://www.pulumi.com/docs/iac/concepts/secrets/#configuring-secrets-encryption',
    },
  },
];
