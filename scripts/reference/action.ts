import { readSource } from '../../pipeline/configuration/source.ts';
import { code, generatedBy, read, table } from './page.ts';

interface ActionFile {
  readonly name: string;
  readonly description: string;
  readonly inputs?: Readonly<Record<string, { description: string; default?: string; required?: boolean }>>;
  readonly outputs?: Readonly<Record<string, { description: string }>>;
}

const drift = '.github/actions/drift-check/action.yml';

/** Inputs and outputs of the drift check. */
export function actionPage(): string {
  const { name, description, inputs = {}, outputs = {} } = readSource(read(drift)).value as ActionFile;
  const given = Object.entries(inputs).map(([input, it]) => [
    code(input),
    it.required === true ? 'required' : it.default === '' ? 'empty' : code(it.default),
    it.description,
  ]);
  const results = Object.entries(outputs).map(([output, it]) => [code(output), it.description]);
  return [
    `# Action drift-check`,
    generatedBy,
    `**${name}.** ${description} It runs the program of the checked-out repository, so \`npm ci\` comes first, and it fails by \`fail-on\`.\nThe workflow [drift.yml](../../.github/workflows/drift.yml) uses it every night.`,
    '## Inputs',
    table(['input', 'default', 'meaning'], given),
    '## Outputs',
    table(['output', 'meaning'], results),
    '',
  ].join('\n\n');
}
