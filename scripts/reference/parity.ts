import { join } from 'node:path';
import { z } from 'zod';
import { rulesSchema, type Variation } from '../../pipeline/comparison/rules.ts';
import { loadConfiguration } from '../../pipeline/configuration/index.ts';
import { loadParityRules } from '../../pipeline/configuration/parity.ts';
import { code, generatedBy, kindOf, root, rowsOf, table, type Schema } from './page.ts';

/** The rules of parity: what a rule may say, and what is declared. */
export function parityPage(): string {
  const folder = join(root, 'config');
  const { variations } = loadParityRules(folder, loadConfiguration(folder));
  const schema = z.toJSONSchema(rulesSchema, { io: 'input' }) as Schema;
  const fields = rowsOf(schema).map(([path, property, required]) => [
    code(path),
    kindOf(property),
    required ? 'required' : code(property.default),
    property.description ?? '',
  ]);
  const declared = variations.map((rule) => [
    code(rule.resource),
    code(rule.property),
    declaredValue(rule),
    rule.reason,
  ]);
  return [
    '# Rules of parity',
    generatedBy,
    'Two environments are compared after names, accounts, regions, zones, network ranges and generated ids were replaced by placeholders.\nWhatever differs then must be declared in `config/parity.yaml` as a variation, with the value of each environment, or waived until a\ndate by somebody. A rule that applies to nothing and a waiver that has expired are findings.',
    '## Fields',
    table(['field', 'value', 'default', 'meaning'], fields),
    'A variation has exactly one of `value`, `values`, `forEach`, `follows` and `present`.',
    '## What is declared',
    table(['resource', 'property', 'must be', 'why'], declared),
    '',
  ].join('\n\n');
}

function declaredValue({ value, values, forEach, follows, present }: Variation): string {
  if (values !== undefined) return perEnvironment(values);
  if (present !== undefined) return `present: ${perEnvironment(present)}`;
  if (forEach !== undefined) return `one for each of ${code(forEach)}`;
  return follows === undefined ? code(value) : `as declared for ${code(follows)}`;
}

const perEnvironment = (values: Readonly<Record<string, unknown>>): string =>
  Object.entries(values)
    .map(([environment, value]) => `${environment} ${code(value)}`)
    .join(', ');
