/** Prints the JSON Schema of `report.json`: `node tests/unit/report/reportJsonSchema.ts > pipeline/report/report.schema.json`. */
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { reportSchema } from '../../../pipeline/report/reportSchema.ts';

export const reportJsonSchema = (): unknown => ({
  ...z.toJSONSchema(reportSchema),
  title: 'Comparison of environments',
});

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(`${JSON.stringify(reportJsonSchema(), null, 2)}\n`);
}
