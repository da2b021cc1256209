/** Writes the files of the repository that follow from its code. `--check` fails when one is not fresh. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configurationFileSchema } from '../infra/settings.ts';
import { ConfigurationError } from '../pipeline/errors.ts';
import { command, runCommand } from './command.ts';

const generated: Readonly<Record<string, () => string>> = {
  'config/settings.schema.json': () => `${JSON.stringify(configurationFileSchema(), null, 2)}\n`,
};

await runCommand(
  command('generate', 'write the files that follow from the code')
    .option('--check', 'change nothing; fail when a file is not fresh')
    .action(({ check }: { check?: boolean }) => {
      const stale = Object.entries(generated).filter(([path, make]) => current(path) !== make());
      if (check !== true) for (const [path, make] of stale) writeFileSync(absolute(path), make());
      else if (stale.length > 0) {
        throw new ConfigurationError(`not fresh: ${stale.map(([path]) => path).join(', ')}`, {
          advice: 'Run: node scripts/generate.ts',
        });
      }
    }),
);

function current(path: string): string | undefined {
  try {
    return readFileSync(absolute(path), 'utf8');
  } catch {
    return undefined;
  }
}

function absolute(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
