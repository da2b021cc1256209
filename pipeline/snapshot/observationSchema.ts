import { z } from 'zod';
import type { Properties } from './observation.ts';

const time = z.iso.datetime({ offset: true });
const properties = z.record(z.string(), z.json()) as unknown as z.ZodType<Properties>;

const live = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('present'), properties }),
  z.strictObject({ status: z.literal('missing') }),
  z.strictObject({ status: z.literal('unknown'), cause: z.string() }),
]);

const resource = z.strictObject({
  key: z.string(),
  live,
  name: z.string(),
  physicalId: z.string().nullable(),
  program: properties.nullable(),
  state: properties.nullable(),
  type: z.string(),
  urn: z.string().startsWith('urn:pulumi:'),
  waiting: z.strictObject({ text: z.string(), since: z.string().optional() }).optional(),
});

const addition = z.strictObject({
  name: z.string(),
  parent: z.string(),
  physicalId: z.string(),
  properties,
  type: z.string(),
});

/** The observation file. Source of `observation.schema.json`. */
export const observationSchema = z.strictObject({
  account: z.string().regex(/^\d{12}$/),
  additions: z.array(addition),
  attributions: z.array(z.strictObject({ urn: z.string(), actor: z.string(), event: z.string(), at: z.string() })),
  causes: z.array(z.string()),
  completeness: z.enum(['complete', 'partial', 'failed']),
  configuration: properties,
  configurations: z.record(z.string(), properties).optional(),
  deploymentInProgress: z.string().nullable(),
  emergency: z.string().optional(),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  environment: z.string().min(1),
  notObservable: z.array(z.strictObject({ resource: z.string(), path: z.string(), reason: z.string() })),
  observedAt: time,
  programRelease: z.string().nullable(),
  region: z.string().min(1),
  release: z.string().nullable(),
  releasedAt: time.nullable(),
  resources: z.array(resource),
  schemaVersion: z.literal(1),
});
