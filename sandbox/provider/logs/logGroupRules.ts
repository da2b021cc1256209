/** What AWS or the real provider refuse of a log group and the emulator takes. */
import { refusal } from '../absence.ts';
import type { Inputs, Session } from '../resourceType.ts';
import { serviceMayUse } from '../kms/keyPolicy.ts';

/** PutRetentionPolicy of the CloudWatch Logs API reference; 0 keeps everything. */
const retentions = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export function logGroupProblems({ name, retentionInDays, kmsKeyId }: Inputs): readonly (readonly [string, string])[] {
  const problems: [string, string][] = [];
  if (typeof name === 'string' && !/^[a-zA-Z0-9_./#-]{1,512}$/.test(name)) {
    problems.push(['name', `expected 1 to 512 letters, digits and _ - / . #, got "${name}"`]);
  }
  if (typeof retentionInDays === 'number' && !retentions.includes(retentionInDays)) {
    problems.push(['retentionInDays', `expected one of ${retentions.join(', ')}, got ${retentionInDays}`]);
  }
  if (typeof kmsKeyId === 'string' && !/^arn:[\w-]+:kms:/.test(kmsKeyId)) {
    problems.push(['kmsKeyId', `expected the ARN of a key, got "${kmsKeyId}"`]);
  }
  return problems;
}

/** Logs uses the key under its own name, so that the key's policy must let it. Keys of other accounts cannot be asked. */
export async function refuseKey(group: string, keyArn: string, session: Session): Promise<void> {
  if (keyArn.split(':')[4] !== session.account) return;
  const usable = await serviceMayUse(keyArn, `logs.${session.region}.amazonaws.com`, session);
  if (usable === true) return;
  const arn = `arn:aws:logs:${session.region}:${session.account}:log-group:${group}`;
  const message = `The specified KMS key does not exist or is not allowed to be used with Arn '${arn}'`;
  throw refusal('InvalidParameterException', message);
}
