/** Prints the JSON Schema of `config/parity.yaml`: `node tests/unit/comparison/rulesSchema.ts > config/parity.schema.json`. */
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { rulesSchema } from '../../../pipeline/comparison/rules.ts';

export const rulesJsonSchema = (): unknown => ({
  ...z.toJSONSchema(rulesSchema, { io: 'input' }),
  title: 'What may differ between environments',
});

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(`${JSON.stringify(rulesJsonSchema(), null, 2)}\n`);
}
