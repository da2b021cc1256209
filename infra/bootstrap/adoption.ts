/** Taking over what is there already, instead of making it. */
import type * as pulumi from '@pulumi/pulumi';

export type Adopted = Readonly<Record<string, string>>;

/** How `adopted` names a resource. */
export const adoptionKey = (type: AdoptableType, name: string): string => `${type} ${name}`;

/** GitHub's provider exists once an account. Taken over, it keeps the audiences of others, and is never deleted. */
export interface SharedProvider {
  readonly clientIds: readonly string[];
}

/** What AWS refuses to create a second time. Everything else that bootstrap makes is a setting of one of these. */
export type AdoptableType = keyof typeof settable;

/** While something is taken over its settings stay as they are; the next update puts them right. */
const settable = {
  'aws:cloudtrail/trail:Trail': [
    ...['enableLogFileValidation', 'enableLogging', 'includeGlobalServiceEvents', 'isMultiRegionTrail', 'kmsKeyId'],
    ...['eventSelectors', 's3BucketName', 's3KeyPrefix', 'tags', 'tagsAll'],
  ],
  'aws:iam/openIdConnectProvider:OpenIdConnectProvider': ['clientIdLists', 'tags', 'tagsAll', 'thumbprintLists'],
  'aws:iam/policy:Policy': ['description', 'policy', 'tags', 'tagsAll'],
  'aws:iam/role:Role': [
    ...['assumeRolePolicy', 'description', 'maxSessionDuration', 'permissionsBoundary', 'tags', 'tagsAll'],
  ],
  'aws:kms/alias:Alias': ['targetKeyId'],
  'aws:kms/key:Key': ['deletionWindowInDays', 'description', 'enableKeyRotation', 'policy', 'tags', 'tagsAll'],
  'aws:s3/bucket:Bucket': ['forceDestroy', 'tags', 'tagsAll'],
} as const;

export type Adopt = (type: AdoptableType, name: string) => pulumi.CustomResourceOptions;

export const adopting =
  (adopted: Adopted): Adopt =>
  (type, name) => {
    const id = adopted[adoptionKey(type, name)];
    return id === undefined ? {} : { import: id, ignoreChanges: [...settable[type]] };
  };
