import {
  DeleteBucketReplicationCommand,
  GetBucketReplicationCommand,
  PutBucketReplicationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { ReplicationRule, ReplicationRuleStatus } from '@aws-sdk/client-s3';
import { objectOf, objectsOf, present, requiredText, textOf } from '../inputValues.ts';
import type { Inputs } from '../resourceType.ts';
import { bucketPart } from './bucketPart.ts';

/** Of a rule, what a copy to another bucket of the same account needs. Another property is refused, not ignored. */
const ofRule = [
  'deleteMarkerReplication.status',
  'destination.bucket',
  'destination.encryptionConfiguration.replicaKmsKeyId',
  'filter.prefix',
  'id',
  'priority',
  'sourceSelectionCriteria.sseKmsEncryptedObjects.status',
  'status',
];

export const bucketReplication = bucketPart({
  token: 'aws:s3/bucketReplicationConfig:BucketReplicationConfig',
  source: 'internal/service/s3/bucket_replication_configuration.go, schema',
  required: ['bucket', 'role', 'rules'],
  served: ['bucket', 'role', 'rules'],
  sets: ['rules'],
  missing: ['ReplicationConfigurationNotFoundError'],
  check: (inputs) =>
    (objectsOf(inputs, 'rules') ?? []).flatMap((rule, index) =>
      leaves(rule)
        .filter((path) => !ofRule.includes(path))
        .map((path) => [`rules[${index}].${path}`, 'the sandbox does not serve this property'] as const),
    ),
  put: (Bucket, inputs, session) =>
    session.client(S3Client).send(
      new PutBucketReplicationCommand({
        Bucket,
        ReplicationConfiguration: {
          Role: requiredText(inputs, 'role'),
          Rules: (objectsOf(inputs, 'rules') ?? []).map(toRule),
        },
      }),
    ),
  async get(Bucket, session) {
    const answer = await session.client(S3Client).send(new GetBucketReplicationCommand({ Bucket }));
    const { Role, Rules = [] } = answer.ReplicationConfiguration ?? {};
    return { role: Role, rules: Rules.map(fromRule) };
  },
  remove: (Bucket, _outputs, session) => session.client(S3Client).send(new DeleteBucketReplicationCommand({ Bucket })),
});

function leaves(value: Inputs, path = ''): readonly string[] {
  return Object.keys(value).flatMap((key) => {
    const [inner, at] = [objectOf(value, key), `${path}${key}`];
    return inner === undefined ? [at] : leaves(inner, `${at}.`);
  });
}

const statusOf = (rule: Inputs, property: string) =>
  textOf(objectOf(rule, property) ?? {}, 'status') as ReplicationRuleStatus | undefined;

function toRule(rule: Inputs): ReplicationRule {
  const destination = objectOf(rule, 'destination') ?? {};
  const key = textOf(objectOf(destination, 'encryptionConfiguration') ?? {}, 'replicaKmsKeyId');
  const encrypted = statusOf(objectOf(rule, 'sourceSelectionCriteria') ?? {}, 'sseKmsEncryptedObjects');
  const deletions = statusOf(rule, 'deleteMarkerReplication');
  const filter = objectOf(rule, 'filter');
  return {
    ID: textOf(rule, 'id'),
    Status: textOf(rule, 'status') as ReplicationRuleStatus,
    ...(rule['priority'] === undefined ? {} : { Priority: Number(rule['priority']) }),
    ...(filter === undefined ? {} : { Filter: { Prefix: textOf(filter, 'prefix') ?? '' } }),
    ...(deletions === undefined ? {} : { DeleteMarkerReplication: { Status: deletions } }),
    ...(encrypted === undefined ? {} : { SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: encrypted } } }),
    Destination: {
      Bucket: requiredText(destination, 'bucket'),
      ...(key === undefined ? {} : { EncryptionConfiguration: { ReplicaKmsKeyID: key } }),
    },
  };
}

function fromRule(rule: ReplicationRule): Inputs {
  const { Destination, Filter, DeleteMarkerReplication, SourceSelectionCriteria } = rule;
  const key = Destination?.EncryptionConfiguration?.ReplicaKmsKeyID;
  const encrypted = SourceSelectionCriteria?.SseKmsEncryptedObjects?.Status;
  return present({
    id: rule.ID,
    status: rule.Status,
    priority: rule.Priority,
    filter: Filter && { prefix: Filter.Prefix ?? '' },
    deleteMarkerReplication: DeleteMarkerReplication && { status: DeleteMarkerReplication.Status },
    sourceSelectionCriteria: encrypted && { sseKmsEncryptedObjects: { status: encrypted } },
    destination: present({
      bucket: Destination?.Bucket,
      encryptionConfiguration: key && { replicaKmsKeyId: key },
    }),
  });
}
