/** What AWS judges of a key policy and the emulator does not. */
import { GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import { orNull, refusal } from '../absence.ts';
import { flagOf, isObject, textOf } from '../inputValues.ts';
import type { Inputs, Session } from '../resourceType.ts';

/**
 * AWS refuses a policy under which nobody could change it any more. It asks for the caller itself; here any principal of
 * the account will do. KMS developer guide: "Key policy safety check".
 */
export function lockout(inputs: Inputs, { account }: Session): void {
  const policy = textOf(inputs, 'policy');
  if (policy === undefined || flagOf(inputs, 'bypassPolicyLockoutSafetyCheck') === true) return;
  const changeable = allows(policy).some(
    ({ principals, actions }) =>
      principals.some(
        (principal) => principal === '*' || principal === account || principal.includes(`::${account}:`),
      ) && actions.some((action) => ['*', 'kms:*', 'kms:put*', 'kms:putkeypolicy'].includes(action.toLowerCase())),
  );
  if (changeable) return;
  const message = 'The new key policy will not allow you to update the key policy in the future.';
  throw refusal('MalformedPolicyDocumentException', message);
}

/** Whether the key's policy lets an AWS service use it; null when the key is not there. */
export async function serviceMayUse(keyArn: string, service: string, session: Session): Promise<boolean | null> {
  const request = new GetKeyPolicyCommand({ KeyId: keyArn, PolicyName: 'default' });
  const answer = await orNull(['NotFoundException'], () => session.client(KMSClient).send(request));
  if (answer === null) return null;
  return allows(answer.Policy ?? '').some(({ principals }) => principals.includes(service) || principals.includes('*'));
}

function allows(policy: string): { principals: string[]; actions: string[] }[] {
  const document: unknown = JSON.parse(policy);
  const statements = isObject(document) ? asList(document['Statement']).filter(isObject) : [];
  return statements
    .filter(({ Effect }) => Effect === 'Allow')
    .map(({ Principal, Action }) => ({
      principals: (isObject(Principal) ? Object.values(Principal) : [Principal]).flatMap(asList).map(String),
      actions: asList(Action).map(String),
    }));
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
