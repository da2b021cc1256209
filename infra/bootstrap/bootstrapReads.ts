/**
 * What the nightly check may read of what bootstrap made. Reads only: whoever changes these things is an administrator and has
 * no role of ours. Sources as in `providerActions.ts`.
 */
/** By Pulumi type token: the file of the real provider, and the calls of its read. A type of bootstrap that is missing here fails a test. */
export const bootstrapReads: Readonly<Record<string, { readonly source: string; readonly read: readonly string[] }>> = {
  'aws:iam/role:Role': {
    source: 'iam/role.go',
    read: ['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'],
  },
  'aws:iam/rolePolicy:RolePolicy': { source: 'iam/role_policy.go', read: ['iam:GetRolePolicy'] },
  'aws:iam/policy:Policy': { source: 'iam/policy.go', read: ['iam:GetPolicy', 'iam:GetPolicyVersion'] },
  'aws:iam/openIdConnectProvider:OpenIdConnectProvider': {
    source: 'iam/openid_connect_provider.go',
    read: ['iam:GetOpenIDConnectProvider'],
  },
  'aws:cloudtrail/trail:Trail': {
    source: 'cloudtrail/trail.go',
    read: [
      'cloudtrail:DescribeTrails',
      'cloudtrail:GetEventSelectors',
      'cloudtrail:GetInsightSelectors',
      'cloudtrail:GetTrailStatus',
      'cloudtrail:ListTags',
    ],
  },
  'aws:cloudwatch/eventRule:EventRule': {
    source: 'events/rule.go',
    read: ['events:DescribeRule', 'events:ListTagsForResource'],
  },
  'aws:cloudwatch/eventTarget:EventTarget': { source: 'events/target.go', read: ['events:ListTargetsByRule'] },
  'aws:kms/key:Key': {
    source: 'kms/key.go',
    read: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListResourceTags'],
  },
  'aws:kms/alias:Alias': { source: 'kms/alias.go', read: ['kms:ListAliases'] },
  // Each of them, used or not: one that is refused fails the read of the bucket.
  'aws:s3/bucket:Bucket': {
    source: 's3/bucket.go',
    read: [
      's3:GetAccelerateConfiguration',
      's3:GetBucketAcl',
      's3:GetBucketCORS',
      's3:GetBucketLogging',
      's3:GetBucketObjectLockConfiguration',
      's3:GetBucketPolicy',
      's3:GetBucketRequestPayment',
      's3:GetBucketTagging',
      's3:GetBucketVersioning',
      's3:GetBucketWebsite',
      's3:GetEncryptionConfiguration',
      's3:GetLifecycleConfiguration',
      's3:GetReplicationConfiguration',
      // HeadBucket asks for it, and no condition tells that from listing: names of objects are read with it.
      // https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
      's3:ListBucket',
      's3:ListTagsForResource',
    ],
  },
  'aws:s3/bucketPolicy:BucketPolicy': { source: 's3/bucket_policy.go', read: ['s3:GetBucketPolicy'] },
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': {
    source: 's3/bucket_lifecycle_configuration.go',
    read: ['s3:GetLifecycleConfiguration'],
  },
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': {
    source: 's3/bucket_public_access_block.go',
    read: ['s3:GetBucketPublicAccessBlock'],
  },
  'aws:s3/bucketReplicationConfig:BucketReplicationConfig': {
    source: 's3/bucket_replication_configuration.go',
    read: ['s3:GetReplicationConfiguration'],
  },
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': {
    source: 's3/bucket_server_side_encryption_configuration.go',
    read: ['s3:GetEncryptionConfiguration'],
  },
  'aws:s3/bucketVersioning:BucketVersioning': { source: 's3/bucket_versioning.go', read: ['s3:GetBucketVersioning'] },
};
