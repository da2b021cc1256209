import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { RecordedCall } from '../pipeline/bootstrap/coverage.ts';
import { ConfigurationError } from '../pipeline/errors.ts';

const call = z.looseObject({
  service: z.string(),
  action: z.string(),
  account: z.string(),
  role: z.string().nullish(),
  outcome: z.string(),
});

/** IAM's name of a service where it differs from that of its API model. */
const prefixes: Readonly<Record<string, string>> = { 'cloudwatch-logs': 'logs' };

/** Calls that succeeded, from a file that the sandbox's provider wrote. */
export function readCalls(file: string): readonly RecordedCall[] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    const calls = lines.map((line) => call.parse(JSON.parse(line)));
    return calls
      .filter(({ outcome }) => outcome === 'ok')
      .map(({ account, role = null, service, action }) => ({
        ...{ account, role, action: `${prefixes[service] ?? service}:${action}` },
      }));
  } catch (cause) {
    throw new ConfigurationError(`${file} holds no recorded calls`, {
      cause,
      advice: 'PAYMENTS_CALL_LOG=calls.jsonl npm run deploy -- dev --sandbox writes such a file.',
    });
  }
}
