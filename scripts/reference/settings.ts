import { join } from 'node:path';
import { z } from 'zod';
import { settingsSchema } from '../../infra/settings/schema.ts';
import { loadConfiguration } from '../../pipeline/configuration/index.ts';
import { code, generatedBy, kindOf, root, rowsOf, table, type Schema } from './page.ts';

/** Every setting with its limits, its meaning, and its value in each environment. */
export function settingsPage(): string {
  const { environments } = loadConfiguration(join(root, 'config'));
  const schema = z.toJSONSchema(settingsSchema, { io: 'input' }) as Schema;
  const rows = rowsOf(schema).map(([path, property, required]) => [
    code(path),
    kindOf(property),
    required ? 'required' : code(property.default),
    property.description ?? '',
    ...environments.map((settings) => code(valueAt(settings, path))),
  ]);
  return [
    '# Settings',
    generatedBy,
    'A setting stands in `config/ENVIRONMENT.yaml` as `payments:NAME`. Environments differ by settings alone; which of them may differ\nfrom one environment to the next is a matter of [parity](parity.md).',
    table(['setting', 'value', 'default', 'meaning', ...environments.map(({ environment }) => environment)], rows),
    '',
  ].join('\n\n');
}

function valueAt(settings: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) => (value as Record<string, unknown> | undefined)?.[name.replace('[]', '')],
      settings,
    );
}
