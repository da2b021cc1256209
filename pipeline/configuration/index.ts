/** The configuration of all environments, read and checked together before anything runs. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { suggestion, type Settings } from '../../infra/settings.ts';
import { ConfigurationError } from '../errors.ts';
import { readEnvironmentFile, type EnvironmentFile } from './file.ts';
import { inPromotionOrder, orderProblems } from './order.ts';
import { separationProblems } from './separation.ts';

export type { Settings } from '../../infra/settings.ts';

/** Files in the directory that are not an environment. */
const reserved = ['parity.yaml'];

export interface Configuration {
  /** From the lowest environment to the highest. */
  readonly environments: readonly Settings[];
  /** The environment whose account holds state, entry roles and evidence: the highest. */
  readonly hub: Settings;
  /** Absolute path of each environment's file, by environment: what the engine gets as `--config-file`. Read only. */
  readonly files: Readonly<Record<string, string>>;
  /** The environment that this one takes its releases from; undefined for the lowest. */
  lowerOf(environment: string): Settings | undefined;
  /** The environment that takes its releases from this one; undefined for the highest. */
  higherOf(environment: string): Settings | undefined;
}

/**
 * Reads every environment in a directory. Throws one `ConfigurationError` with a line for each problem of each file:
 * `config/prod.yaml:7: payments:memory: expected an integer from 128 to 10240, got "2GB"`.
 */
export function loadConfiguration(directory: string): Configuration {
  const files = environmentFiles(directory);
  const problems = [...files.flatMap((file) => file.problems), ...separationProblems(files), ...orderProblems(files)];
  if (problems.length > 0) throw invalid(problems);
  return configurationOf(inPromotionOrder(files));
}

/** One environment by name. Throws a `ConfigurationError` that lists the known names. */
export function requireEnvironment(configuration: Configuration, name: string): Settings {
  const found = configuration.environments.find(({ environment }) => environment === name);
  if (found !== undefined) return found;
  const known = configuration.environments.map(({ environment }) => environment);
  throw new ConfigurationError(`there is no environment "${name}"${suggestion(name, known)}`, {
    advice: `Known environments: ${known.join(', ')}. Each is a file of the configuration directory.`,
  });
}

function configurationOf(files: readonly EnvironmentFile[]): Configuration {
  const environments = files.flatMap(({ settings }) => settings ?? []);
  const hub = environments.at(-1);
  if (hub === undefined) throw new ConfigurationError('the configuration has no environment');
  return {
    environments,
    hub,
    files: Object.fromEntries(files.map(({ environment, path }) => [environment, path])),
    lowerOf: (name) => environments.find((_, index) => environments[index + 1]?.environment === name),
    higherOf: (name) => environments.find((_, index) => environments[index - 1]?.environment === name),
  };
}

function environmentFiles(directory: string): readonly EnvironmentFile[] {
  const names = listing(directory).filter((name) => /\.ya?ml$/.test(name) && !reserved.includes(name));
  if (names.length === 0) {
    throw new ConfigurationError(`${directory} holds no environment`, {
      advice: 'Each environment is a file of stack configuration there, such as dev.yaml.',
    });
  }
  const misnamed = names.filter((name) => name.endsWith('.yml'));
  if (misnamed.length > 0)
    throw invalid(misnamed.map((name) => `${label(directory, name)}: expected the ending .yaml`));
  return names.map((name) => {
    const path = resolve(directory, name);
    const shown = label(directory, name);
    return readEnvironmentFile(basename(name, '.yaml'), shown, path, contents(path, shown));
  });
}

function listing(directory: string): readonly string[] {
  try {
    return readdirSync(directory).sort();
  } catch (cause) {
    throw new ConfigurationError(`the configuration directory ${directory} cannot be read`, {
      cause,
      advice: 'Run the command in the folder that holds config/.',
    });
  }
}

function contents(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(`${shown} cannot be read`, {
      cause,
      advice: 'Make it a readable file of stack configuration.',
    });
  }
}

const label = (directory: string, name: string): string => join(basename(resolve(directory)), name);

function invalid(problems: readonly string[]): ConfigurationError {
  return new ConfigurationError(problems.join('\n'), {
    advice: `Nothing was run. ${problems.length === 1 ? 'Correct that line' : `Correct these ${problems.length} lines`} and start again.`,
  });
}
