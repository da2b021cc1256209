import {
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { isObject, objectsOf } from '../inputValues.ts';
import type { Inputs } from '../resourceType.ts';
import { bucketPart } from './bucketPart.ts';
import { fromRule, toRule } from './lifecycleRules.ts';

export const bucketLifecycle = bucketPart({
  token: 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
  source: 'internal/service/s3/bucket_lifecycle_configuration.go, schema',
  required: ['bucket'],
  served: ['bucket', 'rules'],
  sets: ['rules.noncurrentVersionTransitions', 'rules.transitions'],
  missing: ['NoSuchLifecycleConfiguration'],
  check(inputs) {
    const written = inputs['rules'];
    if (written === undefined || (Array.isArray(written) && written.length === 0)) {
      return [['rules', 'at least one rule is needed']];
    }
    const rules = objectsOf(inputs, 'rules') ?? [];
    const ids = rules.map(({ id }) => id);
    const unique = new Set(ids).size === ids.length;
    return [...(unique ? [] : [['rules', 'ids must be unique'] as const]), ...rules.flatMap(ruleProblems)];
  },
  put(Bucket, inputs, session) {
    const Rules = (objectsOf(inputs, 'rules') ?? []).map(toRule);
    const request = new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } });
    return session.client(S3Client).send(request);
  },
  async get(Bucket, session) {
    const answer = await session.client(S3Client).send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    return { rules: (answer.Rules ?? []).map(fromRule) };
  },
  spell: (known, held) => ({ rules: (objectsOf(held, 'rules') ?? []).map(sayAll(objectsOf(known, 'rules') ?? [])) }),
  remove: (Bucket, _outputs, session) => session.client(S3Client).send(new DeleteBucketLifecycleCommand({ Bucket })),
});

/** That a rule is for all objects is said without a filter, by an empty one, or by an empty prefix. */
const sayAll =
  (known: Inputs[]) =>
  (held: Inputs): Inputs => {
    const filter = known.find(({ id }) => id === held['id'])?.['filter'];
    const all = isObject(filter) && Object.values(filter).every((value) => value === '');
    return all && held['filter'] === undefined ? { ...held, filter } : held;
  };

const actions = ['abortIncompleteMultipartUpload', 'expiration', 'noncurrentVersionExpiration'].concat([
  'noncurrentVersionTransitions',
  'transitions',
]);

function ruleProblems(rule: Inputs, index: number): (readonly [string, string])[] {
  const at = `rules[${index}]`;
  const none = actions.every((action) => rule[action] === undefined);
  return [
    ...(none ? [[at, 'at least one action is needed'] as const] : []),
    ...(rule['prefix'] === undefined ? [] : [[`${at}.prefix`, 'is deprecated: say it in filter'] as const]),
  ];
}
