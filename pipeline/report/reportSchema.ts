import { z } from 'zod';
import type { Value } from '../snapshot/observation.ts';

const value = z.json() as unknown as z.ZodType<Value>;
const time = z.iso.datetime({ offset: true });
const count = z.number().int().nonnegative();

const finding = z.strictObject({
  id: z.string().min(1).describe('Stable across runs, machines and order.'),
  kind: z.enum(['live-drift', 'undeployed-change', 'parity']),
  environment: z.string(),
  resource: z.strictObject({
    type: z.string().describe('Pulumi type token; `config/parity.yaml` for a finding about a rule.'),
    name: z.string(),
    urn: z.string().describe('Of the resource; of the parent for something found in the account; empty for a rule.'),
    physicalId: z.string().nullable(),
  }),
  change: z.enum(['changed', 'missing', 'added']),
  path: z
    .string()
    .describe('Pulumi property path, also inside parsed policies; empty when the whole resource is meant.'),
  expected: value.describe('Null when absent; "[secret]" for a secret.'),
  actual: value.describe('Null when absent; "[secret]" for a secret.'),
  classification: z.enum([
    'unexpected',
    'pending-release',
    'expected-variation',
    'waived',
    'waiver-expired',
    'provider-noise',
    'unknown',
  ]),
  severity: z.enum(['critical', 'high', 'medium', 'low', 'info']),
  reason: z.string(),
  resolve: z.array(z.enum(['revert', 'adopt', 'waive'])),
  attribution: z.strictObject({ actor: z.string(), event: z.string(), at: z.string() }).optional(),
  ageSeconds: count.optional().describe('Seconds since the release that explains it was deployed.'),
  waiver: z.strictObject({ owner: z.string(), expires: z.string(), reason: z.string() }).optional(),
});

const environment = z.strictObject({
  account: z.string(),
  region: z.string(),
  release: z.string().nullable(),
  observed: z.enum(['complete', 'partial', 'failed']),
  observedAt: z.string().describe('ISO 8601; empty when it was not observed.'),
  resources: count,
  notObservable: z.array(z.strictObject({ resource: z.string(), path: z.string(), reason: z.string() })),
  error: z.string().optional(),
});

/** `report.json`. Source of `report.schema.json`. */
export const reportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  verdict: z.enum(['in-sync', 'drifted', 'unknown']),
  generatedAt: time,
  baseline: z.string(),
  target: z.string(),
  environments: z.record(z.string(), environment),
  findings: z.array(finding),
  notes: z.array(z.strictObject({ environment: z.string().nullable(), text: z.string() })),
  resources: z.array(
    z.strictObject({
      type: z.string(),
      name: z.string(),
      environments: z.record(z.string(), z.enum(['deployed', 'missing', 'unknown', 'planned', 'absent'])),
    }),
  ),
  summary: z.strictObject({
    unexpected: count.describe('With expired waivers.'),
    pendingRelease: count,
    expectedVariations: count,
    waived: count,
    noise: count,
    unknown: count,
    notObservable: count.describe('Properties that cannot be observed here, of all environments.'),
  }),
});
