/** Writes the files of the repository that follow from its code. `--check` fails when one is not fresh. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configurationFileSchema } from '../infra/settings.ts';
import { ConfigurationError } from '../pipeline/errors.ts';
import { command, runCommand } from './command.ts';
import { actionPage } from './reference/action.ts';
import { commandsPage } from './reference/commands.ts';
import { guardrailsPage } from './reference/guardrails.ts';
import { read, root } from './reference/page.ts';
import { paymentProcessorPage } from './reference/paymentProcessor.ts';
import { parityPage } from './reference/parity.ts';
import { reportPage } from './reference/report.ts';
import { settingsPage } from './reference/settings.ts';
import { deployWorkflow, driftWorkflow, promoteWorkflow } from './reference/workflows.ts';

const scripts = () => (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;

const generated: Readonly<Record<string, () => string | Promise<string>>> = {
  'config/settings.schema.json': () => `${JSON.stringify(configurationFileSchema(), null, 2)}\n`,
  '.github/workflows/deploy.yml': deployWorkflow,
  '.github/workflows/drift.yml': driftWorkflow,
  '.github/workflows/promote.yml': promoteWorkflow,
  'docs/reference/commands.md': () => commandsPage(scripts()),
  'docs/reference/settings.md': settingsPage,
  'docs/reference/parity.md': parityPage,
  'docs/reference/report.md': reportPage,
  'docs/reference/action.md': actionPage,
  'docs/reference/guardrails.md': guardrailsPage,
  'docs/reference/payment-processor.md': paymentProcessorPage,
};

await runCommand(
  command(
    'generate',
    'Write what follows from code and configuration: the schema of the settings, the environments in workflow files, the pages of docs/reference.',
  )
    .option('--check', 'change nothing; fail when a file is not fresh')
    .addHelpText('after', '\nExamples:\n  npm run generate\n  npm run generate -- --check')
    .action(generate),
);

async function generate({ check = false }: { check?: boolean }): Promise<void> {
  const made = await Promise.all(Object.entries(generated).map(async ([path, make]) => ({ path, text: await make() })));
  const stale = made.filter(({ path, text }) => current(path) !== text);
  if (check && stale.length > 0) {
    throw new ConfigurationError(`not fresh: ${stale.map(({ path }) => path).join(', ')}`, {
      advice: 'Run: npm run generate',
    });
  }
  for (const { path, text } of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
}

function current(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}
