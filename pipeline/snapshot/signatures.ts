import { createHmac } from 'node:crypto';
import type { Value } from './observation.ts';

/** Pulumi marks special values by this key (sdk/go/common/resource/sig). */
const signatureKey = '4dabf18193072939515e22adb298388d';
const secretSignature = '1b47061264138c4ac30d75fd1eb44270';
const assetSignatures = new Set(['c44067f5952c0a294b673a41bacd8c17', '0def7320c3a5731c473e5ecbe6d01bc7']);
const outputSignature = 'd0e6a833031e9bbcd3f4e8bde6ca49a4';

/** What the engine prints instead of a secret, and what this project prints too. */
export const secretText = '[secret]';

/** A keyed fingerprint: equal for equal secrets under one key, useless without it. */
export type Fingerprint = (plaintext: string) => string;

/** @param key shared by everything that is compared; without one no secret can be compared, and each is `[secret]` */
export const fingerprintWith = (key: string | undefined): Fingerprint =>
  key === undefined
    ? () => secretText
    : (plaintext) => `[secret:${createHmac('sha256', key).update(plaintext).digest('hex').slice(0, 32)}]`;

export const isSecretText = (value: unknown): boolean =>
  typeof value === 'string' && /^\[secret(?::[0-9a-f]{32})?\]$/.test(value);

/** Canonical form of a value that carries a Pulumi signature; undefined for a plain block. */
export function signedValue(value: Record<string, unknown>, fingerprint: Fingerprint): Value | undefined {
  const signature = value[signatureKey];
  if (typeof signature !== 'string') return undefined;
  if (signature === secretSignature) return secretOf(value, fingerprint);
  // An output that is known still hides nothing that the program did not mark as secret.
  if (signature === outputSignature && value['secret'] === true) return secretOf(value, fingerprint);
  if (assetSignatures.has(signature))
    return typeof value['hash'] === 'string' ? `sha256:${value['hash']}` : '${unknown}';
  return typeof value['urn'] === 'string' ? value['urn'] : '${unknown}';
}

/** Ciphertext differs from one encryption to the next, so only plaintext can be compared. */
function secretOf(value: Record<string, unknown>, fingerprint: Fingerprint): string {
  const plaintext = value['plaintext'] ?? value['value'];
  return plaintext === undefined ? secretText : fingerprint(JSON.stringify(plaintext));
}
