/** KMS makes up the id of a key: its tags say whose it is, and the services that may use it are named. */
import { names, type Place } from '../names.ts';
import { scope, tagged, type Scope } from './scope.ts';

const aliasing = ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias'];

/** On a key that carries our tag, and on no other. */
const onOwned = [
  ...aliasing,
  ...['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListGrants', 'kms:ListResourceTags'],
  ...['kms:DisableKey', 'kms:DisableKeyRotation', 'kms:EnableKey', 'kms:EnableKeyRotation', 'kms:PutKeyPolicy'],
  ...['kms:ScheduleKeyDeletion', 'kms:TagResource', 'kms:UntagResource', 'kms:UpdateKeyDescription'],
];

export function keyScopes(place: Place): readonly Scope[] {
  const { environment, account, region } = place;
  const { owned, marked, unowned } = tagged(place);
  const key = [`arn:aws:kms:${region}:${account}:key/*`];
  const services = ['dynamodb', 'lambda'].map((service) => `${service}.${region}.amazonaws.com`);
  return [
    scope('KmsCreate', ['kms:CreateKey'], ['*'], { StringEquals: { 'aws:RequestedRegion': region, ...marked } }),
    // AWS asks for this within CreateKey, and on a key that has no tag yet. One that has an alias is somebody's already.
    // https://docs.aws.amazon.com/kms/latest/developerguide/tag-permissions.html
    scope('KmsTagNew', ['kms:TagResource'], key, {
      StringEquals: marked,
      Null: { ...unowned, 'kms:ResourceAliases': 'true' },
    }),
    scope('KmsAliases', aliasing, [`arn:aws:kms:${region}:${account}:${names(environment).keyAlias}`]),
    scope('KmsUse', ['kms:CreateGrant', 'kms:Decrypt', 'kms:Encrypt'], key, {
      StringEquals: { ...owned, 'kms:ViaService': services },
    }),
    scope('KmsOwned', onOwned, key, { StringEquals: owned }),
  ];
}
