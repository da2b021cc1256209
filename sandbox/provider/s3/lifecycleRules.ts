/** Rules of a lifecycle as a program writes them and as S3 takes and tells them. */
import type { LifecycleRule, LifecycleRuleFilter, TransitionStorageClass } from '@aws-sdk/client-s3';
import { flagOf, numberOf, objectOf, objectsOf, present, requiredText, textOf } from '../inputValues.ts';
import type { Inputs } from '../resourceType.ts';

export function toRule(rule: Inputs): LifecycleRule {
  const expiration = objectOf(rule, 'expiration');
  const noncurrent = objectOf(rule, 'noncurrentVersionExpiration');
  const abort = objectOf(rule, 'abortIncompleteMultipartUpload');
  const built = {
    ID: requiredText(rule, 'id'),
    Status: requiredText(rule, 'status'),
    Filter: toFilter(objectOf(rule, 'filter') ?? {}),
    Expiration: expiration && {
      ...when(expiration),
      ...present({ ExpiredObjectDeleteMarker: flagOf(expiration, 'expiredObjectDeleteMarker') }),
    },
    NoncurrentVersionExpiration: noncurrent && noncurrentAge(noncurrent),
    AbortIncompleteMultipartUpload: abort && { DaysAfterInitiation: numberOf(abort, 'daysAfterInitiation') },
    Transitions: objectsOf(rule, 'transitions')?.map((one) => ({ ...when(one), StorageClass: storageClass(one) })),
    NoncurrentVersionTransitions: objectsOf(rule, 'noncurrentVersionTransitions')?.map((one) => ({
      ...noncurrentAge(one),
      StorageClass: storageClass(one),
    })),
  };
  return present(built) as unknown as LifecycleRule;
}

const storageClass = (of: Inputs) => textOf(of, 'storageClass') as TransitionStorageClass;

function when(of: Inputs): Inputs {
  const date = textOf(of, 'date');
  return present({ Days: numberOf(of, 'days'), Date: date === undefined ? undefined : new Date(date) });
}

const noncurrentAge = (of: Inputs): Inputs =>
  present({
    NoncurrentDays: numberOf(of, 'noncurrentDays'),
    NewerNoncurrentVersions: numberOf(of, 'newerNoncurrentVersions'),
  });

function toFilter(filter: Inputs): LifecycleRuleFilter {
  const and = objectOf(filter, 'and');
  const tag = objectOf(filter, 'tag');
  const built = {
    ...sizesAndPrefix(filter),
    Tag: tag && { Key: textOf(tag, 'key'), Value: textOf(tag, 'value') },
    And: and && {
      ...sizesAndPrefix(and),
      Tags: Object.entries(objectOf(and, 'tags') ?? {}).map(([Key, Value]) => ({ Key, Value: String(Value) })),
    },
  };
  const given = present(built);
  // A rule without a filter is for every object, which S3 wants said as an empty prefix.
  return Object.keys(given).length === 0 ? { Prefix: '' } : given;
}

const sizesAndPrefix = (of: Inputs): Inputs =>
  present({
    Prefix: textOf(of, 'prefix'),
    ObjectSizeGreaterThan: numberOf(of, 'objectSizeGreaterThan'),
    ObjectSizeLessThan: numberOf(of, 'objectSizeLessThan'),
  });

export function fromRule(rule: LifecycleRule): Inputs {
  const { Expiration, NoncurrentVersionExpiration: noncurrent, AbortIncompleteMultipartUpload: abort } = rule;
  return present({
    id: rule.ID,
    status: rule.Status,
    filter: fromFilter(rule.Filter ?? {}),
    expiration:
      Expiration &&
      present({ ...ages(Expiration), expiredObjectDeleteMarker: Expiration.ExpiredObjectDeleteMarker || undefined }),
    noncurrentVersionExpiration:
      noncurrent &&
      present({
        noncurrentDays: noncurrent.NoncurrentDays,
        newerNoncurrentVersions: noncurrent.NewerNoncurrentVersions,
      }),
    abortIncompleteMultipartUpload: abort && present({ daysAfterInitiation: abort.DaysAfterInitiation }),
    transitions: rule.Transitions?.map((one) => present({ ...ages(one), storageClass: one.StorageClass })),
    noncurrentVersionTransitions: rule.NoncurrentVersionTransitions?.map((one) =>
      present({
        noncurrentDays: one.NoncurrentDays,
        newerNoncurrentVersions: one.NewerNoncurrentVersions,
        storageClass: one.StorageClass,
      }),
    ),
  });
}

const ages = ({ Days, Date: date }: { Days?: number | undefined; Date?: Date | undefined }): Inputs => ({
  days: Days,
  date: date?.toISOString().replace('.000Z', 'Z'),
});

/** S3 fills in an empty prefix and a size of 0 where none was given. */
function fromFilter({
  Prefix,
  Tag,
  And,
  ObjectSizeGreaterThan,
  ObjectSizeLessThan,
}: LifecycleRuleFilter): Inputs | undefined {
  const sizes = { objectSizeGreaterThan: ObjectSizeGreaterThan, objectSizeLessThan: ObjectSizeLessThan };
  const filter = present({
    prefix: Prefix || undefined,
    ...sizes,
    tag: Tag && { key: Tag.Key, value: Tag.Value },
    and:
      And &&
      present({
        prefix: And.Prefix || undefined,
        objectSizeGreaterThan: And.ObjectSizeGreaterThan || undefined,
        objectSizeLessThan: And.ObjectSizeLessThan,
        tags: And.Tags && Object.fromEntries(And.Tags.map(({ Key, Value }) => [Key ?? '', Value])),
      }),
  });
  return Object.keys(filter).length === 0 ? undefined : filter;
}
