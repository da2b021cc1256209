/** What other rooms write down and bootstrap must fit: workflow files, tags, calls of the pipeline, types of the program. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

import { defaultWorkflows, ownershipTag } from '../../../infra/bootstrap/landscape.ts';
import { providerActions } from '../../../infra/bootstrap/providerActions.ts';
import { environmentTag, taggableTypes } from '../../../infra/identityTags.ts';
import { syntheticMerchant } from '../../../payments/synthetic.ts';
import { prod, role } from './landscape.ts';

/** An administrator, who needs no role of ours, does what stands in a folder of that name. */
const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('administrator/'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));

const granted = (name: string) =>
  Object.values(role(name, prod.account).policies)
    .flatMap(({ Statement }) => Statement)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action }) => Action.map((action) => action.split(':')[1]));

const workflowsNaming = (text: string) =>
  readdirSync('.github/workflows').filter((file) =>
    readFileSync(join('.github/workflows', file), 'utf8').includes(text),
  );

describe('what bootstrap and other rooms must agree on', () => {
  test('R21: exactly the workflow files that become a deploy or release role are trusted to', () => {
    expect(workflowsNaming(':role/payments-entry-deploy-')).toEqual(defaultWorkflows.deploy);
    expect(workflowsNaming(':role/payments-entry-release')).toEqual(defaultWorkflows.release);
  });

  test('R21: conditions on ownership name the tag that the program puts on its resources', () => {
    expect(ownershipTag).toBe(environmentTag);
  });

  test('R17: the smoke role is limited to the keys of the synthetic merchant', () => {
    const statements = Object.values(role('payments-spoke-smoke', prod.account).policies).flatMap(
      ({ Statement }) => Statement,
    );
    const conditions = JSON.stringify(statements.map(({ Condition }) => Condition));
    expect(conditions).toContain(`"dynamodb:LeadingKeys":["${syntheticMerchant}#*"]`);
  });

  test('R40: every call that the pipeline makes in an account is granted to a role that it uses there', () => {
    const text = sources('pipeline/account').join('\n');
    const calls = [...text.matchAll(/\bnew (\w+)Command\(/g), ...text.matchAll(/\bpaginate([A-Z]\w+)\(/g)].map(
      ([, call]) => call,
    );
    expect(calls.length).toBeGreaterThan(30);
    const spokes = ['read', 'inspect', 'smoke', 'deploy', 'operate'].map((spoke) => `payments-spoke-${spoke}`);
    const known = new Set([...spokes.flatMap(granted), ...s3CallsOf(spokes.flatMap(granted))]);
    // Assumed by the entry role, not in the account.
    expect([...new Set(calls)].filter((call) => call !== 'AssumeRole' && !known.has(call)).sort()).toEqual([]);
  });

  test('R21: every resource type that the program tags stands in the table of provider calls', () => {
    expect([...taggableTypes].filter((type) => !(type in providerActions))).toEqual([]);
  });

  test('R21: every resource type that the program makes stands in the table of provider calls', () => {
    const text = [...sources('infra/network'), ...sources('infra/paymentProcessor')].join('\n');
    const classes = new Set(
      [...text.matchAll(/\bnew aws\.(\w+)\.(\w+)\(/g)].map(
        ([, module, name]) => `aws:${module}/${camel(name)}:${name}`,
      ),
    );
    expect(classes.size).toBeGreaterThan(15);
    expect([...classes].filter((type) => !(type in providerActions))).toEqual([]);
  });
});

/** S3 names some of its permissions otherwise than its calls. */
const s3CallsOf = (actions: readonly (string | undefined)[]): readonly string[] =>
  Object.entries({
    GetBucketCORS: 'GetBucketCors',
    GetBucketNotification: 'GetBucketNotificationConfiguration',
    GetLifecycleConfiguration: 'GetBucketLifecycleConfiguration',
    GetReplicationConfiguration: 'GetBucketReplication',
  }).flatMap(([permission, call]) => (actions.includes(permission) ? [call] : []));

const camel = (name = ''): string => name.charAt(0).toLowerCase() + name.slice(1);
