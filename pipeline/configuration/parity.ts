import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bootstrapNames } from '../../infra/names.ts';
import { settingsSchema } from '../../infra/settings.ts';
import { parseRules } from '../comparison/parseRules.ts';
import type { Rules } from '../comparison/rules.ts';
import { ConfigurationError } from '../errors.ts';
import type { Configuration } from './index.ts';
import { readSource } from './source.ts';

/**
 * The rules of parity: declared variations and waivers.
 *
 * @throws ConfigurationError with every problem of the file, each with its line
 */
export function loadParityRules(directory: string, { environments }: Configuration): Rules {
  const path = join(directory, 'parity.yaml');
  const file = join(basename(directory), 'parity.yaml');
  const source = readSource(textOf(path));
  if (source.problems.length > 0) {
    throw new ConfigurationError(source.problems.map(({ line, message }) => `${file}:${line}: ${message}`).join('\n'), {
      advice: `Correct ${file}.`,
    });
  }
  return parseRules(source.value, {
    file,
    lineOf: (at) => source.lineOf(at),
    // What bootstrap made is looked at like an environment of its own.
    environments: environments.flatMap(({ environment }) => [environment, bootstrapNames.stack(environment)]),
    settings: Object.keys(settingsSchema.shape),
  });
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(`${path} cannot be read`, {
      cause,
      advice: 'It declares what may differ between environments; without it nothing can be judged.',
    });
  }
}
