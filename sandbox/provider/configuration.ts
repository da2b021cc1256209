/** The settings of one explicit `aws.Provider` instance, as the engine sends them: nested values are JSON in a string. */
import { z } from 'zod';

import { ConfigurationError } from '../../pipeline/errors.ts';
import { changes, type Change } from './difference.ts';
import type { Inputs } from './resourceType.ts';

const texts = z.array(z.string());

const assumeRole = z.strictObject({
  roleArn: z.string(),
  sessionName: z.string().optional(),
  externalId: z.string().optional(),
});

const settings = z.strictObject({
  region: z.string(),
  allowedAccountIds: texts.default([]),
  forbiddenAccountIds: texts.default([]),
  assumeRoles: z.array(assumeRole).default([]),
  defaultTags: z.strictObject({ tags: z.record(z.string(), z.string()).default({}) }).default({ tags: {} }),
});

export type ProviderSettings = z.infer<typeof settings>;
export type AssumeRole = z.infer<typeof assumeRole>;

/** Switches of the real provider that say nothing here: there is no metadata service and no list of regions to skip. */
const withoutMeaning = [
  'version',
  'skipCredentialsValidation',
  'skipMetadataApiCheck',
  'skipRegionValidation',
  'skipRequestingAccountId',
];

/** Throws `ConfigurationError` naming every setting that is wrong, or that the sandbox does not serve. */
export function parseSettings(sent: Inputs): ProviderSettings {
  const values = Object.entries(sent)
    .filter(([name, value]) => !withoutMeaning.includes(name) && !name.startsWith('__') && value !== null)
    .map(([name, value]) => [name, nested(value)]);
  const parsed = settings.safeParse(Object.fromEntries(values));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'provider'}: ${issue.message}`);
  throw new ConfigurationError(`aws provider: ${problems.join('; ')}`, {
    advice: 'the sandbox serves region, assumeRoles, allowedAccountIds, forbiddenAccountIds and defaultTags',
  });
}

function nested(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/**
 * A region is where the resources are, so another one replaces them all; roles and accounts are only the way there
 * (pulumi-aws decides the same).
 */
export function diffConfiguration(olds: Inputs, news: Inputs): Change[] {
  const decoded = (properties: Inputs) =>
    Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, nested(value)]));
  return changes({ replaceOn: ['region'] }, decoded(olds), decoded(news));
}
