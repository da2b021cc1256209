/** Prints the JSON Schema of an observation file: `node tests/unit/snapshot/observationJsonSchema.ts > pipeline/snapshot/observation.schema.json`. */
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { observationSchema } from '../../../pipeline/snapshot/observationSchema.ts';

export const observationJsonSchema = (): unknown => ({
  ...z.toJSONSchema(observationSchema),
  title: 'One environment, observed and made canonical',
});

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(`${JSON.stringify(observationJsonSchema(), null, 2)}\n`);
}
