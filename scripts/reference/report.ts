import { z } from 'zod';
import { reportSchema } from '../../pipeline/report/reportSchema.ts';
import { code, generatedBy, kindOf, rowsOf, table, type Schema } from './page.ts';

/** The fields of `report.json`. */
export function reportPage(): string {
  const schema = z.toJSONSchema(reportSchema) as Schema;
  const rows = rowsOf(schema).map(([path, property, required]) => [
    code(path),
    kindOf(property),
    required ? 'always' : 'where known',
    property.description ?? '',
  ]);
  return [
    '# report.json',
    generatedBy,
    '`npm run drift` and `npm run compare` write it beside `report.md` and `report.html`. Its JSON Schema is\n[report.schema.json](../../pipeline/report/report.schema.json). The verdict is `drifted` with any unexpected finding or expired waiver\n(exit code 2), else `unknown` when anything could not be determined (exit code 3), else `in-sync` (exit code 0).',
    table(['field', 'value', 'present', 'meaning'], rows),
    '',
  ].join('\n\n');
}
