import { z } from 'zod';
import type { Settings } from '../../infra/settings.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a release is made of, and where it came from. Stored write-once as `releases/<id>/release.json`. */
export const releaseSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** SHA-256 over everything that determines the result: program, configuration, function package, engine. */
  id: sha256,
  /** Of whoever stored it first; a deployment names the commit that its run is about. */
  commit: z.string(),
  /**
   * Uncommitted changes were built in: fine in dev and in the sandbox, refused by the gate of an environment that asks for
   * approval. Once the same contents are built from a commit, the record is of that one.
   */
  dirty: z.boolean(),
  authors: z.array(z.string()),
  /** ISO 8601. */
  committedAt: z.string(),
  builtAt: z.string(),
  engineVersion: z.string(),
  functionPackage: z.strictObject({ sha256, bytes: z.number().int() }),
  program: z.strictObject({ sha256 }),
  /** SHA-256 of each environment's configuration file. */
  configuration: z.record(z.string(), sha256),
  /** SHA-256 of the stored source archive. */
  source: z.strictObject({ sha256 }),
  /** Validated settings of each environment, in promotion order, as this release reads them. */
  environments: z.array(
    z.custom<Settings>((value) => typeof (value as { environment?: unknown } | null)?.environment === 'string'),
  ),
});

export type Release = Readonly<z.infer<typeof releaseSchema>>;

/** The first twelve digits: enough to tell releases apart in a sentence. */
export const shortId = (release: string): string => release.slice(0, 12);
